import { describe, expect, it } from "vitest";
import { skippedByFlyway } from "../../../src/core/sql/flyway-skips.ts";

describe("SQL that Flyway leaves out silently", () => {
  it.each([
    [
      "what follows a comment with another opening inside",
      "SELECT 1;\n/* x /* y */\nINSERT INTO t VALUES (1);\n",
      [{ line: 2, why: "nested comment" }],
    ],
    [
      "a conditional comment without a version, alone",
      "SELECT 1;\n/*! INSERT INTO t VALUES (1) */;\n",
      [{ line: 2, why: "conditional comment" }],
    ],
    [
      "a MariaDB comment, alone, with or without a version",
      "/*M! SELECT 1 */;\n/*M!100100 SELECT 2 */;",
      [
        { line: 1, why: "conditional comment" },
        { line: 2, why: "conditional comment" },
      ],
    ],
  ])("is found: %s", (_title, text, expected) => {
    expect(skippedByFlyway(text)).toEqual(expected);
  });

  it.each([
    ["plain comments", "/* a */ SELECT 1; -- /* b\n# /* c\nSELECT '/* /* ';"],
    ["conditional comments of a dump", "/*!40101 SET NAMES utf8 */;\n/*!50003 CREATE TRIGGER t */;;"],
    ["a conditional comment inside a statement", "CREATE TABLE t (a int) /*! ENGINE = InnoDB */;"],
    ["a nested opening with nothing behind it", "/* a /* b */\n\n-- end\n"],
  ])("is not claimed of %s", (_title, text) => {
    expect(skippedByFlyway(text)).toEqual([]);
  });
});
