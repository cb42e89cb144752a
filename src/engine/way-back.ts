/** What the engine needs for the way back of one database: keeping before each statement, and going back. src/undo has it. */
import type { MigrationError } from "../core/problem.ts";
import type { LexicalMode } from "../core/sql/lexical-mode.ts";
import type { Touches } from "../core/undo/touch.ts";
import type { SnapshotResult, UndoPlan, WayBackResult } from "../core/result.ts";
import type { ScriptSession, TableName } from "./ports.ts";

/** A statement with what its text says that it may change, read in the session's `mode`. */
export type TouchingStatement = { readonly sql: string; readonly mode: LexicalMode; readonly touches: Touches };

/** How a statement went that was done; null stands for one that was not. */
export type Done = { readonly affectedRows: number | null };

/** A run's part in one database, before its first change. */
export type WayBackStart = {
  readonly runId: string;
  /** Its number among the run's databases, and its name. */
  readonly seq: number;
  readonly name: string;
  /** The database whose server decides for the whole run: the first that begins. */
  readonly coordinator: string;
  /** The CI job; null in a terminal. */
  readonly job: string | null;
  readonly label: string;
  readonly history: TableName;
  /** Highest rank in the history; null if there is none yet. */
  readonly rankBefore: number | null;
  readonly plan: readonly { readonly rank: number; readonly script: string }[];
  /** The schemas of the run here. */
  readonly schemas: readonly string[];
  /** Those of them that the run will make. */
  readonly schemasToCreate: readonly string[];
};

/** A run that the journal has for a history. */
export type JournalledRun = {
  readonly runId: string;
  readonly seq: number;
  readonly state:
    | "migrating"
    | "migrated"
    | "rolling-back"
    | "back"
    | "rolled-back"
    | "committing"
    | "committed"
    | "restoring"
    | "needs-hand";
  readonly coordinator: string;
  /** The coordinator's part of the run is in this very journal, so its state is the decision. */
  readonly decidesHere: boolean;
  readonly job: string | null;
  readonly label: string;
  /** When it began, by the server's clock; ISO 8601 without a zone. */
  readonly startedAt: string;
  /** It went through, was never committed, and its time (`snapshot-retention`) is over. */
  readonly isExpired: boolean;
};

export type GoBack = {
  /** `refuse`: if others wrote rows since; nothing is changed then. */
  readonly onNewerRows: "carry" | "refuse" | "set-aside";
  /** It goes back right after its failure, under the lock that it has held all the time. */
  readonly isOwn: boolean;
};

/** What a dry run has to do with. */
export type ExplainStart = Pick<WayBackStart, "history" | "schemas" | "schemasToCreate">;

/** Says how the statements of a plan would be undone, one after the other: each is asked about as if those before it had been done. */
export type Explainer = {
  /** A script begins, in a clean session. @param foreseen what it will surely change, as for `ahead` */
  readonly scriptBegins: (foreseen: readonly TouchingStatement[]) => Promise<void>;
  /** Empty: the statement changes nothing that outlives its session. */
  readonly explain: (statement: TouchingStatement) => Promise<readonly UndoPlan[]>;
  /** What all of them together need. */
  readonly planned: () => WayBackResult;
};

export type WayBack = WayBackWork & {
  /** True if an earlier run of this history was not finished, or its snapshot's time is over; one query over the main session. */
  readonly hasOpenRun: (history: TableName) => Promise<boolean>;
  /** True if a run of this history stopped half-way, or is under way; one query over the main session. */
  readonly hasUnfinishedRun: (history: TableName) => Promise<boolean>;
};

/** What a session of its own is for. */
export type WayBackWork = {
  /** For a dry run: reads the catalogue, and changes nothing at all. */
  readonly explainer: (start: ExplainStart) => Promise<Explainer>;
  /**
   * Runs of this history in the journal, newest first: all that are open, and the last of the others. None if there is no control schema.
   *
   * @param runId one that is to be among them, however old; null: none
   */
  readonly runs: (history: TableName, runId: string | null) => Promise<readonly JournalledRun[]>;
  /** What the journal of this server says of a run as a whole; null: it has none of it. */
  readonly decision: (runId: string) => Promise<JournalledRun["state"] | null>;
  /** Writes the decision for the whole run; called on the coordinator. */
  readonly decide: (runId: string, state: "migrated" | "rolling-back" | "rolled-back" | "committed") => Promise<void>;
  /** Journals the run, after its privileges were looked at. @throws MigrationError PRIVILEGE */
  readonly begin: (start: WayBackStart) => Promise<void>;
  /** Adds to what `begin` was told, once more is known. */
  readonly extend: (more: Pick<WayBackStart, "plan" | "schemasToCreate">) => Promise<void>;
  /** Keeps what the next script will surely change, and writes down the names of what the following ones make. */
  readonly ahead: (scripts: readonly (readonly TouchingStatement[])[]) => Promise<void>;
  /** Keeps what a statement may change. @throws MigrationError CANNOT_UNDO, SNAPSHOT_TOO_LARGE */
  readonly before: (statement: TouchingStatement, session: ScriptSession) => Promise<void>;
  /** Tells that the statement before was done, or not. */
  readonly after: (statement: TouchingStatement, done: Done | null, session: ScriptSession) => Promise<void>;
  /** The problem behind an error of a statement that the way back itself has ended; null for any other. */
  readonly asProblem: (error: unknown) => MigrationError | null;
  /** The session for scripts is about to be made a clean one. */
  readonly sessionEnds: (session: ScriptSession) => Promise<void>;
  /** The session for scripts is clean again: its temporary tables and prepared statements are gone. */
  readonly sessionReset: () => void;
  /** This database's part went through: what only the migration needed goes, what rollback needs stays. */
  readonly finish: () => Promise<WayBackResult>;
  /** The run as a whole went through: earlier runs of the history are committed. */
  readonly settle: () => Promise<void>;
  /** Takes a run back here. Never throws for what goes wrong on the way: it is in the result. @throws MigrationError ROLLBACK_REFUSED */
  readonly goBack: (run: Pick<JournalledRun, "runId" | "seq">, options: GoBack) => Promise<WayBackResult>;
  /** @throws MigrationError ROLLBACK_REFUSED as `goBack` would */
  readonly check: (run: Pick<JournalledRun, "runId" | "seq">, options: GoBack) => Promise<void>;
  readonly commit: (run: Pick<JournalledRun, "runId" | "seq">) => Promise<WayBackResult>;
  /** Drops the rows that its way back set aside. */
  readonly discard: (run: Pick<JournalledRun, "runId" | "seq">) => Promise<WayBackResult>;
  /** Drops what was kept of a part that is back or committed, and was cut before that. */
  readonly clean: (run: Pick<JournalledRun, "runId" | "seq">) => Promise<void>;
  /** Marks a part as gone through, where the run as a whole was. */
  readonly finishLate: (run: Pick<JournalledRun, "runId" | "seq">) => Promise<void>;
  readonly list: (history: TableName) => Promise<readonly SnapshotResult[]>;
  /** Closes the session; it is opened again when it is needed. */
  readonly rest: () => Promise<void>;
  readonly close: () => Promise<void>;
};
