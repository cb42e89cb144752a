import type { LexicalMode } from "./lexical-mode.ts";
import { leap } from "./text-view.ts";

/** A stretch of a statement; the marks of version comments are code, and so is what they hold. */
export type SqlPart = {
  /** "name" is a quoted one. */
  readonly kind: "code" | "string" | "name" | "comment";
  readonly start: number;
  readonly end: number;
};

/** After `--` a blank or control character must follow, or the end. */
const OPENING = /['"`#]|--(?=[\s\p{Cc}]|$)|\/\*(?!M?!)/gu;

/** A bounded number of escapes: a pattern remembers each, and strings with millions of them do occur. */
const QUOTED = {
  "'": { escaping: /[^'\\]*(?:(?:\\[^]|'')[^'\\]*){0,500}/y, plain: /[^']*(?:''[^']*){0,500}/y },
  '"': { escaping: /[^"\\]*(?:(?:\\[^]|"")[^"\\]*){0,500}/y, plain: /[^"]*(?:""[^"]*){0,500}/y },
  "`": { escaping: /[^`]*(?:``[^`]*){0,500}/y, plain: /[^`]*(?:``[^`]*){0,500}/y },
} as const;

/** Cuts one whole statement into code, quoted texts and comments, in order and without gaps. */
export function* sqlParts(sql: string, mode: LexicalMode): Generator<SqlPart> {
  let done = 0;
  for (;;) {
    OPENING.lastIndex = done;
    const match = OPENING.exec(sql);
    const start = match?.index ?? sql.length;
    if (start > done) yield { kind: "code", start: done, end: start };
    if (match === null) return;
    const part = partAt(sql, start, match[0], mode);
    yield part;
    done = part.end;
  }
}

/** The statement with its strings empty and its comments as blanks. */
export function withoutStrings(sql: string, mode: LexicalMode): string {
  let text = "";
  for (const { kind, start, end } of sqlParts(sql, mode)) {
    text += kind === "string" ? "''" : kind === "comment" ? " " : sql.slice(start, end);
  }
  return text;
}

/** Whether a backslash escapes the next character in text enclosed by `quote`. */
export function hasEscapes(quote: string, mode: LexicalMode): boolean {
  return quote !== "`" && !mode.noBackslashEscapes && !(quote === '"' && mode.ansiQuotes);
}

/** Where the quoted text ends that begins at `start`; the statement's end if it is not closed. */
export function endOfQuoted(sql: string, start: number, quote: "'" | '"' | "`", mode: LexicalMode): number {
  const pattern = hasEscapes(quote, mode) ? QUOTED[quote].escaping : QUOTED[quote].plain;
  for (let at = start + 1; ;) {
    const end = leap(pattern, sql, at);
    const isDoubled = sql.charAt(end + 1) === quote;
    if (sql.charAt(end) === quote && !isDoubled) return end + 1;
    if (end >= sql.length || end === at) return sql.length;
    at = end;
  }
}

function partAt(sql: string, start: number, opening: string, mode: LexicalMode): SqlPart {
  if (opening === "'" || opening === '"' || opening === "`") {
    const isName = opening === "`" || (opening === '"' && mode.ansiQuotes);
    return { kind: isName ? "name" : "string", start, end: endOfQuoted(sql, start, opening, mode) };
  }
  return { kind: "comment", start, end: endOfComment(sql, start) };
}

/** Where the comment ends that begins at `start`. */
export function endOfComment(sql: string, start: number): number {
  const close = sql.startsWith("/*", start) ? "*/" : "\n";
  const end = sql.indexOf(close, start + close.length);
  return end < 0 ? sql.length : end + close.length;
}
