import type { JournalledRun } from "./way-back.ts";

/** The run that `rollback` and `commit` work on, or why there is none. */
export type Choice =
  | { readonly kind: "run"; readonly run: JournalledRun }
  /** `isUnknown`: one was named that this journal does not have. */
  | { readonly kind: "none"; readonly why: string; readonly isUnknown: boolean };

export type Wanted = {
  /** `run-id`; null: found out. */
  readonly runId: string | null;
  /** The CI job that asks; null in a terminal. */
  readonly job: string | null;
};

function none(why: string, isUnknown = false): Choice {
  return { kind: "none", why, isUnknown };
}

function found(run: JournalledRun): Choice {
  if (run.state === "committed" || run.state === "committing") return none(`The run ${run.runId} is committed.`);
  if (run.state === "rolled-back") return none(`The run ${run.runId} has been taken back already.`);
  return { kind: "run", run };
}

/**
 * Chooses among the runs of a history: the one that is named; else, in CI, one of this very job, so that a job whose migrate had
 * nothing to do never takes back the good run of the job before; else the last one.
 * @param runs newest first
 */
export function chooseRun(runs: readonly JournalledRun[], { runId, job }: Wanted): Choice {
  if (runId !== null) {
    const named = runs.find((run) => run.runId === runId);
    return named === undefined ? none(`The journal has no run ${runId} of this database.`, true) : found(named);
  }
  if (job !== null) {
    const own = runs.find((run) => run.job === job);
    return own === undefined
      ? none("This CI job has changed nothing in this database; `run-id` names the run of another one.")
      : found(own);
  }
  const [last] = runs;
  return last === undefined ? none("The journal has no run of this database.") : found(last);
}
