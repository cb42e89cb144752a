import { expect, it } from "vitest";
import { DEFAULT_LEXICAL_MODE } from "../../../src/core/sql/lexical-mode.ts";
import { writtenRowChanges } from "../../../src/core/sql/written-statements.ts";

const tables = (sql: string): readonly string[] =>
  writtenRowChanges(sql, DEFAULT_LEXICAL_MODE).flatMap(({ touches }) =>
    touches.map((touch) => (touch.kind === "rows" ? touch.name.name : touch.kind)),
  );

it.each([
  ["SET @s = 'UPDATE t SET a = 1'", ["t"]],
  [`SET @s := (SELECT IF((SELECT v FROM c) = 1, "DELETE FROM a", 'insert into b values (1)'))`, ["a", "b"]],
  ["set  @s = '  REPLACE INTO t VALUES (''x'')'", ["t"]],
  // What alters a table ends the transaction, and is kept for then.
  ["SET @s = IF(1, 'SELECT 1', 'ALTER TABLE t ADD c INT')", []],
  ["SET @s = CONCAT('UPDATE ', @t, ' SET a = 1')", []],
  ["SET @s = 'updated by the migration'", []],
  ["SET sql_mode = 'UPDATE t SET a = 1'", []],
  ["SELECT 'UPDATE t SET a = 1' INTO @s", []],
])("%s", (sql, names) => {
  expect(tables(sql)).toEqual(names);
});
