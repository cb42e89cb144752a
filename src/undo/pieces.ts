/**
 * Going through a large table piece by piece of its key, so that whoever writes to it meanwhile waits for one piece and not for all of it.
 */
import { identifier, text } from "../mysql/sql-text.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";
import type { Row, Sql } from "./sql.ts";

/** Rows whose key is at least `from` and less than `below`, as SQL literals; null: without a limit on that side. */
export type Piece = {
  readonly key: readonly string[];
  readonly from: readonly string[] | null;
  readonly below: readonly string[] | null;
};

export const WHOLE: Piece = { key: [], from: null, below: null };

/** A condition ` AND …` for the rows of a piece; empty for all of them. */
export function within({ key, from, below }: Piece, column: (column: string) => string): string {
  const columns = key.map(column);
  return (
    (from === null ? "" : ` AND ${beyond(columns, from, ">", ">=")}`) +
    (below === null ? "" : ` AND ${beyond(columns, below, "<", "<")}`)
  );
}

/** Written out column by column: the servers use no index for a comparison of rows. */
function beyond(columns: readonly string[], values: readonly string[], side: string, last: string): string {
  const [column = "", ...others] = columns;
  const [value = "", ...more] = values;
  if (others.length === 0) return `${column} ${last} ${value}`;
  return `(${column} ${side} ${value} OR (${column} = ${value} AND ${beyond(others, more, side, last)}))`;
}

type Literal = { readonly select: (column: string) => string; readonly sql: (value: string) => string };

const NUMBER: Literal = { select: (column) => `CAST(${column} AS CHAR)`, sql: (value) => value };
const TEXT: Literal = { select: (column) => `CAST(${column} AS CHAR CHARACTER SET utf8mb4)`, sql: text };
const BYTES: Literal = { select: (column) => `HEX(${column})`, sql: (value) => (value === "" ? "''" : `0x${value}`) };

/** Types whose order is that of their literals. Not FLOAT, whose text is not its value, nor ENUM, which is sorted by number and compared as text. */
const LITERALS: readonly (readonly [RegExp, Literal])[] = [
  [/^(?:tinyint|smallint|mediumint|int|bigint|decimal|year)\b/i, NUMBER],
  [/^(?:date|datetime|timestamp|time|char|varchar|uuid)\b/i, TEXT],
  [/^(?:binary|varbinary)\b/i, BYTES],
];

const literalOf = (type: string): Literal | undefined => LITERALS.find(([pattern]) => pattern.test(type))?.[1];

/** Where the pieces are measured out: a table with the key in an index. */
export type Measure = {
  readonly table: QName;
  readonly key: readonly string[];
  /** Type of each key column, as the server prints it. */
  readonly types: ReadonlyMap<string, string>;
  /** A key may be in several rows. */
  readonly repeats: boolean;
};

/** Rows of the first piece; the next ones follow from the time that it took. */
const FIRST_ROWS = 1000;
const MOST_ROWS = 20_000;
/** Others wait so long at most, if the machine keeps its pace. */
const PIECE_MS = 150;

async function boundary(sql: Sql, measure: Measure, from: readonly string[] | null, rows: number) {
  const { key, table, types, repeats } = measure;
  const literals = key.map((column) => literalOf(types.get(column) ?? ""));
  const names = key.map(identifier);
  const values = names.map((name, index) => `${literals[index]?.select(name) ?? name} AS v${index}`).join(", ");
  const source = repeats ? `(SELECT DISTINCT ${names.join(", ")} FROM ${qualified(table)}` : "";
  const where = `WHERE TRUE${within({ key, from, below: null }, identifier)} ORDER BY ${names.join(", ")} LIMIT 1 OFFSET ${rows}`;
  const found: readonly Row[] = await sql.query(
    repeats ? `SELECT ${values} FROM ${source} ${where}) t` : `SELECT ${values} FROM ${qualified(table)} ${where}`,
  );
  const row = found[0];
  return row === undefined ? null : literals.map((literal, index) => literal?.sql(String(row[`v${index}`])) ?? "");
}

/**
 * Does work for each piece, in the order of the key.
 *
 * @param now milliseconds of a clock that never jumps
 * @returns false: nothing was done, since the table is small, or its key has a type that cannot be measured out
 */
export async function inPieces(
  sql: Sql,
  measure: Measure,
  now: () => number,
  work: (piece: Piece) => Promise<void>,
): Promise<boolean> {
  const { key, types } = measure;
  if (key.length === 0 || key.some((column) => literalOf(types.get(column) ?? "") === undefined)) return false;
  let rows = FIRST_ROWS;
  let from: readonly string[] | null = null;
  let below = await boundary(sql, measure, from, rows);
  if (below === null) return false;
  for (;;) {
    const began = now();
    await work({ key, from, below });
    if (below === null) return true;
    const pace = PIECE_MS / Math.max(1, now() - began);
    rows = Math.round(Math.min(MOST_ROWS, rows * 2, Math.max(1, rows * pace)));
    from = below;
    below = await boundary(sql, measure, from, rows);
  }
}
