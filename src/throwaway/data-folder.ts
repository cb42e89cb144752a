import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { constants, cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, keepUsed, publishFolder } from "./cache-folder.ts";
import { ThrowawayError, tailOf } from "./error.ts";
import { runProgram } from "./run-program.ts";
import type { Environment } from "./run-program.ts";
import { baseArguments } from "./server-arguments.ts";
import type { ServerProgram } from "./server-program.ts";

export type DataFolderOptions = {
  readonly env: Environment;
  readonly runFolder: string;
  /** Arguments that must be given when the data folder is made, such as `--lower-case-table-names=1`. */
  readonly initArguments: readonly string[];
};

/**
 * Makes the data folder `data` inside a run folder: a copy of one in the cache, or a new one that is put into the cache.
 * Throws "initialise-failed" with the end of the server's log.
 */
export async function createDataFolder(program: ServerProgram, options: DataFolderOptions): Promise<void> {
  const data = join(options.runFolder, "data");
  const cached = join(cacheFolder(options.env), "server-data", templateName(program, options.initArguments));
  if (!existsSync(cached)) {
    await mkdir(data, { mode: 0o700 });
    await initialise(program, options);
    // Every MySQL server needs an id of its own; without this file it makes one at its start.
    await rm(join(data, "auto.cnf"), { force: true });
    // A cache that cannot be written costs the next start a second or more, and this one nothing.
    await publishFolder(cached, (temporary) => copyFolder(data, temporary)).catch(() => undefined);
    return;
  }
  // First, so that nobody else takes it for unused while it is copied.
  await keepUsed(cached, TEMPLATE_NAME).catch(() => undefined);
  await copyFolder(cached, data);
}

function copyFolder(from: string, to: string): Promise<void> {
  // Where the file system can share blocks between files (XFS, Btrfs, APFS) a copy takes no time and no space.
  return cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

const TEMPLATE_NAME = /^(mariadb|mysql)-[\d.]+-[0-9a-f]{12}$/;

/** Changes with the program file and with everything that shapes a data folder. */
function templateName(program: ServerProgram, initArguments: readonly string[]): string {
  const { size, mtimeMs } = statSync(program.binary);
  const facts = [program.binary, size, mtimeMs, baseArguments(program, ""), initArguments];
  const hash = createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
  return `${program.product}-${program.version}-${hash}`;
}

async function initialise(program: ServerProgram, options: DataFolderOptions): Promise<void> {
  const ofProduct = program.product === "mysql" ? ["--initialize-insecure"] : ["--bootstrap", "--skip-ssl"];
  const command = [
    ...program.command,
    ...baseArguments(program, options.runFolder),
    ...options.initArguments,
    ...ofProduct,
  ];
  const input = program.product === "mysql" ? "" : await bootstrapSql(program);
  const result = await runProgram(command, { env: serverEnvironment(options.env), cwd: options.runFolder, input });
  if (result.exitCode === 0) return;
  throw new ThrowawayError(
    "initialise-failed",
    `${program.binary} could not make a data folder. The end of its log:\n${tailOf(`${result.stdout}\n${result.stderr}`)}`,
  );
}

/** In the order in which MariaDB's own mariadb-install-db feeds them to the server. */
const BOOTSTRAP_FILES = [
  /^(mysql|mariadb)_system_tables\.sql$/,
  /^(mysql|mariadb)_performance_tables\.sql$/,
  /^(mysql|mariadb)_system_tables_data\.sql$/,
  /^maria_add_gis_sp_bootstrap\.sql$/,
  /^(mysql|mariadb)_sys_schema\.sql$/,
];

/** Without the variable that install script sets, root has an empty password on this host's own names only. */
async function bootstrapSql(program: ServerProgram): Promise<string> {
  const folder = program.shareDir ?? join(program.baseDir, "share");
  const names = await readdir(folder).catch(() => []);
  const files = BOOTSTRAP_FILES.flatMap((pattern) => names.filter((name) => pattern.test(name)).slice(0, 1));
  if (!files.some((name) => name.endsWith("system_tables.sql"))) {
    throw new ThrowawayError(
      "initialise-failed",
      `the SQL of the system tables of ${program.binary} is not in ${folder}`,
    );
  }
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  // One statement a line: the bootstrap parser knows no other separator.
  return ["create database mysql;", "use mysql;", ...texts, ""].join("\n");
}

/** A server gets little of our environment: MYSQL_TCP_PORT, LD_PRELOAD or NOTIFY_SOCKET would change what it does. */
export function serverEnvironment(env: Environment): Environment {
  const { PATH = "/usr/bin:/bin", TZ } = env;
  return { PATH, ...(TZ === undefined ? {} : { TZ }), LC_ALL: "C" };
}
