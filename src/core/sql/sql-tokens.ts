import type { LexicalMode } from "./lexical-mode.ts";
import { hasEscapes, sqlParts } from "./sql-parts.ts";

export type SqlToken = {
  /** "name" is a quoted one. */
  readonly kind: "word" | "string" | "name" | "symbol";
  /** As written; of a string or name what is between the quotes, with escapes resolved. */
  readonly text: string;
  /** Offsets in the statement, quotes included. */
  readonly start: number;
  readonly end: number;
};

const CODE = /\s+|\/\*M?!\d{0,6}|\*\/|([\w$\u0080-\uffff]+)|([^])/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["b", "\b"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["Z", "\u001a"],
]);

/**
 * The tokens of one statement, without blanks, comments and the marks of version comments, whose content counts as SQL
 * whatever the server.
 */
export function* sqlTokens(sql: string, mode: LexicalMode): Generator<SqlToken> {
  for (const part of sqlParts(sql, mode)) {
    if (part.kind === "code") yield* codeTokens(sql, part.start, part.end);
    else if (part.kind !== "comment") {
      yield {
        kind: part.kind,
        text: contentOf(sql.slice(part.start, part.end), mode),
        start: part.start,
        end: part.end,
      };
    }
  }
}

/** The first tokens in upper case, "" for quoted ones. */
export function firstWords(sql: string, mode: LexicalMode, count: number): string[] {
  const words: string[] = [];
  for (const { kind, text } of sqlTokens(sql, mode)) {
    words.push(kind === "word" || kind === "symbol" ? text.toUpperCase() : "");
    if (words.length === count) break;
  }
  return words;
}

/** Cuts a list of tokens at the commas that are in no parentheses. */
export function splitAtCommas(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let parens = 0;
  for (const token of tokens) {
    const sign = token.kind === "symbol" ? token.text : "";
    if (sign === "(") parens += 1;
    if (sign === ")") parens -= 1;
    if (sign === "," && parens === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function* codeTokens(sql: string, from: number, to: number): Generator<SqlToken> {
  for (let at = from; at < to;) {
    CODE.lastIndex = at;
    const match = CODE.exec(sql);
    const start = at;
    at = Math.min(CODE.lastIndex, to);
    const [, word, symbol] = match ?? [];
    if (word !== undefined) yield { kind: "word", text: word, start, end: at };
    else if (symbol !== undefined) yield { kind: "symbol", text: symbol, start, end: at };
  }
}

function contentOf(quoted: string, mode: LexicalMode): string {
  const quote = quoted.charAt(0);
  const isClosed = quoted.length > 1 && quoted.endsWith(quote);
  const inner = quoted.slice(1, isClosed ? -1 : undefined);
  const pattern = hasEscapes(quote, mode) ? /\\([^])|''|""/g : /''|""|``/g;
  return inner.replace(pattern, (match: string, escaped?: string) => {
    if (escaped !== undefined && match.startsWith("\\")) return ESCAPES.get(escaped) ?? escaped;
    return match.startsWith(quote) ? quote : match;
  });
}
