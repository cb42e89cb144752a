import type { MigrationVersion } from "../migration/migration-version.ts";
import { typeCodeOf, type ResolvedMigration } from "../migration/resolved-migration.ts";
import type { AppliedMigration, SchemaHistory } from "./applied-migration.ts";
import { shortenDescription, shortenScript } from "./history-text.ts";

/** A row to be written, with its version as text. `installed_by` is for the writer to add, `installed_on` for the server. */
export type HistoryRow = Omit<AppliedMigration, "installedBy" | "installedOn" | "version"> & {
  readonly version: string | null;
};

/** The rank after the last one. An empty history starts at 1, with a SCHEMA row at 0 (Flyway's SchemaHistory). */
export function nextRank(history: SchemaHistory, type: "SCHEMA" | "other"): number {
  const ranks = history.applied.map(({ installedRank }) => installedRank);
  if (ranks.length === 0) return type === "SCHEMA" ? 0 : 1;
  return ranks.reduce((a, b) => Math.max(a, b)) + 1;
}

/** How a run of a migration ended. */
export type RunOutcome = {
  readonly installedRank: number;
  /** Wall time in ms; fractions are dropped, since the column holds whole numbers. */
  readonly executionTimeMs: number;
  readonly success: boolean;
};

/** The row for a run of a versioned, repeatable or baseline migration. */
export function migrationRow(file: ResolvedMigration, outcome: RunOutcome): HistoryRow {
  return {
    installedRank: outcome.installedRank,
    version: file.version?.text ?? null,
    description: shortenDescription(file.description),
    type: typeCodeOf(file.kind),
    script: shortenScript(file.script),
    checksum: file.checksum,
    executionTimeMs: Math.floor(outcome.executionTimeMs),
    success: outcome.success,
  };
}

/** The row that says which schemas a run has created; the script column lists them in back-ticks, without spaces. */
export function schemaRow(installedRank: number, schemas: readonly string[]): HistoryRow {
  return {
    installedRank,
    version: null,
    description: "<< Flyway Schema Creation >>",
    type: "SCHEMA",
    script: shortenScript(schemas.map((schema) => `\`${schema}\``).join(",")),
    checksum: null,
    executionTimeMs: 0,
    success: true,
  };
}

/** The row that adopts an existing database at a version; the script column repeats the description. */
export function baselineRow(installedRank: number, version: MigrationVersion, description: string): HistoryRow {
  const shortened = shortenDescription(description);
  return {
    installedRank,
    version: version.text,
    description: shortened,
    type: "BASELINE",
    script: shortened,
    checksum: null,
    executionTimeMs: 0,
    success: true,
  };
}

/** The marker that says that a row's file was removed on purpose: the row itself stays as it is. */
export function deleteRow(installedRank: number, deleted: AppliedMigration): HistoryRow {
  return {
    installedRank,
    version: deleted.version?.text ?? null,
    description: deleted.description,
    type: "DELETE",
    script: deleted.script,
    checksum: deleted.checksum,
    executionTimeMs: 0,
    success: deleted.success,
  };
}
