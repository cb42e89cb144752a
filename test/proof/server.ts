import { existsSync } from "node:fs";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import type { Connection, RowDataPacket } from "mysql2/promise";
import { cacheFolder } from "../../src/throwaway/cache-folder.ts";
import { treeCommand, unpackDebianTree } from "../../src/throwaway/debian-tree.ts";
import type { ServerProduct } from "../../src/throwaway/server-program.ts";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import type { StartOptions } from "../../src/throwaway/start.ts";
import { debianSources } from "../support/servers/debian-sources.ts";
import { getRecipe, usualArguments } from "../support/servers/recipes.ts";
import type { RecipeName, TestProgram } from "../support/servers/recipes.ts";

type Rows = readonly (readonly (string | null)[])[];

/** A server of the proof's own, which may be killed. */
export type ProofServer = {
  readonly name: RecipeName;
  readonly product: ServerProduct;
  readonly version: string;
  /** It is a MySQL whose GTIDs are on. */
  readonly gtids: boolean;
  readonly port: number;
  readonly url: string;
  /** Command of the dump tool of the server's own build. */
  readonly dumpTool: readonly string[];
  readonly connect: (database?: string) => Promise<Connection>;
  /** One statement; its rows as lists of texts. */
  readonly rows: (sql: string) => Promise<Rows>;
  readonly kill: () => void;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

// Nothing here outlives the proof, so nothing need reach the disk. What is committed must outlive a killed server, though:
// innodb-flush-log-at-trx-commit stays as the throw-away server has it.
const MEMORY = "/dev/shm";
const FAST = ["--innodb-flush-method=nosync", "--innodb-buffer-pool-size=128M"];
// An event that fires between two dumps makes a difference that is nobody's fault.
const STILL = ["--event-scheduler=OFF"];

export function productOf(name: RecipeName): ServerProduct {
  return name.startsWith("mariadb") ? "mariadb" : "mysql";
}

export type ProofServerOptions = Pick<StartOptions, "initArguments" | "extraArguments">;

/** Starts a throw-away server of the test matrix, with its data in memory where that can be had. */
export async function startProofServer(name: RecipeName, options: ProofServerOptions = {}): Promise<ProofServer> {
  const recipe = await getRecipe(name, process.env);
  const server = await startThrowawayServer(recipe.program, {
    env: process.env,
    ...options,
    extraArguments: [...usualArguments(recipe.program), ...FAST, ...STILL, ...(options.extraArguments ?? [])],
    ...(existsSync(MEMORY) ? { temporaryFolder: MEMORY } : {}),
  });
  const { product, version, port } = server;
  if (port === null) throw new Error(`${name} does not listen on a port`);
  const connect = (database?: string): Promise<Connection> =>
    createConnection({
      host: server.host,
      port,
      user: server.user,
      multipleStatements: true,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      ...(database === undefined ? {} : { database }),
    });
  const rows = (sql: string): Promise<Rows> => rowsOf(connect, sql);
  const gtids = product === "mysql" && (await rows("SELECT @@GLOBAL.gtid_mode"))[0]?.[0] === "ON";
  return {
    name,
    product,
    version,
    gtids,
    port,
    url: `mysql://${server.user}@${server.host}:${String(port)}/`,
    dumpTool: await dumpToolOf(name, recipe),
    connect,
    rows,
    kill: server.kill,
    restart: server.restart,
    stop: server.stop,
  };
}

async function rowsOf(connect: () => Promise<Connection>, sql: string): Promise<Rows> {
  const connection = await connect();
  try {
    const [rows] = await connection.query<RowDataPacket[]>({ sql, rowsAsArray: true });
    return Array.isArray(rows) ? (rows as unknown[][]).map((row) => row.map(textOf)) : [];
  } finally {
    await connection.end();
  }
}

/** Numbers and texts come as they are, bytes in hexadecimal. */
function textOf(value: unknown): string | null {
  if (value === null) return null;
  return Buffer.isBuffer(value) ? value.toString("hex") : `${value as string | number}`;
}

/** Debian's server and client packages of MySQL hold no mysqldump: it is fetched from the package that has it. */
export async function dumpToolOf(name: RecipeName, { program, clients }: TestProgram): Promise<readonly string[]> {
  const own = clients[program.product === "mariadb" ? "mariadb-dump" : "mysqldump"];
  if (own !== undefined) return own;
  const folder = join(cacheFolder(process.env), "servers", `proof-${name}-dump`);
  const packages = ["mysql-client-core"];
  const tree = await unpackDebianTree({
    env: process.env,
    folder,
    sources: debianSources("sid"),
    packages,
    alone: ["mysql-client"],
  });
  return treeCommand(tree, join(tree, "usr/bin/mysqldump"));
}
