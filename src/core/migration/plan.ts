import type { IgnorePattern } from "../../config/config.ts";
import type { AppliedMigration, SchemaHistory } from "../history/applied-migration.ts";
import { migrationRow, nextRank } from "../history/history-row.ts";
import type { Problem } from "../problem.ts";
import type { Notice } from "../result.ts";
import { failedRows, newerHistory } from "./history-findings.ts";
import { buildMigrationInfos, type MigrationInfos } from "./migration-info.ts";
import { compareVersions, type MigrationVersion } from "./migration-version.ts";
import { placeOf, type ResolvedMigration } from "./resolved-migration.ts";

type PlannedMigration = {
  readonly migration: ResolvedMigration;
  /** It will run after a higher version. */
  readonly outOfOrder: boolean;
};

export type MigrationPlan = {
  /** What `migrate` runs, in order; empty if there are problems. */
  readonly steps: readonly PlannedMigration[];
  /** What forbids to start: failed rows, and the problems of the entries. */
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
};

/**
 * The whole list of what `migrate` would run. Flyway (DbMigrate) recomputes all states after each migration and takes
 * the first pending one; this gives the same list at once. With `target` next it has one entry.
 */
export function planMigrations(infos: MigrationInfos, ignorePatterns: readonly IgnorePattern[]): MigrationPlan {
  const failed = failedRows(infos, ignorePatterns);
  const problems = [...infos.problems, ...failed.problems];
  const notices = [...failed.notices, ...newerHistory(infos)];
  if (problems.length > 0) return { steps: [], problems, notices };

  const all = pendingInOrder(infos);
  const pending = infos.request.target.kind === "next" ? all.slice(0, 1) : all;
  return {
    steps: withOrder(pending, infos.currentVersion),
    problems,
    notices: [...notices, ...pending.flatMap((file) => aboveTarget(file, infos))],
  };
}

/**
 * Only the first versioned run in an untouched database changes the states of the others: from then on it is the
 * applied baseline that counts and no longer the pending one. Later runs only raise the current version to one below
 * those that are still pending. So one look ahead, after that run, does for all rounds.
 */
function pendingInOrder(infos: MigrationInfos): readonly ResolvedMigration[] {
  const pending = pendingFiles(infos);
  const first = pending[0];
  if (first === undefined || first.version === null || infos.lastApplied !== null) return pending;
  const { request } = infos;
  const applied = [...request.history.applied, asIfRun(first, request.history)];
  return [first, ...pendingFiles(buildMigrationInfos({ ...request, history: { exists: true, applied } }))];
}

function pendingFiles({ infos }: MigrationInfos): readonly ResolvedMigration[] {
  return infos.flatMap(({ state, resolved }) => (state === "PENDING" && resolved !== null ? [resolved] : []));
}

function asIfRun(file: ResolvedMigration, history: SchemaHistory): AppliedMigration {
  const outcome = { installedRank: nextRank(history, "other"), executionTimeMs: 0, success: true };
  return { ...migrationRow(file, outcome), version: file.version, installedBy: "", installedOn: "" };
}

function withOrder(
  files: readonly ResolvedMigration[],
  currentVersion: MigrationVersion | null,
): readonly PlannedMigration[] {
  let current = currentVersion;
  return files.map((migration) => {
    const { version } = migration;
    if (version === null) return { migration, outOfOrder: false };
    const outOfOrder = current !== null && compareVersions(version, current) < 0;
    if (!outOfOrder) current = version;
    return { migration, outOfOrder };
  });
}

/** Flyway lets a baseline migration run whatever the target is; so do we, but not without a word. */
function aboveTarget(file: ResolvedMigration, { targetVersion }: MigrationInfos): readonly Notice[] {
  if (file.kind !== "baseline" || targetVersion === null || file.version === null) return [];
  if (compareVersions(file.version, targetVersion) <= 0) return [];
  const message = `The baseline migration ${file.version.text} is above the target ${targetVersion.text} and runs all the same, as with Flyway.`;
  return [{ level: "warning", message, ...placeOf(file) }];
}
