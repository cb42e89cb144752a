import type { ErrorCode, Problem } from "./problem.ts";
import type { DatabaseResult, WayBackResult } from "./result.ts";

type Helps = Partial<Record<WayBackResult["state"], string>>;

const MIGRATION: Helps = {
  "rolled-back": "Everything is as it was before the run. Correct the file, then run `flyback migrate`.",
  pending:
    "Nothing has to be undone by hand: the next run, or `flyback rollback`, takes back what this one did. Correct the file, then run `flyback migrate`.",
  "rollback-failed":
    "The way back failed as well: remove its cause, run `flyback rollback`, correct the file, then run `flyback migrate`.",
};

const STOPPED: Helps = {
  "rolled-back": "Everything is as it was before the run. Run `flyback migrate` again.",
  pending: "Nothing has to be undone by hand: the next run, or `flyback rollback`, takes back what this one did.",
  "rollback-failed": "The way back failed as well: remove its cause, then run `flyback rollback`.",
};

/** By code, what to do about a failure whose run went back or is to go back; others keep the help of their code. */
const HELPS: Partial<Record<ErrorCode, Helps>> = {
  FAILED_VERSIONED_MIGRATION: MIGRATION,
  FAILED_REPEATABLE_MIGRATION: MIGRATION,
  FAILED_BASELINE_MIGRATION: MIGRATION,
  CANCELLED: STOPPED,
  SERVER_GONE: STOPPED,
};

/**
 * The result with help that fits what became of the run: the general help of a failed migration tells how to clean up by hand,
 * which is wrong once everything was taken back. Help that a problem brings itself stays.
 */
export function withHelpAfterWayBack(result: DatabaseResult): DatabaseResult {
  const state = result.wayBack?.state;
  if (state === undefined) return result;
  const helped = (problem: Problem): Problem => {
    const help = HELPS[problem.code]?.[state];
    return help === undefined || problem.help !== undefined ? problem : { ...problem, help };
  };
  return {
    ...result,
    problems: result.problems.map(helped),
    phases: result.phases.map((phase) => ({ ...phase, problems: phase.problems.map(helped) })),
    steps: result.steps.map((step) => (step.problem === undefined ? step : { ...step, problem: helped(step.problem) })),
  };
}
