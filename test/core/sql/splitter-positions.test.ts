import { describe, expect, test } from "vitest";
import { createSplitter } from "../../../src/core/sql/splitter.ts";
import { MARIADB, expectSplit, placesOf, split, splitIn } from "./splitting.ts";

describe("the place of a statement", () => {
  test.each([
    ["is its first token's", "SELECT 1;\n\n  SELECT 2;SELECT 3", ["1:1", "3:3", "3:12"]],
    ["is after comments", "-- a\n/* b\n */ SELECT 1;\n# c\n\n\tSELECT 2; /* d */ SELECT 3;", ["3:5", "6:2", "6:20"]],
    ["counts UTF-16 units", "SELECT '💥ü'; SELECT 2;", ["1:1", "1:15"]],
    ["counts CR alone", "SELECT 1;\rSELECT 2;\r\r SELECT 3;", ["1:1", "2:1", "4:2"]],
    ["counts CR LF once", "SELECT 1;\r\nSELECT 2;\r\n\r\n SELECT 3;\n\rSELECT 4", ["1:1", "2:1", "4:2", "6:1"]],
    ["counts line ends inside of tokens", "SELECT '\n\r\n\r', `\n` /* \n */ -- \n;SELECT 2", ["1:1", "7:2"]],
    ["does not count form feeds and line separators", "SELECT 1;\f\v\u2028\u0085SELECT 2;", ["1:1", "1:14"]],
    ["does not count a byte order mark", "\ufeffSELECT 1;\n\ufeffSELECT 2;", ["1:1", "2:2"]],
    ["is that of a version comment", "\n /*!50003 SELECT 1 */;", ["2:2"]],
    ["goes on after DELIMITER", "DELIMITER //\nSELECT 1//\nDELIMITER ;\n SELECT 2;", ["2:1", "4:2"]],
    ["goes on after a stored program", "CREATE PROCEDURE p()\nBEGIN\n SELECT 1;\nEND;\nSELECT 2;", ["1:1", "5:1"]],
  ])("%s", (_, script, expected) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(placesOf(splitIn(size, script))).toEqual(expected);
  });

  test("is that in the file when text has been replaced", () => {
    const splitter = createSplitter(MARIADB);
    splitter.push("SELECT ");
    splitter.push("1;\n\nSELECT 2; SELECT ", "${a}");
    splitter.push("3; SELECT 4;\nSELECT ");
    splitter.push("", "${empty}");
    splitter.push("5; ");
    splitter.push("SELECT 6", "${b}");
    splitter.push("; SELECT 7; ");
    splitter.push("SELECT 8; SELECT 9;", "${on two\nlines}");
    splitter.push(" SELECT 10;");
    splitter.finish();
    const places: string[] = [];
    for (let step = splitter.next(); step.kind === "statement"; step = splitter.next()) {
      places.push(`${step.statement.sql} ${step.statement.line}:${step.statement.column}`);
    }
    expect(places).toEqual([
      "SELECT 1 1:1",
      "SELECT 2 1:8",
      "SELECT 3 1:8",
      "SELECT 4 1:15",
      "SELECT 5 2:1",
      "SELECT 6 2:19",
      "SELECT 7 2:25",
      "SELECT 8 2:35",
      "SELECT 9 2:35",
      "SELECT 10 3:8",
    ]);
  });
});

test("a problem is given again and again", () => {
  const splitter = createSplitter(MARIADB);
  splitter.push("SELECT 1; SELECT '");
  splitter.finish();
  expect(splitter.next().kind).toBe("statement");
  expect(splitter.next()).toEqual(splitter.next());
  expect(splitter.next()).toMatchObject({
    kind: "problem",
    problem: { code: "UNTERMINATED_STRING", line: 1, column: 18 },
  });
});

test("a splitter that was finished stays at its end", () => {
  const splitter = createSplitter(MARIADB);
  expect(splitter.next()).toEqual({ kind: "more" });
  splitter.finish();
  expect([splitter.next(), splitter.next()]).toEqual([{ kind: "end" }, { kind: "end" }]);
});

test("statements of many megabytes come out whole", () => {
  const row = "(1,'some text; with \\'quotes\\' and -- signs',0x00ff),";
  const statement = `INSERT INTO t VALUES ${row.repeat(60_000)}(2)`;
  expect(split(`${statement};SELECT 2;`).statements.map(({ sql }) => sql.length)).toEqual([statement.length, 8]);
  const string = `SELECT '${"\\'x".repeat(500_000)}'`;
  expect(splitIn(65_536, `${string};SELECT 2;`).statements.map(({ sql }) => sql.length)).toEqual([string.length, 8]);
});

test("a statement may be an empty string's neighbour", () => {
  expectSplit("''; SELECT 1", ["''", "SELECT 1"]);
});
