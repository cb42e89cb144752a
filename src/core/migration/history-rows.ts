import type { AppliedMigration } from "../history/applied-migration.ts";
import { rowType, type RowType } from "../history/row-type.ts";
import type { Problem } from "../problem.ts";
import { compareVersions, highestVersion, versionKey, type MigrationVersion } from "./migration-version.ts";

/** A history row with what the later rows say about it. */
export type MarkedRow = {
  readonly applied: AppliedMigration;
  readonly type: RowType;
  /** A later deletion marker is about it. */
  readonly deleted: boolean;
  /** A later undo run is about it. */
  readonly undone: boolean;
  /** Versioned: its version is not above all before it. Unversioned: always false. */
  readonly outOfOrder: boolean;
  /** Unversioned: no later row has its description. Versioned: always true. */
  readonly latest: boolean;
};

export type MarkedHistory = {
  /** Deletion markers of versioned rows are left out: the rows they are about say it. */
  readonly versioned: readonly MarkedRow[];
  /** Repeatables, SCHEMA rows, and deletion markers of repeatables. */
  readonly unversioned: readonly MarkedRow[];
  /** Highest version whose row counts as applied, failed rows included; null if there is none. */
  readonly lastApplied: MigrationVersion | null;
  /** Highest version of a baseline row of any kind; null if there is none. */
  readonly appliedBaseline: MigrationVersion | null;
  readonly problems: readonly Problem[];
};

type Draft = { -readonly [K in keyof MarkedRow]: MarkedRow[K] };

/**
 * Reads the rows as Flyway's MigrationInfoServiceImpl does before it looks at files. Beyond it: runs of undo migrations
 * mark the row that they undid and count for nothing else, and a second deletion marker is a problem and not the end.
 */
export function markHistory(applied: readonly AppliedMigration[]): MarkedHistory {
  const rows = applied.toSorted((a, b) => a.installedRank - b.installedRank).map(draft);
  const problems: Problem[] = [];
  const versioned = markVersioned(
    rows.filter((row) => row.applied.version !== null),
    problems,
  );
  const unversioned = markUnversioned(rows.filter((row) => row.applied.version === null));
  return {
    versioned,
    unversioned,
    lastApplied: walk(versioned),
    appliedBaseline: highestBaseline(versioned),
    problems,
  };
}

function draft(applied: AppliedMigration): Draft {
  const type = rowType(applied.type);
  return { applied, type, deleted: false, undone: false, outOfOrder: false, latest: true };
}

function markVersioned(rows: readonly Draft[], problems: Problem[]): Draft[] {
  const kept: Draft[] = [];
  const latestOf = new Map<string, Draft>();
  for (const row of rows) {
    const { version, success } = row.applied;
    if (version === null) continue;
    const earlier = latestOf.get(versionKey(version));
    if (row.type.code === "DELETE" && success) {
      if (earlier?.deleted === true) problems.push(twiceDeleted(row.applied, version));
      if (earlier !== undefined) earlier.deleted = true;
      continue;
    }
    if (row.type.undoes) {
      if (success && earlier !== undefined) earlier.undone = true;
    } else if (!row.type.synthetic) {
      latestOf.set(versionKey(version), row);
    }
    kept.push(row);
  }
  return kept;
}

function twiceDeleted(marker: AppliedMigration, version: MigrationVersion): Problem {
  return {
    code: "DUPLICATE_DELETED_MIGRATION",
    message: `The history marks version ${version.text} as deleted twice; the second marker is the row of rank ${marker.installedRank}.`,
  };
}

function markUnversioned(rows: readonly Draft[]): readonly Draft[] {
  const latestRun = new Map<string, Draft>();
  const latestRow = new Map<string, Draft>();
  for (const row of rows) {
    const { description, success } = row.applied;
    if (row.type.code === "DELETE" && success) {
      const run = latestRun.get(description);
      if (run !== undefined) run.deleted = true;
    }
    if (!row.type.synthetic) latestRun.set(description, row);
    const earlier = latestRow.get(description);
    if (earlier !== undefined) earlier.latest = false;
    latestRow.set(description, row);
  }
  return rows;
}

/** Flags what came out of order and returns the highest version that counts; a failed row counts, as in Flyway. */
function walk(rows: readonly Draft[]): MigrationVersion | null {
  let lastApplied: MigrationVersion | null = null;
  for (const row of rows) {
    const { version } = row.applied;
    if (version === null || row.type.undoes) continue;
    if (lastApplied !== null && compareVersions(version, lastApplied) <= 0) {
      row.outOfOrder = true;
    } else if (row.type.code !== "DELETE" && !row.deleted && !row.undone) {
      lastApplied = version;
    }
  }
  return lastApplied;
}

/** Neither success nor a deletion marker is looked at: that is what Flyway does, and V files below stay unrun. */
function highestBaseline(rows: readonly MarkedRow[]): MigrationVersion | null {
  return highestVersion(rows.filter(({ type }) => type.baseline).map(({ applied }) => applied.version));
}
