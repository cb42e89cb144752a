/**
 * A large table that was rewritten goes back by exchange: its copy, which has all rows as they were, gets the indexes and what others
 * have written since, and takes the table's place by one RENAME. Nobody waits but for the last rows and the RENAME, and readers see all
 * of it change at once. Only for tables that stand alone: foreign keys would follow the table that goes, and triggers be missing.
 */
import { GONE, isLater, isLaterHere } from "../core/undo/log-sql.ts";
import { alterBack, sameDefinition } from "../core/undo/table-diff.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { describeTable } from "./catalogue.ts";
import { bringOver, locksOf, makePending, take, type CatchingUp, type Since } from "./catch-up.ts";
import { serverTime, settledTime } from "./write-log.ts";
import { change } from "./kept-table.ts";
import type { Entry, QName } from "./kept.ts";
import { byKey, columnList, columnOf, LIVE, OWN_PREFIX, qualified, sequencesIn, shown } from "./names.ts";
import { ER, isOneOf } from "./read.ts";
import { occupant } from "./restore-created.ts";
import { counterBack, setAside, writesSince } from "./restore-content.ts";
import { together } from "./restore-locked.ts";
import { equal, liveTable, sameValues, writtenAt, type Standing } from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";
import { showTable } from "./show-table.ts";
import { takePlace } from "./take-place.ts";

/** Rows from which building a table anew beside the other is quicker than changing it. */
const FROM_ROWS = 50_000;

/** What others wrote is brought over without a lock until that is done so quickly, or has several times not become quicker by a part. */
const QUICK_MS = 150;
const QUICKER = 0.8;
const MOST_SLOWER = 3;
/** Under a lock at least so many rows are brought over, and no more than are done quickly, but not more often. */
const FIRST_ROWS = 200;
const MOST_TURNS = 200;

type Exchange = CatchingUp & {
  readonly restoring: Restoring;
  readonly entry: Entry;
  readonly before: TableWork["before"];
  /** The table's name in between, until it is dropped. */
  readonly old: QName;
};

/** Exchanges the table for its copy. False: nothing was done, it must go back in place. */
export async function exchanged(restoring: Restoring, standing: Standing, work: TableWork): Promise<boolean> {
  const found = await exchangeOf(restoring, standing, work);
  if (found === null) return false;
  const { copy, old } = found;
  // The RENAME of an earlier way back that was cut may have been done.
  const isDone = standing.kept.exchange && (await occupant(restoring, copy.table)) === null;
  if (!isDone) {
    const settled = (await standsAlone(found)) ? await completed(found) : null;
    if (settled === null || !(await cutOver(found, settled))) return false;
    const writes = (await writesSince(restoring, standing)) ?? 0;
    if (writes > 0) restoring.steps.carried(writes);
  } else if ((await occupant(restoring, old)) === "table") {
    await leaveOld(found, null);
  }
  await counterBack(restoring, standing);
  return true;
}

async function exchangeOf(restoring: Restoring, standing: Standing, work: TableWork): Promise<Exchange | null> {
  const { kept, carry, keyIsSame } = standing;
  const { log, copy } = kept;
  const { before, back, entry, home } = work;
  const isLarge = copy?.ready === true && copy.rows >= FROM_ROWS;
  if (!isLarge || log?.ready !== true || log.key === null || !carry || !keyIsSame || back === null) return null;
  const isPlain =
    kept.engine.toLowerCase() === "innodb" &&
    kept.triggers.length === 0 &&
    before.foreignKeys.length + before.periods.length === 0 &&
    before.partition === null &&
    !before.systemVersioned &&
    sequencesIn(kept.createText).length === 0;
  if (!isPlain || back.columns.length + back.lost.length > 0) return null;
  const old = { schema: home.schema, name: `${restoring.shelf.prefix(entry)}old` };
  const pending = await restoring.shelf.place(entry.schema, `p${entry.seq}`);
  return { restoring, standing, entry, before, copy, key: log.key, log: log.table, pending, old };
}

async function standsAlone({ restoring, standing }: Exchange): Promise<boolean> {
  const now = await describeTable(restoring.shelf.sql, standing.at.schema, standing.at.name);
  if (now === null || now.foreignKeys.length + now.children.length > 0) return false;
  if (await hasStatistics(restoring, standing.at)) return false;
  // Without the log's own, which go with the table, what others write could not be told any more.
  const logs = standing.kept.log?.triggers ?? [];
  const { triggers } = now;
  return (
    triggers.every((one) => one.startsWith(OWN_PREFIX)) &&
    logs.length > 0 &&
    logs.every((one) => triggers.includes(one))
  );
}

/** Histograms that somebody had made go with the table that goes. An account that may not see MariaDB's does not know. */
async function hasStatistics({ shelf }: Restoring, { schema, name }: QName): Promise<boolean> {
  const from =
    shelf.product === "MariaDB"
      ? `mysql.column_stats WHERE db_name = ${text(schema)} AND table_name = ${text(name)}`
      : `information_schema.COLUMN_STATISTICS WHERE SCHEMA_NAME = ${text(schema)} AND TABLE_NAME = ${text(name)}`;
  return (await shelf.sql.query(`SELECT 1 FROM ${from} LIMIT 1`).catch(() => [])).length > 0;
}

/**
 * Gives the copy the table's definition, and what others have written so far before it has indexes, which all that changes would have to keep.
 *
 * @returns the time until which their writes have been brought over; null: the server makes something else of the copy
 */
async function completed(exchange: Exchange): Promise<string | null> {
  const { restoring, standing, entry, before, copy } = exchange;
  const { shelf, steps } = restoring;
  const definition = async () => {
    const text = (await showTable(shelf.sql, copy.table))?.createText;
    return text === undefined ? null : { ...parseDefinition(text), name: before.name };
  };
  const alter = async (clauses: readonly string[]): Promise<unknown> =>
    shelf.sql.query(`ALTER TABLE ${qualified(copy.table)} ${clauses.join(", ")}`);
  let settled = "0";
  try {
    await steps.run(`build ${shown(standing.at)} anew from its copy`, async () => {
      const now = await definition();
      if (now === null) throw new Error("the copy is missing");
      const back = alterBack(now, before, new Map(), { exactOrder: true });
      for (const clauses of [...back.drops, ...back.columns]) await alter(clauses);
      await makePending(shelf.sql, exchange);
      settled = await settledTime(shelf, entry);
      await catchUp(exchange, { at: copy.at, isRuns: true });
      for (const clauses of back.keys) await alter(clauses);
    });
  } catch (error) {
    steps.say(`${shown(standing.at)} goes back in place: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  const made = await definition();
  return made !== null && sameDefinition(made, before) ? settled : null;
}

/**
 * Brings over what others write, until that is done quickly or does not become quicker any more, and exchanges the tables.
 *
 * @param settled until when it has been brought over
 * @returns false: nothing has changed places, since a unique value of a row from before is another row's by now
 */
async function cutOver(exchange: Exchange, settled: string): Promise<boolean> {
  const { restoring, standing, entry, copy, old } = exchange;
  const { shelf, steps } = restoring;
  let after = settled;
  let last = Infinity;
  let slower = 0;
  try {
    while (last > QUICK_MS && slower < MOST_SLOWER) {
      const from = steps.now();
      // What is written until then is brought over now, and need not be looked at again under the lock.
      const until = await settledTime(shelf, entry);
      await catchUp(exchange, { at: after, isRuns: false });
      after = until;
      const took = steps.now() - from;
      if (took > last * QUICKER) slower += 1;
      last = took;
    }
    await keepCounter(exchange);
    await change(shelf, entry, { exchange: true });
    const from = steps.now();
    const at = await takePlace(restoring, { live: standing.at, old, copy: copy.table }, async () =>
      lockForLast(exchange, after),
    );
    await steps.did(`exchange ${shown(standing.at)} for its copy`, steps.now() - from);
    await leaveOld(exchange, at);
    return true;
  } catch (error) {
    if (!isOneOf(error, [ER.DUP_ENTRY])) throw error;
    steps.say(
      `${shown(standing.at)} goes back in place, not by ${shown(copy.table)} and ${shown(old)}: ${String(error)}`,
    );
    return false;
  }
}

/** Numbers that others were given are not given out again. */
async function keepCounter({ restoring, standing, copy }: Exchange): Promise<void> {
  const { sql } = restoring.shelf;
  const now = await describeTable(sql, standing.at.schema, standing.at.name, []);
  if (now?.autoIncrement === undefined || now.autoIncrement === null) return;
  await sql.query(`ALTER TABLE ${qualified(copy.table)} AUTO_INCREMENT = ${now.autoIncrement}`);
}

/** Brings all over that others have written. */
async function catchUp(exchange: Exchange, since: Since): Promise<void> {
  const { sql } = exchange.restoring.shelf;
  await take(sql, exchange, since, null);
  await bringOver(sql, exchange);
}

/**
 * Brings over what is left, under a lock that stays. Where others write more all the time than is done quickly, some is brought over under locks
 * that last only so long, with a turn in between for everybody who waits.
 *
 * @param settled until when what others wrote has been brought over
 * @returns the server's UUID_SHORT() under the lock
 */
async function lockForLast(exchange: Exchange, settled: string): Promise<string> {
  const { sql } = exchange.restoring.shelf;
  const { now } = exchange.restoring.steps;
  let at = settled;
  let rows = FIRST_ROWS;
  for (let turn = 1; ; turn += 1) {
    await sql.query(`LOCK TABLES ${locksOf(exchange)}`);
    const from = now();
    const last = await take(sql, exchange, { at, isRuns: false }, turn < MOST_TURNS ? rows : null);
    const taken = now();
    await bringOver(sql, exchange);
    if (last === null) return serverTime(exchange.restoring.shelf);
    await sql.query("UNLOCK TABLES");
    at = last;
    // All of the log is read in each turn: where that takes longer, there should be fewer turns.
    const pace = Math.max(QUICK_MS, taken - from) / Math.max(1, now() - taken);
    rows = Math.max(FIRST_ROWS, Math.round(rows * Math.min(2, pace)));
  }
}

/**
 * Drops the table that was exchanged. What others wrote to it at the last moment, where a server lets some writers go first (`max_write_lock_count`),
 * is set aside before.
 *
 * @param at when it was locked; null: it is not known any more, and what it has otherwise is set aside
 */
async function leaveOld(exchange: Exchange, at: string | null): Promise<void> {
  const { restoring, standing, key, log, old, copy } = exchange;
  const on = (left: string, right: string): string => equal(key, columnOf(left), columnOf(right));
  // All by their names: `*` leaves invisible ones out.
  const columns = columnList((await restoring.shelf.presentColumns(old)).names, LIVE);
  const written = `SELECT ${columns} FROM ${qualified(old)} ${LIVE} JOIN ${byKey(log, "w")} ON ${on("w", LIVE)}`;
  const late =
    at === null
      ? ` LEFT JOIN ${qualified(standing.at)} c ON ${on("c", LIVE)} WHERE ${isLater(writtenAt, copy.at)} AND w.${identifier(GONE)} = 0 ` +
        `AND (c.${identifier(key[0] ?? "")} IS NULL OR NOT (${sameValues(standing, copy.columns)}))`
      : ` WHERE ${isLaterHere(writtenAt, at)}`;
  const why = "others wrote these rows while the table was exchanged for its copy";
  await setAside(restoring, standing.at, written + late, why);
  if (at !== null) await takeDeleted(exchange, columns, at);
  await restoring.shelf.sql.query(`DROP TABLE ${qualified(old)}`);
}

/**
 * Rows that others deleted from the old table at the last moment go. Nothing tells whether they have been put in again since, so they are set aside; and
 * once the moment is not known any more, such rows stay.
 */
async function takeDeleted({ restoring, standing, key, log }: Exchange, columns: string, at: string): Promise<void> {
  const { kept } = standing;
  const deleted =
    `FROM ${qualified(log)} w STRAIGHT_JOIN ${liveTable(standing)} ON ${equal(key, columnOf("w"), columnOf(LIVE))} ` +
    `WHERE ${isLaterHere(writtenAt, at)} AND w.${identifier(GONE)} = 1`;
  if ((await restoring.shelf.sql.query(`SELECT 1 ${deleted} LIMIT 1`)).length === 0) return;
  const why = "others deleted these rows while the table was exchanged for its copy";
  const left = { ...standing, kept: { ...kept, copy: null, images: null, sides: [] } };
  await together(restoring, left, [`DELETE ${LIVE} ${deleted}`], [{ select: `SELECT ${columns} ${deleted}`, why }]);
}
