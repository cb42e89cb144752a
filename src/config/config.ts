/**
 * What a run needs to know, checked and complete: the second of the two types of configuration.
 * The first is the raw text that a user wrote in flags, variables and files (sources.ts).
 */

/** A value that must never be printed; `reveal` is called where it is handed to the driver and nowhere else. */
export type Secret = { readonly reveal: () => string };

export type SslMode = "disabled" | "preferred" | "required" | "verify-ca" | "verify-identity";

export type TlsConfig = {
  readonly mode: SslMode;
  /** PEM text. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
};

export type ConnectionConfig = {
  /** Asks for a throw-away server that lives as long as the run, instead of host and port. */
  readonly throwaway: "any" | "mariadb" | "mysql" | null;
  readonly host: string;
  readonly port: number;
  /** Path of a Unix socket; wins over host and port. */
  readonly socketPath: string | null;
  readonly user: string;
  readonly password: Secret | null;
  /** Database named in the url or by `database`; null if there is none. */
  readonly database: string | null;
  readonly tls: TlsConfig;
  readonly cleartextPlugin: boolean;
  /** Extra tries after the first one, and the wait between them in seconds. */
  readonly connectRetries: number;
  readonly connectRetryIntervalS: number;
  readonly connectTimeoutS: number;
  readonly allowUnknownServer: boolean;
};

/** How migration files are named; Flyway's settings of the same names. */
export type NamingConfig = {
  readonly sqlMigrationPrefix: string;
  readonly repeatableSqlMigrationPrefix: string;
  readonly baselineMigrationPrefix: string;
  readonly undoSqlMigrationPrefix: string;
  readonly sqlMigrationSeparator: string;
  readonly sqlMigrationSuffixes: readonly string[];
};

export type PlaceholderConfig = {
  readonly replacement: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** Between `flyway` and the name of a built-in one. */
  readonly separator: string;
  /** User-defined values by lower-case name. */
  readonly values: ReadonlyMap<string, string>;
  /** Lower-case names whose values are blanked wherever SQL is printed: by `secret-placeholders`, or by their name (password, secret, token, …). */
  readonly secretNames: ReadonlySet<string>;
};

export type MigrationFilesConfig = {
  /** Folders as written, without `filesystem:`, relative to the working directory; may hold wildcards. */
  readonly locations: readonly string[];
  readonly callbackLocations: readonly string[];
  readonly failOnMissingLocations: boolean;
  readonly naming: NamingConfig;
  readonly validateMigrationNaming: boolean;
  readonly encoding: string;
  readonly detectEncoding: boolean;
  readonly placeholders: PlaceholderConfig;
  readonly skipDefaultCallbacks: boolean;
};

/** `type:state` as in `ignore-migration-patterns`. */
export type IgnorePattern = {
  readonly type: "*" | "versioned" | "repeatable";
  readonly state: "*" | "missing" | "pending" | "ignored" | "future";
};

/** `target`: a version (`allowMissing` if it was written with a final `?`), or one of Flyway's words. */
export type TargetConfig =
  | { readonly kind: "latest" | "current" | "next" }
  | { readonly kind: "version"; readonly version: string; readonly allowMissing: boolean };

export type MigrateConfig = {
  readonly target: TargetConfig;
  readonly outOfOrder: boolean;
  readonly validateOnMigrate: boolean;
  readonly ignorePatterns: readonly IgnorePattern[];
  /** True if the user set the patterns: then `validate` fails on pending migrations as Flyway's does, unless a pattern allows them. */
  readonly ignorePatternsGiven: boolean;
  readonly baselineOnMigrate: boolean;
  readonly baselineVersion: string;
  readonly baselineDescription: string;
  readonly skipExecutingMigrations: boolean;
  readonly executeInTransaction: boolean;
  readonly group: boolean;
  readonly outputQueryResults: boolean;
  /** null: the database user, as Flyway does. */
  readonly installedBy: string | null;
};

export type DatabaseConfig = {
  /** Label in reports, unique in the run. */
  readonly name: string;
  readonly connection: ConnectionConfig;
  /** Run on every new session. */
  readonly initSql: string | null;
  readonly schemas: readonly string[];
  readonly defaultSchema: string | null;
  readonly createSchemas: boolean;
  readonly createDatabases: boolean;
  readonly historyTable: string;
  readonly files: MigrationFilesConfig;
  readonly migrate: MigrateConfig;
  /** Names of databases of this run that must be done before this one, besides the listed order. */
  readonly dependsOn: readonly string[];
  readonly lockTimeoutS: number;
  readonly lockWaitTimeoutS: number;
  /** 0: no limit. */
  readonly statementTimeoutS: number;
  /** Absolute paths, or names to be looked for on PATH, of the server's tools; null: their usual names. */
  readonly dumpTool: string | null;
  readonly clientTool: string | null;
};

export type ReportConfig = {
  /** Absolute paths; null: not wanted. */
  readonly junitPath: string | null;
  readonly markdownPath: string | null;
  readonly jsonPath: string | null;
  readonly propertiesPath: string | null;
  /** `NAME=value` lines for GitLab's dotenv report. */
  readonly dotenvPath: string | null;
  readonly summary: boolean;
  readonly annotations: boolean;
  readonly maxAnnotations: number;
  readonly logSql: "none" | "failed" | "all";
  /** Print the JSON result on standard output instead of the text. */
  readonly json: boolean;
};

export type CommandName =
  "validate" | "info" | "migrate" | "repair" | "baseline" | "rollback" | "commit" | "snapshots" | "discard" | "restore";

/** Where the log, annotations and outputs go; `auto` is decided by the environment. */
type PlatformChoice = "auto" | "github" | "jenkins" | "gitlab" | "terminal";

/** What concerns the run and no database: enough to report even where the rest of the configuration is wrong. */
export type RunConfig = {
  /** The command as asked for; empty if there is none of that name. */
  readonly command: string;
  readonly workingDirectory: string;
  /** Label in reports, and what `${flyway:environment}` stands for; null: none. */
  /** `config-file` as it was given. */
  readonly configFile: string | null;
  readonly environment: string | null;
  readonly platform: PlatformChoice;
  /** GitHub's `job.status` when the step started; null elsewhere. */
  readonly jobStatus: string | null;
  readonly color: "auto" | "always" | "never";
  readonly reports: ReportConfig;
};

/** What is kept before a change, and when the run goes back. */
export type UndoConfig = {
  /** `none`: nothing is kept and there is no way back; then `onFailure` is `keep`. */
  readonly snapshot: "auto" | "dump" | "none";
  readonly onFailure: "rollback" | "keep";
  /** What GitHub's post step does when the job fails or is cancelled. */
  readonly onJobFailure: "rollback" | "none";
  /** What becomes of rows that others wrote since, where their table is restored. */
  readonly onNewerRows: "carry" | "refuse" | "set-aside";
  readonly onUnknownStatement: "copy" | "refuse";
  readonly onIrreversible: "refuse" | "allow";
  /** What a run may copy on one server; null: no limit. */
  readonly snapshotMaxBytes: number | null;
  /** Days that an uncommitted snapshot is kept; 0: until the next run begins. */
  readonly retentionDays: number;
  readonly controlSchema: string;
  /** A schema made beforehand that takes what is kept; null: a schema of its own for each run. */
  readonly snapshotSchema: string | null;
  /** The run to take back or commit; null: found out. */
  readonly runId: string | null;
};

/** Dump files: where they are written to, and what is restored from them. */
export type DumpConfig = {
  /** Absolute. */
  readonly folder: string;
  /** The file or folder to restore from, absolute; null if none is given. */
  readonly source: string | null;
  readonly over: "refuse" | "set-aside";
};

export type Config = RunConfig & {
  readonly command: CommandName;
  readonly databases: readonly DatabaseConfig[];
  readonly parallel: number;
  readonly onDatabaseFailure: "stop" | "continue";
  readonly dryRun: boolean;
  readonly planHash: string | null;
  readonly undo: UndoConfig;
  readonly dump: DumpConfig;
};
