import { DEFAULT_LEXICAL_MODE } from "./lexical-mode.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { secretTokens } from "./secret-tokens.ts";

export type SecretOptions = {
  /** Values that must not be shown anywhere, such as passwords from the configuration; empty ones are ignored. */
  readonly secrets?: readonly string[];
  /** The mode that the statement is read in; the servers' default if absent. */
  readonly mode?: LexicalMode;
};

export type DisplayOptions = SecretOptions & {
  /** How many UTF-16 code units of the statement to show at most; default 300. */
  readonly maxLength?: number;
};

const BLANKED = "***";
const DEFAULT_LENGTH = 300;
/** Secrets are looked for this far beyond what is shown, so that none is shown because its end is not. */
const MARGIN = 5_000;

/**
 * A statement as a message shows it: its beginning, secrets blanked, tabs and blank lines removed, and a note on how
 * much was left out.
 */
export function displayStatement(sql: string, options: DisplayOptions = {}): string {
  const limit = options.maxLength ?? DEFAULT_LENGTH;
  const start = blankSecrets(sql.slice(0, limit + MARGIN), options);
  const readable = start
    .replace(/\r\n?/g, "\n")
    .replace(/[ \t]*\n(?:[ \t]*\n)+/g, "\n")
    .replaceAll("\t", "  ")
    // Other control characters would be invisible, or change the terminal.
    .replace(/(?!\n)\p{Cc}/gu, "\ufffd");
  const shown = cut(readable, limit);
  const left = readable.length - shown.length + Math.max(0, sql.length - limit - MARGIN);
  return left <= 0 ? readable : `${shown.trimEnd()} … (${left} more characters)`;
}

/** Prefers the end of a line to the middle of one, and does not cut a character in two. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lineEnd = text.lastIndexOf("\n", limit);
  const end = lineEnd > limit / 2 ? lineEnd : limit;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return text.slice(0, isHalf ? end - 1 : end);
}

/**
 * `sql` with everything blanked that is a password or key by its place in the statement, and all of the given secrets.
 * It may blank too much, such as the value of a column called password.
 */
export function blankSecrets(sql: string, options: SecretOptions = {}): string {
  let blanked = "";
  let done = 0;
  for (const { start, end } of secretTokens(sql, options.mode ?? DEFAULT_LEXICAL_MODE)) {
    blanked += `${sql.slice(done, start)}'${BLANKED}'`;
    done = end;
  }
  blanked += sql.slice(done);
  blanked = blankUrlPasswords(blanked);
  const secrets = (options.secrets ?? []).filter((secret) => secret !== "");
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  for (const secret of longestFirst) {
    // As a literal holds it, too: with quotes doubled or escaped.
    for (const form of new Set([secret, secret.replaceAll("'", "''"), secret.replace(/[\\'"]/g, "\\$&")])) {
      blanked = blanked.replaceAll(form, BLANKED);
    }
  }
  return blanked;
}

/** `CONNECTION='mysql://user:password@host/db'` of a federated table. */
function blankUrlPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s:@/'"]*:)[^\s@'"]+@/g, `$1${BLANKED}@`);
}
