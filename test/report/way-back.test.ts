import { describe, expect, test } from "vitest";
import { formatBytes } from "../../src/report/format.ts";
import { toAnnotations } from "../../src/report/annotations.ts";
import { nextStep } from "../../src/report/next-command.ts";
import { maskResult } from "../../src/report/mask-result.ts";
import { toOutputs } from "../../src/report/outputs.ts";
import { renderDotenv } from "../../src/report/dotenv.ts";
import { summaryLine } from "../../src/report/summary.ts";
import { database, run, step } from "./results.ts";
import { WAY_BACK_RESULTS, wayBack } from "./way-back-results.ts";
import { withWayBack } from "../../src/engine/outcome.ts";
import type { Problem } from "../../src/core/problem.ts";

const NO_PATHS = { junitPath: null, reportPath: null, jsonPath: null };
const CANCELLED: Problem = { code: "CANCELLED", message: "The run was stopped" };

test.each([
  [0, "0 B"],
  [1_023, "1023 B"],
  [1_024, "1.0 KB"],
  [1_048_575, "1.0 MB"],
  [314_572_800, "300 MB"],
  [1024 ** 4, "1024 GB"],
] as const)("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

describe("the next command", () => {
  const stopped = (state: "rolled-back" | "pending") =>
    run({
      outcome: "failed",
      exitCode: 5,
      runId: "r 1",
      databases: [withWayBack("migrate", database("a", { problems: [CANCELLED] }), wayBack(state))],
    });

  test("after a cancelled run that went back is migrate, at once", () => {
    expect(nextStep(stopped("rolled-back"))).toEqual({ condition: null, commands: ["flyback migrate"] });
  });

  test("after one that did not names the run, quoted for a shell", () => {
    expect(nextStep(stopped("pending"))?.commands).toEqual(["flyback rollback --run-id 'r 1'"]);
  });

  test("after a rollback that was refused is rollback, with the environment", () => {
    const problems = [{ code: "ROLLBACK_REFUSED", message: "V4 came since" }] as const;
    const result = run({ command: "rollback", outcome: "rollback-failed", exitCode: 9, environment: "prod", problems });
    expect(nextStep(result)?.commands).toEqual(["flyback rollback --environment prod"]);
  });

  test("offers both ways while a run can go back", () => {
    expect(nextStep(WAY_BACK_RESULTS.kept)).toMatchObject({
      commands: [expect.stringMatching(/^flyback commit --run-id /)],
      instead: { command: expect.stringMatching(/^flyback rollback --run-id /) },
    });
  });
});

describe("help", () => {
  test("of a failure tells nobody to clean up by hand once all is back", () => {
    const [visits] = WAY_BACK_RESULTS["rolled back"].databases;
    expect(visits?.steps.find(({ status }) => status === "failed")?.problem?.help).toMatch(/^Everything is as it was/);
    expect(visits?.problems[0]?.help).toMatch(/^Everything is as it was/);
  });

  test("that a problem brings itself stays", () => {
    const problems = [{ ...CANCELLED, help: "Mine." }];
    expect(withWayBack("migrate", database("a", { problems }), wayBack("pending")).problems[0]?.help).toBe("Mine.");
  });
});

describe("outputs", () => {
  test("say rolled back only if nothing is left", () => {
    const both = run({
      databases: [database("a", { wayBack: wayBack("rolled-back") }), database("b", { wayBack: wayBack("pending") })],
    });
    expect(toOutputs(both, NO_PATHS)["rolled-back"]).toBe("false");
    expect(toOutputs(WAY_BACK_RESULTS["rolled back"], NO_PATHS)).toMatchObject({
      "rolled-back": "true",
      result: "rolled-back",
      "migrations-applied": "0",
      "snapshot-size": "12400000",
      "rows-carried": "3",
    });
  });

  test("as dotenv are no more than the 20 variables that GitLab takes", () => {
    expect(renderDotenv(toOutputs(WAY_BACK_RESULTS.rollback, NO_PATHS)).trimEnd().split("\n")).toHaveLength(20);
  });
});

test("rows set aside are marked with a warning", () => {
  const warnings = toAnnotations(WAY_BACK_RESULTS.rollback, 10).filter(({ level }) => level === "warning");
  expect(warnings).toMatchObject([
    { title: "flyback: visits", message: expect.stringContaining("1 row of visits.appointment is in flyback_4f2a.") },
  ]);
});

test("the summary counts the databases that went back", () => {
  const back = database("a", { wayBack: wayBack("rolled-back") });
  const result = run({ command: "rollback", databases: [back, database("b", { wayBack: null })] });
  expect(summaryLine(result)).toContain("rolled back on 1 database");
});

test("a password that is the name of a table or run blanks neither", () => {
  const masked = maskResult(WAY_BACK_RESULTS.rollback, (text) => text.replaceAll("visits.appointment", "***"));
  expect(masked.databases[0]?.wayBack?.setAside[0]?.table).toBe("visits.appointment");
});

test("a migration that went well and was rolled back is pending again", () => {
  const result = run({
    databases: [database("a", { steps: [step("1", "init")], wayBack: wayBack("rolled-back") })],
  });
  expect(toOutputs(result, NO_PATHS)).toMatchObject({ "migrations-pending": "1", "applied-versions": "" });
});
