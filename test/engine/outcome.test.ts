import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/core/problem.ts";
import type { StepResult, WayBackResult } from "../../src/core/result.ts";
import { exitCodeOfDatabase, outcomeOfDatabase, outcomeOfRun, withWayBack } from "../../src/engine/outcome.ts";
import { database, step } from "../report/results.ts";

type State = WayBackResult["state"];

function wayBack(state: State): WayBackResult {
  const counts = { keptObjects: 1, snapshotBytes: 0, rowsCarried: 0, rowsSetAside: 0 };
  return { state, ...counts, steps: [], setAside: [], differences: [] };
}

const problem = (code: ErrorCode): { code: ErrorCode; message: string } => ({ code, message: "why" });
const DONE: readonly StepResult[] = [step("1", "init")];

describe("the exit code of a migrate", () => {
  const cases: readonly (readonly [ErrorCode | null, boolean, State | null, number, string])[] = [
    [null, true, "kept", 0, "success"],
    [null, false, "none", 0, "no-op"],
    ["FAILED_VERSIONED_MIGRATION", true, null, 5, "failed"],
    ["FAILED_VERSIONED_MIGRATION", true, "rolled-back", 4, "rolled-back"],
    ["FAILED_VERSIONED_MIGRATION", true, "pending", 5, "failed"],
    ["FAILED_VERSIONED_MIGRATION", true, "rollback-failed", 5, "rollback-failed"],
    ["CANCELLED", false, "rolled-back", 4, "rolled-back"],
    ["CANNOT_UNDO", false, "none", 3, "invalid"],
    ["CANNOT_UNDO", false, "rolled-back", 3, "invalid"],
    ["CANNOT_UNDO", true, "rolled-back", 4, "rolled-back"],
    ["UNKNOWN_PLACEHOLDER", true, null, 5, "failed"],
    ["UNKNOWN_PLACEHOLDER", true, "rolled-back", 4, "rolled-back"],
    ["ROLLBACK_FAILED", true, "rollback-failed", 5, "rollback-failed"],
    ["UNFINISHED_RUN", false, null, 5, "failed"],
  ];
  test.each(cases)("with %s, steps %s, way back %s is %i: %s", (...[code, stepped, state, exit, outcome]) => {
    const facts = {
      problems: code === null ? [] : [problem(code)],
      steps: stepped ? DONE : [],
      wayBack: state === null ? null : wayBack(state),
    };
    expect(exitCodeOfDatabase("migrate", facts)).toBe(exit);
    expect(outcomeOfDatabase("migrate", facts, stepped)).toBe(outcome);
  });
});

describe("the exit code of rollback", () => {
  const cases: readonly (readonly [ErrorCode | null, State | null, number, string])[] = [
    [null, "rolled-back", 0, "success"],
    [null, null, 0, "no-op"],
    ["ROLLBACK_REFUSED", null, 9, "rollback-failed"],
    ["SERVER_GONE", "rollback-failed", 9, "rollback-failed"],
    ["SERVER_GONE", "pending", 9, "rollback-failed"],
    ["DB_CONNECTION", null, 7, "failed"],
  ];
  test.each(cases)("with %s, way back %s is %i: %s", (code, state, exit, outcome) => {
    const facts = {
      problems: code === null ? [] : [problem(code)],
      steps: [],
      wayBack: state === null ? null : wayBack(state),
    };
    expect(exitCodeOfDatabase("rollback", facts)).toBe(exit);
    expect(outcomeOfDatabase("rollback", facts, state === "rolled-back")).toBe(outcome);
  });
});

test("a database that was done goes back with the run, and is told so", () => {
  const result = withWayBack("migrate", database("registry", { steps: DONE }), wayBack("rolled-back"));
  expect(result).toMatchObject({ outcome: "rolled-back", wayBack: { state: "rolled-back" } });
  expect(exitCodeOfDatabase("migrate", result)).toBe(4);
});

test("one database that could not go back is the run's outcome", () => {
  const bad = withWayBack("migrate", database("visits", { steps: DONE }), wayBack("rollback-failed"));
  expect(outcomeOfRun(5, [database("registry"), bad])).toBe("rollback-failed");
});
