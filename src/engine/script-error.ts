import type { Problem } from "../core/problem.ts";

/** A statement of a script failed; what came before it is known, what it did itself is not always. */
export class ScriptError extends Error {
  readonly problem: Problem;
  /** Statements that the server has done. */
  readonly done: number;
  /** How many of those a rollback does not take back. */
  readonly applied: number;
  readonly total: number | null;
  /** The session is gone, so nothing can be rolled back or written on it. */
  readonly lost: boolean;

  constructor(
    problem: Problem,
    counts: { readonly done: number; readonly applied: number; readonly total: number | null; readonly lost: boolean },
    cause?: unknown,
  ) {
    super(problem.message, { cause });
    this.name = "ScriptError";
    this.problem = problem;
    this.done = counts.done;
    this.applied = counts.applied;
    this.total = counts.total;
    this.lost = counts.lost;
  }
}
