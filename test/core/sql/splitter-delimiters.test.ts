import { describe, test } from "vitest";
import { expectSplit } from "./splitting.ts";

describe("DELIMITER", () => {
  test.each([
    ";;",
    "$$",
    "//",
    "||",
    "|",
    "#",
    "\\\\",
    "@@",
    "~",
    "^",
    "%",
    "§",
    "!!",
    "***",
    "-- ",
    "<>",
    "go",
    "END_OF_STATEMENT",
    "é",
    "]",
    "💥",
    "$",
  ])("may be %s", (delimiter) => {
    const text = delimiter.trim();
    const blank = /\w|é/.test(text) ? " " : "";
    expectSplit(
      `SELECT 0;\nDELIMITER ${text}\nSELECT 1${blank}${text}\nSELECT 2 ${text} SELECT ';${text}'${blank}${text}\nDELIMITER ;\nSELECT 3;`,
      ["SELECT 0", "SELECT 1", "SELECT 2", `SELECT ';${text}'`, "SELECT 3"],
    );
  });

  test.each([
    ["in any case", "DeLiMiTeR //"],
    ["without a blank", "DELIMITER//"],
    ["after blanks", "  \t DELIMITER //"],
    ["with blanks behind", "DELIMITER // \t "],
    ["with tabs around", "DELIMITER\t//\t"],
    ["in single quotes", "DELIMITER '//'"],
    ["in double quotes", 'DELIMITER "//"'],
    ["in back-ticks", "DELIMITER `//`"],
    ["with a comment behind", "DELIMITER // -- it's the delimiter; really"],
    ["with a hash comment behind", "DELIMITER // # it's the delimiter; really"],
    ["with a block comment behind", "DELIMITER // /* it's the delimiter; */ /* really */"],
    ["with the old delimiter behind", "DELIMITER // ;"],
    ["on the next line that is not empty, as Flyway reads it", "DELIMITER\n\n  //"],
    ["as the client's short command", "\\d //"],
    ["after a comment that ends on its line", "/* x\n */ DELIMITER //"],
  ])("is understood %s", (_, command) => {
    expectSplit(`SELECT 0; ${command}\nSELECT 1; SELECT 2// SELECT '//;' //`, [
      "SELECT 0",
      "SELECT 1",
      "SELECT 2",
      "SELECT '//;'",
    ]);
  });

  test("back to the semicolon without a blank", () => {
    expectSplit("DELIMITER $$\nSELECT 1$$\nDELIMITER;\nSELECT 2; SELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]);
    expectSplit("DELIMITER $$\nSELECT 1$$\nDELIMITER$$\nSELECT 2$$", ["SELECT 1", "SELECT 2"]);
  });

  test.each(["DELIMITER ;-- comment", "DELIMITER ;# comment", "DELIMITER ;/* comment */", "DELIMITER ;--"])(
    "of a semicolon ends where a comment begins: %s",
    (command) => {
      expectSplit(`DELIMITER //\n${command}\nSELECT 1; SELECT 2;`, ["SELECT 1", "SELECT 2"]);
    },
  );

  test.each([
    ["SQL behind it on its line", "DELIMITER ; SELECT 1;"],
    ["a version comment behind it", "DELIMITER ; /*! SELECT 1 */"],
    ["SQL between comments behind it", "DELIMITER ; /* a */ SELECT 1; /* b */"],
    ["a statement on the next line", "DELIMITER\nSELECT 1;"],
    ["a one-word statement on the next line", "DELIMITER\nCOMMIT;"],
    ["an empty text", "DELIMITER ''"],
    ["a quote that is not closed", "DELIMITER '"],
  ])("is a problem with %s, which nobody would run", (_, command) => {
    expectSplit(`SELECT 0;\n ${command}\nSELECT 2;`, ["SELECT 0", "INVALID_DELIMITER 2:2"]);
  });

  test("is not looked for in strings, names, comments and version comments", () => {
    expectSplit("DELIMITER //\nSELECT '//', \"//\", `//` /* // */ -- //\n # //\n /*! , 2 // 3 */ // SELECT 2", [
      "SELECT '//', \"//\", `//` /* // */ -- //\n # //\n /*! , 2 // 3 */",
      "SELECT 2",
    ]);
  });

  test("of signs is found inside of a word", () => {
    expectSplit("DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nSELECT a$$b$$", [
      "CREATE PROCEDURE p() BEGIN SELECT 1; END",
      "SELECT a",
      "b",
    ]);
    expectSplit("DELIMITER |\nSELECT 1 || 2|", ["SELECT 1", "2"]);
  });

  test("is compared with regard to case", () => {
    expectSplit("DELIMITER Go\nSELECT go, GO Go SELECT 2 Go", ["SELECT go, GO", "SELECT 2"]);
  });

  test("comes before comments if it begins like one", () => {
    expectSplit("DELIMITER #\nSELECT 1 #\n# SELECT 2 #\nDELIMITER --\nSELECT 3 -- SELECT 4 --", [
      "SELECT 1",
      "SELECT 2",
      "SELECT 3",
      "SELECT 4",
    ]);
  });

  test("cut in halves is none", () => {
    expectSplit("DELIMITER //\nSELECT 4 / 2 / / 1 // SELECT 2 /", ["SELECT 4 / 2 / / 1", "SELECT 2 /"]);
    expectSplit("DELIMITER ;;\nCREATE PROCEDURE p() BEGIN SELECT 1; END;;\nSELECT 2;;", [
      "CREATE PROCEDURE p() BEGIN SELECT 1; END",
      "SELECT 2",
    ]);
  });

  test("twice in a row makes no empty statement", () => {
    expectSplit(";; ;/* c */;\n-- c\n;SELECT 1;;\n;DELIMITER //\n// // SELECT 2; // ; //", ["SELECT 1", "SELECT 2"]);
  });

  test("is not needed at the end of a file", () => {
    expectSplit("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]);
    expectSplit("SELECT 1; SELECT 2 -- c", ["SELECT 1", "SELECT 2 -- c"]);
    expectSplit("SELECT 1; -- c", ["SELECT 1"]);
  });
});
