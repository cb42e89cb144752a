import { equalVersions, type MigrationVersion } from "../migration/migration-version.ts";
import type { Problem } from "../problem.ts";
import type { AppliedMigration, SchemaHistory } from "./applied-migration.ts";
import { shortenDescription } from "./history-text.ts";
import { rowType } from "./row-type.ts";

/** The row that adopted the database: BASELINE can only be the first or the second row (Flyway's SchemaHistory). */
export function baselineMarker(history: SchemaHistory): AppliedMigration | null {
  return firstRows(history, 2).find(({ type }) => rowType(type).code === "BASELINE") ?? null;
}

/** The row that says which schemas Flyway or flyback has created; null if there is none. */
export function schemaMarker(history: SchemaHistory): AppliedMigration | null {
  return history.applied.find(({ type }) => rowType(type).code === "SCHEMA") ?? null;
}

/** Whether a migration was ever run here: rows other than SCHEMA, BASELINE, DELETE and undo runs. */
export function hasMigrations(history: SchemaHistory): boolean {
  return history.applied.some(({ type }) => {
    const { synthetic, undo } = rowType(type);
    return !synthetic && !undo;
  });
}

function firstRows(history: SchemaHistory, count: number): readonly AppliedMigration[] {
  return history.applied.toSorted((a, b) => a.installedRank - b.installedRank).slice(0, count);
}

/** What the command `baseline` has to do. */
export type BaselineDecision =
  /** No history table: create it with the baseline row. */
  | { readonly kind: "write" }
  /** The very same baseline is there. */
  | { readonly kind: "done"; readonly marker: AppliedMigration }
  | { readonly kind: "refused"; readonly problem: Problem };

/** The rules of Flyway's DbBaseline. It does not ask whether the database is empty. */
export function decideBaseline(
  history: SchemaHistory,
  version: MigrationVersion,
  description: string,
): BaselineDecision {
  if (!history.exists) return { kind: "write" };
  const marker = baselineMarker(history);
  if (marker !== null) {
    // The stored description is the shortened one. Flyway compares with the full one and refuses its own baseline.
    const same = marker.version !== null && equalVersions(marker.version, version);
    if (same && marker.description === shortenDescription(description)) return { kind: "done", marker };
    return refused(
      `The history already has a baseline: version ${marker.version?.text ?? ""}, "${marker.description}"; asked for is version ${version.text}, "${description}".`,
    );
  }
  return refused(whyNoBaseline(history, version));
}

function whyNoBaseline(history: SchemaHistory, version: MigrationVersion): string {
  if (schemaMarker(history) !== null && version.parts.every((part) => part === 0n)) {
    return "A baseline of version 0 is not possible: the history's first row says that the schema was created by the tool.";
  }
  if (hasMigrations(history)) return "A baseline is not possible: migrations have been run here already.";
  if (history.applied.length === 0) {
    return "A baseline is not possible: the history table exists and is empty. Drop it, then run baseline again.";
  }
  return "A baseline is not possible: the history table exists and holds no baseline row. If nothing in it is needed, drop it and run baseline again.";
}

function refused(message: string): BaselineDecision {
  return { kind: "refused", problem: { code: "BASELINE", message } };
}
