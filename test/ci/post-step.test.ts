import { describe, expect, test } from "vitest";
import { decidePost, isPostStep, readStepState, saveStepState, type StepState } from "../../src/ci/post-step.ts";
import { asRollback, isGone } from "../../src/main/post-step.ts";
import { config } from "../config/support.ts";

const STATE: StepState = { runId: "r1", isOpen: false, onFailure: "rollback", onJobFailure: "rollback" };

describe("the post step", () => {
  test.each([
    ["/srv/actions/flyback/dist/post.js", true],
    ["/srv/actions/flyback/dist/index.js", false],
    ["/work/post.js/index.js", false],
    [undefined, false],
  ])("is the script %s: %s", (script, expected) => {
    expect(isPostStep(script)).toBe(expected);
  });

  test("reads what the main step saved", () => {
    const env: Record<string, string> = {};
    saveStepState((name, value) => void (env[`STATE_${name}`] = value), STATE);
    expect(readStepState(env)).toEqual(STATE);
    expect(readStepState({})).toBeNull();
  });

  const cases: readonly (readonly [string, StepState | null, string | null, "rollback" | "nothing"])[] = [
    ["no run began", null, "failure", "nothing"],
    ["the job failed", STATE, "failure", "rollback"],
    ["the job was cancelled", STATE, "cancelled", "rollback"],
    ["the job went well", STATE, "success", "nothing"],
    ["the state of the job is not known", STATE, null, "nothing"],
    ["the state of the job is a new word", STATE, "neutral", "nothing"],
    ["it is not asked for", { ...STATE, onJobFailure: "none" }, "failure", "nothing"],
    ["the run was stopped half-way", { ...STATE, onJobFailure: "none", isOpen: true }, "cancelled", "rollback"],
    [
      "it was stopped and failures are kept",
      { ...STATE, onFailure: "keep", onJobFailure: "none", isOpen: true },
      "failure",
      "nothing",
    ],
  ];
  test.each(cases)("where %s", (...[, state, jobStatus, kind]) => {
    expect(decidePost(state, jobStatus).kind).toBe(kind);
  });
});

describe("the configuration of the post step", () => {
  test("is that of the main step, with no report files and no plan", async () => {
    const main = await config({ argv: ["migrate", "--dry-run", "--json", "--junit-path", "j.xml"] });
    const { command, dryRun, planHash, undo, reports, databases } = asRollback(main, "r1");
    expect({ command, dryRun, planHash }).toEqual({ command: "rollback", dryRun: false, planHash: null });
    expect(undo.runId).toBe("r1");
    expect(reports).toMatchObject({ junitPath: null, json: false, summary: true });
    expect(databases).toBe(main.databases);
  });

  test("has nothing to reach where the servers ended with the step", async () => {
    expect(isGone(await config({ env: { FLYBACK_URL: "throwaway:" } }))).toBe(true);
    expect(isGone(await config({}))).toBe(false);
  });
});
