import { describe, expect, it } from "vitest";
import { baselineRow, deleteRow, migrationRow, nextRank, schemaRow } from "../../../src/core/history/history-row.ts";
import { sameDescription, shortenDescription, shortenScript } from "../../../src/core/history/history-text.ts";
import { rowType } from "../../../src/core/history/row-type.ts";
import { file, history, row, SCHEMA_ROW, version } from "../migration/make.ts";

describe("the next rank", () => {
  it("is 1 in an empty history, and 0 for a SCHEMA row", () => {
    expect(nextRank(history(), "other")).toBe(1);
    expect(nextRank(history(), "SCHEMA")).toBe(0);
  });

  it("follows the last one, whatever the gaps before it", () => {
    expect(nextRank(history(SCHEMA_ROW), "other")).toBe(1);
    expect(nextRank(history(row("V1"), row("V2", { installedRank: 7 })), "other")).toBe(8);
    expect(nextRank(history({ version: "1", type: "BASELINE" }), "SCHEMA")).toBe(2);
  });
});

describe("the row", () => {
  it("of a versioned migration keeps the text of its version and its path", () => {
    expect(
      migrationRow(file("sub/V004__four", { checksum: -5 }), {
        installedRank: 3,
        executionTimeMs: 12.9,
        success: true,
      }),
    ).toEqual({
      installedRank: 3,
      version: "004",
      description: "four",
      type: "SQL",
      script: "sub/V004__four.sql",
      checksum: -5,
      executionTimeMs: 12,
      success: true,
    });
  });

  it("of a failed repeatable has no version and the checksum of the replaced text", () => {
    const repeatable = file("R__r", { checksum: 2, rawChecksum: 3 });
    expect(migrationRow(repeatable, { installedRank: 1, executionTimeMs: 0, success: false })).toMatchObject({
      version: null,
      type: "SQL",
      checksum: 2,
      success: false,
    });
  });

  it("of a baseline migration is of type SQL_BASELINE", () => {
    const outcome = { installedRank: 1, executionTimeMs: 0, success: true };
    expect(migrationRow(file("B1_0__b"), outcome)).toMatchObject({ version: "1.0", type: "SQL_BASELINE" });
  });

  it("of a schema's creation lists the schemas in back-ticks", () => {
    expect(schemaRow(0, ["fw", "other db"])).toEqual({
      installedRank: 0,
      version: null,
      description: "<< Flyway Schema Creation >>",
      type: "SCHEMA",
      script: "`fw`,`other db`",
      checksum: null,
      executionTimeMs: 0,
      success: true,
    });
  });

  it("of a baseline repeats its description as script", () => {
    expect(baselineRow(1, version("1"), "<< Flyway Baseline >>")).toEqual({
      installedRank: 1,
      version: "1",
      description: "<< Flyway Baseline >>",
      type: "BASELINE",
      script: "<< Flyway Baseline >>",
      checksum: null,
      executionTimeMs: 0,
      success: true,
    });
  });

  it("of a deletion marker is that of the deleted row with another rank, type and time", () => {
    const [applied] = history(row("V1__a", { checksum: 4, executionTimeMs: 99 })).applied;
    expect(applied && deleteRow(9, applied)).toEqual({
      installedRank: 9,
      version: "1",
      description: "a",
      type: "DELETE",
      script: "V1__a.sql",
      checksum: 4,
      executionTimeMs: 0,
      success: true,
    });
  });
});

describe("texts that do not fit", () => {
  it.each([199, 200])("leave a description of %s characters as it is", (length) => {
    expect(shortenDescription("x".repeat(length))).toBe("x".repeat(length));
  });

  it("cut a longer description to 197 characters and three dots", () => {
    expect(shortenDescription("x".repeat(201))).toBe(`${"x".repeat(197)}...`);
  });

  it("cut the first three and the last characters of a longer script, as Flyway does", () => {
    expect(shortenScript("x".repeat(1000))).toBe("x".repeat(1000));
    expect(shortenScript(`abc${"x".repeat(997)}/V1__a.sql`)).toBe(`...${"x".repeat(997)}`);
  });

  it.each([
    ["a", "a", true],
    ["a", "A", false],
    ["", "", true],
    ["<< no description >>", "", true],
    ["<< no description >>", "a", false],
    [`${"x".repeat(197)}...`, "x".repeat(300), true],
  ])("%j and %j are the same description: %s", (stored, described, same) => {
    expect(sameDescription(stored, described)).toBe(same);
  });
});

describe("a type code", () => {
  it.each([
    ["SQL", { code: "SQL", synthetic: false, undo: false, undoes: false, baseline: false }],
    ["sql", { code: "SQL", synthetic: false, undo: false, undoes: false, baseline: false }],
    ["SCHEMA", { code: "SCHEMA", synthetic: true, undo: false, undoes: false, baseline: false }],
    ["DELETE", { code: "DELETE", synthetic: true, undo: false, undoes: false, baseline: false }],
    ["BASELINE", { code: "BASELINE", synthetic: true, undo: false, undoes: false, baseline: true }],
    ["SQL_BASELINE", { code: "SQL_BASELINE", synthetic: false, undo: false, undoes: false, baseline: true }],
    ["JDBC_STATE_SCRIPT", { code: "JDBC_BASELINE", synthetic: false, undo: false, undoes: false, baseline: true }],
    ["SPRING_JDBC", { code: "JDBC", synthetic: false, undo: false, undoes: false, baseline: false }],
    ["UNDO_SQL", { code: "UNDO_SQL", synthetic: false, undo: true, undoes: true, baseline: false }],
    ["UNDO_SCRIPT", { code: "UNDO_SCRIPT", synthetic: false, undo: true, undoes: false, baseline: false }],
    ["anything", { code: "ANYTHING", synthetic: false, undo: false, undoes: false, baseline: false }],
  ])("%s is read", (stored, expected) => {
    expect(rowType(stored)).toEqual(expected);
  });
});
