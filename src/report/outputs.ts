import type { DatabaseResult, RunResult } from "../core/result.ts";
import {
  allNotices,
  allProblems,
  appliedSteps,
  databaseProblems,
  isFinding,
  mainProblem,
  pendingMigrations,
} from "./facts.ts";
import { byteLength, cut } from "./format.ts";

/** What later steps of a pipeline read; kebab-case, all set on every path. action.yml declares the same names. */
export const OUTPUT_NAMES = [
  "result",
  "exit-code",
  "schema-version",
  "previous-schema-version",
  "migrations-applied",
  "migrations-pending",
  "applied-versions",
  "pending-versions",
  "validation-errors",
  "validation-warnings",
  "failed-file",
  "failed-line",
  "failed-statement",
  "error-code",
  "plan-hash",
  "run-id",
  "rolled-back",
  "snapshot-size",
  "rows-carried",
  "rows-set-aside",
  "junit-path",
  "report-path",
  "json-path",
  "databases",
  "duration-ms",
] as const;

export type OutputName = (typeof OUTPUT_NAMES)[number];

export type Outputs = Readonly<Record<OutputName, string>>;

/** Absolute paths of the files that were written; null for those that were not. */
export type ReportPaths = {
  readonly junitPath: string | null;
  readonly reportPath: string | null;
  readonly jsonPath: string | null;
};

/** Longest statement in UTF-16 units: outputs end up in chat messages. */
const MAX_STATEMENT = 2_000;
/** GitHub takes 1 MB of outputs a job; the rest of it belongs to the other outputs and steps. */
const MAX_DATABASES_BYTES = 800_000;

function versions(list: readonly { readonly version: string | null }[]): string {
  return list.flatMap(({ version }) => (version === null ? [] : [version])).join(",");
}

/** True if something was taken back, and nothing is left that should have been. */
function wentBack(databases: readonly DatabaseResult[]): boolean {
  const states = new Set(databases.map(({ wayBack }) => wayBack?.state));
  return states.has("rolled-back") && !states.has("rollback-failed") && !states.has("pending");
}

function sum(result: RunResult, field: "snapshotBytes" | "rowsCarried" | "rowsSetAside"): number {
  return result.databases.reduce((total, { wayBack }) => total + (wayBack?.[field] ?? 0), 0);
}

function databaseFields(database: DatabaseResult): Readonly<Record<string, string | number | boolean | null>> {
  const problem = databaseProblems(database)[0];
  const applied = appliedSteps(database);
  const pending = pendingMigrations(database);
  return {
    name: database.name,
    result: database.outcome,
    "schema-version": database.version,
    "previous-schema-version": database.previousVersion,
    "migrations-applied": applied.length,
    "migrations-pending": pending.length,
    "applied-versions": versions(applied),
    "pending-versions": versions(pending),
    "failed-file": problem?.at?.file ?? null,
    "failed-line": problem?.at?.line ?? null,
    "error-code": problem?.code ?? null,
    "plan-hash": database.planHash,
    "rolled-back": wentBack([database]),
    "snapshot-size": database.wayBack?.snapshotBytes ?? 0,
    "rows-carried": database.wayBack?.rowsCarried ?? 0,
    "rows-set-aside": database.wayBack?.rowsSetAside ?? 0,
    "duration-ms": Math.round(database.durationMs),
  };
}

/** With thousands of databases the lists of versions go first, then all but name and result. */
function databasesJson(databases: readonly DatabaseResult[]): string {
  const full = databases.map(databaseFields);
  const noLists = full.map((one) => ({ ...one, "applied-versions": null, "pending-versions": null }));
  const least = full.map(({ name, result }) => ({ name, result }));
  const texts = [full, noLists, least].map((list) => JSON.stringify(list));
  return texts.find((text) => byteLength(text) <= MAX_DATABASES_BYTES) ?? "[]";
}

/**
 * The outputs of a run. Empty text where there is nothing to tell. Versions are those of the first database, counts are sums
 * over all; `failed-*` and `error-code` tell the problem that matters most.
 */
export function toOutputs(result: RunResult, paths: ReportPaths): Outputs {
  const [first] = result.databases;
  const applied = result.databases.flatMap((one) => appliedSteps(one));
  const pending = result.databases.flatMap((one) => pendingMigrations(one));
  const problem = mainProblem(result);
  const warnings = allNotices(result).filter((notice) => notice.level === "warning");
  return {
    result: result.outcome,
    "exit-code": String(result.exitCode),
    "schema-version": first?.version ?? "",
    "previous-schema-version": first?.previousVersion ?? "",
    "migrations-applied": String(applied.length),
    "migrations-pending": String(pending.length),
    "applied-versions": versions(applied),
    "pending-versions": versions(pending),
    "validation-errors": String(allProblems(result).filter(isFinding).length),
    "validation-warnings": String(warnings.length),
    "failed-file": problem?.at?.file ?? "",
    "failed-line": problem?.at?.line === undefined ? "" : String(problem.at.line),
    "failed-statement": cut(problem?.statement?.sql ?? "", MAX_STATEMENT),
    "error-code": problem?.code ?? "",
    "plan-hash": result.planHash ?? "",
    "run-id": result.runId ?? "",
    "rolled-back": String(wentBack(result.databases)),
    "snapshot-size": String(sum(result, "snapshotBytes")),
    "rows-carried": String(sum(result, "rowsCarried")),
    "rows-set-aside": String(sum(result, "rowsSetAside")),
    "junit-path": paths.junitPath ?? "",
    "report-path": paths.reportPath ?? "",
    "json-path": paths.jsonPath ?? "",
    databases: databasesJson(result.databases),
    "duration-ms": String(Math.round(result.durationMs)),
  };
}
