import type { IgnorePattern } from "../../config/config.ts";
import { checksumFits } from "../migration/entry-state.ts";
import { isIgnored } from "../migration/ignore-pattern.ts";
import { buildMigrationInfos, type MigrationInfo } from "../migration/migration-info.ts";
import { typeCodeOf, type ResolvedMigration } from "../migration/resolved-migration.ts";
import type { Problem } from "../problem.ts";
import type { AppliedMigration, SchemaHistory } from "./applied-migration.ts";
import { deleteRow, nextRank, type HistoryRow } from "./history-row.ts";
import { shortenDescription } from "./history-text.ts";
import { rowType } from "./row-type.ts";

/** One change of the history that a repair makes, with the row and the file that it is about. */
export type RepairStep = { readonly applied: AppliedMigration } & (
  | { readonly action: "removed-failed"; readonly resolved: null; readonly change: RemoveRow }
  | { readonly action: "marked-deleted"; readonly resolved: null; readonly change: InsertRow }
  | { readonly action: "aligned"; readonly resolved: ResolvedMigration; readonly change: UpdateRow }
);

type RemoveRow = { readonly kind: "delete"; readonly installedRank: number };
type InsertRow = { readonly kind: "insert"; readonly row: HistoryRow };
type UpdateRow = {
  readonly kind: "update";
  readonly installedRank: number;
  readonly description: string;
  readonly type: string;
  readonly checksum: number;
};

export type RepairRequest = {
  readonly resolved: readonly ResolvedMigration[];
  readonly history: SchemaHistory;
  readonly ignorePatterns: readonly IgnorePattern[];
};

export type RepairPlan = {
  /** To be carried out in this order and in one transaction; empty if there are problems. */
  readonly steps: readonly RepairStep[];
  readonly problems: readonly Problem[];
};

/**
 * What `repair` changes (Flyway's DbRepair): failed rows are removed, rows without a file marked as deleted unless an
 * ignore pattern covers them, rows that differ from their file aligned with it. One defect is mended: a description over
 * 200 characters is shortened before it is compared and written; Flyway's update of such a row fails for its length.
 */
export function planRepair(request: RepairRequest): RepairPlan {
  const { applied } = request.history;
  const failed = applied.filter(({ success }) => !success);
  const left = { exists: request.history.exists, applied: applied.filter(({ success }) => success) };
  const { infos, problems } = buildMigrationInfos({
    resolved: request.resolved,
    history: left,
    target: { kind: "latest" },
    outOfOrder: true,
    foreseenBaseline: null,
  });
  if (problems.length > 0) return { steps: [], problems };

  const missing = infos.filter((info) => isMissing(info, request.ignorePatterns));
  const firstRank = nextRank(left, "other");
  return {
    problems,
    steps: [
      ...failed.map(removal),
      ...missing.flatMap(({ applied: row }, index) => (row === null ? [] : [marker(row, firstRank + index)])),
      ...infos.flatMap(alignment),
    ],
  };
}

function removal(applied: AppliedMigration): RepairStep {
  const { installedRank } = applied;
  return { action: "removed-failed", applied, resolved: null, change: { kind: "delete", installedRank } };
}

function isMissing(info: MigrationInfo, ignorePatterns: readonly IgnorePattern[]): boolean {
  const { synthetic, undo } = rowType(info.type);
  if (synthetic || undo || (info.state !== "MISSING_SUCCESS" && info.state !== "FUTURE_SUCCESS")) return false;
  return !isIgnored(ignorePatterns, info.version === null ? "repeatable" : "versioned", info.state);
}

function marker(applied: AppliedMigration, rank: number): RepairStep {
  return {
    action: "marked-deleted",
    applied,
    resolved: null,
    change: { kind: "insert", row: deleteRow(rank, applied) },
  };
}

function alignment({ state, resolved, applied }: MigrationInfo): readonly RepairStep[] {
  if (resolved === null || applied === null || rowType(applied.type).synthetic || state === "UNDONE") return [];
  if (!differs(resolved, applied)) return [];
  const { installedRank } = applied;
  const change: UpdateRow = {
    kind: "update",
    installedRank,
    description: shortenDescription(resolved.description),
    type: typeCodeOf(resolved.kind),
    checksum: resolved.checksum,
  };
  return [{ action: "aligned", applied, resolved, change }];
}

/** A repeatable is only aligned if its row holds the raw checksum: an outdated one is left, since it will run again. */
function differs(file: ResolvedMigration, applied: AppliedMigration): boolean {
  if (file.version === null) return applied.checksum === file.rawChecksum && applied.checksum !== file.checksum;
  return !checksumFits(file, applied.checksum) || applied.description !== shortenDescription(file.description);
}
