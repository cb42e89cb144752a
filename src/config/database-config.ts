import type { DatabaseConfig } from "./config.ts";
import { type ConnectionContext, readConnection } from "./connection.ts";
import type { DatabaseSource } from "./database-sources.ts";
import { toolPath } from "./dump-config.ts";
import { filesConfig } from "./files-config.ts";
import type { Findings } from "./findings.ts";
import { migrateConfig } from "./migrate-config.ts";

export type DatabaseContext = ConnectionContext & { readonly defaultLocation: string };

/** Longest name of a table and of a database on the server. */
const LONGEST_NAME = 64;

/** The configuration of one database, or the best guess at it beside the problems found. */
export function databaseConfig(source: DatabaseSource, context: DatabaseContext): DatabaseConfig {
  const { settings } = source;
  const { config, createDatabase, initSql } = readConnection(source, context);
  const schemas = settings.list("schemas");
  const defaultSchema = settings.text("default-schema")?.trim() ?? null;
  const named = config.database ?? fallbackName(source, defaultSchema ?? schemas[0] ?? null, config.throwaway !== null);
  const historyTable = (settings.text("schema-history-table") ?? "").trim();
  if (historyTable.length > LONGEST_NAME) {
    const origin = settings.node("schema-history-table")?.origin;
    settings.findings.problem(
      "CONFIGURATION",
      `A table's name has at most ${String(LONGEST_NAME)} characters.`,
      origin,
    );
  }
  return {
    name: source.name ?? named ?? defaultSchema ?? schemas[0] ?? config.socketPath ?? config.host,
    connection: { ...config, database: named },
    initSql,
    schemas,
    defaultSchema,
    createSchemas: settings.boolean("create-schemas"),
    createDatabases: settings.isGiven("create-databases") ? settings.boolean("create-databases") : createDatabase,
    historyTable,
    files: filesConfig(settings, context.defaultLocation),
    migrate: migrateConfig(settings, context.env),
    dependsOn: settings.list("depends-on"),
    lockTimeoutS: settings.integer("lock-timeout"),
    lockWaitTimeoutS: settings.integer("lock-wait-timeout"),
    statementTimeoutS: settings.integer("statement-timeout"),
    dumpTool: toolPath(settings, "dump-tool", context.workingDirectory),
    clientTool: toolPath(settings, "client-tool", context.workingDirectory),
  };
}

/** An entry of a list is named like its database; a throw-away server has none yet that could be meant. */
function fallbackName({ name }: DatabaseSource, schema: string | null, isThrowaway: boolean): string | null {
  if (schema !== null) return null;
  return name ?? (isThrowaway ? "flyback" : null);
}

/** What is wrong between the databases of a run. */
export function checkDatabases(
  databases: readonly DatabaseConfig[],
  sources: readonly DatabaseSource[],
  findings: Findings,
): void {
  const names = databases.map(({ name }) => name);
  const histories = databases.map(historyOf);
  for (const [index, { name, dependsOn }] of databases.entries()) {
    const origin = sources[index]?.origin;
    const other = names[histories.indexOf(histories[index] ?? "")];
    if (other !== undefined && other !== name) {
      findings.problem(
        "CONFIGURATION",
        `The databases "${other}" and "${name}" have the same history table on the same server.`,
        origin,
      );
    }
    for (const needed of dependsOn.filter((one) => !names.includes(one))) {
      findings.problem("CONFIGURATION", `"${name}" depends on "${needed}", which is no database of this run.`, origin);
    }
    if (needs(databases, name, name, new Set())) {
      findings.problem("CONFIGURATION", `"${name}" depends on itself, by way of others or not.`, origin);
    }
  }
}

function historyOf({ connection, defaultSchema, schemas, historyTable }: DatabaseConfig): string {
  const { throwaway, socketPath, host, port, database } = connection;
  const server = throwaway ?? socketPath ?? `${host}:${String(port)}`;
  return [server, defaultSchema ?? schemas[0] ?? database ?? "", historyTable].join("\n");
}

/** True if `from` depends on `wanted`, directly or not. */
function needs(databases: readonly DatabaseConfig[], from: string, wanted: string, seen: Set<string>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const direct = databases.find(({ name }) => name === from)?.dependsOn ?? [];
  return direct.includes(wanted) || direct.some((next) => needs(databases, next, wanted, seen));
}
