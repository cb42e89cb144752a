import { exitCodeOf, gravest } from "../core/exit-code.ts";
import { EXIT, type ExitCode, type Problem } from "../core/problem.ts";
import { withHelpAfterWayBack } from "../core/way-back-help.ts";
import type { DatabaseResult, Outcome, StepResult, WayBackResult } from "../core/result.ts";

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
    case EXIT.rolledBack:
      return "rolled-back";
    case EXIT.rollbackFailed:
      return "rollback-failed";
    default:
      return "failed";
  }
}

/** True if the step left something in the database, before any way back. */
export function leftSomething({ status, statementsApplied }: StepResult): boolean {
  return (
    status === "success" || status === "skipped-executing" || (status === "failed" && (statementsApplied ?? 0) > 0)
  );
}

/** What the exit code of one database is made of. */
export type DatabaseFacts = {
  readonly problems: readonly Problem[];
  readonly steps: readonly StepResult[];
  readonly wayBack: WayBackResult | null;
};

/**
 * The exit code for one database.
 *
 * A migration that is found to be wrong (an open quote, a missing placeholder) when others of the run are in effect already is
 * a failed run and not a validation. A run that went back has left nothing, whatever went wrong. A way back that failed is for
 * `rollback` the failure itself, for `migrate` a migration that was not undone.
 */
export function exitCodeOfDatabase(command: string, { problems, steps, wayBack }: DatabaseFacts): ExitCode {
  const code = exitCodeOf(problems);
  const state = wayBack?.state;
  if (command === "rollback") {
    return state === "rollback-failed" || code === EXIT.notRolledBack ? EXIT.rollbackFailed : code;
  }
  const left = steps.some(leftSomething);
  if (state === "rolled-back") {
    const others = code === EXIT.notRolledBack ? EXIT.ok : code;
    // Something had been sent, so it was more than a refusal.
    const ran = left || steps.some(({ statementsDone }) => (statementsDone ?? 0) > 0);
    return ran || code === EXIT.notRolledBack ? gravest([others, EXIT.rolledBack]) : code;
  }
  if (state === "rollback-failed" || code === EXIT.rollbackFailed) return EXIT.notRolledBack;
  const early = code === EXIT.usage || code === EXIT.validation;
  return early && left ? EXIT.notRolledBack : code;
}

/** How it went with one database; `changed` says whether anything was done. */
export function outcomeOfDatabase(command: string, facts: DatabaseFacts, changed: boolean): Outcome {
  if (facts.wayBack?.state === "rollback-failed") return "rollback-failed";
  return outcomeOf(exitCodeOfDatabase(command, facts), changed);
}

/** How it went with the run, by the databases and its exit code. */
export function outcomeOfRun(exitCode: ExitCode, databases: readonly DatabaseResult[]): Outcome {
  if (databases.some(({ outcome }) => outcome === "rollback-failed")) return "rollback-failed";
  return outcomeOf(
    exitCode,
    databases.some(({ outcome }) => outcome === "success"),
  );
}

/** The result of a database after the whole run went back, or tried to, once its own work had ended. */
export function withWayBack(command: string, result: DatabaseResult, wayBack: WayBackResult): DatabaseResult {
  const changed = result.outcome === "success" || wayBack.state === "rolled-back";
  const outcome = outcomeOfDatabase(command, { ...result, wayBack }, changed);
  return withHelpAfterWayBack({ ...result, wayBack, outcome });
}
