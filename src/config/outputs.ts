import type { OutputName } from "../report/outputs.ts";

/** What each output of the action holds, for action.yml; all are set on every path, also on failure. */
export const OUTPUT_HELP: Readonly<Record<OutputName, string>> = {
  result: "What came of it: success, no-op, failed, locked or invalid.",
  "exit-code": "The exit code of the process; docs/errors.md has them.",
  "schema-version": "Schema version at the end, of the first database.",
  "previous-schema-version": "Schema version before, of the first database.",
  "migrations-applied": "How many migrations were applied, in all databases.",
  "migrations-pending": "How many migrations are pending at the end, in all databases.",
  "applied-versions": "The versions that were applied, parted by commas.",
  "pending-versions": "The versions that are pending at the end, parted by commas.",
  "validation-errors": "How many errors validation found.",
  "validation-warnings": "How many warnings there were.",
  "plan-hash": "Hash of the plan, for `plan-hash` of a later run.",
  "failed-file": "The file in which the first problem is; empty if there is none.",
  "failed-line": "The line in it.",
  "failed-statement": "The statement that failed, shortened and with its secrets blanked.",
  "error-code": "Code of the first problem, such as CHECKSUM_MISMATCH.",
  "junit-path": "Absolute path of the JUnit XML; empty if none was written.",
  "report-path": "Absolute path of the markdown report; empty if none was written.",
  "json-path": "Absolute path of the result as JSON; empty if none was written.",
  databases: "A JSON array with these fields of each database.",
  "duration-ms": "How long the run took, in milliseconds.",
};
