import { describe, expect, test } from "vitest";
import { chooseRun } from "../../src/engine/choose-run.ts";
import type { JournalledRun } from "../../src/engine/way-back.ts";

function journalled(runId: string, state: JournalledRun["state"], job: string | null = null): JournalledRun {
  return {
    runId,
    seq: 0,
    state,
    decidesHere: true,
    isExpired: false,
    coordinator: "a",
    job,
    startedAt: "",
    label: "somebody",
  };
}

describe("the run to take back or to commit", () => {
  const RUNS = [
    journalled("r4", "migrated", "jenkins:shop#8"),
    journalled("r3", "rolled-back"),
    journalled("r2", "committed", "jenkins:shop#7"),
    journalled("r1", "migrating"),
  ];

  test.each([
    ["the last one in a terminal", null, null, "r4"],
    ["the one of the job", null, "jenkins:shop#8", "r4"],
    ["the one that is named, whoever made it", "r1", "jenkins:shop#8", "r1"],
  ])("is %s", (_, runId, job, expected) => {
    expect(chooseRun(RUNS, { runId, job })).toMatchObject({ kind: "run", run: { runId: expected } });
  });

  test.each([
    [
      "of another job",
      null,
      "jenkins:shop#9",
      "This CI job has changed nothing in this database; `run-id` names the run of another one.",
    ],
    ["that is committed", null, "jenkins:shop#7", "The run r2 is committed."],
    ["that was taken back", "r3", null, "The run r3 has been taken back already."],
  ])("is none %s", (_, runId, job, why) => {
    expect(chooseRun(RUNS, { runId, job })).toEqual({ kind: "none", why, isUnknown: false });
  });

  test("is none where the last was taken back or committed: an earlier one is never taken in its place", () => {
    expect(chooseRun(RUNS.slice(1), { runId: null, job: null }).kind).toBe("none");
    expect(chooseRun([], { runId: null, job: null }).kind).toBe("none");
  });

  test("is unknown where a name is wrong", () => {
    expect(chooseRun(RUNS, { runId: "r9", job: null })).toMatchObject({ kind: "none", isUnknown: true });
  });
});
