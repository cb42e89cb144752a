/**
 * What others have written to a large table since its copy was made is brought over into the copy. The write log is read once for that: with
 * an index by time, those who write to it would meet in deadlocks.
 */
import { GONE, isLater, isLaterHere, LOG_TIME } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { FullCopy, QName } from "./kept.ts";
import { byKey, columnList, columnOf, LIVE, qualified } from "./names.ts";
import { ER, isOneOf } from "./read.ts";
import { equal, hasBits, liveTable, sameValues, writtenAt, type Change, type Standing } from "./restore-rows.ts";
import type { Sql } from "./sql.ts";

export type CatchingUp = {
  readonly standing: Standing;
  readonly copy: FullCopy;
  readonly key: readonly string[];
  readonly log: QName;
  /** Holds lines of the log that are being worked on. */
  readonly pending: QName;
};

/** What is to be locked besides the table, and how the table itself is called. */
export function locksOf({ standing, copy, log, pending }: CatchingUp): string {
  const [live, from, lines] = [standing.at, copy.table, pending].map(qualified);
  return (
    `${live} WRITE, ${live} AS ${LIVE} WRITE, ${from} WRITE, ${from} AS c WRITE, ` +
    `${lines} WRITE, ${lines} AS p WRITE, ${qualified(log)} AS w READ`
  );
}

/** Makes the table for lines of the log. */
export async function makePending(sql: Sql, { log, pending }: CatchingUp): Promise<void> {
  await sql.query(`DROP TABLE IF EXISTS ${qualified(pending)}`);
  await sql.query(`CREATE TABLE ${qualified(pending)} LIKE ${qualified(log)}`);
}

/** Writes of others after a moment: one of the run's, which may be another server's, or one of the way back. */
export type Since = { readonly at: string; readonly isRuns: boolean };

/**
 * Takes lines of the log to be worked on.
 *
 * @param limit so many at most, the first ones; null: all
 * @returns when the last of them was written, if there may be more; else null
 */
export async function take(sql: Sql, work: CatchingUp, since: Since, limit: number | null): Promise<string | null> {
  const lines = qualified(work.pending);
  const columns = [...work.key, LOG_TIME, GONE];
  const isNew = since.isRuns ? isLater(writtenAt, since.at) : isLaterHere(writtenAt, since.at);
  await sql.query(`DELETE FROM ${lines}`);
  await sql.query(
    `INSERT INTO ${lines} (${columnList(columns)}) SELECT ${columnList(columns, "w")} FROM ${qualified(work.log)} w WHERE ${isNew}` +
      (limit === null ? "" : ` ORDER BY ${writtenAt} LIMIT ${limit}`),
  );
  const [taken] = await sql.query(`SELECT COUNT(*) AS n, MAX(${identifier(LOG_TIME)}) AS last FROM ${lines}`);
  return limit === null || Number(taken?.["n"]) < limit ? null : String(taken?.["last"]);
}

/**
 * Gives the copy the rows of the lines that were taken, where it differs; a row that others wrote and the run took stays as it was copied.
 * It begins with the lines, not with the large tables.
 */
export async function bringOver(sql: Sql, work: CatchingUp): Promise<void> {
  const all = async (how: Change): Promise<void> => {
    for (const statement of statements(work, how)) await sql.query(statement);
  };
  if (hasBits(work.standing, work.copy.columns)) return all("delete");
  try {
    await all("update");
  } catch (error) {
    // Unique values that have changed their rows meet on the way.
    if (!isOneOf(error, [ER.DUP_ENTRY])) throw error;
    await all("delete");
  }
}

function statements({ standing, copy, key, pending }: CatchingUp, how: Change): readonly string[] {
  const on = (left: string, right: string): string => equal(key, columnOf(left), columnOf(right));
  const first = identifier(key[0] ?? "");
  const [from, live, target] = [`${qualified(pending)} p`, liveTable(standing), byKey(copy.table, "c")];
  const gone = `p.${identifier(GONE)}`;
  const differs = `NOT (${sameValues(standing, copy.columns)})`;
  const values = copy.columns.map((column) => `${columnOf("c")(column)} = ${columnOf(LIVE)(column)}`).join(", ");
  const deleted = `DELETE c FROM ${from} STRAIGHT_JOIN ${target} ON ${on("p", "c")}`;
  return [
    ...(how === "delete"
      ? [
          `${deleted} LEFT JOIN ${live} ON ${on(LIVE, "p")} WHERE ${gone} = 1 OR (${LIVE}.${first} IS NOT NULL AND ${differs})`,
        ]
      : [
          `${deleted} WHERE ${gone} = 1`,
          `UPDATE ${from} STRAIGHT_JOIN ${target} ON ${on("p", "c")} STRAIGHT_JOIN ${live} ON ${on(LIVE, "p")} SET ${values} WHERE ${differs}`,
        ]),
    `INSERT INTO ${qualified(copy.table)} (${columnList(copy.columns)}) SELECT ${columnList(copy.columns, LIVE)} FROM ${from} ` +
      `LEFT JOIN ${target} ON ${on("c", "p")} STRAIGHT_JOIN ${live} ON ${on(LIVE, "p")} WHERE ${gone} = 0 AND c.${first} IS NULL`,
  ];
}
