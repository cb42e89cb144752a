import { array, assert, constantFrom, pre, property, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { classify, classifyBody } from "../../../src/core/sql/classify.ts";
import { DEFAULT_LEXICAL_MODE } from "../../../src/core/sql/lexical-mode.ts";
import type { Touches } from "../../../src/core/undo/touch.ts";

const NAME = string({ minLength: 1, maxLength: 12, unit: "binary" });

function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

function touched(sql: string): Touches {
  return classify(sql, DEFAULT_LEXICAL_MODE);
}

test("quoted names may hold any characters", () => {
  assert(
    property(NAME, NAME, NAME, (a, b, c) => {
      const table = `${quoted(a)}.${quoted(b)}`;
      const name = { schema: a, name: b };
      const rows = { kind: "rows", name, whole: false } as const;
      expect(touched(`DROP TABLE ${table}`)).toEqual([{ kind: "drop", object: "table", name, temporary: false }]);
      expect(touched(`ALTER TABLE ${table} ADD ${quoted(c)} INT AFTER ${quoted(b)}`)).toEqual([
        { kind: "alter-table", name, actions: [{ kind: "add-column", column: c }] },
      ]);
      expect(touched(`INSERT INTO ${table} (${quoted(c)}) VALUES (1)`)).toEqual([
        { ...rows, verbs: ["insert"], columns: null },
      ]);
      expect(touched(`UPDATE ${table} SET ${quoted(c)} = 1 WHERE ${quoted(a)} = 2`)).toEqual([
        { ...rows, verbs: ["update"], columns: [c] },
      ]);
      expect(touched(`DELETE FROM ${table} WHERE ${quoted(c)} = 2`)).toEqual([
        { ...rows, verbs: ["delete"], columns: null },
      ]);
      expect(touched(`SELECT ${table}(1)`)).toEqual([{ kind: "function-call", routine: name }]);
      expect(touched(`CALL ${table}`)).toEqual([{ kind: "call", routine: name }]);
    }),
  );
});

/** Statements as tokens, between which anything may stand that is no token. */
const STATEMENTS: readonly string[] = [
  "CREATE OR REPLACE DEFINER = a @ b VIEW v AS SELECT f (1) FROM t",
  "CREATE TEMPORARY TABLE IF NOT EXISTS `d` . `t` ( a INT ) SELECT f (1) AS a FROM u",
  "ALTER IGNORE TABLE t ADD COLUMN ( a INT PRIMARY KEY , b INT ) , DROP FOREIGN KEY x , MODIFY c INT NOT NULL , RENAME TO u",
  "INSERT INTO t ( a ) VALUES ( 'x' , d . f ( NEXT VALUE FOR s ) ) ON DUPLICATE KEY UPDATE a = 1",
  "UPDATE t AS x JOIN ( u , v ) ON x . a = u . a SET x . b = CASE WHEN 1 THEN 2 END , u . c = 3 WHERE a = g ( 1 )",
  "WITH c AS ( SELECT 1 ) DELETE x , y . * FROM t AS x , u AS y , c WHERE x . a = 1",
  "RENAME TABLE a TO b , c . d TO e",
  "SET GLOBAL a = 1 , b = f ( 2 )",
  "PREPARE s FROM 'x'",
  "SELECT 1 INTO OUTFILE 'x'",
  "BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR NOT FOUND , 1062 DROP TABLE a ; IF f ( 1 ) THEN CALL p ( 2 ) ; END IF ; END",
];
const GAP = array(
  constantFrom(
    " ",
    "\n",
    "\t",
    "\r\n",
    "/* x ; ' */",
    "-- DROP TABLE t\n",
    "# `\n",
    "-- max\n",
    "/**/",
    "/*!40101 ",
    " */",
  ),
  {
    minLength: 1,
    maxLength: 4,
  },
).map((pieces) => ` ${pieces.join("")} `);

/** The end of a version comment that none has begun is no gap: a server reads an operator there. */
function endsWhatBegan(text: string): boolean {
  let open = 0;
  for (const [found] of text.matchAll(/\/\*!40101|\/\*[^]*?\*\/|-- [^\n]*|#[^\n]*|\*\//g)) {
    if (found === "/*!40101") open += 1;
    if (found === "*/") open -= 1;
    if (open < 0) return false;
  }
  return true;
}

test("blanks, comments and version comments between tokens change nothing", () => {
  assert(
    property(constantFrom(...STATEMENTS), array(GAP, { minLength: 1, maxLength: 9 }), (statement, gaps) => {
      const tokens = statement.split(" ");
      const apart = tokens.map((token, index) => token + (gaps[index % gaps.length] ?? "")).join(" ");
      pre(endsWhatBegan(apart));
      expect(touched(apart)).toEqual(touched(statement));
      expect(touched(statement).map(({ kind }) => kind)).not.toContain("unknown");
    }),
    { numRuns: 2000 },
  );
});

const WORDS = constantFrom(
  ..."CREATE DROP ALTER TABLE VIEW INSERT INTO UPDATE SET DELETE FROM WITH AS SELECT CALL BEGIN END IF THEN ELSE CASE WHEN DECLARE".split(
    " ",
  ),
  ..."HANDLER FOR LOOP DO UNTIL PROCEDURE PACKAGE BODY TRIGGER EACH ROW PARTITION BY KEY ADD PRIMARY STATEMENT ANALYZE EXPLAIN".split(
    " ",
  ),
  ..."NEXT VALUE NEXTVAL ON DUPLICATE a b 1 'x' `y` ( ) , ; . : = @ * < { /*! */ --".split(" "),
);

test("any text comes to an end", () => {
  assert(
    property(array(WORDS, { maxLength: 30 }), constantFrom(true, false), (tokens, oracle) => {
      const sql = tokens.join(" ");
      const mode = { ...DEFAULT_LEXICAL_MODE, oracle };
      expect(classify(sql, mode)).toBeInstanceOf(Array);
      expect(classifyBody(sql, mode)).toBeInstanceOf(Array);
    }),
    { numRuns: 5000 },
  );
});

test("a body touches what its statements touch", () => {
  const statements = STATEMENTS.slice(0, -1);
  const around = constantFrom<readonly [string, string]>(
    ["BEGIN ", "; END"],
    ["IF a THEN ", "; END IF"],
    ["CASE WHEN a THEN ", "; END CASE"],
    ["x: LOOP ", "; END LOOP x"],
    ["BEGIN DECLARE EXIT HANDLER FOR 1062, `c` ", "; END"],
    ["REPEAT ", "; UNTIL CASE a WHEN 1 THEN 2 END END REPEAT"],
    ["CREATE PROCEDURE p() ", ""],
    ["CREATE TRIGGER t AFTER INSERT ON u FOR EACH ROW ", ""],
  );
  assert(
    property(
      constantFrom(...statements),
      array(around, { maxLength: 1 }),
      tuple(around),
      (statement, inner, [outer]) => {
        // A definition holds a statement, never another definition.
        const kept = inner.filter(([before]) => !before.startsWith("CREATE"));
        const within = kept.reduce((text, [before, after]) => before + text + after, statement);
        expect(classifyBody(outer[0] + within + outer[1], DEFAULT_LEXICAL_MODE)).toEqual(touched(statement));
      },
    ),
  );
});
