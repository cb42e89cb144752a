import { array, assert, constant, constantFrom, integer, oneof, property, record, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { createSplitter } from "../../../src/core/sql/splitter.ts";
import type { SplitterOptions } from "../../../src/core/sql/splitter.ts";
import { MARIADB_PROGRAMS, PROGRAMS } from "./accepted-programs.ts";
import { MARIADB, MYSQL, split, splitIn, textsOf } from "./splitting.ts";
import type { Split } from "./splitting.ts";

const PLAIN = [
  "SELECT 1",
  "INSERT INTO t VALUES ('a;b', \"it's; \", 'c\\';', '''', `x;y`)",
  "UPDATE t SET a = 5--1 /* ; ' */ -- ; \"\n WHERE b = 2 # ; `\n",
  "CREATE TABLE begin (end INT, `case` INT) COMMENT = ';'",
  "/*!40101 SET @x = ';*/' */",
  "BEGIN",
  "SELECT CASE WHEN a THEN 1 END, (SELECT 2) FROM t",
  "ALTER TABLE t\n  ADD COLUMN delimiter INT,\r\n  ADD INDEX (a)",
  "INSERT INTO ü VALUES ('💥;', 0x00ff, x'3b', _utf8';')",
];
const STATEMENT = constantFrom(...PLAIN, ...PROGRAMS, ...MARIADB_PROGRAMS);
const GAP = array(
  constantFrom(" ", "\n", "\r\n", "\t", "-- it's; \n", "# `\n", '/* " ; */\n', "--no blank;\n", "\n/* a\n * b;\n */\n"),
  {
    maxLength: 4,
  },
).map((pieces) => `\n${pieces.join("")}\n`);
const DELIMITER = constantFrom(";", "//", "$$", ";;", "|||", "go", "é", "\\\\");

describe("statements whose limits are known", () => {
  test("are cut there, whatever stands between them", () => {
    const piece = record({ statement: STATEMENT, gap: GAP, delimiter: DELIMITER });
    assert(
      property(array(piece, { minLength: 1, maxLength: 12 }), integer({ min: 1, max: 40 }), (pieces, size) => {
        let script = "";
        let delimiter = ";";
        const places: string[] = [];
        for (const next of pieces) {
          script += next.gap;
          if (next.delimiter !== delimiter) script += `DELIMITER ${next.delimiter}\n${next.gap}`;
          delimiter = next.delimiter;
          places.push(placeAtEnd(script));
          script += `${next.statement}\n${delimiter}`;
        }
        const result = splitIn(size, script);
        expect(textsOf(result)).toEqual(pieces.map(({ statement }) => statement.trim()));
        expect(result.statements.map(({ line, column }) => `${line}:${column}`)).toEqual(places);
      }),
      { numRuns: 1500 },
    );
  });
});

/** The place of the character that would come after a text. */
function placeAtEnd(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}

const TOKEN = constantFrom(
  ..."'\"`;#-/*!\\\n\r\t .,()@$:=<>\0".split(""),
  ..."-- |--|/*|*/|/*!|/*!50001 |/*!99999 |/*M!|/*M!100100 |/*+|''|\\'|\\\\|\\G|\\g\n|\\.|\ufeff|\u00a0|💥|é".split(
    "|",
  ),
  ..."CREATE|PROCEDURE|TRIGGER|PACKAGE|BODY|AS|BEGIN|END|IF|CASE|THEN|ELSE|LOOP|WHILE|FOR|DO|REPEAT|UNTIL|DECLARE|NOT".split(
    "|",
  ),
  ...'HANDLER FOR|EACH ROW|EVENT|USE|USE db\n|use `d b` -- c\n|USE "x|SOURCE|DELIMITER|DELIMITER //\n|delimiter ;\n|//|go|DELIMITER go\n|x|SELECT 1'.split(
    "|",
  ),
);
const SCRIPT = array(oneof({ weight: 4, arbitrary: TOKEN }, { weight: 1, arbitrary: constant(" ") }), {
  maxLength: 60,
}).map((tokens) => tokens.join(""));
const OPTIONS = constantFrom<SplitterOptions>(
  MARIADB,
  MYSQL,
  { ...MYSQL, version: 50_000 },
  { ...MARIADB, mode: { ansiQuotes: true, noBackslashEscapes: false, oracle: true } },
  { ...MARIADB, mode: { ansiQuotes: false, noBackslashEscapes: true } },
);

test("any text is split alike whatever the chunks", () => {
  assert(
    property(
      SCRIPT,
      OPTIONS,
      array(integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 20 }),
      (script, options, sizes) => {
        const whole = split(script, options);
        expect(splitAt(sizes, script, options)).toEqual(whole);
        expect(splitIn(1, script, options)).toEqual(whole);
      },
    ),
    { numRuns: 5000 },
  );
});

/** Splits a script in chunks of the given sizes, over and over; some are announced as replaced by themselves. */
function splitAt(sizes: readonly number[], script: string, options: SplitterOptions): Split {
  const splitter = createSplitter(options);
  const statements: Split["statements"][number][] = [];
  let at = 0;
  for (let turn = 0; ; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    if (at < script.length) splitter.push(script.slice(at, at + size));
    else splitter.finish();
    at += size;
    let step = splitter.next();
    for (; step.kind === "statement"; step = splitter.next()) statements.push(step.statement);
    if (step.kind !== "more") return { statements, problem: step.kind === "problem" ? step.problem : null };
  }
}

/** All characters that are neither blank, nor in a comment, nor a delimiter: what a splitter must not lose. */
function essence(text: string): string {
  const parts = text.match(/'[^']*'|"[^"]*"|`[^`]*`|\/\*(?!!)[^]*?\*\/|-- [^\n]*|#[^\n]*|[^]/g) ?? [];
  return parts.filter((part) => !/^(?:\s|;|\/\*(?!!)|-- |#)/.test(part)).join("");
}

test("nothing but comments, blanks and delimiters is lost", () => {
  const piece = constantFrom(
    "'a; b'",
    '"c; d"',
    "`e; f`",
    "/* g; */",
    "-- h;\n",
    "# i;\n",
    ";",
    " ",
    "\n",
    "SELECT",
    "(",
    ")",
    "/*! j ",
    "*/",
    "-",
    "1",
    ",",
    "BEGIN",
    "END",
    "CREATE PROCEDURE p()",
  );
  assert(
    property(array(piece, { maxLength: 40 }), constantFrom(1, 3, 1000), (pieces, size) => {
      const script = pieces.map((text) => `${text} `).join("");
      const { statements, problem } = splitIn(size, script);
      const sent = statements.map(({ sql }) => essence(sql)).join("");
      if (problem === null) expect(sent).toBe(essence(script));
      else expect(essence(script).startsWith(sent)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test("the text of each statement is found in the file at its place", () => {
  assert(
    property(tuple(SCRIPT, SCRIPT), ([first, second]) => {
      const script = `${first};\nSELECT 'x' ;${second}`;
      const lines = script.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
      for (const { sql, line, column } of split(script).statements) {
        const rest = (lines[line - 1] ?? "").slice(column - 1);
        const [firstLine = ""] = sql.split(/\r\n|\r|\n/);
        // A block comment may go in front, on the same line.
        expect(firstLine.startsWith("/*") || rest.startsWith(firstLine)).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});
