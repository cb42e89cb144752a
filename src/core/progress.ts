/**
 * What the engine says while it works. Implementations (src/ci) decide how it looks: a live line in a terminal, groups and
 * plain lines in a CI log. Texts given to it are masked by the implementation, so callers hand over what they know.
 */

export type MigrationStart = {
  readonly database: string;
  readonly script: string;
  /** Place in the plan, from 1, and its length. */
  readonly index: number;
  readonly of: number;
};

export type MigrationEnd = MigrationStart & {
  readonly durationMs: number;
  readonly status: "success" | "failed" | "skipped-executing";
};

/** Sent every few seconds while one statement runs. */
export type Heartbeat = {
  readonly database: string;
  readonly script: string;
  /** The running statement, from 1, and how many the script has; null while that is not known (a script that is streamed). */
  readonly statement: number;
  readonly of: number | null;
  /** Since this statement was sent. */
  readonly elapsedMs: number;
  /** The server's own words or numbers, such as `stage 1 of 2, 43.2 %`; null where it offers none. */
  readonly serverProgress: string | null;
};

export type MessageLevel = "debug" | "info" | "notice" | "warning" | "error";

export type Progress = {
  readonly migrationStarted: (event: MigrationStart) => void;
  readonly migrationEnded: (event: MigrationEnd) => void;
  readonly heartbeat: (event: Heartbeat) => void;
  /** One line for people, such as `waiting for the lock`; `database` is absent if it concerns the run. */
  readonly message: (level: MessageLevel, text: string, database?: string) => void;
};

/** Says nothing; for tests and for callers that show no progress. */
export const SILENT_PROGRESS: Progress = {
  migrationStarted: () => undefined,
  migrationEnded: () => undefined,
  heartbeat: () => undefined,
  message: () => undefined,
};
