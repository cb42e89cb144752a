import { ERROR_CODES, EXIT } from "../core/problem.ts";
import type { DatabaseResult, Outcome, RunResult } from "../core/result.ts";
import {
  allNotices,
  allProblems,
  appliedSteps,
  failedStep,
  headline,
  isFinding,
  isGood,
  mainProblem,
  pendingMigrations,
} from "./facts.ts";
import { cut, formatBytes, formatDuration, formatPlace, listSome, plural, visible, statementNumber } from "./format.ts";
import { isRolledBack, wayBackEnding } from "./way-back.ts";

const VERDICTS: Readonly<Record<Outcome, string>> = {
  success: "OK",
  "no-op": "OK",
  failed: "FAILED",
  "rolled-back": "ROLLED BACK",
  "rollback-failed": "ROLLBACK FAILED",
  locked: "LOCKED",
  invalid: "INVALID",
  "not-run": "NOT RUN",
};

/** One or two words in capitals for an outcome, such as `OK` or `FAILED`. */
export function verdictOf(outcome: Outcome): string {
  return VERDICTS[outcome];
}

/** The verdict on the run: a good outcome with an exit code (a report could not be written) is no `OK`. */
export function runVerdict(result: RunResult): string {
  return isGood(result.outcome) && result.exitCode !== 0 ? "FAILED" : verdictOf(result.outcome);
}

/** `1.1 -> 2`, `2` if it did not change, `none` before the first migration. */
export function versionChange(database: DatabaseResult, arrow = "->"): string {
  const after = database.version ?? "none";
  const before = database.previousVersion ?? "none";
  return before === after ? after : `${before} ${arrow} ${after}`;
}

const WITHOUT_VERSION: ReadonlySet<string> = new Set(["commit", "snapshots", "discard"]);

/** Whether the command knows the schema version: those that only deal with what is kept do not ask for it. */
export function hasVersion(database: DatabaseResult, command: string): boolean {
  return database.server !== null && !WITHOUT_VERSION.has(command);
}

function sum(result: RunResult, count: (database: DatabaseResult) => number): number {
  return result.databases.reduce((total, database) => total + count(database), 0);
}

/** ` on 3 databases`, or the version of the only one. */
function extent(result: RunResult, preposition: string, arrow: string): string {
  const [only, second] = result.databases;
  if (only === undefined) return "";
  if (second !== undefined) return ` ${preposition} ${result.databases.length} databases`;
  return `, schema version ${versionChange(only, arrow)}`;
}

function pendingText(result: RunResult): string {
  const pending = sum(result, (database) => pendingMigrations(database).length);
  return pending === 0 ? "no migration pending" : `${plural(pending, "migration")} pending`;
}

function runName({ runId }: RunResult): string {
  return runId === null ? "the run was" : `run ${runId}`;
}

function rowsText(result: RunResult): string {
  const carried = sum(result, ({ wayBack }) => wayBack?.rowsCarried ?? 0);
  const aside = sum(result, ({ wayBack }) => wayBack?.rowsSetAside ?? 0);
  const parts = [
    carried > 0 ? `${plural(carried, "row")} carried over` : "",
    aside > 0 ? `${plural(aside, "row")} set aside` : "",
  ];
  return parts.map((part) => (part === "" ? "" : `; ${part}`)).join("");
}

function snapshotsText(result: RunResult): string {
  const all = result.databases.flatMap(({ snapshots }) => snapshots);
  const runs = new Set(all.map(({ runId }) => runId)).size;
  const bytes = all.reduce((total, one) => total + one.bytes, 0);
  return runs === 0 ? "nothing is kept" : `${plural(runs, "run")} kept, ${formatBytes(bytes)}`;
}

function successText(result: RunResult, arrow: string): string {
  if (result.dryRun) {
    const planned = sum(result, (database) => database.steps.length);
    const plan = result.planHash === null ? "" : `, plan hash ${result.planHash}`;
    return `${planned === 0 ? "nothing" : plural(planned, "migration")} would be run${plan}`;
  }
  switch (result.command) {
    case "migrate": {
      const applied = sum(result, (database) => appliedSteps(database).length);
      if (applied === 0) return `nothing to do${extent(result, "on", arrow)}`;
      return `${plural(applied, "migration")} applied${extent(result, "to", arrow)}`;
    }
    case "repair": {
      const repairs = sum(result, (database) => database.repairs.length);
      return repairs === 0 ? `nothing to repair${extent(result, "on", arrow)}` : `${plural(repairs, "row")} repaired`;
    }
    case "validate":
      return `valid, ${pendingText(result)}${extent(result, "on", arrow)}`;
    case "info":
      return `${pendingText(result)}${extent(result, "on", arrow)}`;
    case "rollback": {
      const back = result.databases.filter(isRolledBack);
      if (back.length === 0) return "nothing to roll back";
      const where =
        result.databases.length > 1 ? ` on ${plural(back.length, "database")}` : extent(result, "on", arrow);
      return `${runName(result)} rolled back${where}${rowsText(result)}`;
    }
    case "commit":
      return result.databases.some(({ wayBack }) => wayBack?.state === "committed")
        ? `${runName(result)} committed`
        : "nothing to commit";
    case "discard": {
      const tables = sum(result, ({ wayBack }) => wayBack?.steps.length ?? 0);
      return tables === 0 ? "no rows are set aside" : `${plural(tables, "table")} of rows set aside dropped`;
    }
    case "snapshots":
      return snapshotsText(result);
    case "restore": {
      const restored = sum(result, (database) => database.restored.length);
      return restored === 0 ? "nothing to restore" : `restored${extent(result, "on", arrow)}`;
    }
    default:
      return `done${extent(result, "on", arrow)}`;
  }
}

function failedDatabases(result: RunResult): string {
  const bad = result.databases.filter((database) => !isGood(database.outcome) && database.outcome !== "not-run");
  const notRun = result.databases.filter((database) => database.outcome === "not-run");
  const parts: string[] = [];
  const good = result.databases.length - bad.length - notRun.length;
  if (result.databases.length > 1 && good > 0) parts.push(`${plural(good, "database")} done`);
  if (notRun.length > 0)
    parts.push(
      `${listSome(
        notRun.map((one) => one.name),
        5,
      )} not run`,
    );
  return parts.map((part) => `; ${part}`).join("");
}

function migrationFailure(result: RunResult, database: DatabaseResult): string {
  const step = failedStep(database);
  const at = step?.problem?.at;
  const place = at === undefined ? (step?.script ?? "") : formatPlace({ file: at.file, ...lineOf(at.line) });
  const statement = step?.problem?.statement;
  const which = statement === undefined ? "" : ` (${statementNumber(statement)})`;
  const applied = sum(result, (one) => appliedSteps(one).length);
  const left = sum(result, (one) => one.steps.filter((other) => other.status === "not-run").length);
  const others = result.databases.filter((one) => one !== database && failedStep(one) !== null).map((one) => one.name);
  const also = others.length === 0 ? "" : `, and so did ${listSome(others, 5)}`;
  const ending = wayBackEnding(result);
  const counts = result.databases.some(isRolledBack)
    ? ""
    : `; ${plural(applied, "migration")} applied, ${left} not run`;
  return `${database.name} failed at ${place}${which}${also}${counts}${ending}${failedDatabases(result)}`;
}

function lineOf(line: number | undefined): { readonly line?: number } {
  return line === undefined ? {} : { line };
}

function failureText(result: RunResult): string {
  const database = result.databases.find((one) => failedStep(one) !== null);
  if (database !== undefined) return migrationFailure(result, database);
  const problems = allProblems(result);
  const main = mainProblem(result);
  if (main === null) return `ended with exit code ${result.exitCode}${failedDatabases(result)}`;
  const isValidation = problems.every(isFinding);
  if (problems.length > 1) {
    const noun = isValidation ? "finding" : "problem";
    return `${plural(problems.length, noun)}${countDatabases(result)}${touched(result)}${failedDatabases(result)}`;
  }
  const where = main.database === undefined ? "" : `${main.database}: `;
  return `${where}${cut(headline(main).replace(/\.$/, ""), 160)}${touched(result)}${failedDatabases(result)}`;
}

function countDatabases(result: RunResult): string {
  const bad = result.databases.filter((database) => !isGood(database.outcome) && database.outcome !== "not-run");
  return result.databases.length < 2 || bad.length === 0
    ? ""
    : ` in ${bad.length} of ${result.databases.length} databases`;
}

/** Exit codes whose problems are found before a script is sent. */
const EARLY: readonly number[] = [EXIT.usage, EXIT.validation, EXIT.connection, EXIT.locked];

/** What became of the databases, as far as it is certain: after an internal error or a callback nobody can promise anything. */
function touched(result: RunResult): string {
  const ending = wayBackEnding(result);
  if (ending !== "") return ending;
  const applied = sum(result, (database) => appliedSteps(database).length);
  if (applied > 0) return `; ${plural(applied, "migration")} applied`;
  const isEarly = allProblems(result).every(({ code }) => EARLY.includes(ERROR_CODES[code].exit));
  const changesNothing = result.command === "validate" || result.command === "info";
  return changesNothing || !isEarly ? "" : "; no migration was run";
}

/**
 * The one line that says how the run went, without its verdict: `flyback migrate: 3 migrations applied, schema version 1.1 -> 2
 * (0.41 s)`. Log, job summary and chat messages start or end with it.
 */
export function summaryLine(result: RunResult, arrow = "->"): string {
  const good = isGood(result.outcome) && result.exitCode === 0;
  const text = good ? successText(result, arrow) : failureText(result);
  const warnings = allNotices(result).filter((notice) => notice.level === "warning").length;
  const more = warnings === 0 ? "" : `; ${plural(warnings, "warning")}`;
  const exit = result.exitCode === 0 ? "" : `, exit code ${result.exitCode}`;
  const dry = result.dryRun ? " (dry run)" : "";
  return visible(
    `flyback${result.command === "" ? "" : ` ${result.command}`}${dry}: ${text}${more} (${formatDuration(result.durationMs)}${exit})`,
  );
}
