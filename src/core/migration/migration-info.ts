import type { TargetConfig } from "../../config/config.ts";
import type { AppliedMigration, SchemaHistory } from "../history/applied-migration.ts";
import type { Problem } from "../problem.ts";
import { stateOfFile, stateOfRow } from "./entry-state.ts";
import { markHistory } from "./history-rows.ts";
import type { InfoContext, TargetLimit } from "./info-context.ts";
import { highestVersion, type MigrationVersion } from "./migration-version.ts";
import { pairRows, type PairedRow } from "./pairing.ts";
import { compareResolved, typeCodeOf, type ResolvedMigration } from "./resolved-migration.ts";
import { limitOf, targetProblems } from "./target.ts";

/** Flyway's state names; each has a display name and facts in migration-state.ts. */
export type MigrationState =
  | "PENDING"
  | "ABOVE_TARGET"
  | "BELOW_BASELINE"
  | "BASELINE_IGNORED"
  | "BASELINE"
  | "IGNORED"
  | "MISSING_SUCCESS"
  | "MISSING_FAILED"
  | "SUCCESS"
  | "UNDONE"
  | "AVAILABLE"
  | "FAILED"
  | "OUT_OF_ORDER"
  | "FUTURE_SUCCESS"
  | "FUTURE_FAILED"
  | "OUTDATED"
  | "SUPERSEDED"
  | "DELETED";

/** A file, a history row, or the pair of both, with the state that follows from them. */
export type MigrationInfo = {
  readonly state: MigrationState;
  readonly version: MigrationVersion | null;
  readonly description: string;
  /** Type code as Flyway shows it: SQL, BASELINE, SQL_BASELINE, SCHEMA, DELETE, … */
  readonly type: string;
  readonly script: string;
} & (
  | { readonly resolved: ResolvedMigration; readonly applied: AppliedMigration | null }
  | { readonly resolved: null; readonly applied: AppliedMigration }
);

export type InfoRequest = {
  readonly resolved: readonly ResolvedMigration[];
  readonly history: SchemaHistory;
  readonly target: TargetConfig;
  readonly outOfOrder: boolean;
  /**
   * The version that `baselineOnMigrate` would write first, if it would: the database is not empty and has no history.
   * It then counts as applied, as in the `info` of Flyway 13.12; else null.
   */
  readonly foreseenBaseline: MigrationVersion | null;
};

/** All entries in the order of `info`, and what follows from them. Problems do not make the entries wrong. */
export type MigrationInfos = {
  readonly infos: readonly MigrationInfo[];
  /** TARGET_NOT_FOUND, CONFIGURATION (a target that is no version), DUPLICATE_DELETED_MIGRATION. */
  readonly problems: readonly Problem[];
  /** The schema version: highest among rows that count, failed ones included; null if none has a version. */
  readonly currentVersion: MigrationVersion | null;
  /** Highest version that counts as applied when states are decided; a foreseen baseline included. */
  readonly lastApplied: MigrationVersion | null;
  readonly lastResolved: MigrationVersion | null;
  readonly appliedBaseline: MigrationVersion | null;
  /** The version that `target` limits to; for `next` that of the first pending entry; null: no limit. */
  readonly targetVersion: MigrationVersion | null;
  /** What it was made from. */
  readonly request: InfoRequest;
};

/**
 * Decides the state of every file and row, their order and the current version, as Flyway 13.12 does
 * (MigrationInfoServiceImpl, MigrationInfoImpl). Rows of any type code are read, see row-type.ts.
 */
export function buildMigrationInfos(request: InfoRequest): MigrationInfos {
  const open = infosWithin(request, null);
  if (request.target.kind !== "next") return open;
  // `next` is the version of the first pending entry, which is known only once all states are: the others are above it.
  const first = open.infos.find(({ state }) => state === "PENDING")?.version ?? null;
  return first === null ? open : infosWithin(request, first);
}

function infosWithin(request: InfoRequest, next: MigrationVersion | null): MigrationInfos {
  const { resolved, target, foreseenBaseline } = request;
  const marked = markHistory(request.history.applied);
  const pairing = pairRows(marked, resolved);
  const lastApplied = marked.lastApplied ?? foreseenBaseline;
  const limit: TargetLimit = next === null ? limitOf(target, lastApplied) : { kind: "version", version: next };
  const context: InfoContext = {
    lastResolved: highestVersion(resolved.map(({ version }) => version)),
    lastApplied,
    appliedBaseline: marked.appliedBaseline ?? foreseenBaseline,
    pendingBaseline: pairing.pendingBaseline,
    limit,
    outOfOrder: request.outOfOrder,
  };

  const infos = inOrder(
    pairing.rows.map((paired) => ofRow(paired, context)),
    pairing.pending.toSorted(compareResolved).map((file) => ofFile(file, context)),
  );
  const versions = [...infos.map(({ version }) => version), foreseenBaseline];
  return {
    infos,
    problems: [...marked.problems, ...targetProblems(target, versions)],
    currentVersion: marked.lastApplied,
    lastApplied,
    lastResolved: context.lastResolved,
    appliedBaseline: context.appliedBaseline,
    targetVersion: limit.kind === "version" ? limit.version : null,
    request,
  };
}

function ofRow({ row, file }: PairedRow, context: InfoContext): MigrationInfo {
  const { applied } = row;
  const entry = {
    state: stateOfRow(row, file, context),
    version: applied.version,
    description: applied.description,
    type: row.type.code,
    script: applied.script,
  };
  return file === null ? { ...entry, resolved: null, applied } : { ...entry, resolved: file, applied };
}

function ofFile(file: ResolvedMigration, context: InfoContext): MigrationInfo {
  return {
    state: stateOfFile(file, context),
    version: file.version,
    description: file.description,
    type: typeCodeOf(file.kind),
    script: file.script,
    resolved: file,
    applied: null,
  };
}

/**
 * Files that a baseline covers, then rows by rank, then the other files. Flyway sorts by a comparison of pairs that
 * comes to the same: what a baseline covers is always below the other files.
 */
function inOrder(rows: readonly MigrationInfo[], files: readonly MigrationInfo[]): readonly MigrationInfo[] {
  const covered = ({ state }: MigrationInfo): boolean => state === "BELOW_BASELINE" || state === "BASELINE_IGNORED";
  const byRank = rows.toSorted((a, b) => (a.applied?.installedRank ?? 0) - (b.applied?.installedRank ?? 0));
  return [...files.filter(covered), ...byRank, ...files.filter((file) => !covered(file))];
}
