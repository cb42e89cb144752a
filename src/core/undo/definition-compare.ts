import { withoutClauses } from "./definition-column.ts";
import type { ColumnText } from "./definition-column.ts";
import { optionValue } from "./definition-options.ts";
import type { TableOption } from "./definition-options.ts";
import { fold, normalText, tokensOf } from "./definition-text.ts";
import type { NameMap } from "./definition-text.ts";
import type { ForeignKey } from "./definition-items.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";

const TEXT_TYPE = /^(?:(?:var)?char|(?:tiny|medium|long)?text|enum|set)\b/i;
const CHARSET_OPTIONS = ["CHARSET", "COLLATE"];

/** Whether a column's values have a character set. */
export function isTextColumn({ type }: ColumnText): boolean {
  return TEXT_TYPE.test(type);
}

/** The collation of a table's or column's text; that of a character set alone is its default one. */
function collationOf(charset: string | null, collation: string | null): string {
  if (collation !== null) return collation.toLowerCase();
  // Every other default ends so, or the server prints it: utf8mb4 has a different one on each product.
  return charset?.toLowerCase() === "latin1" ? "latin1_swedish_ci" : `${charset?.toLowerCase() ?? ""}_general_ci`;
}

/** The collation that a table's columns have where they say nothing. */
export function tableCollation(options: readonly TableOption[]): string {
  return collationOf(optionValue(options, "CHARSET"), optionValue(options, "COLLATE"));
}

/** The value of a clause such as COLLATE x: its last token. */
export function clauseValue(column: ColumnText, kind: "charset" | "collate"): string | null {
  const clause = column.clauses.find((clause) => clause.kind === kind);
  return clause === undefined ? null : (tokensOf(clause.text).at(-1)?.text ?? null);
}

/** A collation begins with its character set; null for MariaDB's uca1400_…, which goes with that which is there anyway. */
export function charsetOfCollation(collation: string): string | null {
  const name = /^[^_]+/.exec(collation)?.[0].toLowerCase() ?? "";
  if (name === "uca1400") return null;
  return name === "utf8" ? "utf8mb3" : name;
}

/** The collation of a column's text; null for types without. */
export function columnCollation(column: ColumnText, { options }: Pick<TableDefinition, "options">): string | null {
  if (!isTextColumn(column)) return null;
  const [charset, collation] = [clauseValue(column, "charset"), clauseValue(column, "collate")];
  return charset === null && collation === null ? tableCollation(options) : collationOf(charset, collation);
}

/** A column's definition in a form in which two of the same meaning are equal, its collation written out. */
export function columnKey(column: ColumnDefinition, table: TableDefinition, names?: NameMap): string {
  const text = normalText(withoutClauses(column, ["charset", "collate"]), names);
  const collation = columnCollation(column, table);
  return collation === null ? normalText(column.text, names) : `${text} COLLATE ${collation}`;
}

/** A foreign key in such a form; one to its own table says so instead of naming it, since tables are renamed. */
export function foreignKeyKey(key: ForeignKey, table: string, names?: NameMap): string {
  const isSelf = key.schema === null && key.table === table;
  const own = key.columns.map((column) => names?.get(fold(column)) ?? column);
  const referenced = key.referencedColumns.map((column) => (isSelf ? names?.get(fold(column)) : undefined) ?? column);
  const target = isSelf ? null : [key.schema, key.table];
  return JSON.stringify([key.name, own, target, referenced, key.onDelete, key.onUpdate]);
}

/** Options as texts by name; AUTO_INCREMENT is not among them, and the collation is written out. */
export function optionTexts({ options, systemVersioned }: TableDefinition): Map<string, string> {
  const others = options.filter(({ name }) => !CHARSET_OPTIONS.includes(name));
  return new Map([
    ...others.map(({ name, value }): [string, string] => [name, `${name}=${value}`]),
    ["COLLATE", `COLLATE=${tableCollation(options)}`],
    ["VERSIONING", systemVersioned ? "WITH SYSTEM VERSIONING" : "no system versioning"],
  ]);
}

/**
 * Whether two definitions mean the same. What does not count: the tables' names, AUTO_INCREMENT=n, the order of indexes and
 * constraints (which says only when they were made), a character set where the collation is there, and the introducers of
 * literals, which MySQL takes from the session. The order of columns counts.
 */
export function sameDefinition(a: TableDefinition, b: TableDefinition): boolean {
  return describeDifferences(a, b).length === 0;
}

/** What is different from `a` to `b`, a line each: `column x: …`; "none" is what is not there. Empty if they mean the same. */
export function describeDifferences(a: TableDefinition, b: TableDefinition): string[] {
  return [
    ...differing("column", columnTexts(a), columnTexts(b)),
    ...differing("", columnOrder(a, b), columnOrder(b, a)),
    ...differing("index", textsOf(a.indexes), textsOf(b.indexes)),
    ...differing("foreign key", foreignKeyTexts(a), foreignKeyTexts(b)),
    ...differing("check", textsOf(a.checks), textsOf(b.checks)),
    ...differing("period", textsOf(a.periods), textsOf(b.periods)),
    ...differing("option", plain(optionTexts(a)), plain(optionTexts(b))),
    ...differing("", partitionText(a), partitionText(b)),
  ];
}

type Texts = ReadonlyMap<string, { readonly key: string; readonly text: string }>;

function differing(what: string, a: Texts, b: Texts): string[] {
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names
    .filter((name) => a.get(name)?.key !== b.get(name)?.key)
    .map((name) => `${`${what} ${name}`.trim()}: ${a.get(name)?.text ?? "none"} → ${b.get(name)?.text ?? "none"}`);
}

function columnTexts(table: TableDefinition): Texts {
  return new Map(table.columns.map((column) => [column.name, { key: columnKey(column, table), text: column.text }]));
}

/** The order of the columns that both have. */
function columnOrder({ columns }: TableDefinition, other: TableDefinition): Texts {
  const both = new Set(other.columns.map(({ name }) => name));
  const text = columns.flatMap(({ name }) => (both.has(name) ? [name] : [])).join(", ");
  return new Map([["order of columns", { key: text, text }]]);
}

function textsOf(items: readonly { readonly name: string; readonly text: string }[]): Texts {
  return new Map(items.map(({ name, text }) => [name, { key: normalText(text), text }]));
}

function foreignKeyTexts({ name: table, foreignKeys }: TableDefinition): Texts {
  return new Map(foreignKeys.map((key) => [key.name, { key: foreignKeyKey(key, table), text: key.text }]));
}

function plain(texts: ReadonlyMap<string, string>): Texts {
  return new Map([...texts].map(([name, text]) => [name, { key: text.toLowerCase(), text }]));
}

function partitionText({ partition }: TableDefinition): Texts {
  return new Map(partition === null ? [] : [["partitions", { key: normalText(partition), text: partition }]]);
}
