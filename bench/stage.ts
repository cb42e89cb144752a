import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createConnection } from "mysql2/promise";
import type { RowDataPacket } from "mysql2/promise";
import { startThrowawayServer } from "../src/throwaway/start.ts";
import { installFlyway } from "../test/conformance/flyway-install.ts";
import { startServer, type Server } from "../test/conformance/servers.ts";
import { dumpToolOf } from "../test/proof/server.ts";
import { getRecipe, type RecipeName, usualArguments } from "../test/support/servers/recipes.ts";

/** What all scenarios run on: a server of their own, the contenders' programs, a folder for files. */
export type Stage = {
  readonly server: Server;
  /** The plain client of the same build, by its command. */
  readonly client: readonly string[];
  /** mysqldump or mariadb-dump of the same build, where it has one. */
  readonly dumpTool: readonly string[];
  readonly bundle: string;
  readonly flyway: { readonly classPath: string; readonly mainClass: string };
  /** Emptied by nobody but the whole run's end. */
  readonly folder: string;
  /** Small and few: shows that the benchmark works. */
  readonly quick: boolean;
  /** How often each contender runs where `usual` is right for a full run. */
  readonly rounds: (usual: number) => number;
  readonly query: (sql: string) => Promise<readonly RowDataPacket[]>;
  /** Makes a database anew, empty. */
  readonly emptyDatabase: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type StageOptions = {
  readonly bundle: string;
  readonly folder: string;
  readonly quick: boolean;
  /** The server keeps its data in memory and flushes nothing: then the tools' own time shows most. */
  readonly inMemory: boolean;
  /** Null: as many as the scenario wants. */
  readonly rounds: number | null;
};

/** A throw-away server saves memory and is careless with its data; what is measured should be as in production. */
const DEFAULTS = {
  mariadb: ["--innodb-buffer-pool-size=128M", "--innodb-log-file-size=96M", "--innodb-flush-log-at-trx-commit=1"],
  mysql: [
    "--innodb-buffer-pool-size=128M",
    "--innodb-redo-log-capacity=100M",
    "--innodb-flush-log-at-trx-commit=1",
    "--sync-binlog=1",
  ],
} as const;

async function startDurable(name: RecipeName): Promise<Server> {
  const { program } = await getRecipe(name, process.env);
  const extraArguments = [...usualArguments(program), ...DEFAULTS[program.product]];
  const {
    product: kind,
    version,
    host,
    port,
    stop,
  } = await startThrowawayServer(program, {
    env: process.env,
    extraArguments,
  });
  if (port === null) throw new Error(`${name} does not listen on a port`);
  return { name, version: `${kind} ${version}`, address: { kind, host, port }, stop };
}

/** Starts a throw-away server and looks the programs up. */
export async function openStage(name: RecipeName, options: StageOptions): Promise<Stage> {
  const flyway = await installFlyway();
  const recipe = await getRecipe(name, process.env);
  const server = options.inMemory ? await startServer(name) : await startDurable(name);
  const { host, port } = server.address;
  const connection = await createConnection({ host, port, user: "root" });
  // Some scenarios take longer than an idle session lives.
  await connection.query("set session wait_timeout = 2147483");
  const query = async (sql: string): Promise<readonly RowDataPacket[]> =>
    (await connection.query<RowDataPacket[]>(sql))[0];
  return {
    ...options,
    rounds: (usual) => options.rounds ?? (options.quick ? 1 : usual),
    server,
    client: recipe.client(server.address.kind === "mariadb" ? "mariadb" : "mysql"),
    dumpTool: await dumpToolOf(name, recipe),
    flyway,
    query,
    emptyDatabase: async (database) => {
      await query(`drop database if exists \`${database}\``);
      await query(`create database \`${database}\``);
    },
    close: async () => {
      await connection.end();
      await server.stop();
    },
  };
}

/** How many rows a history table has with success = 1, to see that a run did what it was measured for. */
export async function appliedCount({ query }: Stage, database: string): Promise<number> {
  const [row] = await query(`select count(*) as n from \`${database}\`.flyway_schema_history where success = 1`);
  return Number(row?.["n"]);
}

export async function tableCount({ query }: Stage, database: string): Promise<number> {
  const [row] = await query(`select count(*) as n from information_schema.tables where table_schema = '${database}'`);
  return Number(row?.["n"]);
}

export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`);
}

/** The bundle by size and hash, since a figure is worth nothing without what it was taken from. */
export async function bundleFacts(bundle: string): Promise<string> {
  const bytes = await readFile(bundle);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `${(bytes.length / 1e6).toFixed(2)} MB, sha256 ${hash}…`;
}

export const ROOT = resolve(import.meta.dirname, "..");
