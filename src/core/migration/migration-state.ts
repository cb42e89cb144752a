import type { MigrationState } from "./migration-info.ts";

/** What a state says: code asks these facts and never lists state names. */
export type StateFacts = {
  /** Flyway's word, as `info` and ignore patterns have it. */
  readonly displayName: string;
  /** Counts as having a file. Fixed per state, so `BASELINE` has it although a baseline row comes without a file. */
  readonly resolved: boolean;
  /** Has a row in the history. */
  readonly applied: boolean;
  readonly failed: boolean;
  /** For the reader of a report: what it means and, where something is to be done, what. */
  readonly meaning: string;
};

/** The states of Flyway 13.12 (MigrationState). */
export const MIGRATION_STATES: Readonly<Record<MigrationState, StateFacts>> = {
  PENDING: file("Pending", "Not run yet; the next migrate runs it."),
  ABOVE_TARGET: file("Above Target", "Not run, because its version is above `target`."),
  BELOW_BASELINE: file(
    "Below Baseline",
    "Never run here: the database was adopted at a higher version, which contains it.",
  ),
  BASELINE_IGNORED: file("Ignored (Baseline)", "Never run here: a baseline of the same version stands in its place."),
  BASELINE: pair("Baseline", "The version at which this database was adopted or built in one step."),
  IGNORED: file(
    "Ignored",
    "Skipped, because a higher version was already run. Give the file a higher version, or set `out-of-order`.",
  ),
  MISSING_SUCCESS: row("Missing", "Was run, but its file is gone. Bring it back, or mark it as deleted with repair."),
  MISSING_FAILED: failedRow("Failed (Missing)", "Failed, and its file is gone. Clean up by hand, then run repair."),
  SUCCESS: pair("Success", "Was run."),
  UNDONE: pair("Undone", "Was run and undone later by an undo migration of Flyway."),
  AVAILABLE: file("Available", "An undo migration that Flyway could run; flyback does not run these."),
  FAILED: failedPair("Failed", "Failed. Clean up what it left by hand, correct the file, then run repair."),
  OUT_OF_ORDER: pair(
    "Out of Order",
    "Was run after a higher version. A database built from nothing runs it in another place.",
  ),
  FUTURE_SUCCESS: row(
    "Future",
    "Was run, but there is no file of so high a version: these files are older than the database.",
  ),
  FUTURE_FAILED: failedRow(
    "Failed (Future)",
    "Failed, and there is no file of so high a version. Clean up by hand, then run repair with the newer files.",
  ),
  OUTDATED: pair("Outdated", "The file has changed since it was run; the next migrate runs it again."),
  SUPERSEDED: pair("Superseded", "An earlier run of a repeatable migration that has been run again since."),
  DELETED: row("Deleted", "Was run; its file was removed on purpose, as repair has noted."),
};

function file(displayName: string, meaning: string): StateFacts {
  return { displayName, meaning, resolved: true, applied: false, failed: false };
}

function row(displayName: string, meaning: string): StateFacts {
  return { displayName, meaning, resolved: false, applied: true, failed: false };
}

function pair(displayName: string, meaning: string): StateFacts {
  return { displayName, meaning, resolved: true, applied: true, failed: false };
}

function failedRow(displayName: string, meaning: string): StateFacts {
  return { ...row(displayName, meaning), failed: true };
}

function failedPair(displayName: string, meaning: string): StateFacts {
  return { ...pair(displayName, meaning), failed: true };
}

/** The facts of a state. */
export function stateFacts(name: MigrationState): StateFacts {
  return MIGRATION_STATES[name];
}
