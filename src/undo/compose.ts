/** The rows of a table as they were before the run, put together from what is there now and what was kept so far. */
import { LOG_TIME, WAS_THERE } from "../core/undo/log-sql.ts";
import { keyOf, parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { chooseImages } from "./chosen.ts";
import type { KeptTable, QName, RowImages, SideCopy } from "./kept.ts";
import { nowAt, nowName } from "./kept-table.ts";
import { byKey, columnList, columnOf, LIVE, qualified } from "./names.ts";

export type Side = SideCopy & { readonly alias: string };

/** The side copies that count: those whose statement may have been sent. */
export function sidesOf(kept: KeptTable): readonly Side[] {
  return kept.sides.filter(({ ready }) => ready).map((side, index) => ({ ...side, alias: `s${index}` }));
}

/** `LEFT JOIN` of all side copies to the row of a key. */
export function joinSides(sides: readonly Side[], key: readonly string[], row: (column: string) => string): string {
  return sides
    .map(({ table, alias }) => {
      const on = key.map((column) => `${alias}.${identifier(column)} = ${row(column)}`).join(" AND ");
      return ` LEFT JOIN ${byKey(table, alias)} ON ${on}`;
    })
    .join("");
}

/**
 * The value of a column before the run for a row that has an image: the image's, unless it was taken when the column's value was gone
 * already; then the side copy's.
 */
export function imageValue(sides: readonly Side[], column: string, image = "u"): string {
  const side = sides.find(({ columns }) => columns.includes(column));
  const own = `${image}.${identifier(column)}`;
  if (side === undefined) return own;
  return `IF(${image}.${identifier(LOG_TIME)} < ${side.at}, ${own}, ${side.alias}.${identifier(column)})`;
}

function liveValue(kept: KeptTable, sides: readonly Side[], column: string): string {
  const side = sides.find(({ columns }) => columns.includes(column));
  return side === undefined ? `${LIVE}.${identifier(nowName(kept, column))}` : `${side.alias}.${identifier(column)}`;
}

function fromImages(kept: KeptTable, images: RowImages, sides: readonly Side[], copy: QName): string {
  const key = keyOf(parseDefinition(kept.createText)) ?? [];
  const columns = kept.copy?.columns ?? [];
  const values = columns.map((column) =>
    key.includes(column) ? `u.${identifier(column)}` : imageValue(sides, column),
  );
  return (
    `INSERT INTO ${qualified(copy)} (${columnList(columns)}) SELECT ${values.join(", ")} FROM ${qualified(images.chosen)} u` +
    `${joinSides(sides, key, columnOf("u"))} WHERE u.${identifier(WAS_THERE)} = 1`
  );
}

/** The statements that fill a full copy, and those that are to be sent before. */
export function composeCopy(
  kept: KeptTable,
  copy: QName,
): { readonly before: readonly string[]; readonly fills: readonly string[] } {
  const columns = kept.copy?.columns ?? [];
  const key = keyOf(parseDefinition(kept.createText)) ?? [];
  const sides = sidesOf(kept);
  const images = kept.images?.ready === true ? kept.images : null;
  const live = columns.map((column) => liveValue(kept, sides, column));
  const untouched =
    images === null
      ? ""
      : ` WHERE NOT EXISTS (SELECT 1 FROM ${byKey(images.chosen, "u")} WHERE ` +
        `${key.map((column) => `u.${identifier(column)} = ${LIVE}.${identifier(nowName(kept, column))}`).join(" AND ")})`;
  const fromLive =
    `INSERT INTO ${qualified(copy)} (${columnList(columns)}) SELECT ${live.join(", ")} FROM ${qualified(nowAt(kept))} ${LIVE}` +
    `${joinSides(sides, key, (column) => `${LIVE}.${identifier(nowName(kept, column))}`)}${untouched}`;
  if (images === null) return { before: [], fills: [fromLive] };
  return { before: chooseImages(kept, images, true), fills: [fromLive, fromImages(kept, images, sides, copy)] };
}
