import { HARMLESS_NAMES, LOCK_FUNCTIONS } from "./known-functions.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { endOfComment, endOfQuoted, hasEscapes } from "./sql-parts.ts";
import { leap } from "./text-view.ts";

/** What the expressions of a statement may do to its session. */
export type ExpressionEffect = {
  /** A user variable is named, so it may be assigned to. */
  userVariable: boolean;
  assignment: boolean;
  lock: boolean;
  /** A function is called that is not known to be harmless. */
  unknownFunction: boolean;
};

/**
 * Looks for variables and function calls. First at the text as it is, strings included, which is fast and can only find
 * too much; only if that finds something, at the text outside of strings and comments.
 */
export function expressionEffect(sql: string, mode: LexicalMode): Readonly<ExpressionEffect> {
  const effect = { userVariable: false, assignment: false, lock: false, unknownFunction: false };
  if (mayHaveEffect(sql)) scan(sql, mode, effect);
  return effect;
}

function mayHaveEffect(sql: string): boolean {
  if (sql.includes("@") || sql.includes(":=")) return true;
  for (let at = sql.indexOf("("); at >= 0; at = sql.indexOf("(", at + 1)) {
    if (!isHarmlessCall(sql, at)) return true;
  }
  return false;
}

/** Code without a sign that matters, and a string after it: most of a large statement is made of these. */
const RUN_ESCAPING = /[^'"`#@(:/-]*(?:'[^'\\]*(?:\\[^][^'\\]*){0,200}')?/y;
const RUN_PLAIN = /[^'"`#@(:/-]*(?:'[^']*')?/y;

function scan(sql: string, mode: LexicalMode, effect: ExpressionEffect): void {
  const run = hasEscapes("'", mode) ? RUN_ESCAPING : RUN_PLAIN;
  for (let at = 0; at < sql.length;) {
    const end = leap(run, sql, at);
    at = end > at ? end : afterSign(sql, at, mode, effect);
  }
}

/** Takes in what begins at `at`, and gives the offset after it. */
function afterSign(sql: string, at: number, mode: LexicalMode, effect: ExpressionEffect): number {
  const sign = sql.charAt(at);
  switch (sign) {
    case "'":
    case '"':
    case "`":
      return endOfQuoted(sql, at, sign, mode);
    case "@":
      if (sql.charAt(at + 1) === "@") return at + 2;
      effect.userVariable = true;
      return at + 1;
    case ":":
      effect.assignment ||= sql.charAt(at + 1) === "=";
      return at + 1;
    case "(":
      if (!isHarmlessCall(sql, at)) {
        if (LOCK_FUNCTIONS.has(nameBefore(sql, at))) effect.lock = true;
        else effect.unknownFunction = true;
      }
      return at + 1;
    default:
      return isComment(sql, at) ? endOfComment(sql, at) : at + 1;
  }
}

function isComment(sql: string, at: number): boolean {
  if (sql.charAt(at) === "/") return sql.startsWith("/*", at) && !/^M?!/.test(sql.slice(at + 2, at + 4));
  return sql.charAt(at) === "#" || /^--(?:[\s\p{Cc}]|$)/u.test(sql.slice(at, at + 3));
}

const NAME = '(?:`[^`]*`|"[^"]*"|[\\w$\\u0080-\\uffff]+)';
/** A table's name in front of a list of its columns. */
const TABLE_NAME = new RegExp(
  `\\b(?:INTO|INSERT|REPLACE|IGNORE|LOW_PRIORITY|HIGH_PRIORITY|DELAYED|TABLE|EXISTS|REFERENCES)\\s+(?:${NAME}\\s*\\.\\s*)?${NAME}\\s*$`,
  "i",
);
/** Room for two quoted names of 64 characters and a keyword. */
const LOOK_BACK = 300;

/** Whether the parenthesis at `at` is not that of a function which could do something to the session. */
function isHarmlessCall(sql: string, at: number): boolean {
  const name = nameBefore(sql, at);
  if (name === NO_NAME || HARMLESS_NAMES.has(name)) return true;
  return !LOCK_FUNCTIONS.has(name) && TABLE_NAME.test(sql.slice(Math.max(0, at - LOOK_BACK), at));
}

const NO_NAME = "";
const HIDDEN_NAME = "?";
const QUALIFIED = /\.\s*$/;

/** The name in front of a parenthesis, in upper case; "" if there is none, "?" if it is quoted, qualified, or hidden by a comment. */
function nameBefore(sql: string, parenthesis: number): string {
  let end = parenthesis;
  while (end > 0 && sql.charCodeAt(end - 1) <= 32) end -= 1;
  const last = sql.charAt(end - 1);
  if (last === "`" || last === '"' || (last === "/" && sql.charAt(end - 2) === "*")) return HIDDEN_NAME;
  let start = end;
  while (start > 0 && isNameCode(sql.charCodeAt(start - 1))) start -= 1;
  const name = sql.slice(start, end);
  if (/^\d*$/.test(name)) return NO_NAME;
  // What is called with its database's name is a stored function, whatever it is called.
  return QUALIFIED.test(sql.slice(Math.max(0, start - 10), start)) ? HIDDEN_NAME : name.toUpperCase();
}

/** Letters, digits, `_`, `$` and everything beyond ASCII. */
function isNameCode(code: number): boolean {
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 128;
  return isLetter || (code >= 48 && code <= 57) || code === 95 || code === 36;
}
