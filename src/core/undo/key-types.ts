/**
 * The types of a key's columns while a run changes them: tables that hold keys of rows (write log, images, copies of columns) must bear the
 * keys that the table has now, and keys from before and of now must be told to be the same.
 */
import { charsetOfCollation, columnCollation, isTextColumn, tableCollation } from "./definition-compare.ts";
import { tryParseColumnText } from "./definition-column.ts";
import { fold } from "./definition-text.ts";
import { parseColumnType } from "./definition-type.ts";
import { keyOf, sideKeyColumns, type ColumnDefinition, type TableDefinition } from "./table-definition.ts";

/** Bits that an integer's value takes. */
const INTEGER_BITS: ReadonlyMap<string, bigint> = new Map([
  ["tinyint", 8n],
  ["smallint", 16n],
  ["mediumint", 24n],
  ["int", 32n],
  ["bigint", 64n],
]);
const UNICODE = /^utf8mb[34]$/;

const columnOf = ({ columns }: TableDefinition, name: string): ColumnDefinition | undefined =>
  columns.find((column) => fold(column.name) === fold(name));

/** A column that says its collation itself, so that it is the same in another table. */
function spelledOut(column: ColumnDefinition, { options }: TableDefinition): ColumnDefinition {
  const says = column.clauses.some(({ kind }) => kind === "charset" || kind === "collate");
  if (says || !isTextColumn(column)) return column;
  return { ...column, clauses: [{ kind: "collate", text: `COLLATE ${tableCollation(options)}` }, ...column.clauses] };
}

/**
 * The definition from before with the key's columns as they are now, by their names from before.
 *
 * @param nameNow a column's name of now
 */
export function withKeyOf(
  before: TableDefinition,
  now: TableDefinition,
  nameNow: (column: string) => string,
): TableDefinition {
  const key = new Set((keyOf(before) ?? []).map(fold));
  const columns = before.columns.map((column) => {
    const found = key.has(fold(column.name)) ? columnOf(now, nameNow(column.name)) : undefined;
    return found === undefined ? column : { ...spelledOut(found, now), name: column.name };
  });
  return { ...before, columns };
}

/** A column with the table that says what it does not say itself. */
export type Typed = { readonly column: ColumnDefinition; readonly table: TableDefinition };

/**
 * Whether `=` between a column as it was and as it is finds equal what is the same value, and the server can compare them: of texts in one
 * character set with two collations it cannot (1267). Source: MySQL Reference Manual, "Collation Coercibility in Expressions".
 */
export function isComparable(from: Typed, to: Typed): boolean {
  const [a, b] = [parseColumnType(from.column), parseColumnType(to.column)];
  if (a === null || b === null) return false;
  if (INTEGER_BITS.has(a.base) && INTEGER_BITS.has(b.base)) return true;
  const [one, other] = [columnCollation(from.column, from.table), columnCollation(to.column, to.table)];
  if (one === null || other === null) return one === other && a.base === b.base;
  const areStrings = [a.base, b.base].every((base) => base === "char" || base === "varchar");
  if (!areStrings && a.base !== b.base) return false;
  if (one === other) return true;
  const [mine, others] = [charsetOfCollation(one), charsetOfCollation(other)];
  if (mine === null || others === null) return false;
  if (mine === others) return one.endsWith("_bin") || other.endsWith("_bin");
  return UNICODE.test(mine) || UNICODE.test(others);
}

/** Whether two columns of tables of ours have one type. */
function isSameType(a: Typed, b: Typed): boolean {
  const type = ({ column, table }: Typed): string =>
    JSON.stringify([parseColumnType(column), columnCollation(column, table)]);
  return type(a) === type(b);
}

/**
 * Clauses of ALTER TABLE that give a table made by `sideDefinition` the key's columns of another definition.
 *
 * @param has what it is
 */
export function keyChanges(has: TableDefinition, wanted: TableDefinition): readonly string[] {
  return [...sideKeyColumns(wanted)].flatMap(([name, text]) => {
    const [is, to] = [columnOf(has, name), columnOf(wanted, name)];
    if (is === undefined || to === undefined) return [];
    return isSameType({ column: is, table: has }, { column: to, table: wanted }) ? [] : [`MODIFY COLUMN ${text}`];
  });
}

/**
 * Whether the key's values from before can be told to be the same as those of now.
 *
 * @param names column before → its name now; null for one that is gone
 */
export function isKeyComparable(
  before: TableDefinition,
  now: TableDefinition,
  names: ReadonlyMap<string, string | null>,
): boolean {
  return (keyOf(before) ?? []).every((name) => {
    const [was, is] = [columnOf(before, name), columnOf(now, names.get(name) ?? "")];
    return (
      was !== undefined && is !== undefined && isComparable({ column: was, table: before }, { column: is, table: now })
    );
  });
}

/** Whether rows are told apart by the column. */
export function isInKey(definition: TableDefinition, column: string): boolean {
  return keyOf(definition)?.some((name) => fold(name) === fold(column)) === true;
}

/**
 * What a statement makes of a key's column, as far as rows can go on being told apart by it; null: the values could not be compared, or it is
 * not told what it makes.
 *
 * @param column by its name of now
 * @param definition as the statement has it
 */
export function withKeyColumn(now: TableDefinition, column: string, definition: string): TableDefinition | null {
  const [is, text] = [columnOf(now, column), tryParseColumnText(definition)];
  if (is === undefined || text === null) return null;
  const to = { ...text, name: is.name };
  if (!isComparable({ column: is, table: now }, { column: to, table: now })) return null;
  return { ...now, columns: now.columns.map((one) => (one === is ? to : one)) };
}

/** SQL that is true for a value that the column as it was cannot hold; null: it holds all, or it cannot be told. */
export function doesNotFit(from: Typed, to: Typed, value: string): string | null {
  const [was, is] = [parseColumnType(from.column), parseColumnType(to.column)];
  if (was === null || is === null) return null;
  const bits = INTEGER_BITS.get(was.base);
  if (bits !== undefined) {
    const same = was.base === is.base && was.unsigned === is.unsigned;
    const [least, most] = was.unsigned ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
    return same ? null : `${value} NOT BETWEEN ${least} AND ${most}`;
  }
  const tests: string[] = [];
  const [wide = "0"] = was.args;
  if (was.base === "char" || was.base === "varchar") tests.push(`CHAR_LENGTH(${value}) > ${wide}`);
  if (was.base === "varbinary") tests.push(`LENGTH(${value}) > ${wide}`);
  const [one, other] = [columnCollation(from.column, from.table), columnCollation(to.column, to.table)];
  const [old, now] = [one, other].map((collation) => (collation === null ? null : charsetOfCollation(collation)));
  if (typeof old === "string" && typeof now === "string" && old !== now) {
    tests.push(`CAST(CONVERT(CONVERT(${value} USING ${old}) USING ${now}) AS BINARY) <> CAST(${value} AS BINARY)`);
  }
  return tests.length === 0 ? null : tests.join(" OR ");
}
