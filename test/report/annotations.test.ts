import { describe, expect, test } from "vitest";
import { annotationLine, toAnnotations } from "../../src/report/annotations.ts";
import { DUPLICATE_COLUMN, RESULTS, run } from "./results.ts";

describe("annotations", () => {
  test("stand on file, line and column with title and help", () => {
    expect(toAnnotations(RESULTS.failed, 10)).toEqual([
      {
        level: "error",
        title: "visits: FAILED_VERSIONED_MIGRATION",
        message: expect.stringMatching(
          /^Duplicate column name 'email'\nserver error: 1060 .*\nstatement 2 of 3\nhelp: /,
        ),
        file: "migrations/visits/V3__add_email.sql",
        line: 12,
        column: 1,
      },
    ]);
  });

  test("are ten of a level at most, the last of which counts the others", () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({ ...DUPLICATE_COLUMN, message: `m${index}` }));
    const notices = Array.from({ length: 10 }, (_, index) => ({ level: "warning", message: `w${index}` }) as const);
    const result = run({ problems, notices, outcome: "failed", exitCode: 5 });
    const all = toAnnotations(result, 50);
    expect(all.map((one) => one.level)).toEqual([...Array(10).fill("error"), ...Array(10).fill("warning")]);
    expect(all[9]?.message).toBe("16 more problems, see the job summary or the log");
    expect(all.at(-1)?.message).toBe("w9");
    expect(toAnnotations(result, 1).map((one) => one.message)).toEqual([
      "25 more problems, see the job summary or the log",
      "10 more warnings, see the job summary or the log",
    ]);
    expect(toAnnotations(result, 0)).toEqual([]);
  });

  test("have messages that GitHub does not cut", () => {
    const result = run({
      problems: [{ ...DUPLICATE_COLUMN, message: "x".repeat(10_000) }],
      outcome: "failed",
      exitCode: 5,
    });
    expect(toAnnotations(result, 10)[0]?.message).toHaveLength(4_096);
  });

  test("are one line each for other hosts", () => {
    expect(toAnnotations(RESULTS.configuration, 10).map(annotationLine)).toEqual([
      expect.stringMatching(
        /^flyback\.yml:3:1: error: `lokations` is no option; did you mean `locations`\? help: .* \[UNKNOWN_OPTION\]$/,
      ),
      expect.stringMatching(/^flyback: error: FLYBACK_PORT is .* \[CONFIGURATION\]$/),
    ]);
  });
});
