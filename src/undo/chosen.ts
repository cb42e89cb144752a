/** Which of a row's images counts. */
import { isLater, LOG_TIME, WAS_THERE } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { KeptTable, RowImages } from "./kept.ts";
import { byKey, columnList, columnOf, qualified } from "./names.ts";
import { within, WHOLE, type Piece } from "./pieces.ts";

/**
 * Fills the table of chosen images: for each row the first one that was taken after others wrote the row last, which is the row as they knew
 * it; none if they wrote it after the run did. Aliases: i and v for the images, w for the write log.
 *
 * @param carry false: what others wrote does not count
 * @param piece of the table's rows
 */
export function chooseImages(
  kept: KeptTable,
  images: RowImages,
  carry: boolean,
  piece: Piece = WHOLE,
): readonly string[] {
  const { log } = kept;
  const key = log?.key ?? [];
  const time = identifier(LOG_TIME);
  const all = [...key, ...images.columns];
  const target = [columnList(all), identifier(WAS_THERE), time].join(", ");
  const source = [columnList(all, "i"), `i.${identifier(WAS_THERE)}`, `i.${time}`].join(", ");
  const inPiece = within(piece, columnOf("v"));
  const since =
    log === null || !carry
      ? ` WHERE TRUE${inPiece}`
      : ` LEFT JOIN ${byKey(log.table, "w")} ON ${key.map((one) => `w.${identifier(one)} = v.${identifier(one)}`).join(" AND ")} ` +
        `WHERE (w.${time} IS NULL OR NOT ${isLater(`w.${time}`, `v.${time}`)})${inPiece}`;
  const first = `SELECT ${columnList(key, "v")}, MIN(v.${time}) AS flyback_first FROM ${byKey(images.table, "v")}${since} GROUP BY ${columnList(key, "v")}`;
  const on = key.map((one) => `m.${identifier(one)} = i.${identifier(one)}`).join(" AND ");
  return [
    `DELETE FROM ${qualified(images.chosen)}`,
    `INSERT INTO ${qualified(images.chosen)} (${target}) SELECT ${source} FROM ${byKey(images.table, "i")} JOIN (${first}) m ON ${on} AND i.${time} = m.flyback_first`,
  ];
}
