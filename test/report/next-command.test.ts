import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../../src/core/problem.ts";
import { nextStep } from "../../src/report/next-command.ts";
import { summaryLine } from "../../src/report/summary.ts";
import { database, migration, PENDING, RESULTS, run } from "./results.ts";

function failedWith(code: ErrorCode) {
  return run({ command: "migrate", outcome: "failed", exitCode: 3, problems: [{ code, message: "x" }] });
}

describe("the next command", () => {
  test.each([
    ["CHECKSUM_MISMATCH", ["flyback repair"]],
    ["FAILED_ROW", ["flyback repair", "flyback migrate"]],
    ["LOCK_TIMEOUT", ["flyback migrate"]],
    ["SERVER_GONE", ["flyback info"]],
    ["PLAN_CHANGED", ["flyback migrate --dry-run"]],
    ["NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE", ["flyback baseline", "flyback migrate"]],
  ] as const)("after %s", (code, commands) => {
    expect(nextStep(failedWith(code))?.commands).toEqual(commands);
  });

  test.each(["CONFIGURATION", "DB_CONNECTION", "INTERNAL"] as const)("there is none after %s", (code) => {
    expect(nextStep(failedWith(code))).toBeNull();
  });

  test("is migrate after validate and info, where something is pending", () => {
    const databases = [database("a", { migrations: [migration("1", "x", PENDING)] })];
    expect(nextStep(run({ command: "validate", databases }))?.commands).toEqual(["flyback migrate"]);
    expect(nextStep(run({ command: "migrate", databases }))).toBeNull();
    expect(nextStep(RESULTS["no-op"])).toBeNull();
  });

  test("carries the plan's hash after a dry run, and the environment, quoted for a shell", () => {
    const result = { ...RESULTS["dry run"], environment: "it's prod" };
    expect(nextStep(result)?.commands[0]).toMatch(
      /^flyback migrate --plan-hash [0-9a-f]{64} --environment 'it'\\''s prod'$/,
    );
  });
});

describe("the summary line", () => {
  test("promises that no migration was run only where that is sure", () => {
    expect(summaryLine(failedWith("CHECKSUM_MISMATCH"))).toContain("no migration was run");
    for (const code of ["INTERNAL", "FAILED_CALLBACK", "SERVER_GONE", "CANCELLED"] as const) {
      expect(summaryLine(failedWith(code))).not.toContain("no migration was run");
    }
  });

  test("shows no stack", () => {
    const problems = [{ code: "INTERNAL", message: "Error: boom\n    at f (x.ts:1:1)" }] as const;
    expect(summaryLine(run({ outcome: "failed", exitCode: 1, problems }))).toBe(
      "flyback migrate: Error: boom (1.53 s, exit code 1)",
    );
  });
});
