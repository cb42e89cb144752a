import type { SqlToken } from "../sql/sql-tokens.ts";
import { isSymbol, tokensOf, wordOf } from "./definition-text.ts";

export type ColumnClauseKind =
  | "null"
  | "default"
  | "auto-increment"
  | "on-update"
  | "generated"
  | "visibility"
  | "comment"
  | "check"
  | "charset"
  | "collate"
  | "key"
  | "other";

type ColumnClause = { readonly kind: ColumnClauseKind; readonly text: string };

/** A column's definition: what stands behind its name. */
export type ColumnText = {
  readonly text: string;
  /** The type with its arguments, UNSIGNED and ZEROFILL. */
  readonly type: string;
  /** Everything behind the type, in order. */
  readonly clauses: readonly ColumnClause[];
  readonly generated: "virtual" | "stored" | null;
  /** MariaDB's GENERATED ALWAYS AS ROW START or ROW END. */
  readonly rowTime: boolean;
  readonly invisible: boolean;
  readonly autoIncrement: boolean;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly onUpdateNow: boolean;
};

/** How a clause begins: kind, and how many tokens it has at least; it ends where the next one begins. */
const CLAUSES: ReadonlyMap<string, readonly [kind: ColumnClauseKind, least: number, second?: string]> = new Map([
  ["NOT", ["null", 2, "NULL"]],
  ["NULL", ["null", 1]],
  ["DEFAULT", ["default", 2]],
  ["AUTO_INCREMENT", ["auto-increment", 1]],
  ["ON", ["on-update", 3, "UPDATE"]],
  ["GENERATED", ["generated", 3, "ALWAYS"]],
  ["AS", ["generated", 2]],
  ["VIRTUAL", ["generated", 1]],
  ["STORED", ["generated", 1]],
  ["PERSISTENT", ["generated", 1]],
  ["INVISIBLE", ["visibility", 1]],
  ["VISIBLE", ["visibility", 1]],
  ["COMMENT", ["comment", 2]],
  ["CONSTRAINT", ["check", 3]],
  ["CHECK", ["check", 2]],
  ["CHARACTER", ["charset", 3, "SET"]],
  ["CHARSET", ["charset", 2]],
  ["COLLATE", ["collate", 2]],
  ["UNIQUE", ["key", 1]],
  ["PRIMARY", ["key", 1]],
  ["KEY", ["key", 1]],
  ["REFERENCES", ["other", 2]],
  ["COLUMN_FORMAT", ["other", 2]],
  ["STORAGE", ["other", 2]],
  ["SRID", ["other", 2]],
  ["REF_SYSTEM_ID", ["other", 3]],
  ["COMPRESSED", ["other", 1]],
  ["WITHOUT", ["other", 3, "SYSTEM"]],
  ["WITH", ["other", 3, "SYSTEM"]],
  ["ENGINE_ATTRIBUTE", ["other", 2]],
  ["SECONDARY_ENGINE_ATTRIBUTE", ["other", 2]],
] as const);

/**
 * Cuts a column's definition into its clauses, as a server prints it or as a statement has it (without FIRST and AFTER).
 * @throws Error on text that does not begin with a type.
 */
export function parseColumnText(text: string): ColumnText {
  const tokens = tokensOf(text);
  if (tokens[0]?.kind !== "word") throw new Error(`not a column definition: ${text}`);
  const starts = clauseStarts(tokens);
  const clauses = starts.map(({ at, kind }, index): ColumnClause => {
    const end = starts[index + 1]?.at ?? tokens.length;
    return { kind, text: sourceOf(text, tokens, at, end) };
  });
  const has = (kind: ColumnClauseKind, pattern: RegExp): boolean =>
    clauses.some((clause) => clause.kind === kind && pattern.test(clause.text));
  return {
    text,
    type: sourceOf(text, tokens, 0, starts[0]?.at ?? tokens.length),
    clauses,
    generated: generatedAs(has),
    rowTime: has("generated", /^(?:GENERATED ALWAYS )?AS ROW (?:START|END)$/i),
    invisible: has("visibility", /^INVISIBLE/i),
    autoIncrement: has("auto-increment", /^/),
    nullable: !has("null", /^NOT/i) && !has("key", /^PRIMARY/i),
    hasDefault: has("default", /^/),
    onUpdateNow: has("on-update", /^/),
  };
}

/** The same; null for text that does not begin with a type. */
export function tryParseColumnText(text: string): ColumnText | null {
  try {
    return parseColumnText(text);
  } catch {
    return null;
  }
}

/** The definition without the clauses of some kinds, in the words of the server. */
export function withoutClauses({ type, clauses }: ColumnText, kinds: readonly ColumnClauseKind[]): string {
  return [type, ...clauses.filter(({ kind }) => !kinds.includes(kind)).map(({ text }) => text)].join(" ");
}

function generatedAs(has: (kind: ColumnClauseKind, pattern: RegExp) => boolean): "virtual" | "stored" | null {
  if (!has("generated", /^/)) return null;
  return has("generated", /^(?:STORED|PERSISTENT)$|AS ROW /i) ? "stored" : "virtual";
}

type Start = { readonly at: number; readonly kind: ColumnClauseKind };

function clauseStarts(tokens: readonly SqlToken[]): Start[] {
  const starts: Start[] = [];
  let depth = 0;
  // The type has at least one token, even if it is a word such as CHARACTER.
  for (let at = 1; at < tokens.length;) {
    const token = tokens[at];
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
    const clause = depth === 0 ? clauseAt(tokens, at) : null;
    if (clause !== null) starts.push({ at, kind: clause.kind });
    at += clause === null ? 1 : skip(tokens, at, clause.least);
  }
  return starts;
}

/** Over the first tokens of a clause, but not into parentheses, which are counted. */
function skip(tokens: readonly SqlToken[], at: number, least: number): number {
  const paren = tokens.slice(at, at + least).findIndex((token) => isSymbol(token, "("));
  return paren > 0 ? paren : least;
}

function clauseAt(tokens: readonly SqlToken[], at: number): { kind: ColumnClauseKind; least: number } | null {
  // MariaDB prints attributes that an engine defines as `name`='value'.
  if (tokens[at]?.kind === "name" && isSymbol(tokens[at + 1], "=")) return { kind: "other", least: 3 };
  const known = CLAUSES.get(wordOf(tokens[at]));
  if (known === undefined) return null;
  const [kind, least, second] = known;
  return second === undefined || wordOf(tokens[at + 1]) === second ? { kind, least } : null;
}

/** The source of some tokens: an opened version comment is not in it, since `sqlTokens` leaves its marks out. */
function sourceOf(text: string, tokens: readonly SqlToken[], from: number, to: number): string {
  const first = tokens[from];
  const last = tokens[to - 1];
  if (first === undefined || last === undefined || to <= from) return "";
  return text.slice(first.start, last.end);
}
