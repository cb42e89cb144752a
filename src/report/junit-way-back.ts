import type { Problem } from "../core/problem.ts";
import type { DatabaseResult, WayBackStep } from "../core/result.ts";
import { oneLine, plural } from "./format.ts";
import type { JunitVerdict } from "./junit-verdict.ts";
import { failedVerdict, PASSED } from "./junit-verdict.ts";

/** A part of the way back with its time. */
export type WayBackCase = { readonly name: string; readonly timeMs: number; readonly verdict: JunitVerdict };

/** The problem that says why a step of the way back failed: it is told by the case of that step. */
export function isOfWayBack(database: DatabaseResult, problem: Problem): boolean {
  return problem.code === "ROLLBACK_FAILED" && failedStepOf(database) !== undefined;
}

function failedStepOf({ wayBack }: DatabaseResult): WayBackStep | undefined {
  return wayBack?.steps.find(({ status }) => status === "failed");
}

/** GitLab shows the text alone, so it begins with the message. */
function failed(message: string, more: readonly string[] = []): JunitVerdict {
  const line = oneLine(message);
  return { kind: "failure", type: "ROLLBACK_FAILED", message: line, text: [line, ...more].join("\n") };
}

function stepVerdict(step: WayBackStep, problems: readonly Problem[]): JunitVerdict {
  if (step.status === "done") return PASSED;
  const [first, ...rest] = problems;
  if (first !== undefined) return failedVerdict([first, ...rest]);
  return failed(step.message ?? `${step.text} failed`);
}

/**
 * A case for each step of the way back, and one that fails where the database is not as before the run.
 * @param problems those that `isOfWayBack` picks
 */
export function wayBackCases(database: DatabaseResult, problems: readonly Problem[]): readonly WayBackCase[] {
  const { wayBack } = database;
  if (wayBack === null) return [];
  const bad = failedStepOf(database);
  const steps = wayBack.steps.map((step) => ({
    name: `${wayBack.state === "discarded" ? "discard" : "rollback"}: ${oneLine(step.text)}`,
    timeMs: step.durationMs,
    verdict: stepVerdict(step, step === bad ? problems : []),
  }));
  const { differences } = wayBack;
  if (differences.length === 0) return steps;
  const message = `${plural(differences.length, "difference")} from before the run`;
  const compared = { name: "rollback: as before the run", timeMs: 0 };
  return [...steps, { ...compared, verdict: failed(message, differences) }];
}
