import { describe, expect, test } from "vitest";
import type { StepResult } from "../../src/core/result.ts";
import { renderText } from "../../src/report/text.ts";
import { database, DUPLICATE_COLUMN, NOT_RUN, RESULTS, run, step } from "./results.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

const PLAIN = { colours: false, logSql: "failed" } as const;

describe("text", () => {
  test("ends with the summary and the next command, where a CI log is opened", () => {
    const lines = renderText(RESULTS.failed, PLAIN).trimEnd().split("\n");
    expect(lines.at(-2)).toMatch(
      /^FAILED {2}flyback migrate: visits failed at .*V3__add_email\.sql:12 .*exit code 5\)$/,
    );
    expect(lines.at(-1)).toMatch(/^next: flyback repair, then flyback migrate/);
  });

  test("tells databases that went well before those that failed", () => {
    const text = renderText(RESULTS["two databases"], PLAIN);
    const order = ["registry: OK", "billing: NOT RUN", "visits: FAILED"].map((title) => text.indexOf(title));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  test("starts findings at the first column as path:line:col: error: CODE message", () => {
    expect(renderText(RESULTS.invalid, PLAIN)).toMatch(
      /^migrations\/registry\/V2__add_name\.sql:1:1: error: CHECKSUM_MISMATCH V2/m,
    );
  });

  test("tells a help that several findings share once", () => {
    expect(renderText(RESULTS.invalid, PLAIN).match(/help: Restore the file/g)).toHaveLength(1);
  });

  test("tells each problem once, although step, phase and database have it", () => {
    const result = run({
      outcome: "failed",
      exitCode: 5,
      databases: [
        database("visits", {
          outcome: "failed",
          problems: [DUPLICATE_COLUMN],
          phases: [{ name: "migrate", status: "failed", durationMs: 1, problems: [DUPLICATE_COLUMN] }],
          steps: [step("3", "add email", { status: "failed", problem: DUPLICATE_COLUMN, statementsDone: 1 })],
        }),
      ],
    });
    expect(renderText(result, PLAIN).match(/Duplicate column name/g)).toHaveLength(1);
  });

  test("hides the statement with log-sql none, but not that of a dry run", () => {
    expect(renderText(RESULTS.failed, { ...PLAIN, logSql: "none" })).not.toContain("ALTER TABLE");
    expect(renderText(RESULTS["dry run"], { ...PLAIN, logSql: "none" })).toContain("ALTER TABLE");
  });

  test("has no escape sequences without colours, whatever a server says", () => {
    const problem = {
      ...DUPLICATE_COLUMN,
      message: "\u001b[2Jgone\u0007\r\u202e",
      statement: { sql: "SELECT '\u001b[31m'", number: 1, of: 1 },
    };
    const text = renderText(run({ outcome: "failed", exitCode: 5, problems: [problem] }), PLAIN);
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain("\\x1b[2Jgone\\x07");
  });

  test("with colours has the same words", () => {
    for (const result of Object.values(ALL_RESULTS)) {
      const coloured = renderText(result, { ...PLAIN, colours: true });
      // oxlint-disable-next-line no-control-regex
      expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderText(result, PLAIN));
      expect(coloured).toContain("\u001b[");
    }
  });

  test("shortens long lists to their ends and keeps the failed one", () => {
    const done = Array.from({ length: 300 }, (_, index) => step(String(index), "x"));
    const left = Array.from({ length: 200 }, (_, index): StepResult => step(String(400 + index), "x", NOT_RUN));
    const failed = step("399", "x", { status: "failed", problem: DUPLICATE_COLUMN });
    const result = run({
      outcome: "failed",
      exitCode: 5,
      databases: [database("visits", { outcome: "failed", steps: [...done, failed, ...left] })],
    });
    const text = renderText(result, PLAIN);
    expect(text).toContain("V399__x.sql  FAILED");
    expect(text).toContain("… 290 more");
    expect(text).toContain("… 190 more");
    expect(text.split("\n").length).toBeLessThan(50);
  });

  test("a report that could not be written makes a good run no OK", () => {
    const problem = { code: "REPORT_NOT_WRITTEN", message: "JUnit report /x could not be written: EACCES" } as const;
    const text = renderText({ ...RESULTS.success, exitCode: 2, problems: [problem] }, PLAIN);
    expect(text).toContain("FAILED  flyback migrate: JUnit report /x could not be written");
    expect(text).toContain("3 migrations applied");
  });
});
