/** Dump files of one database: the engine's port. */
import { join } from "node:path";
import type { Config, DatabaseConfig } from "../config/config.ts";
import type { DumpHeader } from "../core/dump/header.ts";
import type { DumpResult, Notice, RestoreResult } from "../core/result.ts";
import type { Dumps, DumpStart, RestoreStart, WrittenDumps } from "../engine/dumps.ts";
import type { Database } from "../engine/ports.ts";
import { failure } from "../core/problem.ts";
import { identifier } from "../mysql/sql-text.ts";
import { createJournal } from "../undo/journal.ts";
import { missingForDump } from "../undo/privileges.ts";
import { readSchemaDefinition } from "../undo/programs.ts";
import { prepareSession } from "../undo/session.ts";
import { chooseFiles } from "./choose-files.ts";
import { dumpFailed } from "./failed.ts";
import { findTool, type Tool } from "./find-tool.ts";
import { withClientFile, type ClientTarget } from "./client-file.ts";
import { limitsOf } from "./limits.ts";
import { loadDump } from "./load-dump.ts";
import { restoreFiles } from "./restore.ts";
import { initStatement } from "./restore-session.ts";
import type { Environment } from "./run-tool.ts";
import { removeDump, writeDump } from "./write-dump.ts";

export type DumpsOptions = {
  readonly run: Config;
  readonly config: DatabaseConfig;
  readonly database: Database;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  readonly wall: () => Date;
};

/** Names of databases may hold what no file's name can, and no two of them may have the same file: as in urls, dots besides. */
const fileName = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[.*]/g, (sign) => (sign === "." ? "%2E" : "%2A"));

/** How a tool gets to the server that our own session is on. */
function targetOf({ config, database }: DumpsOptions, { family }: Tool): ClientTarget {
  return { connection: config.connection, product: family, isEncrypted: database.server.tls !== null };
}

/** @throws MigrationError PRIVILEGE where the tool would leave out, without a word, what this account cannot see */
async function checkPrivileges(
  { database }: DumpsOptions,
  { family }: Tool,
  schemas: readonly string[],
): Promise<void> {
  const sql = { id: 0, query: database.ask };
  for (const schema of schemas) {
    const missing = await missingForDump(sql, family, schema);
    if (missing.length === 0) continue;
    const message = `To see all that is in ${schema}, so that the dump is whole, the account lacks: ${missing.join(", ")} on ${identifier(schema)}.*`;
    throw failure("PRIVILEGE", message, { help: "Grant it, or set `snapshot` to auto. Nothing was changed." });
  }
}

async function headerOf(options: DumpsOptions, start: DumpStart, tool: Tool, schema: string): Promise<DumpHeader> {
  const { config, database } = options;
  const { ask } = database;
  const definition = await readSchemaDefinition({ id: 0, query: ask }, schema);
  return {
    runId: start.runId,
    database: config.name,
    schema,
    characterSet: definition?.characterSet ?? "",
    collation: definition?.collation ?? "",
    product: tool.family,
    serverVersion: database.server.version,
    tool: tool.words,
    takenAt: options.wall().toISOString(),
    schemaVersion: start.schemaVersion,
    limits: await limitsOf(ask, schema),
  };
}

async function writeOne(
  options: DumpsOptions,
  header: DumpHeader,
  how: { readonly tool: Tool; readonly connection: string },
): Promise<{ readonly dump: DumpResult; readonly warnings: readonly string[] }> {
  const { run, config, env, signal, now } = options;
  const { schema, limits, tool } = header;
  const file = `${fileName(config.name)}.${fileName(schema)}.sql.gz`;
  const path = join(run.dump.folder, header.runId, file);
  const from = now();
  const { bytes, sha256, words } = await writeDump({ ...how, header, path, env, signal });
  const dump = { schema, path, bytes, sha256, durationMs: Math.round(now() - from), tool, limits };
  return { dump, warnings: words === "" ? [] : [`${tool} says: ${words}`] };
}

async function write(options: DumpsOptions, start: DumpStart): Promise<WrittenDumps> {
  const { config, database, env, signal } = options;
  const tool = await findTool({ kind: "dump", given: config.dumpTool, server: database.server, env, signal });
  await checkPrivileges(options, tool, start.schemas);
  const dumps: DumpResult[] = [];
  const warnings = tool.warning === null ? [] : [tool.warning];
  try {
    await withClientFile(targetOf(options, tool), async (connection) => {
      for (const schema of start.schemas) {
        const header = await headerOf(options, start, tool, schema);
        const written = await writeOne(options, header, { tool, connection });
        dumps.push(written.dump);
        warnings.push(...written.warnings);
      }
    });
  } catch (error) {
    // Some of a database's schemas without the others are no dump of it.
    await Promise.all(dumps.map(({ path }) => removeDump(path)));
    throw error;
  }
  return { dumps, warnings };
}

async function restore(
  options: DumpsOptions,
  start: RestoreStart,
  say: (notice: Notice) => void,
): Promise<readonly RestoreResult[]> {
  const { run, config, database, env, signal, now } = options;
  const { server } = database;
  const source = run.dump.source ?? "";
  const isOnly = run.databases.length === 1;
  const files = await chooseFiles({ source, name: config.name, isOnly, schemas: start.schemas, server });
  if (files.length === 0) return [];
  const tool = await findTool({ kind: "client", given: config.clientTool, server, env, signal });
  if (tool.warning !== null) say({ level: "warning", message: tool.warning });
  const without = start.schemas.filter((schema) => files.every(({ header }) => header.schema !== schema));
  if (without.length > 0) {
    say({ level: "warning", message: `${source} has no dump of ${without.join(", ")}: left as it is.` });
  }
  const sql = await database.openOwn();
  try {
    await prepareSession(sql, server.product, config.lockWaitTimeoutS);
    const init = await initStatement(sql, server.product, start.runId);
    return await withClientFile(targetOf(options, tool), (connection) =>
      restoreFiles({
        sql,
        start,
        files,
        now,
        say,
        journal: createJournal(sql, run.undo.controlSchema),
        product: server.product,
        over: run.dump.over,
        load: ({ path, header }) => loadDump({ tool, connection, path, schema: header.schema, init, env, signal }),
      }),
    );
  } finally {
    await sql.end();
  }
}

export function createDumps(options: DumpsOptions): Dumps {
  return {
    async write(start) {
      try {
        return await write(options, start);
      } catch (error) {
        if (error instanceof RangeError) throw dumpFailed("The connection cannot be handed to the tool", error);
        throw error;
      }
    },
    restore: (start, say) => restore(options, start, say),
  };
}
