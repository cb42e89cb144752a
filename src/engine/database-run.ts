/** One database of the run, from connecting to its result. */
import type { Config, DatabaseConfig } from "../config/config.ts";
import { failure, MigrationError, type Problem } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";
import { dumpFirst } from "./dump-first.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import type { Database, Ports, ScannedFiles } from "./ports.ts";
import type { RunTicket } from "./run-ticket.ts";
import { createRecorder, type Recorder, type RecorderStart } from "./recorder.ts";

/** What a command does with a database; src/commands has them. */
export type DatabaseCommand = {
  readonly writes: boolean;
  readonly readsFiles: boolean;
  readonly run: (ctx: DatabaseContext, files: ScannedFiles) => Promise<void>;
};

export const NO_FILES: ScannedFiles = { migrations: [], callbacks: [], notices: [], problems: [] };

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
export function schemaOf(config: DatabaseConfig): string {
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

/** Makes the database that the url names, if it may be made and is not there. To be called under the lock. */
export async function makeDatabase(ctx: DatabaseContext): Promise<void> {
  const name = ctx.config.connection.database;
  if (!ctx.config.createDatabases || name === null || (await ctx.database.schemaExists(name))) return;
  await ctx.keeper?.begin({ plan: [], schemasToCreate: [name] });
  await ctx.recorder.phase("create-database", () => ctx.database.createSchema(name));
  ctx.recorder.notice({ level: "notice", message: `created the database ${name}` });
}

/** A database whose part of the run waits for how the others end; its lock is held until then. */
type Held = { readonly keeper: Keeper; readonly close: () => Promise<void> };

async function work(
  ports: Ports,
  run: Config,
  config: DatabaseConfig,
  command: DatabaseCommand & { recorder: Recorder; ticket: RunTicket | null },
): Promise<Held | null> {
  const { recorder } = command;
  const schema = schemaOf(config);
  recorder.schema(schema);
  const writes = command.writes && !run.dryRun;
  const database = await connect(ports, config, recorder, writes);
  let keeper: Keeper | null = null;
  const close = async (): Promise<void> => {
    await keeper?.wayBack.close();
    await database.close();
  };
  try {
    const values = builtIns({ run, config, schema, user: database.server.user, now: ports.clock.wall() });
    const schemas = config.schemas.includes(schema) ? config.schemas : [schema, ...config.schemas];
    const table = { schema, table: config.historyTable };
    keeper = writes ? keeperOf(ports, { run, config, database, table, schemas, recorder }, command.ticket) : null;
    const ctx: DatabaseContext = { run, config, ports, database, table, schemas, builtIns: values, recorder, keeper };
    const files = command.readsFiles ? await scan(ports, config, recorder, values) : NO_FILES;
    await command.run(ctx, files);
  } catch (error) {
    recordProblems(recorder, asProblem(database, error));
  }
  if (keeper?.hasBegun() === true) {
    // Until the last database is done only the lock is held: with hundreds of them a server runs out of connections.
    await Promise.all([database.restScripts(), keeper.wayBack.rest()]).catch(() => undefined);
    return { keeper, close };
  }
  await close();
  return null;
}

type KeeperParts = Pick<DatabaseContext, "run" | "config" | "database" | "table" | "schemas" | "recorder">;

/** What keeps the changes of a command that runs scripts. */
function keeperOf(ports: Ports, parts: KeeperParts, ticket: RunTicket | null): Keeper | null {
  const { run, config, database, table, schemas } = parts;
  if (ticket === null || run.undo.snapshot === "none") return null;
  const wayBack = ports.wayBack(config, database);
  return createKeeper(wayBack, ticket, {
    seq: run.databases.indexOf(config),
    name: config.name,
    onNewerRows: run.undo.onNewerRows,
    prepare: () => dumpFirst(ports, parts, ticket.runId),
    async start() {
      const history = await database.readHistory(table);
      const ranks = history.applied.map(({ installedRank }) => installedRank);
      return { history: table, schemas, rankBefore: history.exists ? Math.max(-1, ...ranks) : null };
    },
    describeError: (error) => database.describeError(error),
  });
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

function recordProblems(recorder: Recorder, error: unknown): void {
  for (const problem of toProblems(error)) recorder.problem(problem);
}

export type DatabaseEnd = {
  readonly recorder: Recorder;
  /** Null: there is nothing that could go back. */
  readonly held: Held | null;
};

/** Runs a command on one database; never throws. */
export async function runDatabase(
  ports: Ports,
  run: Config,
  config: DatabaseConfig,
  options: { readonly command: DatabaseCommand; readonly start: RecorderStart; readonly ticket: RunTicket | null },
): Promise<DatabaseEnd> {
  const recorder = createRecorder(options.start);
  const { command, ticket } = options;
  try {
    return { recorder, held: await work(ports, run, config, { ...command, recorder, ticket }) };
  } catch (error) {
    recordProblems(recorder, error);
    return { recorder, held: null };
  }
}
