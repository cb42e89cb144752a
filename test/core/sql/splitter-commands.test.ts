import { describe, expect, test } from "vitest";
import { expectSplit, split } from "./splitting.ts";

describe("commands of the command line client", () => {
  test.each([
    "SOURCE f.sql",
    "source f.sql;",
    "\\. f.sql",
    "\\! ls",
    "system ls",
    "SYSTEM ls;",
    "tee f",
    "\\T f",
    "pager less",
    "\\P less",
    "exit",
    "quit;",
    "\\q",
    "clear",
    "\\c",
    "go",
    "status",
    "\\s",
    "connect db host",
    "\\r",
    "\\u db",
    "charset utf8",
    "\\C utf8",
    "warnings;",
    "\\W",
    "edit",
    "print",
    "\\p",
    "prompt x",
    "resetconnection",
    "\\x",
    "rehash",
    "\\#",
    "notee",
    "nopager",
    "\\-",
    "? select",
    "\\? select",
    "\\h",
  ])("are a problem and nothing of them is sent: %s", (command) => {
    expectSplit(`SELECT 1;\n ${command}\nSELECT 2;`, ["SELECT 1", "CLIENT_COMMAND 2:2"]);
  });

  test("say what they are", () => {
    expect(split("Source f.sql").problem?.message).toBe(
      '"Source" is a command of the command line client and is not supported: the file it reads would not be covered by the script\'s checksum',
    );
  });

  test("in the middle of a statement are a problem if they are a backslash and a letter", () => {
    expectSplit("SELECT 1 \\! ls\n;", ["CLIENT_COMMAND 1:10"]);
    expectSplit("SELECT 1 \\c\n;", ["CLIENT_COMMAND 1:10"]);
  });

  test("are names in the middle of a statement", () => {
    expectSplit("SELECT\nsource, status\nFROM system\nexit;\nCREATE TABLE clear (go INT,\nprint INT);", [
      "SELECT\nsource, status\nFROM system\nexit",
      "CREATE TABLE clear (go INT,\nprint INT)",
    ]);
  });

  test("are data in strings", () => {
    expectSplit("SELECT '\n\\! ls', '\nsource f', '\\G ;';", ["SELECT '\n\\! ls', '\nsource f', '\\G ;'"]);
  });
});

describe("\\g and \\G", () => {
  test.each([
    ["SELECT 1\\G SELECT 2 \\g", ["SELECT 1", "SELECT 2"]],
    ["SELECT 1\\G\nSELECT 2\\g", ["SELECT 1", "SELECT 2"]],
    ["SELECT 1\\G;\nSELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["SELECT '\\G ', `\\G `, 1 /* \\G */\\G", ["SELECT '\\G ', `\\G `, 1 /* \\G */"]],
    ["SELECT \\N, 1;", ["SELECT \\N, 1"]],
    ["SELECT 1\\Gx;", ["SELECT 1\\Gx"]],
    ["DELIMITER //\nSELECT 1\\G\nSELECT 2//", ["SELECT 1", "SELECT 2"]],
  ] as const)("end a statement outside of quotes if a blank follows: %j", (script, expected) => {
    expectSplit(script, expected);
  });
});

describe("USE", () => {
  test.each([
    ["on a line of its own needs no delimiter", "USE db\nSELECT 1;", ["USE db", "SELECT 1"]],
    ["with a name in back-ticks", "  use `d b;c`  \nSELECT 1;", ["use `d b;c`", "SELECT 1"]],
    ["with a comment behind", "USE db -- it's\nSELECT 1;", ["USE db", "SELECT 1"]],
    ["at the end of a file", "SELECT 1;USE db", ["SELECT 1", "USE db"]],
    ["with a delimiter on the next line", "USE db\n;\nSELECT 1;", ["USE db", "SELECT 1"]],
    ["with a delimiter", "USE db; SELECT 1;", ["USE db", "SELECT 1"]],
    ["with a semicolon under another delimiter", "DELIMITER //\nUSE db;\nSELECT 1//", ["USE db", "SELECT 1"]],
    ["with the other delimiter", "DELIMITER //\nUSE db //\nSELECT 1//", ["USE db", "SELECT 1"]],
    ["with the other delimiter and no blank", "DELIMITER $$\nUSE db$$\nSELECT 1$$", ["USE db", "SELECT 1"]],
    ["over two lines", "USE\ndb;\nSELECT 1;", ["USE\ndb", "SELECT 1"]],
    ["followed by a block comment", "USE db /* c */;\nSELECT 1;", ["USE db /* c */", "SELECT 1"]],
    ["with a hyphen in the name", "USE a-b\nSELECT 1;", ["USE a-b", "SELECT 1"]],
    ["as the name of a column", "SELECT\nuse\nFROM t;", ["SELECT\nuse\nFROM t"]],
  ])("%s", (_, script, expected) => {
    expectSplit(script, expected);
  });
});
