import { ProgramHead } from "../program-head.ts";
import { STATEMENT_STARTS } from "../program-words.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { keyword } from "./token-cursor.ts";

/**
 * The index of the first token of a program's body; `tokens.length` if there is none (ALTER EVENT without DO); null if it
 * is not found, or is code in another language. Text that is no definition is a body from its beginning.
 */
export function bodyStart(tokens: readonly SqlToken[], oracle: boolean): number | null {
  const first = keyword(tokens[0]);
  if (first !== "CREATE" && first !== "ALTER") return 0;
  const start = startAfter(new ProgramHead(oracle), tokens, 0);
  if (start === null) return first === "ALTER" ? tokens.length : null;
  const head = tokens.slice(0, start).map(keyword);
  const language = head.indexOf("LANGUAGE");
  if (language >= 0 && head[language + 1] !== "SQL") return null;
  return head.includes("PACKAGE") ? startOfPackage(tokens, start) : start;
}

/**
 * The index of the first token of the body of a routine inside of a package or of declarations, where `from` is the one
 * after PROCEDURE or FUNCTION; `to` if it is only declared.
 */
export function innerBodyStart(tokens: readonly SqlToken[], from: number, to: number): number {
  return startAfter(ProgramHead.ofInnerRoutine(), tokens.slice(0, to), from) ?? to;
}

function startAfter(head: ProgramHead, tokens: readonly SqlToken[], from: number): number | null {
  for (let at = from; at < tokens.length; at += 1) {
    switch (stepOf(head, tokens[at])) {
      case "head":
        break;
      case "body next":
      case "declarations next":
        return at + 1;
      case "plain": // one statement, whose first word has been read
        return startsStatement(tokens[at - 1]) ? at - 1 : null;
      default:
        return at;
    }
  }
  const last = tokens.length - 1;
  return last >= from && startsStatement(tokens[last]) ? last : null;
}

function stepOf(head: ProgramHead, token: SqlToken | undefined): ReturnType<ProgramHead["word"]> {
  switch (token?.kind) {
    case "word":
      return head.word(keyword(token));
    case "symbol":
      return head.symbol(token.text);
    default:
      return head.quoted(token?.kind === "name" ? "`" : "'");
  }
}

function startsStatement(token: SqlToken | undefined): boolean {
  const word = keyword(token);
  return STATEMENT_STARTS.has(word) || word === "RETURN";
}

/** Characteristics and AS stand in front of what a package holds. */
function startOfPackage(tokens: readonly SqlToken[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) {
    const word = keyword(tokens[at]);
    if (word === "AS" || word === "IS") return at + 1;
    if (word === "PROCEDURE" || word === "FUNCTION" || word === ";") return at;
  }
  return from;
}
