import type { Touches } from "../../undo/touch.ts";
import type { SqlToken } from "../sql-tokens.ts";
import type { TokenCursor } from "./token-cursor.ts";
import { unknown } from "./words.ts";

/**
 * PREPARE …, after that word. Names of prepared statements and of variables are given in lower case: the servers do not
 * tell their letters' case apart. MariaDB takes any expression: one that is neither a variable nor a literal gives null
 * for both.
 */
export function prepare(cursor: TokenCursor): Touches {
  const statement = cursor.identifier();
  if (statement === null || !cursor.accept("FROM")) return unknown("PREPARE of no statement");
  const source = cursor.rest();
  const [at, ...name] = source;
  const isVariable = at?.text === "@" && name.length > 0 && isOneName(name);
  const isLiteral = source.length > 0 && source.every(({ kind }) => kind === "string");
  return [
    {
      kind: "prepare",
      statement: statement.toLowerCase(),
      variable: isVariable ? joined(name).toLowerCase() : null,
      text: isLiteral ? joined(source) : null,
    },
  ];
}

/** EXECUTE …, after that word. */
export function execute(cursor: TokenCursor, sql: string): Touches {
  if (cursor.accept("IMMEDIATE")) {
    const expression = cursor.until("USING");
    return [{ kind: "execute-immediate", expression: sql.slice(expression[0]?.start, expression.at(-1)?.end) }];
  }
  const statement = cursor.identifier();
  return statement === null
    ? unknown("EXECUTE of no statement")
    : [{ kind: "execute", statement: statement.toLowerCase() }];
}

/** Names of user variables may have dots: @a.b */
function isOneName(tokens: readonly SqlToken[]): boolean {
  return tokens.length === 1
    ? tokens[0]?.kind !== "symbol"
    : tokens.every(({ kind, text }) => kind === "word" || text === ".");
}

function joined(tokens: readonly SqlToken[]): string {
  return tokens.map(({ text }) => text).join("");
}
