import { describe, test } from "vitest";
import { MARIADB, MYSQL, expectSplit } from "./splitting.ts";

const NO_BACKSLASH = { ...MARIADB, mode: { ansiQuotes: false, noBackslashEscapes: true } };
const ANSI = { ...MARIADB, mode: { ansiQuotes: true, noBackslashEscapes: false } };
const BODY = "BEGIN SELECT 1; SELECT 2; END";

describe("statements that Flyway loses without a word are run", () => {
  test("comments do not nest", () => {
    expectSplit("/* x /* y */ INSERT INTO t VALUES (1); SELECT 2;", [
      "/* x /* y */ INSERT INTO t VALUES (1)",
      "SELECT 2",
    ]);
    expectSplit("/* x /* y */\nINSERT INTO t VALUES (1);\n/* z */ SELECT 2;", [
      "INSERT INTO t VALUES (1)",
      "/* z */ SELECT 2",
    ]);
  });

  test("a version comment without a version is SQL", () => {
    expectSplit("/*! INSERT INTO t VALUES (1) */; SELECT 2;", ["/*! INSERT INTO t VALUES (1) */", "SELECT 2"]);
  });

  test("MariaDB's own version comments are SQL to MariaDB", () => {
    const script = "/*M! INSERT INTO t VALUES (1) */; /*M!100100 INSERT INTO t VALUES (2) */; SELECT 3;";
    expectSplit(script, ["/*M! INSERT INTO t VALUES (1) */", "/*M!100100 INSERT INTO t VALUES (2) */", "SELECT 3"]);
    expectSplit(script, ["SELECT 3"], MYSQL);
  });

  test("a comment that is not closed is a problem", () => {
    expectSplit("SELECT 1;\n /* x; SELECT 2;", ["SELECT 1", "UNTERMINATED_COMMENT 2:2"]);
    expectSplit("SELECT 1 /* x; SELECT 2;", ["UNTERMINATED_COMMENT 1:10"]);
    expectSplit("SELECT 1;\n/*!50000 SELECT 'a'; SELECT 2;", ["SELECT 1", "UNTERMINATED_COMMENT 2:1"]);
    expectSplit("SELECT 1;\n/*!99999 SELECT 'a'; SELECT 2;", ["SELECT 1", "UNTERMINATED_COMMENT 2:1"]);
    expectSplit("/*/", ["UNTERMINATED_COMMENT 1:1"]);
  });
});

describe("what Flyway splits wrongly is split rightly", () => {
  test("two minus signs without a blank are no comment inside a statement", () => {
    expectSplit("SELECT 5--1; SELECT 2;", ["SELECT 5--1", "SELECT 2"]);
  });

  test.each([
    `CREATE DEFINER=\`a\`@\`b\` TRIGGER t AFTER INSERT ON x FOR EACH ROW ${BODY}`,
    `CREATE DEFINER = 'a'@'b' TRIGGER t AFTER INSERT ON x FOR EACH ROW ${BODY}`,
    `CREATE OR REPLACE PROCEDURE p() ${BODY}`,
    `CREATE OR REPLACE TRIGGER t AFTER INSERT ON x FOR EACH ROW ${BODY}`,
    `CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT ${BODY}`,
    `CREATE DEFINER=CURRENT_USER PROCEDURE p() ${BODY}`,
    `CREATE DEFINER=CURRENT_USER() EVENT e ON SCHEDULE EVERY 1 DAY DO ${BODY}`,
    "CREATE PACKAGE pk AS PROCEDURE a; FUNCTION f RETURN INT; END",
    "CREATE PACKAGE BODY pk AS PROCEDURE a AS BEGIN SELECT 1; END; END",
    "CREATE OR REPLACE DEFINER=a@localhost PACKAGE BODY pk AS x INT; PROCEDURE a IS BEGIN SELECT 1; END; END",
    `ALTER EVENT e DO ${BODY}`,
    `ALTER DEFINER=a@b EVENT e ON SCHEDULE EVERY 1 DAY DO ${BODY}`,
    "CREATE PROCEDURE p() IF 1 THEN SELECT 1; END IF",
    "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; SET NEW.c = 2; END IF",
    "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; SELECT 2; END",
    "BEGIN NOT ATOMIC BEGIN SELECT 1; END; SELECT 2; END",
    "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END /* c */ IF; SELECT 2; END",
    "CREATE PROCEDURE p() BEGIN SELECT 1 AS end, 2 AS `END`; SELECT 2; END",
    "CREATE PROCEDURE p() BEGIN SELECT CASE WHEN 1 THEN 2 END `if`, CASE 1 WHEN 2 THEN 3 END `loop`; SELECT 2; END",
    "CREATE PROCEDURE p() BEGIN SELECT CASE WHEN 1 THEN 2 END `repeat`, CASE 1 WHEN 2 THEN 3 END `while`; SELECT 2; END",
  ])("one statement: %s", (sql) => {
    expectSplit(`${sql};\nSELECT 3;`, [sql, "SELECT 3"]);
  });

  test("parentheses that do not match hide no delimiter", () => {
    expectSplit("SELECT (1; SELECT 2); SELECT )3(;", ["SELECT (1", "SELECT 2)", "SELECT )3("]);
    expectSplit("CREATE PROCEDURE p() BEGIN SELECT (1; SELECT 2)); END; SELECT 3;", [
      "CREATE PROCEDURE p() BEGIN SELECT (1; SELECT 2)); END",
      "SELECT 3",
    ]);
  });

  test("a comment after DELIMITER is not part of it", () => {
    expectSplit("DELIMITER //\nSELECT 1//\nDELIMITER ; -- comment\nSELECT 2; SELECT 3;", [
      "SELECT 1",
      "SELECT 2",
      "SELECT 3",
    ]);
  });

  test("quotes around a delimiter are not part of it", () => {
    expectSplit("DELIMITER '//'\nSELECT 1// SELECT 2//", ["SELECT 1", "SELECT 2"]);
  });

  test("a column or alias may be called delimiter", () => {
    expectSplit("CREATE TABLE t (delimiter INT);\nSELECT delimiter\n, 1 AS\ndelimiter\n;", [
      "CREATE TABLE t (delimiter INT)",
      "SELECT delimiter\n, 1 AS\ndelimiter",
    ]);
  });

  test("a delimiter of letters cuts no word", () => {
    expectSplit("DELIMITER go\nSELECT category, go_on, cargo, $go, go$ FROM x go\nSELECT ';go', 2\ngo\n", [
      "SELECT category, go_on, cargo, $go, go$ FROM x",
      "SELECT ';go', 2",
    ]);
    expectSplit("DELIMITER go\nCREATE PROCEDURE p() BEGIN SELECT cargo, goal; END go SELECT 2; go", [
      "CREATE PROCEDURE p() BEGIN SELECT cargo, goal; END",
      "SELECT 2",
    ]);
  });

  test("a backslash escapes nothing with NO_BACKSLASH_ESCAPES", () => {
    expectSplit(
      "INSERT INTO t VALUES ('c:\\'); SELECT \"d\\\"; SELECT 3;",
      ["INSERT INTO t VALUES ('c:\\')", 'SELECT "d\\"', "SELECT 3"],
      NO_BACKSLASH,
    );
  });

  test("a backslash escapes nothing in a name in double quotes with ANSI_QUOTES", () => {
    expectSplit("SELECT \"a\\\"; SELECT 'b\\'; c';", ['SELECT "a\\"', "SELECT 'b\\'; c'"], ANSI);
  });

  test("the end of a comment inside a string inside a version comment does not end it", () => {
    expectSplit("/*!50001 SELECT '*/; x', \"*/\", `*/` */; SELECT 2;", [
      "/*!50001 SELECT '*/; x', \"*/\", `*/` */",
      "SELECT 2",
    ]);
  });

  test("a comment inside a version comment does not end it", () => {
    expectSplit("/*!50003 SELECT /* x; */ 1 # it's */ ;\n, 2 -- it's */ ;\n */; SELECT 2;", [
      "/*!50003 SELECT /* x; */ 1 # it's */ ;\n, 2 -- it's */ ;\n */",
      "SELECT 2",
    ]);
  });

  test("SOURCE and the like are a problem, and \\G ends a statement", () => {
    expectSplit("SELECT 1;\n  SOURCE other.sql\nSELECT 2;", ["SELECT 1", "CLIENT_COMMAND 2:3"]);
    expectSplit("SELECT 1;\n\\. other.sql\nSELECT 2;", ["SELECT 1", "CLIENT_COMMAND 2:1"]);
    expectSplit("SELECT 1\\G\nSELECT 2\\g SELECT 3 \\G", ["SELECT 1", "SELECT 2", "SELECT 3"]);
  });

  test("a string that is not closed is a problem", () => {
    expectSplit("SELECT 1;\nSELECT 'a; SELECT 2;", ["SELECT 1", "UNTERMINATED_STRING 2:8"]);
    expectSplit('SELECT 1;\n"a; SELECT 2;', ["SELECT 1", "UNTERMINATED_STRING 2:1"]);
    expectSplit("SELECT `a; SELECT 2;", ["UNTERMINATED_STRING 1:8"]);
    expectSplit("SELECT 'a\\", ["UNTERMINATED_STRING 1:8"]);
  });

  test("a NUL is a character like others", () => {
    expectSplit("SELECT 'a\0;b'; SELECT `\0`; SELECT 2;", ["SELECT 'a\0;b'", "SELECT `\0`", "SELECT 2"]);
    expectSplit("SELECT 1\0; SELECT 2;", ["SELECT 1\0", "SELECT 2"]);
  });

  test.each(["DELIMITER", "DELIMITER ", "delimiter\t\n\n  \n", "SELECT 1;\nDELIMITER\n"])(
    "DELIMITER as the last word of a file is a problem: %j",
    (script) => {
      const texts = script.startsWith("SELECT") ? ["SELECT 1", "INVALID_DELIMITER 2:1"] : ["INVALID_DELIMITER 1:1"];
      expectSplit(script, texts);
    },
  );

  test("a byte order mark is data inside a string", () => {
    expectSplit("SELECT '\ufeff', 1;\n\ufeffSELECT 2;", ["SELECT '\ufeff', 1", "SELECT 2"]);
  });

  test("a comment that only the start of a statement makes one is not sent", () => {
    expectSplit("--e;\nSELECT 1;\n--SELECT 2;\nSELECT 3;\n--", ["SELECT 1", "SELECT 3"]);
  });
});
