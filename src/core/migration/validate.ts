import type { IgnorePattern } from "../../config/config.ts";
import { rowType } from "../history/row-type.ts";
import type { Problem } from "../problem.ts";
import { compareWithRow } from "./compare-with-row.ts";
import { failedRow, nameOf } from "./history-findings.ts";
import { isIgnored, isStateIgnored, type MigrationCategory } from "./ignore-pattern.ts";
import type { MigrationInfo, MigrationInfos } from "./migration-info.ts";
import { stateFacts } from "./migration-state.ts";
import type { OlderChecksums } from "./older-checksums.ts";
import { placeOf, type ResolvedMigration } from "./resolved-migration.ts";

export type ValidateOptions = {
  readonly ignorePatterns: readonly IgnorePattern[];
  /** True adds `*:pending` to the patterns: the check that `migrate` makes of itself, and the default of our `validate`. */
  readonly pendingIgnored: boolean;
  /** Asked about a file whose checksum differs, to say more about the difference; it may read the file. */
  readonly olderChecksums?: (file: ResolvedMigration) => OlderChecksums | null;
};

/** What the single findings need to know of the whole. */
type Check = {
  readonly options: ValidateOptions;
  readonly patterns: readonly IgnorePattern[];
  readonly infos: MigrationInfos;
};

/**
 * Compares files and history: at most one finding per entry, in the order of the entries. The rules and their order are
 * those of Flyway's MigrationInfoImpl.validate. A failed row has the code FAILED_ROW here and not Flyway's
 * FAILED_VERSIONED_MIGRATION or FAILED_REPEATABLE_MIGRATION, which flyback keeps for a migration that fails now.
 * Problems of the entries themselves (`infos.problems`) are not repeated.
 */
export function validateMigrations(infos: MigrationInfos, options: ValidateOptions): readonly Problem[] {
  const pending: readonly IgnorePattern[] = options.pendingIgnored ? [{ type: "*", state: "pending" }] : [];
  const check = { options, infos, patterns: [...options.ignorePatterns, ...pending] };
  return infos.infos.map((info) => findingOf(info, check)).filter((finding) => finding !== null);
}

function findingOf(info: MigrationInfo, check: Check): Problem | null {
  if (info.state === "UNDONE" || info.state === "ABOVE_TARGET" || info.state === "DELETED") return null;
  if (isIgnored(check.patterns, categoryOf(info), info.state)) return null;
  return (
    failed(info, check) ??
    notResolved(info, check) ??
    notApplied(info, check) ??
    outdated(info, check) ??
    compareWithRow(info, {
      appliedBaseline: check.infos.appliedBaseline,
      pendingIgnored: isStateIgnored(check.patterns, "PENDING"),
      olderChecksums: check.options.olderChecksums ?? (() => null),
    })
  );
}

function categoryOf(info: MigrationInfo): MigrationCategory {
  return info.version === null ? "repeatable" : "versioned";
}

function failed(info: MigrationInfo, { patterns }: Check): Problem | null {
  if (!stateFacts(info.state).failed) return null;
  if (info.state === "FUTURE_FAILED" && isStateIgnored(patterns, "FUTURE_SUCCESS")) return null;
  return failedRow(info);
}

function notResolved(info: MigrationInfo, { patterns, infos }: Check): Problem | null {
  if (info.resolved !== null || info.state === "SUPERSEDED") return null;
  const type = rowType(info.type);
  if (type.synthetic || type.undo) return null;
  const missing = info.state === "MISSING_SUCCESS" || info.state === "MISSING_FAILED";
  const future = info.state === "FUTURE_SUCCESS" || info.state === "FUTURE_FAILED";
  if (missing && isStateIgnored(patterns, "MISSING_SUCCESS")) return null;
  if (future && isStateIgnored(patterns, "FUTURE_SUCCESS")) return null;
  const highest = infos.lastResolved;
  const than = highest === null ? "no file has a version" : `the highest version of the files is ${highest.text}`;
  return {
    code:
      info.version === null ? "APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED" : "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED",
    message: `The history holds ${nameOf(info)}, type ${info.type}, script ${info.script}, but there is no file for it${future ? `; ${than}` : ""}.`,
  };
}

function notApplied(info: MigrationInfo, { patterns, infos }: Check): Problem | null {
  if (info.resolved === null) return null;
  const ignored = info.state === "IGNORED" && info.resolved.kind !== "baseline" && !isStateIgnored(patterns, "IGNORED");
  const pending = info.state === "PENDING" && !isStateIgnored(patterns, "PENDING");
  if (!ignored && !pending) return null;
  const why = ignored ? ` and would be skipped, since version ${infos.lastApplied?.text ?? ""} has been run` : "";
  return {
    code:
      info.version === null ? "RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED" : "RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED",
    message: `The file of ${nameOf(info)} has not been run${why}.`,
    ...(pending && { help: "Run `flyback migrate`, or ignore it with `ignore-migration-patterns` *:pending." }),
    ...placeOf(info.resolved),
  };
}

function outdated(info: MigrationInfo, { patterns }: Check): Problem | null {
  if (info.state !== "OUTDATED" || isStateIgnored(patterns, "PENDING")) return null;
  return {
    code: "OUTDATED_REPEATABLE_MIGRATION",
    message: `The file of ${nameOf(info)} has changed since it was run.`,
    ...placeOf(info.resolved),
  };
}
