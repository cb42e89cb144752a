import type { RunResult } from "../core/result.ts";

/**
 * Fields whose values come from closed lists, or name files, databases and tables. Blanking these would protect nothing and
 * break what reads them: a password `root` would take the folder out of `/root/project/db/V1__a.sql`, a password `app` the
 * name of the database `app`.
 */
const KEPT: ReadonlySet<string> = new Set([
  "action",
  "category",
  "code",
  "command",
  "configFile",
  "database",
  "file",
  "historyTable",
  "how",
  "kept",
  "level",
  "name",
  "outcome",
  "path",
  "planHash",
  "product",
  "runId",
  "schema",
  "sha256",
  "setAsideIn",
  "script",
  "startedAt",
  "state",
  "stateName",
  "status",
  "table",
  "type",
]);

function maskValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((one) => maskValue(one, mask));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, KEPT.has(key) ? one : maskValue(one, mask)]);
  return Object.fromEntries(entries);
}

/**
 * Blanks secrets in every text of a result. Reports are made of the blanked result and not blanked afterwards: a mask over
 * JSON or XML could hit names of fields and elements, and would miss what an escape has changed.
 */
export function maskResult(result: RunResult, mask: (text: string) => string): RunResult {
  // The copy has the shape of the original: only strings were replaced, by strings.
  return maskValue(result, mask) as RunResult;
}
