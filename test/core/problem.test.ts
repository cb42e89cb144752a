import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/core/exit-code.ts";
import { ERROR_CODES, EXIT, type ErrorCode, type Problem } from "../../src/core/problem.ts";
import { lockName } from "../../src/core/history/lock-name.ts";
import { renderRows } from "../../src/core/render-rows.ts";

const problems = (...codes: readonly ErrorCode[]): readonly Problem[] => codes.map((code) => ({ code, message: "" }));

describe("the exit code", () => {
  it.each([
    [[], EXIT.ok],
    [["CHECKSUM_MISMATCH"], EXIT.validation],
    [["CHECKSUM_MISMATCH", "FAILED_VERSIONED_MIGRATION"], EXIT.notRolledBack],
    [["LOCK_TIMEOUT", "DB_CONNECTION"], EXIT.locked],
    [["INTERNAL", "FAILED_VERSIONED_MIGRATION"], EXIT.notRolledBack],
    [["USAGE", "DB_CONNECTION"], EXIT.connection],
  ] as const)("of %j is %i: the gravest for the data", (codes, exit) => {
    expect(exitCodeOf(problems(...codes))).toBe(exit);
  });
});

describe("every error code", () => {
  it.each(Object.entries(ERROR_CODES))("%s says what to do, in a sentence", (_code, { help }) => {
    expect(help).toMatch(/^[A-Z`f].{15,}\.$/);
  });
});

describe("the lock's name", () => {
  // Vectors seen held by the released Flyway, and Java's String.hashCode.
  it.each([
    ["fw", "flyway_schema_history", "Flyway-1306733384"],
    ["mydb", "flyway_schema_history", "Flyway-278632207"],
    ["fb_try", "flyway_schema_history", "Flyway--816944575"],
  ])("of %s.%s is %s", (schema, table, name) => {
    expect(lockName(schema, table)).toBe(name);
    expect(name.length).toBeLessThanOrEqual(64);
  });
});

describe("a result set", () => {
  it("is a table with what was left out", () => {
    const result = {
      columns: ["id", "name"],
      rows: [
        [1, "a\nb"],
        [20, null],
      ],
      rowCount: 5,
    };
    expect(renderRows(result).split("\n")).toEqual([
      "id | name",
      "---+-----",
      "1  | a b",
      "20 | NULL",
      "… and 3 more rows",
    ]);
  });

  it("cuts wide values and does not print binary ones", () => {
    const text = renderRows({ columns: ["a", "b"], rows: [["x".repeat(99), Buffer.from("z")]], rowCount: 1 });
    expect(text).toContain(`${"x".repeat(59)}…`);
    expect(text).toContain("(binary)");
  });
});
