import { describe, expect, it } from "vitest";
import { breakInTheMiddle } from "./break-statement.ts";
import { FAULTS, statementsOf, withFault } from "./faults.ts";

const FAULT = FAULTS.function;

function sqlWith(text: string, index: number): readonly string[] {
  const faulty = withFault(text, index, "function", "mysql");
  if (faulty === null) throw new Error("no fault could be put in");
  const statements = statementsOf(faulty.text, "mysql");
  expect(statements.find(({ sql }) => sql === FAULT)?.line).toBe(faulty.line);
  return statements.map(({ sql }) => sql);
}

describe("a fault before a statement", () => {
  it.each([
    [0, [FAULT, "SELECT 1", "SELECT 2"]],
    [1, ["SELECT 1", FAULT, "SELECT 2"]],
    [2, ["SELECT 1", "SELECT 2", FAULT]],
  ])("leaves all others as they are: %i", (index, expected) => {
    expect(sqlWith("-- head\nSELECT 1;\n-- between\nSELECT 2;\n", index)).toEqual(expected);
    expect(sqlWith("SELECT 1;\r\nSELECT 2", index)).toEqual(expected);
    expect(sqlWith("DELIMITER //\nSELECT 1//\nSELECT 2//\n", index)).toEqual(expected);
    expect(sqlWith("SELECT 1;\nDELIMITER $$\nSELECT 2$$\nDELIMITER ;\n-- end", index)).toEqual(expected);
  });

  it("stands between programs", () => {
    const procedure = "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND";
    expect(sqlWith(`DELIMITER //\n${procedure}//\nDELIMITER ;\nCALL p();`, 1)).toEqual([procedure, FAULT, "CALL p()"]);
  });
});

describe("a script that sets its sql_mode", () => {
  it("is read as the server reads it", () => {
    const text =
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nSELECT 'a\\';\nSET SESSION sql_mode = DEFAULT;\nSELECT 'b\\';';\n";
    expect(sqlWith(text, 4)).toEqual([
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
      "SELECT 'a\\'",
      "SET SESSION sql_mode = DEFAULT",
      "SELECT 'b\\';'",
      FAULT,
    ]);
  });
});

describe("a statement that is broken in its middle", () => {
  it.each([
    ["DROP TABLE a, b", "DROP TABLE a, b, flyback_fault_no_such_table"],
    ["RENAME TABLE a TO b", "RENAME TABLE a TO b, flyback_fault_no_such_table TO flyback_fault"],
    ["ALTER TABLE a ADD c INT", "ALTER TABLE a ADD c INT, DROP COLUMN flyback_fault_no_such_column"],
    [
      "INSERT INTO t VALUES (1, 'a,(')",
      "INSERT INTO t VALUES (1, 'a,('), ((SELECT 1 UNION ALL SELECT 2), (SELECT 1 UNION ALL SELECT 2))",
    ],
    [
      "insert into t (a) value (f(1, 2)) , (3) -- end",
      "insert into t (a) value (f(1, 2)) , (3) -- end, ((SELECT 1 UNION ALL SELECT 2))",
    ],
  ])("%s", (sql, broken) => {
    expect(breakInTheMiddle(sql)).toBe(broken);
  });

  it.each([
    "DROP TABLE IF EXISTS a",
    "INSERT IGNORE INTO t VALUES (1)",
    "UPDATE t SET a = 1",
    "INSERT INTO t SELECT 1",
    "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
  ])("is not made of %s", (sql) => {
    expect(breakInTheMiddle(sql)).toBeNull();
  });
});
