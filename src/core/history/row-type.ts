/** A type code of a history row, understood. */
export type RowType = {
  /** Upper case, old names replaced by today's. */
  readonly code: string;
  /** A row that no migration file has written: SCHEMA, BASELINE, DELETE. */
  readonly synthetic: boolean;
  /** A run of an undo migration. */
  readonly undo: boolean;
  /**
   * Takes back a version. Flyway's open edition knows UNDO_SCRIPT, counts its rows as runs of their version and only spares
   * them in validation; so that both tools see one history, so do we.
   */
  readonly undoes: boolean;
  /** Sets the baseline version: BASELINE and runs of baseline migrations. */
  readonly baseline: boolean;
};

/** Names that older versions wrote, and what Flyway 13.12 calls them (CoreMigrationType, BaselineMigrationType). */
const OLD_NAMES: Readonly<Record<string, string>> = {
  SPRING_JDBC: "JDBC",
  SQL_STATE_SCRIPT: "SQL_BASELINE",
  JDBC_STATE_SCRIPT: "JDBC_BASELINE",
};

const SYNTHETIC = new Set(["SCHEMA", "BASELINE", "DELETE"]);
const BASELINES = new Set(["BASELINE", "SQL_BASELINE", "JDBC_BASELINE"]);

/**
 * Reads a type code in any case. Codes that Flyway's open edition stops at (UNDO_SQL, lower case, the two old baseline
 * names) and unknown ones are taken as they come: the history of a database must be readable whoever wrote it.
 */
export function rowType(stored: string): RowType {
  const upper = stored.trim().toUpperCase();
  const code = OLD_NAMES[upper] ?? upper;
  return {
    code,
    synthetic: SYNTHETIC.has(code),
    undo: code.startsWith("UNDO_"),
    undoes: code.startsWith("UNDO_") && code !== "UNDO_SCRIPT",
    baseline: BASELINES.has(code),
  };
}
