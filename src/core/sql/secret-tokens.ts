import type { LexicalMode } from "./lexical-mode.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** Names of options, columns and variables whose value is a secret: MASTER_PASSWORD, api_key and the like. */
const SECRET_NAME = /(?:password|passwd|passphrase|pwd|secret|(?:encryption|secret|api|access|private)_?key)$/i;
/** Functions that are given a secret. */
const SECRET_FUNCTION =
  /^(?:password|old_password|(?:aes|des)_(?:en|de)crypt|encode|decode|encrypt|kdf|md5|sha[12]?)$/i;
/** Words in front of a secret in a clause that begins with IDENTIFIED. */
const IDENTIFIED_BY = /^(?:by|as|using|replace)$/i;
const SIGNS_BEFORE_VALUE = "=:(";

/**
 * The tokens of a statement that are secrets by their place: passwords of accounts, of replication and of servers; keys
 * and texts given to functions that encrypt; values of what is named like a secret.
 */
export function* secretTokens(sql: string, mode: LexicalMode): Generator<SqlToken> {
  let identified = false;
  let setPassword = false;
  let count = 0;
  /** The last word, or quoted name, with nothing but signs of an assignment since. */
  let name = "";
  /** How many parentheses are open since a secret function's. */
  let depth = 0;
  for (const token of sqlTokens(sql, mode)) {
    const { kind, text } = token;
    count += 1;
    if (kind === "symbol") {
      if (text === "(" && (depth > 0 || SECRET_FUNCTION.test(name))) depth += 1;
      if (text === ")" && depth > 0) depth -= 1;
      if (setPassword && text === "=") name = "password";
      else if (!SIGNS_BEFORE_VALUE.includes(text)) name = "";
      continue;
    }
    const isValue = kind === "string" || /^0x/i.test(text);
    if (isValue && (depth > 0 || SECRET_NAME.test(name) || (identified && IDENTIFIED_BY.test(name)))) yield token;
    // N'…', x'…' and _utf8'…' are one literal: what stood before the letters counts.
    const isIntroducer = kind === "word" && /^(?:[nxb]|_\w+)$/i.test(text);
    if (!isIntroducer) name = isValue ? "" : text;
    if (kind === "word" && text.toUpperCase() === "IDENTIFIED") identified = true;
    if (count === 2 && kind === "word" && /^set$/i.test(firstWord(sql)) && /^password$/i.test(text)) setPassword = true;
  }
}

function firstWord(sql: string): string {
  return /^\s*(\w+)/.exec(sql)?.[1] ?? "";
}
