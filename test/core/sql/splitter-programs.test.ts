import { describe, expect, test } from "vitest";
import { MARIADB_PROGRAMS, MYSQL_9_PROGRAMS, ORACLE_PROGRAMS, PACKAGES, PROGRAMS } from "./accepted-programs.ts";
import { MARIADB, MYSQL, expectSplit, split } from "./splitting.ts";

const ORACLE = { ...MARIADB, mode: { ansiQuotes: true, noBackslashEscapes: false, oracle: true } };

describe.each([
  ["MySQL", MYSQL, PROGRAMS],
  ["MySQL 9", MYSQL, MYSQL_9_PROGRAMS],
  ["MariaDB 11", MARIADB, PACKAGES],
  ["MariaDB", MARIADB, [...PROGRAMS, ...MARIADB_PROGRAMS]],
  ["MariaDB with sql_mode=ORACLE", ORACLE, ORACLE_PROGRAMS],
] as const)("a stored program is one statement on %s", (_, options, programs) => {
  test.each(programs)("without DELIMITER: %s", (program) => {
    expectSplit(`SELECT 1;\n${program};\nSELECT 2;`, ["SELECT 1", program, "SELECT 2"], options);
    expectSplit(program, [program], options);
  });

  test.each(programs)("with a delimiter of its own: %s", (program) => {
    expectSplit(`delimiter //\n${program}//\nSELECT 2 //`, [program, "SELECT 2"], options);
    const signs = program.includes("$$") ? "%%" : "$$";
    const rest = `${signs}\nSELECT 2; ${signs} SELECT 3`;
    expectSplit(`delimiter ${signs}\n${program};\n${rest}`, [program, "SELECT 2", "SELECT 3"], options);
  });

  test.each(programs)("in upper case: %s", (program) => {
    expectSplit(`${program.toUpperCase()};SELECT 2`, [program.toUpperCase(), "SELECT 2"], options);
  });
});

describe("what looks like a stored program and is none ends at its semicolon", () => {
  test.each([
    "BEGIN",
    "BEGIN WORK",
    "START TRANSACTION",
    "CREATE TABLE begin (end INT, `case` INT)",
    "CREATE TABLE t (a INT DEFAULT (CASE WHEN 1 THEN 2 END))",
    "SELECT CASE WHEN a THEN 1 ELSE 2 END, IF(a, 1, 2) FROM t ORDER BY CASE a WHEN 1 THEN 2 END, CASE b WHEN 1 THEN 2 END",
    "SELECT begin, end FROM t begin",
    "CREATE PROCEDURE p() SELECT 1",
    "CREATE PROCEDURE p() SELECT IF(a, 1, 2), CASE WHEN a THEN 1 END FROM begin",
    "CREATE PROCEDURE p() COMMENT 'x' SQL SECURITY INVOKER UPDATE t SET begin = 1",
    "CREATE PROCEDURE p() call: BEGIN END",
    "CREATE FUNCTION f() RETURNS INT RETURN IF(1, 2, 3)",
    "CREATE FUNCTION f(a INT) RETURNS SET('a') RETURN CASE WHEN a THEN 'a' END",
    "CREATE FUNCTION f RETURNS STRING SONAME 'udf.so'",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = IF(NEW.b, CASE WHEN 1 THEN 2 END, 3)",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW PRECEDES other SET NEW.a = 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO UPDATE t SET a = CASE WHEN 1 THEN 2 END",
    "CREATE EVENT e ON SCHEDULE AT NOW() DO CALL p()",
    "ALTER EVENT e ENABLE",
    "ALTER EVENT do DISABLE",
    "ALTER TABLE t ADD COLUMN IF NOT EXISTS begin INT",
    "ALTER PROCEDURE begin COMMENT 'x'",
    "DROP PROCEDURE IF EXISTS begin",
    "CREATE DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW begin AS SELECT CASE WHEN 1 THEN 2 END AS end",
    "CREATE OR REPLACE VIEW v AS SELECT 1",
    "CREATE OR REPLACE TABLE begin (a INT)",
    "CREATE USER begin IDENTIFIED BY 'x'",
    "SET @begin = 1, @case = 2",
    "SET statement = 1",
    "SET STATEMENT max_statement_time = 1 FOR SELECT CASE 1 WHEN 1 THEN 2 END",
    "XA BEGIN 'x'",
    "(SELECT 1)",
    "VALUES (1)",
    "DO 1",
    "CALL begin()",
  ])("%s", (sql) => {
    expectSplit(`${sql};SELECT 2;`, [sql, "SELECT 2"]);
    expectSplit(`${sql};SELECT 2;`, [sql, "SELECT 2"], MYSQL);
  });
});

describe("a body that is not closed", () => {
  test.each([
    ["is a problem where its block begins", "SELECT 1;\nCREATE PROCEDURE p()\n  BEGIN SELECT 1;\nSELECT 2;\n", "3:3"],
    [
      "names the inner block that END did not close",
      "CREATE PROCEDURE p() BEGIN\n IF 1 THEN SELECT 1;\nEND;\nSELECT 2;",
      "2:2",
    ],
    [
      "is a problem in a trigger's IF",
      "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW\nIF NEW.a THEN SET NEW.b = 1;\n",
      "2:1",
    ],
  ])("%s", (_, script, place) => {
    const [line, column] = place.split(":").map(Number);
    expect(split(script).problem).toMatchObject({ code: "UNTERMINATED_BLOCK", line, column });
  });

  test("goes to the server all the same if a delimiter of its own ends it", () => {
    expectSplit("DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; //\nSELECT 2//", [
      "CREATE PROCEDURE p() BEGIN SELECT 1;",
      "SELECT 2",
    ]);
  });
});

test("several statements under another delimiter come out one by one", () => {
  expectSplit("DELIMITER //\nSELECT 1; SELECT 2 //\nCREATE PROCEDURE p() BEGIN SELECT 1; END; SELECT 3; //", [
    "SELECT 1",
    "SELECT 2",
    "CREATE PROCEDURE p() BEGIN SELECT 1; END",
    "SELECT 3",
  ]);
});

test("BEGIN starts a transaction again once sql_mode is no longer ORACLE", () => {
  const statements = ["begin", "begin select 1; end"];
  expectSplit(`${statements[0]}; select 2; ${statements[1]}`, ["begin", "select 2", "begin select 1", "end"]);
  expectSplit(`${statements[1]}; select 2`, ["begin select 1; end", "select 2"], ORACLE);
});
