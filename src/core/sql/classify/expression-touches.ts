import type { Touch, WrittenName } from "../../undo/touch.ts";
import { expressionEffect } from "../expression-effect.ts";
import { HARMLESS_NAMES, LOCK_FUNCTIONS } from "../known-functions.ts";
import type { LexicalMode } from "../lexical-mode.ts";
import { sqlTokens } from "../sql-tokens.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { isIdentifier, keyword } from "./token-cursor.ts";
import { words } from "./words.ts";

/** Bounded: data with many signs of comments would be read to its end again and again. */
const GAP = String.raw`(?:\s|/\*(?:[^*]|\*(?!/)){0,100}\*/|(?:--|#)[^\n]{0,100}\n){1,100}`;
/** What may be a sequence's next value, or a file that is written; strings are not told from code here. */
const NOTABLE = new RegExp(String.raw`\b(?:NEXTVAL|SETVAL|LASTVAL|OUTFILE|DUMPFILE|NEXT${GAP}VALUE)\b`, "i");
/** A parenthesis that a version comment or a line's comment hides the name of from `expressionEffect`. */
const HIDDEN_CALL = /(?:\/\*M?!\d*|(?:--|#)[^\n]{0,100}\n)\s*\(/;

const SEQUENCE_FUNCTIONS = words("NEXTVAL SETVAL LASTVAL");
/** Reserved words and types in front of a parenthesis that are not among the known functions. */
const NO_FUNCTIONS = words(
  "CALL CURSOR DO ELSEIF ELSIF ESCAPE LINES NUMBER OFFSET PRECISION RAW RETURN ROWS THAN UNTIL UPDATE VARCHAR2 VARCHARACTER WHILE",
);
/** After these a name with a parenthesis is a table with its columns, or the like. */
const BEFORE_COLUMNS = words(
  ") @ AS CALL CURSOR DELAYED EXISTS HIGH_PRIORITY IGNORE INSERT INTO LOW_PRIORITY OPEN RECURSIVE REFERENCES REPLACE TABLE WITH",
);

/**
 * What the expressions and queries of a statement (or of a part of one) may change: functions that are not built in,
 * sequences that go on, files that are written. Fast where there is nothing of the kind, however long the text.
 */
export function expressionTouches(sql: string, mode: LexicalMode): Touch[] {
  const isNotable = NOTABLE.test(sql) || HIDDEN_CALL.test(sql) || expressionEffect(sql, mode).unknownFunction;
  return isNotable ? touchesOfTokens([...sqlTokens(sql, mode)], mode) : [];
}

function touchesOfTokens(tokens: readonly SqlToken[], mode: LexicalMode): Touch[] {
  const found = new Map<string, Touch>();
  const add = (touch: Touch): unknown => found.set(JSON.stringify(touch), touch);
  const hasCommonTables = tokens.some((token) => keyword(token) === "WITH");
  for (const [at, token] of tokens.entries()) {
    if (token.kind === "symbol" && token.text === "(") {
      const routine = calledFunction(tokens, at);
      if (routine !== null && !(hasCommonTables && isCommonTable(tokens, at))) add({ kind: "function-call", routine });
    }
    if (token.kind !== "word") continue;
    const sequence = advancedSequence(tokens, at, mode);
    if (sequence !== null) add({ kind: "alter", object: "sequence", name: sequence, to: null });
    const word = keyword(token);
    if ((word === "OUTFILE" || word === "DUMPFILE") && keyword(tokens[at - 1]) === "INTO") {
      add({ kind: "irreversible", what: `a file on the server (INTO ${word})` });
    }
  }
  return [...found.values()];
}

/** The function that the parenthesis at `open` belongs to; null if it is built in, or none. */
function calledFunction(tokens: readonly SqlToken[], open: number): WrittenName | null {
  const path = pathBefore(tokens, open);
  const [last] = path;
  if (last === undefined || (last.kind === "word" && /^\d+$/.test(last.text))) return null;
  const before = open - 2 * path.length;
  const isCharset = keyword(tokens[before]) === "SET" && keyword(tokens[before - 1]) === "CHARACTER";
  if (BEFORE_COLUMNS.has(keyword(tokens[before])) || isCharset) return null;
  if (path.length === 1) {
    const word = keyword(last);
    // MySQL has no sequences: there these are names that people give to functions of their own.
    const isKnown = HARMLESS_NAMES.has(word) || LOCK_FUNCTIONS.has(word) || NO_FUNCTIONS.has(word);
    if (isKnown && !SEQUENCE_FUNCTIONS.has(word)) return null;
    return { schema: null, name: last.text };
  }
  const [schema = "", ...names] = path.map(({ text }) => text).toReversed();
  // A routine of a package is called `package.routine` by MariaDB itself.
  return { schema, name: names.join(".") };
}

/** The names with dots between them that end before `end`, the last first. */
function pathBefore(tokens: readonly SqlToken[], end: number): SqlToken[] {
  const path: SqlToken[] = [];
  for (let at = end - 1; ; at -= 2) {
    const token = tokens[at];
    if (!isIdentifier(token)) return path;
    path.push(token);
    if (keyword(tokens[at - 1]) !== ".") return path;
  }
}

/** WITH a AS (…), b (columns) AS (…) */
function isCommonTable(tokens: readonly SqlToken[], open: number): boolean {
  if (keyword(tokens[open - 2]) !== ",") return false;
  let parens = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const word = keyword(tokens[at]);
    if (word === "(") parens += 1;
    if (word === ")") parens -= 1;
    if (parens === 0) return keyword(tokens[at + 1]) === "AS" && keyword(tokens[at + 2]) === "(";
  }
  return false;
}

/** The sequence that the word at `at` takes a value of, or sets: NEXTVAL(s), NEXT VALUE FOR s, s.NEXTVAL. */
function advancedSequence(tokens: readonly SqlToken[], at: number, mode: LexicalMode): WrittenName | null {
  const word = keyword(tokens[at]);
  if (word === "NEXT" && keyword(tokens[at + 1]) === "VALUE" && keyword(tokens[at + 2]) === "FOR") {
    return nameAt(tokens, at + 3);
  }
  if (!SEQUENCE_FUNCTIONS.has(word)) return null;
  if (keyword(tokens[at + 1]) === "(") {
    const name = keyword(tokens[at - 1]) === "." ? null : nameAt(tokens, at + 2);
    const end = keyword(tokens[at + (name?.schema === null ? 3 : 5)]);
    return end === ")" || end === "," ? name : null;
  }
  if (mode.oracle !== true || word !== "NEXTVAL" || keyword(tokens[at - 1]) !== ".") return null;
  const [name, schema] = pathBefore(tokens, at - 1);
  return name === undefined ? null : { schema: schema?.text ?? null, name: name.text };
}

function nameAt(tokens: readonly SqlToken[], at: number): WrittenName | null {
  const first = tokens[at];
  if (!isIdentifier(first)) return null;
  const second = tokens[at + 2];
  const isQualified = keyword(tokens[at + 1]) === "." && isIdentifier(second);
  return isQualified ? { schema: first.text, name: second.text } : { schema: null, name: first.text };
}
