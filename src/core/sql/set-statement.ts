import type { LexicalMode } from "./lexical-mode.ts";
import { splitAtCommas, sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** One assignment of a SET statement. */
export type Assignment = {
  readonly target:
    | { readonly kind: "user"; readonly name: string }
    | { readonly kind: "system"; readonly name: string; readonly scope: "session" | "global" };
  readonly value: readonly SqlToken[];
};

export type SetStatement =
  | { readonly kind: "assignments"; readonly assignments: readonly Assignment[] }
  /** SET NAMES, SET TRANSACTION, SET ROLE and others, by their first word in upper case. */
  | { readonly kind: "other"; readonly word: string }
  /** MariaDB: SET STATEMENT … FOR; `from` is where the statement after FOR begins. */
  | { readonly kind: "statement"; readonly from: number };

const OTHER_WORDS: ReadonlySet<string> = new Set([
  "NAMES",
  "CHARACTER",
  "CHARSET",
  "PASSWORD",
  "ROLE",
  "DEFAULT",
  "RESOURCE",
  "TRANSACTION",
]);
const SCOPES: ReadonlyMap<string, "session" | "global"> = new Map([
  ["SESSION", "session"],
  ["LOCAL", "session"],
  ["GLOBAL", "global"],
  ["PERSIST", "global"],
  ["PERSIST_ONLY", "global"],
]);

/** Reads a statement that begins with SET. What cannot be read leaves its assignment out, never another one. */
export function parseSetStatement(sql: string, mode: LexicalMode): SetStatement {
  const [, ...tokens] = sqlTokens(sql, mode);
  const words = tokens.map(({ kind, text }) => (kind === "word" || kind === "symbol" ? text.toUpperCase() : ""));
  const [first = "", second = ""] = words;
  if (first === "STATEMENT" && second !== "=")
    return { kind: "statement", from: tokens[words.indexOf("FOR")]?.end ?? sql.length };
  const isAssignment = second === "=" || second === ":";
  if (OTHER_WORDS.has(first) && !isAssignment) return { kind: "other", word: first };
  if (SCOPES.has(first) && second === "TRANSACTION") return { kind: "other", word: second };
  return { kind: "assignments", assignments: readAssignments(tokens) };
}

/** A name without a scope takes that of the assignment before it, if that had one in front: so do both servers. */
function readAssignments(tokens: readonly SqlToken[]): Assignment[] {
  let scope: "session" | "global" = "session";
  return splitAtCommas(tokens).flatMap((part) => {
    const [first, second] = part;
    const named = first?.kind === "word" ? SCOPES.get(first.text.toUpperCase()) : undefined;
    if (named !== undefined && second?.kind !== "symbol") scope = named;
    const assignment = readAssignment(part, scope);
    return assignment === null ? [] : [assignment];
  });
}

function readAssignment(part: readonly SqlToken[], scope: "session" | "global"): Assignment | null {
  const equals = part.findIndex(({ kind, text }) => kind === "symbol" && text === "=");
  if (equals < 0) return null;
  const value = part.slice(equals + 1);
  const target = part.slice(0, equals).filter(({ kind, text }) => kind !== "symbol" || text !== ":");
  const texts = target.map(({ text }) => text);
  if (texts[0] === "@" && texts[1] !== "@") {
    return { target: { kind: "user", name: texts.slice(1).join("").toLowerCase() }, value };
  }
  const names = target.filter(({ kind }) => kind !== "symbol").map(({ text }) => text.toLowerCase());
  const name = names.at(-1);
  if (name === undefined) return null;
  // `@@name` is the session's, `@@global.name` says its own.
  const own = names.length > 1 ? SCOPES.get((names[0] ?? "").toUpperCase()) : undefined;
  return { target: { kind: "system", name, scope: own ?? (texts[0] === "@" ? "session" : scope) }, value };
}
