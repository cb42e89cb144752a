/** Findings about the history that `validate` and `migrate` share. */
import type { IgnorePattern } from "../../config/config.ts";
import type { Problem } from "../problem.ts";
import type { Notice } from "../result.ts";
import { isStateIgnored } from "./ignore-pattern.ts";
import type { MigrationInfo, MigrationInfos } from "./migration-info.ts";
import { stateFacts } from "./migration-state.ts";
import { placeOf } from "./resolved-migration.ts";

/** How messages call an entry: `version 1.2 (description)`, or the description of what has no version. */
export function nameOf({ version, description }: MigrationInfo): string {
  if (version === null) return `repeatable migration "${description}"`;
  return description === "" ? `version ${version.text}` : `version ${version.text} (${description})`;
}

/** The problem that a failed row is. */
export function failedRow(info: MigrationInfo): Problem {
  return {
    code: "FAILED_ROW",
    message: `The history holds a failed run of ${nameOf(info)}, script ${info.script}.`,
    ...placeOf(info.resolved),
  };
}

/**
 * Failed rows forbid to migrate, whatever `validateOnMigrate` and the ignore patterns say; only a single one without a
 * file and with a version at or above those of all files is let pass, if `*:future` is ignored (Flyway's DbMigrate).
 */
export function failedRows(
  { infos }: MigrationInfos,
  ignorePatterns: readonly IgnorePattern[],
): { readonly problems: readonly Problem[]; readonly notices: readonly Notice[] } {
  const failed = infos.filter(({ state }) => stateFacts(state).failed);
  const [only] = failed;
  if (only === undefined) return { problems: [], notices: [] };
  const passes =
    failed.length === 1 && only.state === "FUTURE_FAILED" && isStateIgnored(ignorePatterns, "FUTURE_SUCCESS");
  if (!passes) return { problems: failed.map(failedRow), notices: [] };
  const message = `${failedRow(only).message} It is above all files here, and future ones are ignored, so the run goes on.`;
  return { problems: [], notices: [{ level: "warning", message }] };
}

/** A warning if the database is ahead of the files: then these may be an old checkout, or the wrong folder. */
export function newerHistory({ infos, currentVersion, lastResolved }: MigrationInfos): readonly Notice[] {
  const future = infos.filter(({ state }) => state === "FUTURE_SUCCESS" || state === "FUTURE_FAILED");
  if (future.length === 0) return [];
  const current = currentVersion?.text ?? "";
  const message =
    lastResolved === null
      ? `The database has version ${current}, but there is no versioned migration in the locations: is this the right folder?`
      : `The database has version ${current}, which is newer than the latest file (${lastResolved.text}).`;
  return [{ level: "warning", message }];
}
