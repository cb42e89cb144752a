import { EXIT, exitCodeOf, type ExitCode, type Problem } from "../core/problem.ts";
import type { Outcome, StepResult } from "../core/result.ts";

/** The one word for how it went; `changed` says whether anything was done. */
export function outcomeOf(exitCode: ExitCode, changed: boolean): Outcome {
  switch (exitCode) {
    case EXIT.ok:
      return changed ? "success" : "no-op";
    case EXIT.locked:
      return "locked";
    case EXIT.usage:
    case EXIT.validation:
      return "invalid";
    default:
      return "failed";
  }
}

/** True if the step left something in the database. */
export function leftSomething({ status, statementsApplied }: StepResult): boolean {
  return (
    status === "success" || status === "skipped-executing" || (status === "failed" && (statementsApplied ?? 0) > 0)
  );
}

/**
 * The exit code for one database. A migration that is found to be wrong (an open quote, a missing placeholder) when others of the
 * run are in effect already is a failed run that was not rolled back, not a validation.
 */
export function exitCodeOfDatabase(problems: readonly Problem[], steps: readonly StepResult[]): ExitCode {
  const code = exitCodeOf(problems);
  const early = code === EXIT.usage || code === EXIT.validation;
  return early && steps.some(leftSomething) ? EXIT.notRolledBack : code;
}
