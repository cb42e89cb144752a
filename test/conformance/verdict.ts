import type { Verdict } from "./outcome.ts";

const FINDINGS = [
  "CHECKSUM_MISMATCH",
  "DESCRIPTION_MISMATCH",
  "TYPE_MISMATCH",
  "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED",
  "APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED",
  "RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED",
  "RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED",
  "OUTDATED_REPEATABLE_MIGRATION",
  "FAILED_ROW",
];

/** Errors of the text, which both find before a migration's first statement. */
const PARSE_ERRORS = [
  "UNKNOWN_PLACEHOLDER",
  "UNTERMINATED_COMMENT",
  "UNTERMINATED_STRING",
  "UNTERMINATED_BLOCK",
  "INVALID_DELIMITER",
  "CLIENT_COMMAND",
];

/** A callback has a code of its own with us only. */
const CALLBACK = ["FAILED_CALLBACK"];

/** Our codes for each of Flyway's: it has few, ours says more. A code that is not here has its own name on both sides. */
const OUR_CODES: Readonly<Record<string, readonly string[]>> = {
  VALIDATE_ERROR: ["VALIDATE_ERROR", ...FINDINGS],
  CONFIGURATION: ["CONFIGURATION", "USAGE", "UNKNOWN_OPTION", "UNSUPPORTED_SETTING", "UNKNOWN_PLACEHOLDER"],
  DB_CONNECTION: [
    "DB_CONNECTION",
    "ACCESS_DENIED",
    "UNKNOWN_DATABASE",
    "SCHEMA_DOES_NOT_EXIST",
    "HISTORY",
    "SQL",
    ...CALLBACK,
  ],
  FAILED_VERSIONED_MIGRATION: ["FAILED_VERSIONED_MIGRATION", "FAILED_ROW", ...PARSE_ERRORS, ...CALLBACK],
  FAILED_REPEATABLE_MIGRATION: ["FAILED_REPEATABLE_MIGRATION", "FAILED_ROW", ...PARSE_ERRORS, ...CALLBACK],
  FAILED_BASELINE_MIGRATION: ["FAILED_BASELINE_MIGRATION", "FAILED_ROW", ...PARSE_ERRORS],
};

/** Flyway's codes that say no more than "error", or a Java class: any of ours fits but the one for a bug of ours. */
const VAGUE = /^(ERROR|FAULT)$|^java\./;

/** Whether ours came to the same verdict as Flyway, as far as Flyway's codes go. */
export function sameVerdict(flyway: Verdict, ours: Verdict): boolean {
  if (flyway.ok !== ours.ok) return false;
  if (flyway.ok) return true;
  if (ours.codes.includes("INTERNAL") || ours.codes.length === 0) return false;
  if (!samePlace(flyway, ours)) return false;
  if (flyway.counted) return sameFindings(flyway.codes, ours.codes);
  const [code = ""] = flyway.codes;
  return ours.codes.some((our) => fits(code, our));
}

function samePlace(flyway: Verdict, ours: Verdict): boolean {
  return flyway.errno === null || (flyway.errno === ours.errno && flyway.line === ours.line);
}

function sameFindings(flyway: readonly string[], ours: readonly string[]): boolean {
  const rest = [...ours];
  const found = flyway.every((code) => {
    const at = rest.findIndex((our) => fits(code, our));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return found && rest.length === 0;
}

function fits(flyway: string, ours: string): boolean {
  return VAGUE.test(flyway) || (OUR_CODES[flyway] ?? [flyway]).includes(ours);
}
