/** Putting rows back in place: what the run changed, and nothing that others have written since. */
import { GONE, isLater, LOG_TIME, WAS_THERE } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import { chooseImages } from "./chosen.ts";
import { imageValue, joinSides, sidesOf, type Side } from "./compose.ts";
import type { FullCopy, KeptTable, QName, RowImages } from "./kept.ts";
import { byIndex, byKey, columnList, columnOf, LIVE, qualified } from "./names.ts";
import { within, type Piece } from "./pieces.ts";

/** A table as it stands on the way back. */
export type Standing = {
  readonly kept: KeptTable;
  /** Where it is: under its own name. */
  readonly at: QName;
  /** Column from before → its name now; null for one that is gone. Once the structure is back: each by its own name. */
  readonly columns: ReadonlyMap<string, string | null>;
  /** Columns by which rows were told apart before; null: none. */
  readonly key: readonly string[] | null;
  /** An index of the table as it is now that holds the key; null: none. */
  readonly index: string | null;
  /** The columns of `key` are called and sorted now as they were before. */
  readonly keyIsSame: boolean;
  /** Type of each column from before, as the server prints it. */
  readonly types: ReadonlyMap<string, string>;
  /** Columns that the server sets by itself when another one of the row changes: unless they are assigned as well. */
  readonly onUpdateNow: readonly string[];
  /** Columns that were gone before the structure was put back: others cannot have written them. */
  readonly lost: ReadonlySet<string>;
  /** Quoted names of sequences that its defaults take values from: a lock of it must name them. */
  readonly sequences: readonly string[];
  /** What others wrote since stays; false: it is set aside and the rows from before take its place. */
  readonly carry: boolean;
};

type Keyed = { readonly key: readonly string[]; readonly log: QName };

export function keyed({ kept }: Standing): Keyed | null {
  return kept.log?.ready === true && kept.log.key !== null ? { key: kept.log.key, log: kept.log.table } : null;
}

const nowOf = (standing: Standing, column: string): string => standing.columns.get(column) ?? column;

export const equal = (
  key: readonly string[],
  left: (column: string) => string,
  right: (column: string) => string,
): string => key.map((column) => `${left(column)} = ${right(column)}`).join(" AND ");

/** When others wrote a row last, in the log as `w`. */
export const writtenAt = `w.${identifier(LOG_TIME)}`;

/** True for rows that others wrote after `at`. */
function writtenSince({ key, log }: Keyed, row: (column: string) => string, at: string): string {
  const on = equal(key, columnOf("w"), row);
  return `EXISTS (SELECT 1 FROM ${byKey(log, "w")} WHERE ${on} AND ${isLater(writtenAt, at)})`;
}

/** Excludes rows that others wrote since, where these stay. */
function unlessWritten(standing: Standing, row: (column: string) => string, at: string): string {
  const log = keyed(standing);
  return log === null || !standing.carry ? "" : ` AND NOT ${writtenSince(log, row, at)}`;
}

/** Excludes rows that others have deleted since: those that they wrote, and that the run then took, come back as they were copied. */
function unlessDeleted(standing: Standing, at: string): string {
  const log = keyed(standing);
  if (log === null || !standing.carry) return "";
  const on = equal(log.key, columnOf("w"), inCopy);
  const gone = `${isLater(writtenAt, at)} AND w.${identifier(GONE)} = 1`;
  return ` AND NOT EXISTS (SELECT 1 FROM ${byKey(log.log, "w")} WHERE ${on} AND ${gone})`;
}

/** The table as `LIVE`, in FROM. */
export const liveTable = ({ at, index }: Standing): string => byIndex(at, LIVE, index);
export const live = (standing: Standing) => (column: string) => `${LIVE}.${identifier(nowOf(standing, column))}`;
const inImage = columnOf("u");
export const inCopy = columnOf("c");

const imageTime = `u.${identifier(LOG_TIME)}`;

/** `LIVE.now = value, …` for the columns that are there. */
function assignments(standing: Standing, columns: readonly string[], value: (column: string) => string): string {
  return columns
    .filter((column) => standing.columns.get(column) !== null)
    .map((column) => `${live(standing)(column)} = ${value(column)}`)
    .join(", ");
}

/**
 * MySQL's UPDATE of several tables that reads another one first gives all rows the last one's bits (BIT(1) to BIT(7) and more, seen on 8.0.33): with
 * such columns the table itself comes first. Else the server may begin with what is smaller.
 */
function joinFor(standing: Standing, columns: readonly string[]): string {
  return hasBits(standing, columns) ? "STRAIGHT_JOIN" : "JOIN";
}

export const hasBits = ({ types }: Standing, columns: readonly string[]): boolean =>
  columns.some((column) => /^bit\b/i.test(types.get(column) ?? ""));

/** The same where only some columns get values: the moment of the last change is not now. */
function someAssignments(standing: Standing, columns: readonly string[], value: (column: string) => string): string {
  const others = standing.onUpdateNow.filter((column) => !columns.includes(column));
  const own = assignments(standing, others, live(standing));
  return [assignments(standing, columns, value), own].filter((one) => one !== "").join(", ");
}

/**
 * How changed rows get their values: by UPDATE; or, where unique values that have changed their rows would meet on the way (1062), by going
 * first and being put in again after that.
 */
export type Change = "update" | "delete";

/** With the structure still as the run left it: the run's own rows go, and the values that it wrote. */
export function imagesBefore(standing: Standing, images: RowImages, how: Change, piece: Piece): readonly string[] {
  const key = keyed(standing)?.key ?? [];
  const { kept, carry } = standing;
  const on = equal(key, live(standing), inImage);
  const set = assignments(standing, [...key, ...images.columns], inImage);
  const join = joinFor(standing, images.columns);
  const from = `${liveTable(standing)} ${join} ${byKey(images.chosen, "u")} ON ${on}`;
  return [
    ...chooseImages(kept, images, carry, piece),
    `DELETE ${LIVE} FROM ${from} WHERE u.${identifier(WAS_THERE)} = 0`,
    how === "update"
      ? `UPDATE ${from} SET ${set} WHERE u.${identifier(WAS_THERE)} = 1`
      : `DELETE ${LIVE} FROM ${from} WHERE u.${identifier(WAS_THERE)} = 1`,
  ];
}

/** With the structure from before: values of columns that were lost or changed, and rows that the run deleted. */
export function imagesAfter(standing: Standing, images: RowImages | null, piece: Piece): readonly string[] {
  const { kept, carry } = standing;
  const sides = sidesOf(kept);
  const filled = sides.map((side) => fillFromSide(standing, side, images, piece));
  if (images === null) return filled;
  // Others may have written since the first half, and then their rows count.
  return [...chooseImages(kept, images, carry, piece), ...filled, insertMissing(standing, images, sides)];
}

function fillFromSide(standing: Standing, side: Side, images: RowImages | null, piece: Piece): string {
  const key = standing.key ?? [];
  const fromSide = columnOf(side.alias);
  const join = `${joinFor(standing, side.columns)} ${byKey(side.table, side.alias)} ON ${equal(key, live(standing), fromSide)}`;
  const withImages =
    images === null ? "" : ` LEFT JOIN ${byKey(images.chosen, "u")} ON ${equal(key, live(standing), inImage)}`;
  // An image from before the columns were copied is older than the copy.
  const isOlder = `u.${identifier(WAS_THERE)} = 1 AND ${imageTime} < ${side.at}`;
  const value = (column: string): string =>
    images === null || !images.columns.includes(column)
      ? fromSide(column)
      : `IF(${isOlder}, ${inImage(column)}, ${fromSide(column)})`;
  const lost = side.columns.every((column) => standing.lost.has(column));
  const where = `WHERE TRUE${within(piece, fromSide)}${lost ? "" : unlessWritten(standing, fromSide, side.at)}`;
  return `UPDATE ${liveTable(standing)} ${join}${withImages} SET ${someAssignments(standing, side.columns, value)} ${where}`;
}

function insertMissing(standing: Standing, images: RowImages, sides: readonly Side[]): string {
  const key = keyed(standing)?.key ?? [];
  const columns = [...key.filter((column) => standing.columns.has(column)), ...images.columns];
  const values = columns.map((column) => (key.includes(column) ? inImage(column) : imageValue(sides, column)));
  return (
    `INSERT INTO ${qualified(standing.at)} (${columnList(columns)}) SELECT ${values.join(", ")} FROM ${qualified(images.chosen)} u` +
    `${joinSides(sides, key, inImage)} LEFT JOIN ${liveTable(standing)} ON ${equal(key, live(standing), inImage)} ` +
    `WHERE u.${identifier(WAS_THERE)} = 1 AND ${LIVE}.${identifier(key[0] ?? "")} IS NULL`
  );
}

/** Rows that are in the images and, after all, not in the table: another row has their unique value. */
export function missingImages(standing: Standing, images: RowImages): string {
  const key = keyed(standing)?.key ?? [];
  return (
    `SELECT u.* FROM ${byKey(images.chosen, "u")} LEFT JOIN ${liveTable(standing)} ON ${equal(key, live(standing), inImage)} ` +
    `WHERE u.${identifier(WAS_THERE)} = 1 AND ${LIVE}.${identifier(key[0] ?? "")} IS NULL`
  );
}

/** With the structure still as the run left it: rows that were not there before go; the others get back what still has a column. */
export function copyBefore(
  standing: Standing,
  copy: FullCopy,
  key: readonly string[],
  { structureDiffers, how, piece }: { readonly structureDiffers: boolean; readonly how: Change; readonly piece: Piece },
): readonly string[] {
  const on = equal(key, live(standing), inCopy);
  const statements = [
    `DELETE ${LIVE} FROM ${liveTable(standing)} LEFT JOIN ${byKey(copy.table, "c")} ON ${on} ` +
      `WHERE c.${identifier(key[0] ?? "")} IS NULL${within(piece, live(standing))}${unlessWritten(standing, live(standing), copy.at)}`,
  ];
  return structureDiffers || how === "delete"
    ? [...statements, changeFromCopy(standing, copy, key, { how, piece })]
    : statements;
}

/** The same to the byte: a collation may take different texts for equal. */
export function sameValues(standing: Standing, columns: readonly string[]): string {
  const isText = (column: string): boolean => /char|text|enum|set|binary|blob/i.test(standing.types.get(column) ?? "");
  return columns
    .filter((column) => standing.columns.get(column) !== null)
    .map((column) => {
      const [left, right] = [live(standing)(column), inCopy(column)];
      return isText(column) ? `CAST(${left} AS BINARY) <=> CAST(${right} AS BINARY)` : `${left} <=> ${right}`;
    })
    .join(" AND ");
}

type Changing = { readonly how: Change; readonly piece: Piece };

function changeFromCopy(standing: Standing, copy: FullCopy, key: readonly string[], { how, piece }: Changing): string {
  const on = equal(key, live(standing), inCopy);
  const set = assignments(standing, copy.columns, inCopy);
  const join = joinFor(standing, copy.columns);
  const from = `${liveTable(standing)} ${join} ${byKey(copy.table, "c")} ON ${on}`;
  // Rows that are the same are left: an UPDATE would make another version of them where the server keeps versions.
  return (
    (how === "update" ? `UPDATE ${from} SET ${set} ` : `DELETE ${LIVE} FROM ${from} `) +
    `WHERE NOT (${sameValues(standing, copy.columns)})${within(piece, inCopy)}${unlessWritten(standing, inCopy, copy.at)}`
  );
}

/** With the structure from before: all values, the lost ones also in rows that others wrote, and the rows that are missing. */
export function copyAfter(
  standing: Standing,
  copy: FullCopy,
  key: readonly string[],
  changes: Changing,
): readonly string[] {
  const { at } = standing;
  const inPiece = within(changes.piece, inCopy);
  const on = equal(key, live(standing), inCopy);
  const lost = copy.columns.filter((column) => standing.lost.has(column) && !key.includes(column));
  const fillLost =
    lost.length === 0
      ? []
      : [
          `UPDATE ${liveTable(standing)} ${joinFor(standing, lost)} ${byKey(copy.table, "c")} ON ${on} SET ${someAssignments(standing, lost, inCopy)} WHERE TRUE${inPiece}`,
        ];
  return [
    ...fillLost,
    changeFromCopy(standing, copy, key, changes),
    `INSERT INTO ${qualified(at)} (${columnList(copy.columns)}) SELECT ${columnList(copy.columns, "c")} FROM ${byKey(copy.table, "c")} ` +
      `LEFT JOIN ${liveTable(standing)} ON ${on} WHERE ${LIVE}.${identifier(key[0] ?? "")} IS NULL${inPiece}${unlessDeleted(standing, copy.at)}`,
  ];
}

/** Rows of the copy that are, after all, not in the table: another row has their unique value. */
export function missingOfCopy(standing: Standing, copy: FullCopy, key: readonly string[]): string {
  return (
    `SELECT c.* FROM ${byKey(copy.table, "c")} LEFT JOIN ${liveTable(standing)} ON ${equal(key, live(standing), inCopy)} ` +
    `WHERE ${LIVE}.${identifier(key[0] ?? "")} IS NULL${unlessDeleted(standing, copy.at)}`
  );
}

/** For a table without a key: everything as it was. */
export function replaceAll(standing: Standing, copy: FullCopy): readonly string[] {
  const { at } = standing;
  return [
    `DELETE FROM ${qualified(at)}`,
    `INSERT INTO ${qualified(at)} (${columnList(copy.columns)}) SELECT ${columnList(copy.columns)} FROM ${qualified(copy.table)}`,
  ];
}

/** How many writes of others the log holds since it stands. */
export function countWrites(kept: KeptTable): string | null {
  if (kept.log?.ready !== true) return null;
  return `SELECT COUNT(*) AS n FROM ${qualified(kept.log.table)} w WHERE ${isLater(writtenAt, kept.log.at)}`;
}
