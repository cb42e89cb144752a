import { splitAtCommas } from "../sql/sql-tokens.ts";
import type { SqlToken } from "../sql/sql-tokens.ts";
import { parseColumnText, withoutClauses } from "./definition-column.ts";
import type { ColumnText } from "./definition-column.ts";
import { parseTableItem } from "./definition-items.ts";
import type { Check, ForeignKey, Period, TableIndex } from "./definition-items.ts";
import { parseTableTail } from "./definition-options.ts";
import type { TableTail } from "./definition-options.ts";
import { closingParen, fold, isSymbol, quoteName, tokensOf, wordOf } from "./definition-text.ts";

export type ColumnDefinition = ColumnText & { readonly name: string };

/** What SHOW CREATE TABLE says. */
export type TableDefinition = TableTail & {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  /** The columns of the primary key in its order; empty if there is none. */
  readonly primaryKey: readonly string[];
  /** In the order in which they are printed, the primary key among them. */
  readonly indexes: readonly TableIndex[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Those of the table; MariaDB prints a column's own in its definition. */
  readonly checks: readonly Check[];
  readonly periods: readonly Period[];
};

/**
 * Reads the text of SHOW CREATE TABLE as MySQL (from 8.0) and MariaDB (from 10.11) print it in a session with sql_mode ''.
 * What version comments hold counts. @throws Error on text that it does not understand.
 */
export function parseDefinition(showCreate: string): TableDefinition {
  const tokens = tokensOf(showCreate);
  const open = tokens.findIndex((token) => isSymbol(token, "("));
  const head = tokens.slice(0, Math.max(open, 0));
  const name = head.at(-1);
  if (wordOf(head[0]) !== "CREATE" || !head.some((token) => wordOf(token) === "TABLE") || name?.kind !== "name") {
    throw new Error(`not the text of a table: ${showCreate.slice(0, 100)}`);
  }
  const close = closingParen(tokens, open);
  const lines = splitAtCommas(tokens.slice(open + 1, close));
  const end = tokens[close]?.start ?? showCreate.length;
  const texts = lines.map((line, index) => lineText(showCreate, line, startOf(lines[index + 1]) ?? end));
  const isColumn = (index: number): boolean => lines[index]?.[0]?.kind === "name";
  const columns = texts.flatMap((text, index) => (isColumn(index) ? [parseColumn(text, lines[index] ?? [])] : []));
  const items = texts.flatMap((text, index) => (isColumn(index) ? [] : [parseTableItem(text)]));
  const indexes = items.flatMap((item) => (item.kind === "index" ? [item.item] : []));
  const primary = indexes.find(({ kind }) => kind === "primary");
  return {
    name: name.text,
    columns,
    primaryKey: primary?.parts.map(({ column, text }) => column ?? text) ?? [],
    indexes,
    foreignKeys: items.flatMap((item) => (item.kind === "foreign-key" ? [item.item] : [])),
    checks: items.flatMap((item) => (item.kind === "check" ? [item.item] : [])),
    periods: items.flatMap((item) => (item.kind === "period" ? [item.item] : [])),
    ...parseTableTail(showCreate, tokens, close + 1),
  };
}

function startOf(line: readonly SqlToken[] | undefined): number | undefined {
  return line?.[0]?.start;
}

/** A line up to the next one: the end of a version comment belongs to it. */
function lineText(source: string, line: readonly SqlToken[], next: number): string {
  return source.slice(startOf(line), next).trim().replace(/,$/, "").trim();
}

function parseColumn(text: string, line: readonly SqlToken[]): ColumnDefinition {
  const [name, type] = line;
  if (name === undefined || type === undefined) throw new Error(`a column without a type: ${text}`);
  return { name: name.text, ...parseColumnText(text.slice(type.start - name.start)) };
}

/** The length at the end of an index's part; names are quoted. */
const PREFIX = /\(\d+\)(?: (?:ASC|DESC))?$/;

/** MariaDB: the last part of such a key is a period, not a column. */
export const isWithoutOverlaps = ({ text }: TableIndex): boolean => /WITHOUT OVERLAPS/i.test(text);

/** The index by which rows are told apart: see `keyOf`. */
export function keyIndexOf({ columns, indexes }: TableDefinition): TableIndex | null {
  const usable = new Set(
    columns.filter(({ generated, nullable }) => generated === null && !nullable).map(({ name }) => fold(name)),
  );
  const isKey = (index: TableIndex): boolean =>
    index.unique &&
    !isWithoutOverlaps(index) &&
    index.parts.every(({ column, text }) => column !== null && usable.has(fold(column)) && !PREFIX.test(text));
  return indexes.find((index) => index.kind === "primary" && isKey(index)) ?? indexes.find(isKey) ?? null;
}

/**
 * The columns by which rows are told apart: those of the primary key; if there is none, those of the first unique index without
 * NULL; null if there is none either. A key with a generated column does not count, since such values cannot be written, nor
 * one with an expression or without overlaps, nor one of a column's beginning: before and after a change two values may begin alike.
 */
export function keyOf(definition: TableDefinition): string[] | null {
  return keyIndexOf(definition)?.parts.flatMap(({ column }) => (column === null ? [] : [column])) ?? null;
}

/**
 * CREATE TABLE for a copy of the table's rows, with no key but that of `keyOf`: all columns with values of their own, visible
 * and without defaults; nothing that could refuse or change a row. AUTO_INCREMENT stays, where the key bears it: giving it back would copy
 * the table once more.
 *
 * @param name as it stands behind CREATE TABLE, quoted and qualified
 */
export function copyDefinition(before: TableDefinition, name: string): string {
  const columns = before.columns.filter(({ generated }) => generated === null);
  const key = keyIndexOf(before);
  const counted = fold(key?.parts[0]?.column ?? "");
  const lines = columns.map(
    (column) =>
      plainColumn(column, false) + (column.autoIncrement && fold(column.name) === counted ? " AUTO_INCREMENT" : ""),
  );
  return createTable(before, name, [...lines, ...keyLine(key)]);
}

/** A column that is a part of the primary key besides. */
export type ExtraColumn = { readonly text: string; readonly key: string };

/**
 * CREATE TABLE for the values of some columns: the columns of `keyOf` and these, which may all be NULL.
 *
 * @param name as it stands behind CREATE TABLE, quoted and qualified
 * @param extra definitions of more columns, in SQL; with `key` the column's quoted name, which then ends the primary key
 * @throws Error if the table has no key
 */
export function sideDefinition(
  before: TableDefinition,
  name: string,
  columns: readonly string[],
  extra: readonly (string | ExtraColumn)[] = [],
): string {
  const index = keyIndexOf(before);
  if (index === null) throw new Error(`${before.name} has no key`);
  const key = new Set(index.parts.map(({ column }) => fold(column ?? "")));
  const wanted = new Set(columns.map(fold));
  const isValue = ({ name, generated }: ColumnDefinition): boolean =>
    wanted.has(fold(name)) && !key.has(fold(name)) && generated === null;
  const lines = before.columns.flatMap((column) =>
    key.has(fold(column.name)) || isValue(column) ? [plainColumn(column, isValue(column))] : [],
  );
  const texts = extra.map((one) => (typeof one === "string" ? one : one.text));
  const inKey = extra.flatMap((one) => (typeof one === "string" ? [] : [one.key]));
  return createTable(before, name, [...lines, ...texts, ...keyLine(index, inKey)]);
}

/** The key's columns as `sideDefinition` has them, by name: what stands behind MODIFY. */
export function sideKeyColumns(definition: TableDefinition): ReadonlyMap<string, string> {
  const key = new Set((keyOf(definition) ?? []).map(fold));
  const columns = definition.columns.filter(({ name }) => key.has(fold(name)));
  return new Map(columns.map((column) => [column.name, plainColumn(column, false)]));
}

function plainColumn(column: ColumnDefinition, nullable: boolean): string {
  const text = withoutClauses(column, [
    "null",
    "default",
    "auto-increment",
    "on-update",
    "visibility",
    "comment",
    "check",
    "key",
  ]);
  const isSystem = /\s*\bWITH(?:OUT)? SYSTEM VERSIONING\b/gi;
  return `${quoteName(column.name)} ${text.replace(isSystem, "")} ${nullable || column.nullable ? "NULL" : "NOT NULL"}`;
}

function keyLine(index: TableIndex | null, more: readonly string[] = []): string[] {
  return index === null ? [] : [`PRIMARY KEY (${[...index.parts.map(({ text }) => text), ...more].join(", ")})`];
}

/** What says how long a row may be stays. The formats of other engines are not among InnoDB's. */
const KEPT_OPTION =
  /^(?:DEFAULT )?(?:CHARSET|COLLATE)|^ROW_FORMAT=(?:DYNAMIC|COMPACT|REDUNDANT|COMPRESSED)|^KEY_BLOCK_SIZE/i;

function createTable({ options }: TableDefinition, name: string, lines: readonly string[]): string {
  const kept = options.map(({ text }) => text).filter((text) => KEPT_OPTION.test(text));
  return `CREATE TABLE ${name} (\n  ${lines.join(",\n  ")}\n) ${["ENGINE=InnoDB", ...kept].join(" ")}`;
}
