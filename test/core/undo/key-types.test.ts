import { describe, expect, it } from "vitest";
import { doesNotFit, isComparable, keyChanges, withKeyColumn, withKeyOf } from "../../../src/core/undo/key-types.ts";
import { parseDefinition, type TableDefinition } from "../../../src/core/undo/table-definition.ts";

function table(column: string, tail = "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci"): TableDefinition {
  return parseDefinition(
    `CREATE TABLE \`t\` (\n  \`id\` ${column} NOT NULL,\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB ${tail}`,
  );
}

function typed(column: string, tail?: string) {
  const definition = table(column, tail);
  const [found] = definition.columns;
  if (found === undefined) throw new Error("no column");
  return { column: found, table: definition };
}

describe("keys before and after a change of type", () => {
  it.each([
    ["int", "bigint"],
    ["int", "smallint unsigned"],
    ["char(1)", "varchar(30)"],
    ["varchar(9) COLLATE utf8mb4_bin", "varchar(9)"],
    ["varchar(9) CHARACTER SET latin1", "varchar(9)"],
    ["decimal(10,2)", "decimal(12,2)"],
  ])("can be compared: %s and %s", (from, to) => {
    expect(isComparable(typed(from), typed(to))).toBe(true);
    expect(isComparable(typed(to), typed(from))).toBe(true);
  });

  it.each([
    ["varchar(9)", "varchar(9) COLLATE utf8mb4_unicode_ci"],
    ["varchar(9) CHARACTER SET latin1", "varchar(9) CHARACTER SET greek"],
    ["int", "varchar(36)"],
    ["varbinary(9)", "varchar(9)"],
    ["date", "datetime"],
    ["varchar(9) COLLATE uca1400_ai_ci", "varchar(9)"],
  ])("cannot be compared: %s and %s", (from, to) => {
    expect(isComparable(typed(from), typed(to))).toBe(false);
    expect(isComparable(typed(to), typed(from))).toBe(false);
  });

  it("takes a table's own collation for a column's that says none", () => {
    const other = "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci";
    expect(isComparable(typed("varchar(9)"), typed("varchar(9)", other))).toBe(false);
    expect(
      withKeyOf(table("varchar(9)"), table("varchar(9)", other), (name) => name).columns[0]?.clauses[0]?.text,
    ).toBe("COLLATE utf8mb4_unicode_ci");
  });

  it("says what a side table's key is to become, and nothing where it is so", () => {
    expect(keyChanges(table("char(1)"), table("char(3)"))).toEqual(["MODIFY COLUMN `id` char(3) NOT NULL"]);
    expect(keyChanges(table("char(3)"), table("char(3)"))).toEqual([]);
  });

  it("knows what a statement makes of a key, but for what cannot be compared", () => {
    const next = withKeyColumn(table("int"), "ID", "BIGINT NOT NULL");
    expect(next === null ? null : keyChanges(table("int"), next)).toEqual(["MODIFY COLUMN `id` BIGINT NOT NULL"]);
    expect(withKeyColumn(table("int"), "id", "VARCHAR(36) NOT NULL")).toBeNull();
    expect(withKeyColumn(table("int"), "other", "BIGINT NOT NULL")).toBeNull();
  });
});

describe("what a key from before cannot hold", () => {
  it.each([
    ["int", "bigint", "x NOT BETWEEN -2147483648 AND 2147483647"],
    ["tinyint unsigned", "int", "x NOT BETWEEN 0 AND 255"],
    ["int", "int", null],
    ["char(1)", "char(3)", "CHAR_LENGTH(x) > 1"],
    ["varbinary(2)", "varbinary(4)", "LENGTH(x) > 2"],
    [
      "varchar(9) CHARACTER SET latin1",
      "varchar(9)",
      "CHAR_LENGTH(x) > 9 OR CAST(CONVERT(CONVERT(x USING latin1) USING utf8mb4) AS BINARY) <> CAST(x AS BINARY)",
    ],
    ["date", "datetime", null],
  ])("%s of %s", (from, to, sql) => {
    expect(doesNotFit(typed(from), typed(to), "x")).toBe(sql);
  });
});
