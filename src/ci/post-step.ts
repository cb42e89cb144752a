import { basename } from "node:path";
import type { UndoConfig } from "../config/config.ts";
import type { Environment } from "./platform.ts";

/** What the main step leaves for its post step, in the runner's state: once a run has begun, and again when it has ended. */
export type StepState = {
  readonly runId: string;
  /** Stopped half-way: it is neither done nor taken back. */
  readonly isOpen: boolean;
} & Pick<UndoConfig, "onFailure" | "onJobFailure">;

const NAME = "run";

/**
 * True if GitHub's runner started us as the post step: by a file of its own, dist/post.js, since a main step that was killed
 * at once leaves no state, and must not be taken for one that has not run.
 * @param script the path of the script, `process.argv[1]`
 */
export function isPostStep(script: string | undefined): boolean {
  return script !== undefined && basename(script) === "post.js";
}

/** Writes the state by the given function of @actions/core. */
export function saveStepState(save: (name: string, value: string) => void, state: StepState): void {
  save(NAME, JSON.stringify(state));
}

/** The state that the main step left; null if no run had begun. */
export function readStepState(env: Environment): StepState | null {
  const text = env[`STATE_${NAME}`];
  // Only our own main step of the same version writes it.
  return text === undefined || text === "" ? null : (JSON.parse(text) as StepState);
}

export type PostDecision =
  | { readonly kind: "nothing"; readonly why: string }
  | { readonly kind: "rollback"; readonly runId: string; readonly why: string };

/**
 * Whether the post step takes the run back: if it was stopped half-way and was to go back on a failure anyway, or if the job
 * went wrong later and `on-job-failure` is rollback.
 * @param jobStatus GitHub's `job.status`, which the runner evaluates anew for the post step
 */
export function decidePost(state: StepState | null, jobStatus: string | null): PostDecision {
  const nothing = (why: string): PostDecision => ({ kind: "nothing", why });
  if (state === null) return nothing("this step began no run that could be taken back");
  const { runId, isOpen, onFailure, onJobFailure } = state;
  if (isOpen && onFailure === "rollback") return { kind: "rollback", runId, why: "it was stopped half-way" };
  if (onJobFailure === "none") return nothing("`on-job-failure` is none");
  switch (jobStatus) {
    case "failure":
      return { kind: "rollback", runId, why: "the job failed" };
    case "cancelled":
      return { kind: "rollback", runId, why: "the job was cancelled" };
    case "success":
      return nothing("the job went well");
    default:
      return nothing(`the state of the job is not known (${jobStatus ?? "none was given"})`);
  }
}
