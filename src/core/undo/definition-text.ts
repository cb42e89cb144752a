import { DEFAULT_LEXICAL_MODE } from "../sql/lexical-mode.ts";
import { sqlTokens } from "../sql/sql-tokens.ts";
import type { SqlToken } from "../sql/sql-tokens.ts";

/** The tokens of a text that a server printed with sql_mode ''. */
export function tokensOf(text: string): SqlToken[] {
  return [...sqlTokens(text, DEFAULT_LEXICAL_MODE)];
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** Names of columns, indexes and constraints are the same whatever their case, on both servers. */
export function fold(name: string): string {
  return name.toLowerCase();
}

/** The token as an unquoted word in upper case; "" for everything else. */
export function wordOf(token: SqlToken | undefined): string {
  return token?.kind === "word" ? token.text.toUpperCase() : "";
}

export function isSymbol(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "symbol" && token.text === sign;
}

/** Where the parentheses end that open at `open`: the index of the closing one. @throws Error if they stay open. */
export function closingParen(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], "(")) depth += 1;
    if (isSymbol(tokens[at], ")")) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error("parentheses are not closed in a table definition");
}

/** New names by folded old ones. */
export type NameMap = ReadonlyMap<string, string>;
const NO_NAMES: NameMap = new Map();

/** MySQL writes a literal's character set down as the session had it that made the literal. */
const INTRODUCER = /^_(?:utf8mb4|utf8mb3|utf8|latin1)$/i;

/**
 * A text in a form in which two of the same meaning are equal: blanks, the case of words, the marks of version comments, and
 * introducers of character literals do not count. Quoted names are replaced as `names` says.
 */
export function normalText(text: string, names: NameMap = NO_NAMES): string {
  const tokens = tokensOf(text);
  const parts = tokens.map((token, index) => {
    if (token.kind === "name") return quoteName(names.get(fold(token.text)) ?? token.text);
    if (token.kind === "string") return JSON.stringify(token.text);
    return isIntroducer(token, tokens[index + 1]) ? "" : token.text.toUpperCase();
  });
  return parts.filter((part) => part !== "").join(" ");
}

function isIntroducer(token: SqlToken, next: SqlToken | undefined): boolean {
  return token.kind === "word" && next?.kind === "string" && next.start === token.end && INTRODUCER.test(token.text);
}

/**
 * The text for a session whose literals are utf8mb4: MySQL prints that as an introducer, and would print a literal that is
 * written with one otherwise.
 */
export function withoutIntroducers(text: string): string {
  const tokens = tokensOf(text);
  const marks = tokens.filter((token, index) => token.text === "_utf8mb4" && isIntroducer(token, tokens[index + 1]));
  return marks.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), text);
}

/** Whether a text names one of these columns (folded names). `unquoted`: MySQL prints some lists of partition columns without quotes. */
export function mentions(text: string, columns: ReadonlySet<string>, unquoted = false): boolean {
  return (
    columns.size > 0 &&
    tokensOf(text).some(
      ({ kind, text }) => (kind === "name" || (unquoted && kind === "word")) && columns.has(fold(text)),
    )
  );
}
