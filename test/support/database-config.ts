import type { DatabaseConfig } from "../../src/config/config.ts";
import type { DatabaseOptions } from "../../src/mysql/connect.ts";
import type { TestServer } from "./servers.ts";

/** Settings for the database layer, with nothing but the connection of interest. */
export function databaseConfig(
  server: TestServer,
  database: string | null,
  changes: Partial<DatabaseConfig> = {},
): DatabaseConfig {
  return {
    name: "test",
    connection: {
      throwaway: null,
      host: server.host,
      port: server.port,
      socketPath: null,
      user: server.user,
      password: { reveal: () => server.password },
      database,
      tls: { mode: "preferred", ca: null, cert: null, key: null },
      cleartextPlugin: false,
      connectRetries: 0,
      connectRetryIntervalS: 1,
      connectTimeoutS: 10,
      allowUnknownServer: false,
    },
    initSql: null,
    schemas: [],
    defaultSchema: null,
    createSchemas: true,
    createDatabases: false,
    historyTable: "flyway_schema_history",
    files: {
      locations: [],
      callbackLocations: [],
      failOnMissingLocations: false,
      naming: {
        sqlMigrationPrefix: "V",
        repeatableSqlMigrationPrefix: "R",
        baselineMigrationPrefix: "B",
        undoSqlMigrationPrefix: "U",
        sqlMigrationSeparator: "__",
        sqlMigrationSuffixes: [".sql"],
      },
      validateMigrationNaming: false,
      encoding: "UTF-8",
      detectEncoding: false,
      placeholders: {
        replacement: true,
        prefix: "${",
        suffix: "}",
        separator: ":",
        values: new Map(),
        secretNames: new Set(),
      },
      skipDefaultCallbacks: false,
    },
    migrate: {
      target: { kind: "latest" },
      outOfOrder: false,
      validateOnMigrate: true,
      ignorePatterns: [],
      ignorePatternsGiven: false,
      baselineOnMigrate: false,
      baselineVersion: "1",
      baselineDescription: "<< Flyway Baseline >>",
      skipExecutingMigrations: false,
      executeInTransaction: true,
      group: false,
      outputQueryResults: true,
      installedBy: null,
    },
    dependsOn: [],
    lockTimeoutS: 5,
    lockWaitTimeoutS: 5,
    statementTimeoutS: 0,
    dumpTool: null,
    clientTool: null,
    ...changes,
  };
}

/** Options of the database layer that say nothing; `changes` replace some. */
export function databaseOptions(changes: Partial<DatabaseOptions> = {}): DatabaseOptions {
  return {
    initStatements: [],
    runLabel: "a test",
    signal: new AbortController().signal,
    onMessage: () => undefined,
    ...changes,
  };
}
