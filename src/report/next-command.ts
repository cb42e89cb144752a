import type { ErrorCode, Problem } from "../core/problem.ts";
import type { RunResult, StepResult } from "../core/result.ts";
import { isFinding, isUncertain, mainProblem, pendingMigrations } from "./facts.ts";
import { visible } from "./format.ts";

/** What to type next. */
export type NextStep = {
  /** What has to be so before, or what it is for, such as `once the file is corrected`; null if it can be done at once. */
  readonly condition: string | null;
  /** Command lines in their order; never empty. */
  readonly commands: readonly [string, ...string[]];
  /** The other way that is open, where there are two. */
  readonly instead?: { readonly condition: string; readonly command: string };
};

const ACCEPT: NextStep = { condition: "to accept the files as they are", commands: ["repair"] };
const CLEAN_UP = "once its effects are undone and the file is corrected";

/** By code, where a command goes on; other problems need their help text and no command. */
const AFTER: Partial<Record<ErrorCode, NextStep>> = {
  USAGE: { condition: null, commands: ["help"] },
  UNKNOWN_OPTION: { condition: null, commands: ["help"] },
  CHECKSUM_MISMATCH: ACCEPT,
  DESCRIPTION_MISMATCH: ACCEPT,
  TYPE_MISMATCH: ACCEPT,
  APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED: ACCEPT,
  APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED: ACCEPT,
  RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED: { condition: null, commands: ["migrate"] },
  OUTDATED_REPEATABLE_MIGRATION: { condition: null, commands: ["migrate"] },
  FAILED_ROW: { condition: CLEAN_UP, commands: ["repair", "migrate"] },
  FAILED_CALLBACK: { condition: "once the callback is corrected", commands: ["migrate"] },
  NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE: {
    condition: "to adopt the database as it is",
    commands: ["baseline", "migrate"],
  },
  ROLLBACK_REFUSED: { condition: "once that is dealt with", commands: ["rollback"] },
  ROLLBACK_FAILED: { condition: "once its cause is removed", commands: ["rollback"] },
  UNFINISHED_RUN: { condition: "once its cause is removed", commands: ["rollback"] },
  PLAN_CHANGED: { condition: null, commands: ["migrate --dry-run"] },
};

function afterProblem(result: RunResult, problem: Problem): NextStep | null {
  if (problem.code === "LOCK_TIMEOUT") return { condition: "once the other run has ended", commands: [result.command] };
  const back = afterWayBack(result, problem);
  if (back !== null) return back;
  if (isUncertain(problem.code)) return { condition: null, commands: ["info"] };
  const failed = result.databases.flatMap((database) => database.steps).find((step) => step.status === "failed");
  return failed === undefined ? (AFTER[problem.code] ?? null) : afterFailedStep(failed);
}

/** `rollback`, of the very run where it is known. */
function ofRun(command: string, { runId }: RunResult): string {
  return runId === null ? command : `${command} --run-id ${quoted(runId)}`;
}

/** After a failure of a run that went back, or is to go back: nothing has to be undone by hand. */
function afterWayBack(result: RunResult, problem: Problem): NextStep | null {
  const states = new Set(result.databases.map(({ wayBack }) => wayBack?.state));
  if (states.has("rollback-failed")) {
    return { condition: "once its cause is removed", commands: [ofRun("rollback", result)] };
  }
  if (states.has("pending")) {
    return { condition: "the next migrate does it first as well", commands: [ofRun("rollback", result)] };
  }
  if (!states.has("rolled-back") || result.command !== "migrate") return null;
  if (isUncertain(problem.code)) return { condition: null, commands: ["migrate"] };
  const isFile = isFinding(problem) || problem.code.startsWith("FAILED_");
  return { condition: isFile ? "once the file is corrected" : "once its cause is removed", commands: ["migrate"] };
}

function afterFailedStep(step: StepResult): NextStep {
  const condition = (step.statementsApplied ?? 0) > 0 ? CLEAN_UP : "once the file is corrected";
  return { condition, commands: step.recorded ? ["repair", "migrate"] : ["migrate"] };
}

function afterSuccess(result: RunResult): NextStep | null {
  if (result.databases.some(({ wayBack }) => (wayBack?.rowsSetAside ?? 0) > 0)) {
    return { condition: "shows where the rows set aside are kept", commands: ["snapshots"] };
  }
  if (result.command === "migrate" && result.databases.some(({ wayBack }) => wayBack?.state === "kept")) {
    const instead = { condition: "takes the run back", command: ofRun("rollback", result) };
    return { condition: "once the deploy is good", commands: [ofRun("commit", result)], instead };
  }
  const waiting = result.databases.some((database) => pendingMigrations(database).length > 0);
  if (!waiting || (result.command === "migrate" && !result.dryRun)) return null;
  const hash = result.dryRun && result.planHash !== null ? ` --plan-hash ${result.planHash}` : "";
  return { condition: null, commands: [`migrate${hash}`] };
}

/** For a POSIX shell, since people copy the command. */
function quoted(word: string): string {
  return /^[\w.:/-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`;
}

/**
 * What goes on from here; null if nothing is to be done, or nothing that a command does. Commands are whole command lines,
 * with the environment of the run.
 */
export function nextStep(result: RunResult): NextStep | null {
  const problem = mainProblem(result);
  const step = problem === null ? afterSuccess(result) : afterProblem(result, problem);
  if (step === null) return null;
  const environment = result.environment === null ? "" : ` --environment ${quoted(result.environment)}`;
  const full = (command: string): string => `flyback ${command}${command === "help" ? "" : environment}`;
  const [first, ...rest] = step.commands;
  const commands = [full(first), ...rest.map(full)] as const;
  if (step.instead === undefined) return { condition: step.condition, commands };
  return { condition: step.condition, commands, instead: { ...step.instead, command: full(step.instead.command) } };
}

/** `flyback repair, then flyback migrate (once the file is corrected)`, each command as `show` gives it. */
export function nextText({ condition, commands, instead }: NextStep, show: (command: string) => string): string {
  const other = instead === undefined ? "" : `; or ${show(instead.command)} (${instead.condition})`;
  return `${commands.map(show).join(", then ")}${condition === null ? "" : ` (${condition})`}${other}`;
}
