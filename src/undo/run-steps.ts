import type { Journal, RunDatabase } from "./journal.ts";
import { createSteps, type StepLog } from "./steps.ts";

/** Steps of work on a run that the journal notes. */
export function stepsOf(
  journal: Journal,
  run: Pick<RunDatabase, "runId" | "seq">,
  { now, say }: { readonly now: () => number; readonly say: (text: string) => void },
): StepLog {
  return createSteps({
    now,
    say,
    noteTable: journal.noteTable,
    note: (step, aside) =>
      journal.note(run, step.text, {
        state: step.status,
        ...(step.message === undefined ? {} : { message: step.message }),
        ...(aside === null ? {} : { facts: aside }),
      }),
  });
}
