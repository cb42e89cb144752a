import { describe, expect, test } from "vitest";
import { createSplitter } from "../../../src/core/sql/splitter.ts";
import { MARIADB, MYSQL, expectSplit, split } from "./splitting.ts";

describe("comments", () => {
  test.each([
    "",
    " ",
    "\n\n",
    "-- c",
    "-- c\n",
    "# c",
    "/* c */",
    "/* a */ -- b\n # c\n/*+ d */",
    "--",
    "--\n",
    "\u00a0\u3000\u2028",
    "/*M! 1 */",
  ])("alone make no statement: %j", (script) => expectSplit(script, [], MYSQL));

  test("in front of a statement go along only if they are blocks on its line", () => {
    expectSplit("-- a\n# b\n/* c\n */\n/* d */\n/* e */ /*+ f */ SELECT 1; /* g */ SELECT 2; /* h\n*/ SELECT 3;", [
      "/* e */ /*+ f */ SELECT 1",
      "/* g */ SELECT 2",
      "SELECT 3",
    ]);
  });

  test("inside of a statement are sent", () => {
    expectSplit("SELECT /*+ NO_ICP(t) */ 1 -- a; 'b\n + /* c;\" */ 2 # d; `\n;", [
      "SELECT /*+ NO_ICP(t) */ 1 -- a; 'b\n + /* c;\" */ 2 # d; `",
    ]);
  });

  test("inside of a body are sent", () => {
    const sql = "CREATE PROCEDURE p() -- a;\nBEGIN /* b; */ # c;\n SELECT 1; -- END;\nEND";
    expectSplit(`${sql};`, [sql]);
  });

  test("need a blank or control character after two minus signs, or the end", () => {
    expectSplit("SELECT 1 --\u0001;\n, 2; SELECT 3 --\t;\n; SELECT 4--; SELECT 5 --", [
      "SELECT 1 --\u0001;\n, 2",
      "SELECT 3 --\t;",
      "SELECT 4--",
      "SELECT 5 --",
    ]);
    expectSplit("SELECT 4---- x;\n; SELECT 5", ["SELECT 4---- x;", "SELECT 5"]);
  });

  test("are closed by the first star and slash, but not by half of the opening", () => {
    expectSplit("SELECT 1 /*/ ; */; SELECT 2 /**/; SELECT 3 /***/; SELECT 4 /* * / **/;", [
      "SELECT 1 /*/ ; */",
      "SELECT 2 /**/",
      "SELECT 3 /***/",
      "SELECT 4 /* * / **/",
    ]);
  });

  test("a lone CR ends a line comment, for the servers as well", () => {
    expectSplit("-- a\rINSERT INTO t\r-- b\r# c\rVALUES (1);\rSELECT 2 # d\r;", [
      "INSERT INTO t\r-- b\n# c\nVALUES (1)",
      "SELECT 2 # d",
    ]);
  });
});

describe("version comments", () => {
  test.each([
    ["/*!50003 SELECT 1 */"],
    ["/*!50003 SELECT 1*/"],
    ["/*!40101 SET NAMES utf8 */"],
    ["/*!50000 SELECT */ /*!50001 1 */"],
    ["/*!50000SELECT 1*/"],
    ["/*!5 SELECT 1 */"],
    ["/*! SELECT 1 */ + 2"],
    ["CREATE /*!50017 DEFINER=`a`@`b` */ /*!50003 VIEW v AS SELECT 1 */"],
    ["SELECT 1 /*! + '*/' */ + \"*/\""],
    ["/*!50003 CREATE PROCEDURE p() BEGIN SELECT 1; /* ; */ SELECT ';*/'; END */"],
  ])("are SQL: %s", (sql) => {
    expectSplit(`${sql};\nSELECT 2;`, [sql, "SELECT 2"]);
    expectSplit(`DELIMITER ;;\n${sql};;\nSELECT 2;;`, [sql, "SELECT 2"]);
  });

  test("for nobody are comments, in which servers do not look at quotes", () => {
    expectSplit(
      "/*!999999\\- enable the sandbox mode */\n-- x\nSET NAMES utf8; /*!999999 it's; /* nested */ */ SELECT 1;",
      ["SET NAMES utf8", "/*!999999 it's; /* nested */ */ SELECT 1"],
    );
    expectSplit("SELECT 1;\n/*!999999 it's;", ["SELECT 1", "UNTERMINATED_COMMENT 2:1"]);
  });

  test("with a version of MySQL alone are skipped by MariaDB", () => {
    const script = "/*!80013 it's; */ SELECT 1; SELECT 2;";
    expectSplit(script, ["/*!80013 it's; */ SELECT 1", "SELECT 2"]);
    expect(split(script, MYSQL).problem).toMatchObject({ code: "UNTERMINATED_STRING", line: 1, column: 12 });
  });

  test("with a version above the server's are skipped", () => {
    const script = "/*!80013 it's; */ SELECT 1; /*!100616 it's; */ SELECT 2;";
    expectSplit(script, ["/*!80013 it's; */ SELECT 1", "/*!100616 it's; */ SELECT 2"], { ...MYSQL, version: 50744 });
    expectSplit(script, ["/*!80013 it's; */ SELECT 1", "/*!100616 it's; */ SELECT 2"], {
      ...MARIADB,
      version: 100_529,
    });
  });

  test("with a semicolon inside stay whole: half a comment is never sent", () => {
    expectSplit("/*!40000 ALTER TABLE t DISABLE KEYS; */; SELECT 2;", [
      "/*!40000 ALTER TABLE t DISABLE KEYS; */",
      "SELECT 2",
    ]);
  });
});

describe("quotes", () => {
  test.each([
    "SELECT 'it''s; ' ';'",
    "SELECT 'it\\'s; \\\\', 'a;\\\\'",
    'SELECT "say ""x;"" \\"y;\\" it\'s;"',
    "SELECT `a``;b`, `'`, `\"`, `\\`",
    "SELECT N';', n';', _utf8';', _utf8mb4 ';', x'3B', X'3b', b'1', B'0'",
    "SELECT 'ends in b', 'ends in x', 'xyz b';",
    "INSERT INTO t VALUES ('[{\"a\": \"b;c\"}]', '{''}'';')",
    "SELECT 'a\n;\n-- b\n/* c\n# d'",
    "SELECT '', \"\", ';', ''''",
    "SELECT '💥;', `ü;ñ`, ü, 世界",
    "SELECT 'a'';', '\\\\''', ';\\''",
    "SELECT '-- x', \"# y\", '/* z', `-- q`;",
    "SELECT '\u00a0;\u2028;\u0085;\ufeff;\0;'",
    "SELECT a\u00a0b, c\u00a0",
  ])("hold their text: %s", (sql) => {
    const text = sql.replace(/;$/, "");
    expectSplit(`${text};SELECT 2;`, [text, "SELECT 2"]);
  });

  test("follow a mode that changes between two statements", () => {
    const script = "SET sql_mode='NO_BACKSLASH_ESCAPES';SELECT '\\';SET sql_mode='';SELECT '\\';';";
    const texts = ["SET sql_mode='NO_BACKSLASH_ESCAPES'", "SELECT '\\'", "SET sql_mode=''", "SELECT '\\';'"];
    const splitter = createSplitter(MARIADB);
    splitter.push(script);
    splitter.finish();
    const given: string[] = [];
    for (let step = splitter.next(); step.kind === "statement"; step = splitter.next()) {
      const { sql } = step.statement;
      given.push(sql);
      if (sql.startsWith("SET")) splitter.setMode({ ansiQuotes: false, noBackslashEscapes: sql.includes("NO_") });
    }
    expect(given).toEqual(texts);
  });
});

describe("blanks", () => {
  test("around a statement are cut off, no-break spaces only in front", () => {
    expectSplit(" \t\f\v\n SELECT 1 \n\t ; \u00a0\u3000SELECT 2\u00a0;\u00a0\n", ["SELECT 1", "SELECT 2\u00a0"]);
  });

  test("are not needed between a long word and a delimiter that could be part of it", () => {
    for (const length of [55, 60, 61, 62, 63, 64, 65, 66, 67, 130, 131]) {
      const word = "x".repeat(length);
      expectSplit(`DELIMITER $$\nBEGIN NOT ATOMIC SELECT ${word}; END$$SELECT ${word}$$CREATE ${word}$$`, [
        `BEGIN NOT ATOMIC SELECT ${word}; END`,
        `SELECT ${word}`,
        `CREATE ${word}`,
      ]);
    }
  });

  test("may be absent for very long", () => {
    const digits = "a1".repeat(5000);
    expectSplit(`SELECT 0x${digits};SELECT ${digits};CREATE PROCEDURE ${digits}() BEGIN SELECT ${digits}; END;`, [
      `SELECT 0x${digits}`,
      `SELECT ${digits}`,
      `CREATE PROCEDURE ${digits}() BEGIN SELECT ${digits}; END`,
    ]);
  });
});
