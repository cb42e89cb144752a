import { describe, expect, test } from "vitest";
import { lexicalModeOf, sqlModeAfter, sqlModeState } from "../../../src/core/sql/sql-mode.ts";

/** The modes after some statements, null if they are not known. */
function modesAfter(start: string | null, ...statements: readonly string[]): string | null {
  const state = statements.reduce(sqlModeAfter, sqlModeState(start));
  return state.modes === null ? null : [...state.modes].toSorted().join(",");
}

describe("the sql_mode after a statement", () => {
  test.each([
    ["is a text", ["SET sql_mode = 'ANSI_QUOTES, NO_ZERO_DATE'"], "ANSI_QUOTES,NO_ZERO_DATE"],
    ["is empty", ["SET sql_mode = ''"], ""],
    ["is zero", ["SET sql_mode = 0"], ""],
    ["is a word", ["SET SQL_MODE = no_backslash_escapes"], "NO_BACKSLASH_ESCAPES"],
    ["is set for the session", ["SET SESSION sql_mode = 'A'"], "A"],
    ["is set with :=", ["SET @@sql_mode := 'A'"], "A"],
    ["is set as a variable of the session", ["SET @@session.sql_mode = 'A'"], "A"],
    ["is set as a local variable", ['SET @@LOCAL.SQL_MODE = "A"'], "A"],
    [
      "is not set globally",
      ["SET GLOBAL sql_mode = 'A'", "SET @@global.sql_mode = 'A'", "SET PERSIST sql_mode = 'A'"],
      "START",
    ],
    ["takes GLOBAL from the assignment before it", ["SET GLOBAL max_connections = 1, sql_mode = 'A'"], "START"],
    ["takes no scope from @@global", ["SET @@global.max_connections = 1, sql_mode = 'A'"], "A"],
    ["is set beside others", ["SET NAMES utf8", "SET @x = 1, sql_mode = 'A', foreign_key_checks = 0"], "A"],
    ["is set in a version comment", ["/*!40101 SET SQL_MODE='A' */"], "A"],
    ["is saved and put back", ["SET @old = @@sql_mode", "SET sql_mode = 'A'", "SET sql_mode = @old"], "START"],
    [
      "is saved and put back as dumps do it",
      ["/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='A' */", "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */"],
      "START",
    ],
    [
      "is saved by the old value when both are in one statement",
      ["SET sql_mode = 'A', @x = @@sql_mode", "SET sql_mode = @x"],
      "START",
    ],
    [
      "is kept in a quoted variable",
      ["SET @`o l d` = @@SESSION.sql_mode, sql_mode = ''", "SET sql_mode = @`O L D`"],
      "START",
    ],
    ["is put together", ["SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')"], "ANSI_QUOTES,START"],
    ["is put together with separators", ["SET sql_mode = CONCAT_WS(',', @@sql_mode, 'A', 'B')"], "A,B,START"],
    ["loses a mode", ["SET sql_mode = 'A_B,C'", "SET sql_mode = REPLACE(@@sql_mode, 'C', '')"], "A_B"],
    ["loses a mode in a sub-query", ["SET sql_mode = (SELECT REPLACE(@@sql_mode, 'START', ''))"], ""],
    ["holds what ANSI stands for", ["SET sql_mode = 'ANSI'"], "ANSI,ANSI_QUOTES,IGNORE_SPACE,PIPES_AS_CONCAT"],
    [
      "is kept by other statements",
      ["SELECT 1", "SET @x = 'y'", "INSERT INTO t VALUES ('SET sql_mode=0')", "CREATE TABLE t (sql_mode INT)"],
      "START",
    ],
    [
      "comes back after a call",
      ["CALL p()", "SELECT my_function()", "BEGIN NOT ATOMIC SET sql_mode = ''; END"],
      "START",
    ],
    ["comes back after SET STATEMENT", ["SET STATEMENT sql_mode = 'A' FOR SELECT 1"], "START"],
  ])("%s", (_, statements, expected) => {
    expect(modesAfter("START", ...statements)).toBe(expected);
  });

  test.each([
    ["is the default", ["SET sql_mode = DEFAULT"]],
    ["is the global one", ["SET sql_mode = @@global.sql_mode"]],
    ["is a number", ["SET sql_mode = 4"]],
    ["is an unknown variable's", ["SET sql_mode = @x"]],
    ["was saved by a query", ["SET @x = 'A'", "SELECT @@sql_mode INTO @x", "SET sql_mode = @x"]],
    ["was saved in a variable that a procedure may have changed", ["SET @x = 'A'", "CALL p()", "SET sql_mode = @x"]],
    ["is an expression", ["SET sql_mode = CONCAT(@@sql_mode, LOWER('A'))"]],
    ["loses a part of a mode's name", ["SET sql_mode = 'A_B'", "SET sql_mode = REPLACE(@@sql_mode, 'A', '')"]],
    ["loses a mode with commas around", ["SET sql_mode = REPLACE(@@sql_mode, ',START,', ',')"]],
    ["was set by a prepared statement", ["EXECUTE s"]],
    ["was set by a statement in a text", ["EXECUTE IMMEDIATE 'SET sql_mode = 0'"]],
    ["is set in a comment for some servers", ["/*!80000 SET sql_mode = '' */"]],
    ["was unknown before", ["SET sql_mode = DEFAULT", "SET sql_mode = CONCAT(@@sql_mode, ',A')"]],
  ])("cannot be told if it %s", (_, statements) => {
    expect(modesAfter("START", ...statements)).toBeNull();
  });
});

test("the splitter's mode follows from it", () => {
  expect(lexicalModeOf(sqlModeState("STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES"))).toEqual({
    ansiQuotes: false,
    noBackslashEscapes: true,
    oracle: false,
  });
  expect(lexicalModeOf(sqlModeState("ORACLE"))).toEqual({ ansiQuotes: true, noBackslashEscapes: false, oracle: true });
  expect(lexicalModeOf(sqlModeState(null))).toBeNull();
});
