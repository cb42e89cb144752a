/** Questions that several reports ask of a result. */
import type { ErrorCode, Problem } from "../core/problem.ts";
import { ERROR_CODES, EXIT, helpFor } from "../core/problem.ts";
import type {
  DatabaseResult,
  MigrationResult,
  Notice,
  Outcome,
  RunResult,
  ServerResult,
  StepResult,
} from "../core/result.ts";
import { oneLine } from "./format.ts";
import { isRolledBack } from "./way-back.ts";

/** What makes two problems the same one. */
export function problemKey(problem: Problem): string {
  const { at } = problem;
  return JSON.stringify([problem.code, problem.message, at?.file, at?.line, at?.column, problem.statement?.number]);
}

/** A problem may be told by its step, its phase and its database: it counts once. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = problemKey(problem);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

/** Everything that went wrong with one database, each once, in the order in which it should be told: steps first. */
export function databaseProblems(database: DatabaseResult): readonly Problem[] {
  const steps = database.steps.flatMap((step) => (step.problem === undefined ? [] : [step.problem]));
  const phases = database.phases.flatMap((phase) => phase.problems);
  return distinctProblems([...steps, ...database.problems, ...phases]).map((problem) =>
    problem.database === undefined ? { ...problem, database: database.name } : problem,
  );
}

/** Everything that went wrong, each once: what concerns the run, then database by database. */
export function allProblems(result: RunResult): readonly Problem[] {
  return distinctProblems([...result.problems, ...result.databases.flatMap(databaseProblems)]);
}

/** All notices, those of the run first. */
export function allNotices(result: RunResult): readonly Notice[] {
  const own = result.databases.flatMap((database) =>
    database.notices.map((notice) => (notice.database === undefined ? { ...notice, database: database.name } : notice)),
  );
  return [...result.notices, ...own];
}

/** The problem to tell if there is room for one: a failed migration's, else the first; null if there is none. */
export function mainProblem(result: RunResult): Problem | null {
  for (const database of result.databases) {
    const step = failedStep(database);
    if (step?.problem !== undefined) return { ...step.problem, database: database.name };
  }
  return allProblems(result)[0] ?? null;
}

/** The step that ended the work on a database; null if none failed. */
export function failedStep(database: DatabaseResult): StepResult | null {
  return database.steps.find((step) => step.status === "failed") ?? null;
}

/** True for a migration that was brought into the database (a `skipped-executing` one is in the history too). */
export function isApplied({ status }: StepResult): boolean {
  return status === "success" || status === "skipped-executing";
}

/** Migrations that this run brought into the database and that are still in it. */
export function appliedSteps(database: DatabaseResult): readonly StepResult[] {
  return isRolledBack(database) ? [] : database.steps.filter(isApplied);
}

type Named = Pick<MigrationResult, "version" | "description" | "script">;

/**
 * Migrations that wait after this run. The list of migrations may have been read before the steps ran, so steps have the
 * last word; a failed one is not pending but failed, unless all was rolled back.
 */
export function pendingMigrations(database: DatabaseResult): readonly Named[] {
  const stepOf = new Map(database.steps.map((step) => [step.script, step]));
  const listed = database.migrations.filter((one) => one.state === "PENDING" && !stepOf.has(one.script));
  const waiting = isRolledBack(database)
    ? database.steps
    : database.steps.filter((step) => step.status === "not-run" || step.status === "planned");
  return [...listed, ...waiting];
}

/** True if the outcome leaves nothing to be done about it. */
export function isGood(outcome: Outcome): boolean {
  return outcome === "success" || outcome === "no-op";
}

/** Errors of `validate` and of the files, as opposed to those of the server or the settings. */
export function isFinding(problem: Problem): boolean {
  return ERROR_CODES[problem.code].exit === EXIT.validation;
}

/** Whether after such an error nobody knows what became of the statement that ran. */
export function isUncertain(code: ErrorCode): boolean {
  return code === "SERVER_GONE" || code === "CANCELLED";
}

/** Server error number, state and symbol, such as `1060 42S21 ER_DUP_FIELDNAME`; null if no server spoke. */
export function serverError(problem: Problem): string | null {
  const error = problem.sqlError;
  if (error === undefined) return null;
  return [String(error.errno), error.sqlState, error.symbol].filter((part) => part !== "").join(" ");
}

/** `MariaDB 10.11.19 (Galera, 3 nodes)`. */
export function serverName(server: ServerResult): string {
  const product = server.product === "unknown" ? "unknown server" : server.product;
  // MariaDB's version text names the product again (`10.11.19-MariaDB-deb12`); what stands before it is the version.
  const version = server.product === "MariaDB" ? server.version.replace(/-mariadb\b.*$/i, "") : server.version;
  return `${product} ${version}${server.topology === null ? "" : ` (${server.topology})`}`;
}

/**
 * What went wrong on one line. Servers quote pieces of SQL in their messages, line ends included, so those are joined; an
 * internal error brings its stack, of which this is the first line.
 */
export function headline(problem: Problem): string {
  return oneLine(problem.code === "INTERNAL" ? (problem.message.trim().split("\n")[0] ?? "") : problem.message);
}

/** The stack of an internal error, line by line. */
export function stackOf(problem: Problem): readonly string[] {
  if (problem.code !== "INTERNAL") return [];
  const [, ...rest] = problem.message.trim().split("\n");
  return rest.map((line) => line.trimEnd()).filter((line) => line !== "");
}

/** Whether help can be left out here, because the next problem gives the same. */
export function sharesHelp(problem: Problem, next: Problem | undefined): boolean {
  return next !== undefined && helpFor(problem) === helpFor(next);
}
