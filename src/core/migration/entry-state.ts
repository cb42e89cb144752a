import type { MarkedRow } from "./history-rows.ts";
import type { InfoContext } from "./info-context.ts";
import type { MigrationState } from "./migration-info.ts";
import { compareVersions, type MigrationVersion } from "./migration-version.ts";
import type { ResolvedMigration } from "./resolved-migration.ts";

/** The state of a row, with its file or null: the first rule that fits (Flyway's BaseAppliedMigration.getState). */
export function stateOfRow(row: MarkedRow, file: ResolvedMigration | null, context: InfoContext): MigrationState {
  const { applied, type } = row;
  if (row.undone) return "UNDONE";
  if (row.deleted) return "DELETED";
  if (type.code === "DELETE") return "SUCCESS";
  if (type.undoes) return applied.success ? "SUCCESS" : "FAILED";
  if (type.code === "BASELINE") return "BASELINE";
  if (type.baseline) {
    if (!applied.success) return "FAILED";
    return file === null ? stateWithoutFile(row, context) : "BASELINE";
  }
  if (file === null && row.latest) return stateWithoutFile(row, context);
  if (!applied.success) return "FAILED";
  if (type.code === "SCHEMA") return "SUCCESS";
  if (applied.version === null) return stateOfRepeatable(row, file);
  return row.outOfOrder ? "OUT_OF_ORDER" : "SUCCESS";
}

/** `Future` is at or above the highest version of the files: without files every versioned row is that. */
function stateWithoutFile({ applied, type }: MarkedRow, { lastResolved }: InfoContext): MigrationState {
  if (type.code === "SCHEMA") return "SUCCESS";
  const { version, success } = applied;
  const missing = version === null || (lastResolved !== null && compareVersions(version, lastResolved) < 0);
  if (missing) return success ? "MISSING_SUCCESS" : "MISSING_FAILED";
  return success ? "FUTURE_SUCCESS" : "FUTURE_FAILED";
}

function stateOfRepeatable({ applied, latest }: MarkedRow, file: ResolvedMigration | null): MigrationState {
  if (!latest) return "SUPERSEDED";
  return file !== null && checksumFits(file, applied.checksum) ? "SUCCESS" : "OUTDATED";
}

/** Whether a row's checksum is that of the file with or without placeholder replacement; a null one fits nothing. */
export function checksumFits(file: ResolvedMigration, stored: number | null): boolean {
  return stored !== null && (stored === file.checksum || stored === file.rawChecksum);
}

/** The state of a file without a row that counts (Flyway's ResolvedMigration and BaselineResolvedMigration). */
export function stateOfFile(file: ResolvedMigration, context: InfoContext): MigrationState {
  if (file.version === null) return "PENDING";
  const state = stateOfVersion(file.version, context);
  if (file.kind !== "baseline") return state;

  const untouched = context.lastApplied === null && context.appliedBaseline === null;
  if (state === "PENDING") return untouched ? "PENDING" : "IGNORED";
  const chosen = context.pendingBaseline !== null && compareVersions(file.version, context.pendingBaseline) === 0;
  return state === "BASELINE_IGNORED" && chosen && untouched ? "PENDING" : state;
}

function stateOfVersion(version: MigrationVersion, context: InfoContext): MigrationState {
  const { lastApplied, limit } = context;
  const base = lastApplied === null ? context.pendingBaseline : context.appliedBaseline;
  if (base !== null) {
    const order = compareVersions(version, base);
    if (order < 0) return "BELOW_BASELINE";
    if (order === 0) return "BASELINE_IGNORED";
  }
  if (limit.kind === "nothing") return "ABOVE_TARGET";
  if (limit.kind === "version" && compareVersions(version, limit.version) > 0) return "ABOVE_TARGET";
  if (lastApplied !== null && compareVersions(version, lastApplied) < 0 && !context.outOfOrder) return "IGNORED";
  return "PENDING";
}
