/**
 * What the engine needs from the outside, as small interfaces: a database server, migration files, a clock.
 * Implementations are in src/mysql and src/fs; main puts them together.
 */
import type { DatabaseConfig, MigrationFilesConfig } from "../config/config.ts";
import type { AppliedMigration, SchemaHistory } from "../core/history/applied-migration.ts";
import type { ResolvedCallback, ResolvedMigration, ScriptSource } from "../core/migration/resolved-migration.ts";
import type { OlderChecksums } from "../core/migration/older-checksums.ts";
import type { Problem } from "../core/problem.ts";
import type { Progress } from "../core/progress.ts";
import type { Notice } from "../core/result.ts";
import type { Dumps } from "./dumps.ts";
import type { WayBack } from "./way-back.ts";

/** A table by schema and name, as they are written. */
export type TableName = { readonly schema: string; readonly table: string };

/** What is known of a server before anything is sent to it. */
export type ServerFacts = {
  readonly product: "MySQL" | "MariaDB" | "unknown";
  /** The server's version text. */
  readonly version: string;
  /** Recognised cluster or role; null for a plain server. */
  readonly topology: string | null;
  readonly tls: string | null;
  /** Why it takes no writes (`read_only`, …); null if it does. */
  readonly readOnly: string | null;
  /** 0: names are compared by letter case; 1 and 2: they are not. */
  readonly lowerCaseTableNames: number;
  /** Largest statement in bytes that the server takes. */
  readonly maxAllowedPacket: number;
  /** The part before `@` of the account as the client gave it: `USER()`. */
  readonly user: string;
  /** The sql_mode that every script starts with. */
  readonly scriptSqlMode: string;
  /** A lock wait that times out ends the whole transaction, so its statement must not be sent again. */
  readonly rollbackOnTimeout: boolean;
};

/** A result set of a script's statement, as it is shown. */
type ShownResult = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number;
};

export type StatementResult = {
  readonly warnings: readonly { readonly level: string; readonly code: number; readonly message: string }[];
  /** The session's sql_mode after the statement, where the statement may have changed it. */
  readonly sqlMode: string | null;
  readonly results: readonly ShownResult[];
  /** True if a transaction is open after the statement; null if the server did not say. */
  readonly inTransaction: boolean | null;
  /** Rows that the statement changed, as the server counts them; null if it did not say. */
  readonly affectedRows: number | null;
};

/** A row as it is written: the rank is known, the time is the server's. */
export type HistoryRow = Omit<AppliedMigration, "installedOn" | "version"> & { readonly version: string | null };

/** What a statement is run with. */
export type StatementOptions = {
  /** The statement may have changed sql_mode, so ask for it afterwards. */
  readonly sqlModeMayChange: boolean;
  /** How many rows of its results are kept for showing. */
  readonly maxRows: number;
};

/** The session that runs scripts. Errors are the server's own; `describeError` makes a problem of one. */
export type ScriptSession = {
  /** Makes it a clean one: everything a script may have left is gone, `init-sql` has run, the default schema is selected. */
  readonly reset: (schema: string) => Promise<void>;
  readonly run: (sql: string, options: StatementOptions) => Promise<StatementResult>;
  readonly setAutocommit: (on: boolean) => Promise<void>;
  readonly commit: () => Promise<void>;
  /** Rolls back; gives what the server says could not be, such as changes of tables without transactions. */
  readonly rollback: () => Promise<StatementResult["warnings"]>;
  /** Puts foreign_key_checks and sql_safe_updates back to the server's defaults. */
  readonly restoreChecks: () => Promise<void>;
  /** Gives back what a script may have left that would stop or falsify a history row: table locks, sql_mode, time. */
  readonly settle: () => Promise<void>;
  readonly insertHistoryRow: (table: TableName, row: HistoryRow) => Promise<void>;
  /** Runs a statement of our own between the script's. */
  readonly query: (sql: string) => Promise<void>;
  /** The value of an expression in this session, as text. */
  readonly value: (expression: string) => Promise<string | null>;
};

/** A session of the server for statements of our own. */
export type OwnSession = {
  /** The server's connection id. */
  readonly id: number;
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, string | number | null>>[]>;
  /** True once the server or the network ended it. */
  readonly lost: () => boolean;
  readonly end: () => Promise<void>;
};

export type RunLock = {
  /** False once the session that holds it is gone, and with it the lock. */
  readonly held: () => boolean;
  readonly release: () => Promise<void>;
};

/** One database of the run, connected. */
export type Database = {
  readonly server: ServerFacts;
  readonly schemaExists: (schema: string) => Promise<boolean>;
  readonly schemaIsEmpty: (schema: string) => Promise<boolean>;
  readonly createSchema: (schema: string) => Promise<void>;
  readonly readHistory: (table: TableName) => Promise<SchemaHistory>;
  /** Creates the history table, together with a first row if one is given: both or none of them are there afterwards. */
  readonly createHistory: (table: TableName, first: HistoryRow | null) => Promise<void>;
  /** Carries out several changes of the history in one transaction. */
  readonly changeHistory: (table: TableName, changes: readonly HistoryChange[]) => Promise<void>;
  /** Texts that the history table's character set cannot hold, so that writing them would fail after the migration has run. */
  readonly unwritableTexts: (table: TableName, texts: readonly string[]) => Promise<readonly string[]>;
  /** @throws MigrationError LOCK_TIMEOUT that says who holds it */
  readonly acquireLock: (table: TableName, timeoutS: number) => Promise<RunLock>;
  /** False once the session that holds the lock is gone: another run may have it by now. */
  readonly lockIsHeld: () => boolean;
  /** Opens the script session (once) and has the lock's session show what it is for while scripts run. */
  readonly scripts: () => Promise<ScriptSession>;
  /** Runs a query of our own over the main session. */
  readonly ask: OwnSession["query"];
  /** Closes the session for scripts; it is opened again when one is needed. */
  readonly restScripts: () => Promise<void>;
  /** Opens the session that keeps what scripts change and brings it back. */
  readonly openOwn: () => Promise<OwnSession>;
  /**
   * Ends the session for scripts with whatever it is doing, also one that a killed run has left behind, and waits until the server
   * has let go of it.
   */
  readonly endScripts: () => Promise<void>;
  /** Ends the statement that the script session runs, on the server. */
  readonly killRunningStatement: () => Promise<void>;
  /** The server's own words on how far the running statement is, and what it waits for; null where it says nothing. */
  readonly runningStatementProgress: () => Promise<string | null>;
  /** Who holds the lock that a session waits for, in words; null if it waits for none, or that cannot be told. @param session null: that for scripts */
  readonly describeBlocker: (session: number | null) => Promise<string | null>;
  readonly describeError: (error: unknown) => ServerError;
  /** Tries to reach the server again after the sessions were lost, with the lock; null if that fails within the time. */
  readonly reconnect: (table: TableName, withinMs: number) => Promise<Database | null>;
  readonly close: () => Promise<void>;
};

export type HistoryChange =
  | { readonly kind: "insert"; readonly row: HistoryRow }
  | { readonly kind: "delete"; readonly installedRank: number }
  | {
      readonly kind: "update";
      readonly installedRank: number;
      readonly description: string;
      readonly type: string;
      readonly checksum: number | null;
    };

/** A driver's or server's error in our terms. */
export type ServerError = {
  readonly kind: "sql" | "lost" | "lock-wait" | "interrupted" | "packet-too-large" | "privilege" | "other";
  readonly message: string;
  readonly sqlError: Problem["sqlError"];
};

export type ScannedFiles = {
  readonly migrations: readonly ResolvedMigration[];
  readonly callbacks: readonly ResolvedCallback[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
};

export type MigrationFiles = {
  /** Finds, names and sums up all files. `builtIns` are the values of the `flyway:` placeholders. */
  readonly scan: (config: MigrationFilesConfig, builtIns: ReadonlyMap<string, string>) => Promise<ScannedFiles>;
  /** The decoded text of a script, in pieces. */
  readonly open: (source: ScriptSource) => AsyncIterable<string>;
  /** Names of those patterns that some script of the locations holds. */
  readonly mentions: (
    config: MigrationFilesConfig,
    patterns: readonly { readonly name: string; readonly pattern: RegExp }[],
  ) => Promise<readonly string[]>;
  /** The file's checksums by the rules of older Flyway versions; null if the file cannot be read. */
  readonly olderChecksums: (file: ResolvedMigration) => OlderChecksums | null;
  /** SHA-256 of a script's bytes, in hex. */
  readonly sha256: (source: ScriptSource) => Promise<string>;
};

export type Ports = {
  readonly connect: (config: DatabaseConfig) => Promise<Database>;
  /** The way back of a connected database. */
  readonly wayBack: (config: DatabaseConfig, database: Database) => WayBack;
  /** Dump files of a connected database. */
  readonly dumps: (config: DatabaseConfig, database: Database) => Dumps;
  readonly files: MigrationFiles;
  readonly progress: Progress;
  /**
   * Tells the host which run is about to change something: GitHub's post step takes that one back. To be called before the
   * first change, since a killed step says nothing later; not called for a run that changes nothing.
   */
  readonly runStarted: (runId: string) => void;
  /** Puts what the work prints under a title, where the log can. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  readonly clock: {
    /** Milliseconds of a clock that never jumps, for durations. */
    readonly now: () => number;
    /** Milliseconds since 1970. */
    readonly wall: () => number;
    readonly iso: () => string;
  };
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** What the run is called for others, such as `GitHub acme/shop run 17`: it is shown to whoever waits for the lock. */
  readonly runLabel: string;
  /** What tells this CI job from every other; null in a terminal. */
  readonly ciJob: string | null;
  /** A few hexadecimal digits that nobody else has just now. */
  readonly random: () => string;
};
