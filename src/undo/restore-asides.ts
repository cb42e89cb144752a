/** Which rows of a table are set aside before statements that would lose what others wrote. */
import { isLater, isLaterHere } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { FullCopy } from "./kept.ts";
import { byKey, columnList, columnOf, LIVE, qualified } from "./names.ts";
import { equal, inCopy, keyed, live, liveTable, sameValues, writtenAt, type Standing } from "./restore-rows.ts";

/** Rows to be set aside: a SELECT of nothing but tables that the statements for the table lock, by the same aliases. */
export type Aside = { readonly select: string; readonly why: string };

/** All columns by their names: `*` leaves invisible ones out. */
export type Columns = readonly string[];

const from = (standing: Standing, columns: Columns): string =>
  `SELECT ${columnList(columns, LIVE)} FROM ${liveTable(standing)}`;

/** Rows that others wrote after `at`, where these are not to stay. */
export function writtenByOthers(standing: Standing, columns: Columns, at: string | null): readonly Aside[] {
  const log = keyed(standing);
  if (log === null || standing.carry) return [];
  const on = equal(log.key, live(standing), columnOf("w"));
  const since = at === null ? isLater(writtenAt, standing.kept.log?.at ?? "0") : isLaterHere(writtenAt, at);
  return [
    {
      select: `${from(standing, columns)} JOIN ${byKey(log.log, "w")} ON ${on} WHERE ${since}`,
      why: "others wrote these rows since (`on-newer-rows` is set-aside)",
    },
  ];
}

const NOBODY_KNOWS = "rows that differ from before; who wrote them is not known, since no triggers could be made";

/**
 * Without a write log the run's own changes look like everybody's: all that the copy has not at all, or otherwise. The latter change at once only
 * where the structure differs.
 */
export function differing(
  standing: Standing,
  copy: FullCopy,
  { key, structureDiffers }: { readonly key: readonly string[]; readonly structureDiffers: boolean },
  columns: Columns,
): Aside {
  const same = sameValues(
    standing,
    copy.columns.filter((column) => !key.includes(column)),
  );
  const differs = same === "" || !structureDiffers ? "" : ` OR NOT (${same})`;
  const select =
    `${from(standing, columns)} LEFT JOIN ${byKey(copy.table, "c")} ON ${equal(key, live(standing), inCopy)} ` +
    `WHERE c.${identifier(key[0] ?? "")} IS NULL${differs}`;
  return { select, why: NOBODY_KNOWS };
}

/** The same once the table has its structure again: only columns that had it all the time tell what was written. */
export function differingSince(
  standing: Standing,
  copy: FullCopy,
  { key, steady }: { readonly key: readonly string[]; readonly steady: readonly string[] },
  columns: Columns,
): readonly Aside[] {
  const same = sameValues(
    standing,
    steady.filter((column) => copy.columns.includes(column) && !key.includes(column)),
  );
  if (same === "") return [];
  const on = equal(key, live(standing), inCopy);
  const select = `${from(standing, columns)} JOIN ${byKey(copy.table, "c")} ON ${on} WHERE NOT (${same})`;
  return [{ select, why: NOBODY_KNOWS }];
}

/** Without a key rows that others wrote cannot be told from the rest, so with them all of it is set aside. */
export function everything(standing: Standing, columns: Columns): Aside {
  const { log } = standing.kept;
  const all = from(standing, columns);
  if (log?.ready !== true)
    return {
      select: all,
      why: "who wrote its rows is not known, since no triggers could be made; here are all as they were",
    };
  return {
    select: `${all} WHERE EXISTS (SELECT 1 FROM ${qualified(log.table)} w WHERE ${isLater(writtenAt, log.at)})`,
    why: "no key tells its rows apart, so rows that others wrote could not be carried; here are all as they were",
  };
}

/** What others wrote into a table without a key after it was emptied. */
export function intoEmptied(standing: Standing, columns: Columns): Aside {
  return {
    select: from(standing, columns),
    why: "others wrote these rows while the table went back, and no key tells its rows apart",
  };
}

/**
 * Rows as they are, where some values do not fit what their columns become: those that others wrote; all, if nobody knows which. What the
 * run wrote itself is put back afterwards.
 */
export function misfits(standing: Standing, columns: Columns): Aside {
  // Some of its indexes may be gone by now.
  const rows = from({ ...standing, index: null }, columns);
  const why = "some values do not fit the structure from before; here are the rows as they were written";
  const log = keyed(standing);
  const isThere = (column: string): boolean => standing.columns.get(column) !== null;
  if (log === null || !log.key.every(isThere)) return { select: rows, why };
  const on = equal(log.key, live(standing), columnOf("w"));
  const since = isLater(writtenAt, standing.kept.log?.at ?? "0");
  return { select: `${rows} JOIN ${byKey(log.log, "w")} ON ${on} WHERE ${since}`, why };
}
