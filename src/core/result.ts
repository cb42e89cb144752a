import type { MigrationState } from "./migration/migration-info.ts";
import type { ExitCode, Place, Problem } from "./problem.ts";

/**
 * What a command did, as plain values: every report (log, summary, JUnit, JSON, outputs) is a pure function of it.
 * It never holds a secret: what enters it has been blanked before.
 */
export type RunResult = {
  /** Version of this structure, as in the published JSON schema. */
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "flyback"; readonly version: string };
  readonly command: string;
  readonly outcome: Outcome;
  readonly exitCode: ExitCode;
  /** ISO 8601 with Z. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Where it ran, such as `runner-7` (host name). */
  readonly hostname: string;
  readonly environment: string | null;
  /** The file that settings came from, as the user would type it; absent if there was none. Reports point there where a problem has no place of its own. */
  readonly configFile?: string;
  readonly dryRun: boolean;
  /** The run that was recorded so that it can go back, or the one that `rollback`, `commit` or `discard` worked on; null if there is none. */
  readonly runId: string | null;
  /** SHA-256 over what a migrate would do, in hex; null for commands that plan nothing. */
  readonly planHash: string | null;
  readonly databases: readonly DatabaseResult[];
  /** Problems that concern the run and no single database. */
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
};

/** The output `result`. `rolled-back` and `rollback-failed` belong to the way back. */
export type Outcome =
  "success" | "no-op" | "failed" | "rolled-back" | "rollback-failed" | "locked" | "invalid" | "not-run";

/** Something the user should know that fails nothing: what was skipped and why, settings without meaning here, … */
export type Notice = {
  readonly level: "notice" | "warning";
  readonly message: string;
  readonly at?: Place;
  readonly database?: string;
};

/** One phase of the work on a database (`connect`, `lock`, `validate`, …): a JUnit case of its own. */
export type PhaseResult = {
  readonly name: string;
  readonly status: "success" | "failed" | "skipped";
  readonly durationMs: number;
  /** Why it failed or was skipped. */
  readonly message?: string;
  readonly problems: readonly Problem[];
};

/** One migration as `info` lists it. */
export type MigrationResult = {
  /** `Versioned`, `Repeatable`, `Baseline` or empty for rows that are no migration (SCHEMA, BASELINE, DELETE). */
  readonly category: "Versioned" | "Repeatable" | "Baseline" | "";
  readonly version: string | null;
  readonly description: string;
  readonly type: string;
  readonly script: string;
  /** Path as shown; null where there is no file. */
  readonly path: string | null;
  readonly state: MigrationState;
  /** Flyway's words for the state, such as `Out of Order`. */
  readonly stateName: string;
  readonly checksum: number | null;
  readonly installedRank: number | null;
  /** UTC, ISO 8601 with Z. */
  readonly installedOn: string | null;
  readonly installedBy: string | null;
  readonly executionTimeMs: number | null;
};

/** How one thing that a planned statement changes would be undone. */
export type UndoPlan = {
  /**
   * What is kept before the statement:
   * - `nothing`: the run has made it itself, or it is kept already;
   * - `name`: it is new, so it is dropped;
   * - `definition`: of a view, routine, …, of a database, or the value of a variable;
   * - `structure`: the definition of a table, and none of its rows;
   * - `rows`: each row as it was, while the statement changes it;
   * - `columns`: all values of some columns;
   * - `copy`: the whole table;
   * - `move`: the table itself, which is put aside;
   * - `cannot`: it cannot be undone;
   * - `unknown`: that is known only when it runs.
   */
  readonly how:
    "nothing" | "name" | "definition" | "structure" | "rows" | "columns" | "copy" | "move" | "cannot" | "unknown";
  /** One short sentence, such as `the table registry.patient is copied first (12.3 MB)`. */
  readonly text: string;
  /** What is copied, at most. */
  readonly bytes: number;
};

/** A statement of a dry run. */
export type PlannedStatement = {
  /** With placeholders filled and secrets blanked, as it would be sent. */
  readonly sql: string;
  readonly line: number;
  /** How it would be undone; absent where nothing is kept. */
  readonly undo?: readonly UndoPlan[];
};

/** What this run did with one migration of its plan. */
export type StepResult = {
  readonly version: string | null;
  readonly description: string;
  readonly type: string;
  readonly script: string;
  readonly path: string;
  readonly status: "success" | "failed" | "not-run" | "skipped-executing" | "planned";
  readonly durationMs: number;
  /** Statements that the server has done, rolled back ones included; null where they were not counted (not run). */
  readonly statementsDone: number | null;
  /** How many of those are in effect: with a failure, the ones since the last commit, an implicit one included, are rolled back. */
  readonly statementsApplied: number | null;
  /** A row for the run stands in the history; a failed one has to be repaired. */
  readonly recorded: boolean;
  readonly statementsTotal: number | null;
  readonly problem?: Problem;
  /** For a dry run. */
  readonly statements?: readonly PlannedStatement[];
};

export type ServerResult = {
  readonly product: "MySQL" | "MariaDB" | "unknown";
  /** As the server gives it, such as `10.11.19-MariaDB`. */
  readonly version: string;
  /** Recognised cluster or role, such as `Galera, 3 nodes`, `Group Replication primary`, `replica`; null for a plain server. */
  readonly topology: string | null;
  /** TLS protocol of the session, such as `TLSv1.3`; null if the connection is not encrypted. */
  readonly tls: string | null;
};

export type RepairAction = {
  readonly action: "removed-failed" | "marked-deleted" | "aligned";
  readonly version: string | null;
  readonly description: string;
  readonly path: string | null;
};

/** One step of the way back, such as `restore table visits.patient`. */
export type WayBackStep = {
  readonly text: string;
  readonly status: "done" | "failed";
  readonly durationMs: number;
  /** Why it failed, or what is worth saying of it. */
  readonly message?: string;
};

/** Rows that have no place in what was restored, and where they are now. */
export type SetAside = {
  /** `schema.table` that they come from. */
  readonly table: string;
  /** `schema.table` where they are. */
  readonly kept: string;
  readonly rows: number;
  /** Why they could not be carried, in words that follow the table's name. */
  readonly why: string;
};

/** What a run kept of a database so that it can go back, and what became of it. */
export type WayBackResult = {
  /**
   * - `planned`: a dry run, which says what would be kept;
   * - `kept`: migrated, and can go back;
   * - `rolled-back`: everything is as before the run;
   * - `rollback-failed`: it could not go back, or not all the way;
   * - `pending`: stopped half-way, the next run or `rollback` goes back;
   * - `committed`: it stays, and what was kept is gone;
   * - `discarded`: the rows that it had set aside are gone, on demand;
   * - `none`: nothing was kept.
   */
  readonly state:
    "planned" | "kept" | "rolled-back" | "rollback-failed" | "pending" | "committed" | "discarded" | "none";
  readonly keptObjects: number;
  /** What was copied, in bytes. */
  readonly snapshotBytes: number;
  /** Rows that others wrote since and that are in the restored tables. */
  readonly rowsCarried: number;
  readonly rowsSetAside: number;
  /** Steps of the way back, in their order; empty if there was none. */
  readonly steps: readonly WayBackStep[];
  readonly setAside: readonly SetAside[];
  /** What is not as it was before the run, in words; empty if nothing differs, or if there was no way back. */
  readonly differences: readonly string[];
};

/** A run whose snapshot or rows are kept, as `snapshots` lists it. */
export type SnapshotResult = {
  readonly runId: string;
  readonly state: string;
  /** ISO 8601 with Z. */
  readonly startedAt: string;
  readonly migrations: number;
  readonly objects: number;
  readonly bytes: number;
  /** Who ran it, such as `GitHub acme/shop run 17`. */
  readonly label: string;
  /** Rows set aside that are still kept. */
  readonly setAside: number;
};

/** A dump file that was written before the first change. */
export type DumpResult = {
  readonly schema: string;
  /** Absolute. */
  readonly path: string;
  /** Of the file, which is compressed. */
  readonly bytes: number;
  /** Of the file, in hex; `path` with `.sha256` behind it has it as well. */
  readonly sha256: string;
  readonly durationMs: number;
  /** Name and version of the program that wrote it, such as `mariadb-dump 10.11.19`. */
  readonly tool: string;
  /** What the file does not hold exactly, in whole sentences. */
  readonly limits: readonly string[];
};

/** A schema that `restore` has loaded from a dump file. */
export type RestoreResult = {
  readonly schema: string;
  readonly path: string;
  readonly sha256: string;
  /** When the dump was taken; ISO 8601 with Z. */
  readonly takenAt: string;
  /** What is in the schema now. */
  readonly tables: number;
  readonly rows: number;
  /** The schema with what was there before; null if the schema was empty. */
  readonly setAsideIn: string | null;
  readonly tablesSetAside: number;
  readonly rowsSetAside: number;
  readonly durationMs: number;
  /** What the file does not hold exactly, in whole sentences. */
  readonly limits: readonly string[];
};

export type DatabaseResult = {
  /** Name in the configuration. */
  readonly name: string;
  /** The schema with the history table; null if it could not be known. */
  readonly schema: string | null;
  readonly historyTable: string;
  /** Host and port, or the socket; no user, no password. */
  readonly address: string;
  readonly server: ServerResult | null;
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** Schema version before and after; null if there is none (or it is not known). */
  readonly previousVersion: string | null;
  readonly version: string | null;
  /** SHA-256 in hex over what a migrate would do here; null where it was not asked for. */
  readonly planHash: string | null;
  readonly phases: readonly PhaseResult[];
  readonly migrations: readonly MigrationResult[];
  readonly steps: readonly StepResult[];
  readonly repairs: readonly RepairAction[];
  /** Null where nothing was to be kept or taken back. */
  readonly wayBack: WayBackResult | null;
  /** For `snapshots`; empty for all other commands. */
  readonly snapshots: readonly SnapshotResult[];
  /** With `snapshot` dump, the files that were written. */
  readonly dumps: readonly DumpResult[];
  /** For `restore`, what was loaded. */
  readonly restored: readonly RestoreResult[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
};
