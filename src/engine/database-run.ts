/** One database of the run, from connecting to its result. */
import type { Config, DatabaseConfig } from "../config/config.ts";
import { failure, MigrationError, type Problem } from "../core/problem.ts";
import type { DatabaseResult } from "../core/result.ts";
import type { DatabaseContext } from "./context.ts";
import type { Database, Ports, ScannedFiles } from "./ports.ts";
import { createRecorder, type Recorder, type RecorderStart } from "./recorder.ts";

/** What a command does with a database; src/commands has them. */
export type DatabaseCommand = {
  readonly writes: boolean;
  readonly readsFiles: boolean;
  readonly run: (ctx: DatabaseContext, files: ScannedFiles) => Promise<void>;
};

const NO_FILES: ScannedFiles = { migrations: [], callbacks: [], notices: [], problems: [] };

/** Local time, as Flyway writes it. */
function timestamp(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, "0");
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

type Place = {
  readonly run: Config;
  readonly config: DatabaseConfig;
  readonly schema: string;
  readonly user: string;
  readonly now: number;
};

/** Flyway's built-in placeholders but for the file name; names in lower case, since case does not matter. */
function builtIns({ run, config, schema, user, now }: Place): ReadonlyMap<string, string> {
  const { separator } = config.files.placeholders;
  const values: readonly (readonly [string, string])[] = [
    ["defaultschema", schema],
    ["user", user],
    ["database", config.connection.database ?? schema],
    ["timestamp", timestamp(now)],
    ["workingdirectory", run.workingDirectory],
    ["table", config.historyTable],
    ["environment", run.environment ?? "default"],
  ];
  return new Map(values.map(([name, value]) => [`flyway${separator}${name}`, value]));
}

/** The schema with the history: `default-schema`, else the first of `schemas`, else the database of the url. */
function defaultSchema(config: DatabaseConfig): string {
  const schema = config.defaultSchema ?? config.schemas[0] ?? config.connection.database;
  if (schema === null || schema === undefined) {
    throw failure(
      "CONFIGURATION",
      "No database is named: set `database`, or name it in `url`, or set `default-schema`.",
    );
  }
  return schema;
}

async function connect(ports: Ports, config: DatabaseConfig, recorder: Recorder, writes: boolean): Promise<Database> {
  return recorder.phase("connect", async () => {
    const database = await ports.connect(config);
    const { product, version, topology, tls, readOnly } = database.server;
    recorder.server({ product, version, topology, tls });
    if (tls === null && config.connection.tls.mode === "preferred" && config.connection.socketPath === null) {
      recorder.notice({
        level: "notice",
        message: "The connection is not encrypted: the server offers no TLS (`ssl-mode` is preferred).",
      });
    }
    if (writes && readOnly !== null) {
      await database.close();
      throw failure("SERVER_READ_ONLY", `The server takes no writes (${readOnly}).`);
    }
    return database;
  });
}

async function scan(
  ports: Ports,
  config: DatabaseConfig,
  recorder: Recorder,
  values: ReadonlyMap<string, string>,
): Promise<ScannedFiles> {
  return recorder.phase("files", async () => {
    const files = await ports.files.scan(config.files, values);
    for (const notice of files.notices) recorder.notice(notice);
    const [first, ...others] = files.problems;
    if (first !== undefined) throw new MigrationError([first, ...others]);
    return files;
  });
}

/** Makes the database that the url names, if it may be made and is not there. */
async function makeDatabase(ctx: DatabaseContext): Promise<void> {
  const name = ctx.config.connection.database;
  if (!ctx.config.createDatabases || name === null || (await ctx.database.schemaExists(name))) return;
  await ctx.recorder.phase("create-database", () => ctx.database.createSchema(name));
  ctx.recorder.notice({ level: "notice", message: `created the database ${name}` });
}

async function work(
  ports: Ports,
  run: Config,
  config: DatabaseConfig,
  command: DatabaseCommand & { recorder: Recorder },
): Promise<void> {
  const { recorder } = command;
  const schema = defaultSchema(config);
  recorder.schema(schema);
  const writes = command.writes && !run.dryRun;
  const database = await connect(ports, config, recorder, writes);
  try {
    const values = builtIns({ run, config, schema, user: database.server.user, now: ports.clock.wall() });
    const schemas = config.schemas.includes(schema) ? config.schemas : [schema, ...config.schemas];
    const table = { schema, table: config.historyTable };
    const ctx: DatabaseContext = { run, config, ports, database, table, schemas, builtIns: values, recorder };
    const files = command.readsFiles ? await scan(ports, config, recorder, values) : NO_FILES;
    if (writes) await makeDatabase(ctx);
    await command.run(ctx, files);
  } catch (error) {
    throw asProblem(database, error);
  } finally {
    await database.close();
  }
}

/** A server's error outside of a script: one of our own statements was refused, or the connection is gone. */
function asProblem(database: Database, error: unknown): unknown {
  if (error instanceof MigrationError) return error;
  const { kind, message, sqlError } = database.describeError(error);
  if (sqlError === undefined && kind !== "lost") return error;
  const code = kind === "lost" ? "SERVER_GONE" : kind === "privilege" ? "PRIVILEGE" : "SQL";
  return failure(code, message, { cause: error, ...(sqlError === undefined ? {} : { sqlError }) });
}

function toProblems(error: unknown): readonly Problem[] {
  if (error instanceof MigrationError) return error.problems;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [{ code: "INTERNAL", message: text }];
}

/** Runs a command on one database; never throws. */
export async function runDatabase(
  ports: Ports,
  run: Config,
  config: DatabaseConfig,
  options: { readonly command: DatabaseCommand; readonly start: RecorderStart },
): Promise<DatabaseResult> {
  const recorder = createRecorder(options.start);
  try {
    await work(ports, run, config, { ...options.command, recorder });
  } catch (error) {
    for (const problem of toProblems(error)) recorder.problem(problem);
  }
  return recorder.result();
}
