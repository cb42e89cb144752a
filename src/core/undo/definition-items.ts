import { splitAtCommas } from "../sql/sql-tokens.ts";
import type { SqlToken } from "../sql/sql-tokens.ts";
import { closingParen, isSymbol, tokensOf, wordOf } from "./definition-text.ts";

type IndexKind = "primary" | "unique" | "plain" | "fulltext" | "spatial" | "vector";

/** One part of an index; `column` is null for an expression. `text` has prefix length and direction. */
type IndexPart = { readonly column: string | null; readonly text: string };

export type TableIndex = {
  readonly kind: IndexKind;
  /** PRIMARY for the primary key. */
  readonly name: string;
  readonly unique: boolean;
  readonly parts: readonly IndexPart[];
  /** As in CREATE TABLE; ADD makes a clause of ALTER TABLE of it. */
  readonly text: string;
};

export type ForeignKey = {
  readonly name: string;
  readonly columns: readonly string[];
  /** Null: the schema of the table itself. */
  readonly schema: string | null;
  readonly table: string;
  readonly referencedColumns: readonly string[];
  /** As printed; null where nothing is. */
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly text: string;
};

export type Check = { readonly name: string; readonly text: string };

/** MariaDB's PERIOD FOR; the name of the system's own is SYSTEM_TIME. */
export type Period = { readonly name: string; readonly columns: readonly string[]; readonly text: string };

export type TableItem =
  | { readonly kind: "index"; readonly item: TableIndex }
  | { readonly kind: "foreign-key"; readonly item: ForeignKey }
  | { readonly kind: "check"; readonly item: Check }
  | { readonly kind: "period"; readonly item: Period };

const KINDS: Readonly<Record<string, IndexKind>> = {
  PRIMARY: "primary",
  UNIQUE: "unique",
  KEY: "plain",
  FULLTEXT: "fulltext",
  SPATIAL: "spatial",
  VECTOR: "vector",
};

/** Reads one line of a printed CREATE TABLE that is not a column. @throws Error on text that it does not understand. */
export function parseTableItem(text: string): TableItem {
  const tokens = tokensOf(text);
  const [first, second, third] = tokens;
  const kind = KINDS[wordOf(first)];
  if (kind !== undefined) return { kind: "index", item: parseIndex(text, tokens, kind) };
  if (wordOf(first) === "PERIOD" && wordOf(second) === "FOR" && third !== undefined) {
    return { kind: "period", item: { name: third.text, columns: namesAfter(tokens, 3), text } };
  }
  if (wordOf(first) === "CONSTRAINT" && second?.kind === "name") {
    if (wordOf(third) === "CHECK") return { kind: "check", item: { name: second.text, text } };
    if (wordOf(third) === "FOREIGN") return { kind: "foreign-key", item: parseForeignKey(text, tokens, second.text) };
  }
  throw new Error(`not understood in a table definition: ${text}`);
}

function parseIndex(text: string, tokens: readonly SqlToken[], kind: IndexKind): TableIndex {
  const open = tokens.findIndex((token) => isSymbol(token, "("));
  const name = tokens.slice(0, Math.max(open, 0)).find((token) => token.kind === "name");
  if (open < 0 || (kind !== "primary" && name === undefined)) throw new Error(`not an index: ${text}`);
  const parts = splitAtCommas(tokens.slice(open + 1, closingParen(tokens, open))).map((part): IndexPart => {
    const [first] = part;
    if (first === undefined) throw new Error(`an index without columns: ${text}`);
    return {
      column: first.kind === "name" ? first.text : null,
      text: text.slice(first.start, part.at(-1)?.end),
    };
  });
  const unique = kind === "primary" || kind === "unique";
  return { kind, name: kind === "primary" ? "PRIMARY" : (name?.text ?? ""), unique, parts, text };
}

function parseForeignKey(text: string, tokens: readonly SqlToken[], name: string): ForeignKey {
  const at = tokens.findIndex((token) => wordOf(token) === "REFERENCES");
  const [target, dot, table] = tokens.slice(at + 1);
  if (at < 0 || target?.kind !== "name") throw new Error(`not a foreign key: ${text}`);
  const qualified = isSymbol(dot, ".") && table !== undefined;
  return {
    name,
    columns: namesAfter(tokens, 0),
    schema: qualified ? target.text : null,
    table: qualified ? table.text : target.text,
    referencedColumns: namesAfter(tokens, at),
    onDelete: actionOf(tokens, at, "DELETE"),
    onUpdate: actionOf(tokens, at, "UPDATE"),
    text,
  };
}

function actionOf(tokens: readonly SqlToken[], from: number, event: "DELETE" | "UPDATE"): string | null {
  const words = tokens.slice(from).map(wordOf);
  const at = words.findIndex((word, index) => word === "ON" && words[index + 1] === event);
  if (at < 0) return null;
  const action = words[at + 2] ?? "";
  return action === "SET" || action === "NO" ? `${action} ${words[at + 3] ?? ""}` : action;
}

/** The names in the next parentheses. */
function namesAfter(tokens: readonly SqlToken[], from: number): string[] {
  const open = tokens.findIndex((token, index) => index >= from && isSymbol(token, "("));
  const inside = tokens.slice(open + 1, closingParen(tokens, open));
  return inside.filter(({ kind }) => kind === "name").map(({ text }) => text);
}
