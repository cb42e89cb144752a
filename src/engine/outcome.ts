import { EXIT, exitCodeOf, type Problem } from "../core/problem.ts";
import type { Outcome } from "../core/result.ts";

/** The one word for what came out of a set of problems; `changed` says whether anything was done. */
export function outcomeOf(problems: readonly Problem[], changed: boolean): Outcome {
  if (problems.length === 0) return changed ? "success" : "no-op";
  switch (exitCodeOf(problems)) {
    case EXIT.locked:
      return "locked";
    case EXIT.usage:
    case EXIT.validation:
      return "invalid";
    default:
      return "failed";
  }
}
