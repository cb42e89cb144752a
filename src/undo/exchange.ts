/**
 * A large table that was rewritten goes back by exchange: its copy, which has all rows as they were, gets the indexes and what others
 * have written since, and takes the table's place by one RENAME. Nobody waits but for the last rows and the RENAME, and readers see all
 * of it change at once. Only for tables that stand alone: foreign keys would follow the table that goes, and triggers be missing.
 */
import { GONE, isLater, isLaterHere } from "../core/undo/log-sql.ts";
import { alterBack, sameDefinition } from "../core/undo/table-diff.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import type { OwnSession } from "../engine/ports.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { describeTable } from "./catalogue.ts";
import { change, settledTime } from "./keep-table.ts";
import type { Entry, FullCopy, QName } from "./kept.ts";
import { byKey, columnList, OWN_PREFIX, qualified, sequencesIn, shown } from "./names.ts";
import { ER, isOneOf } from "./read.ts";
import { occupant } from "./restore-created.ts";
import { counterBack, setAside, writesSince } from "./restore-content.ts";
import { equal, liveTable, sameValues, writtenAt, type Standing } from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";
import type { Sql } from "./sql.ts";
import { showTable } from "./show-table.ts";

/** Rows from which building a table anew beside the other is quicker than changing it. */
const FROM_ROWS = 50_000;

/** What others wrote is brought over without a lock until that is done so quickly, but not more often. */
const QUICK_MS = 150;
const MOST_ROUNDS = 5;
/** A RENAME that has been sent stands in the server's list within moments. */
const MOST_POLLS = 1000;

type Exchange = {
  readonly restoring: Restoring;
  readonly standing: Standing;
  readonly entry: Entry;
  readonly before: TableWork["before"];
  readonly copy: FullCopy;
  readonly key: readonly string[];
  readonly log: QName;
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
    if (!(await standsAlone(found)) || !(await completed(found)) || !(await cutOver(found))) return false;
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
  return { restoring, standing, entry, before, copy, key: log.key, log: log.table, old };
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

/** Gives the copy the table's definition; columns first, so that no index is built twice. False: the server makes something else of it. */
async function completed({ restoring, standing, before, copy }: Exchange): Promise<boolean> {
  const { shelf, steps } = restoring;
  const definition = async () => {
    const text = (await showTable(shelf.sql, copy.table))?.createText;
    return text === undefined ? null : { ...parseDefinition(text), name: before.name };
  };
  try {
    await steps.run(`build ${shown(standing.at)} anew from its copy`, async () => {
      const now = await definition();
      if (now === null) throw new Error("the copy is missing");
      const back = alterBack(now, before, new Map(), { exactOrder: true });
      for (const clauses of [...back.drops, ...back.columns, ...back.keys])
        await shelf.sql.query(`ALTER TABLE ${qualified(copy.table)} ${clauses.join(", ")}`);
    });
  } catch (error) {
    steps.say(`${shown(standing.at)} goes back in place: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
  const made = await definition();
  return made !== null && sameDefinition(made, before);
}

const columnOf =
  (alias: string) =>
  (column: string): string =>
    `${alias}.${identifier(column)}`;

/**
 * Gives the copy what others have written since, where it differs; a row that they wrote and the run took stays as it was copied. It begins
 * with the log, not with the large tables.
 */
function catchUp({ standing, copy, key, log }: Exchange, at: string): readonly string[] {
  const on = (left: string, right: string): string => equal(key, columnOf(left), columnOf(right));
  const first = identifier(key[0] ?? "");
  const since = isLater(writtenAt, at);
  const live = liveTable(standing);
  const same = sameValues(standing, copy.columns);
  return [
    `DELETE c FROM ${qualified(log)} w STRAIGHT_JOIN ${byKey(copy.table, "c")} ON ${on("w", "c")} LEFT JOIN ${live} ON ${on("l", "w")} ` +
      `WHERE ${since} AND (w.${identifier(GONE)} = 1 OR (l.${first} IS NOT NULL AND NOT (${same})))`,
    `INSERT INTO ${qualified(copy.table)} (${columnList(copy.columns)}) SELECT ${columnList(copy.columns, "l")} FROM ${qualified(log)} w ` +
      `STRAIGHT_JOIN ${live} ON ${on("l", "w")} LEFT JOIN ${byKey(copy.table, "c")} ON ${on("c", "w")} ` +
      `WHERE ${since} AND w.${identifier(GONE)} = 0 AND c.${first} IS NULL`,
  ];
}

/** False: nothing has changed places, since a unique value of a row from before is another row's by now. */
async function cutOver(exchange: Exchange): Promise<boolean> {
  const { restoring, standing, entry, copy, old } = exchange;
  const { shelf, steps } = restoring;
  let since = copy.at;
  const bringOver = async (): Promise<void> => {
    for (const statement of catchUp(exchange, since)) await shelf.sql.query(statement);
  };
  try {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const from = steps.now();
      // What is written until then is brought over now, and need not be looked at again under the lock.
      const settled = await settledTime(shelf, entry);
      await bringOver();
      since = settled;
      if (steps.now() - from < QUICK_MS) break;
    }
    await keepCounter(exchange);
    await change(shelf, entry, { exchange: true });
    const other = await restoring.open();
    try {
      const from = steps.now();
      const at = await renameUnderLock(exchange, other, bringOver);
      await steps.did(`exchange ${shown(standing.at)} for its copy`, steps.now() - from);
      await leaveOld(exchange, at);
    } finally {
      await other.end();
    }
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

/**
 * The table is locked, and the last rows are brought over. Then another session that waits for the lock of this table alone gets it, before all
 * who wait to write, and this one's RENAME is seen to wait in turn, and goes before them too when the other gives its lock back. A RENAME
 * that waited for the first lock might be waiting for the copy, which is locked as well, and would leave the table to the writers. It stays
 * in the table's schema, so that the log's triggers go along (1435 elsewhere), and if this process dies at any point, either the copy is up to
 * date or nothing has been sent.
 *
 * @returns the server's UUID_SHORT() under the lock
 */
async function renameUnderLock(
  { restoring, standing, copy, log, old }: Exchange,
  other: OwnSession,
  bringOver: () => Promise<void>,
): Promise<string> {
  const { sql } = restoring.shelf;
  const [live, from] = [qualified(standing.at), qualified(copy.table)];
  const [row] = await sql.query("SELECT CONNECTION_ID() AS id");
  const held = { isOver: false, result: Promise.resolve<unknown>(null) };
  let at = "0";
  await sql.query(
    `LOCK TABLES ${live} WRITE, ${live} AS l WRITE, ${from} WRITE, ${from} AS c WRITE, ${qualified(log)} AS w READ`,
  );
  try {
    await bringOver();
    at = String((await sql.query("SELECT UUID_SHORT() AS at"))[0]?.["at"]);
    await sent(held, other.query(`LOCK TABLES ${live} WRITE`), sql, other.id);
  } finally {
    await sql.query("UNLOCK TABLES");
  }
  await held.result;
  const rename = { isOver: false, result: Promise.resolve<unknown>(null) };
  try {
    await sent(
      rename,
      sql.query(`RENAME TABLE ${live} TO ${qualified(old)}, ${from} TO ${live}`),
      other,
      Number(row?.["id"]),
    );
  } finally {
    await other.query("UNLOCK TABLES");
  }
  await rename.result;
  return at;
}

type Sent = { isOver: boolean; result: Promise<unknown> };

/** Waits until a statement that was sent is seen to wait for a table, or has ended. */
async function sent(statement: Sent, result: Promise<unknown>, watcher: Sql, id: number): Promise<void> {
  statement.result = result.finally(() => void (statement.isOver = true));
  statement.result.catch(() => undefined);
  for (let poll = 0; poll < MOST_POLLS && !statement.isOver; poll += 1) if (await isWaiting(watcher, id)) return;
}

async function isWaiting(watcher: Sql, id: number): Promise<boolean> {
  const rows = await watcher.query(`SELECT STATE AS s FROM information_schema.PROCESSLIST WHERE ID = ${id}`);
  return /waiting for table/i.test(String(rows[0]?.["s"] ?? ""));
}

/**
 * Drops the table that was exchanged. What others wrote to it at the last moment, where a server lets some writers go first (`max_write_lock_count`),
 * is set aside before, and what they deleted goes.
 *
 * @param at when it was locked; null: it is not known any more, and what it has otherwise is set aside
 */
async function leaveOld(exchange: Exchange, at: string | null): Promise<void> {
  const { restoring, standing, key, log, old, copy } = exchange;
  const on = (left: string, right: string): string => equal(key, columnOf(left), columnOf(right));
  // All by their names: `*` leaves invisible ones out.
  const columns = columnList([...(await restoring.shelf.presentColumns(old))], "l");
  const written = `SELECT ${columns} FROM ${qualified(old)} l JOIN ${byKey(log, "w")} ON ${on("w", "l")}`;
  const late =
    at === null
      ? ` LEFT JOIN ${qualified(standing.at)} c ON ${on("c", "l")} WHERE ${isLater(writtenAt, copy.at)} AND w.${identifier(GONE)} = 0 ` +
        `AND (c.${identifier(key[0] ?? "")} IS NULL OR NOT (${sameValues(standing, copy.columns)}))`
      : ` WHERE ${isLaterHere(writtenAt, at)}`;
  await setAside(
    restoring,
    standing.at,
    written + late,
    "others wrote these rows while the table was exchanged for its copy",
  );
  const since = at === null ? isLater(writtenAt, copy.at) : isLaterHere(writtenAt, at);
  await restoring.shelf.sql.query(
    `DELETE l FROM ${qualified(log)} w STRAIGHT_JOIN ${liveTable(standing)} ON ${on("w", "l")} ` +
      `WHERE ${since} AND w.${identifier(GONE)} = 1`,
  );
  await restoring.shelf.sql.query(`DROP TABLE ${qualified(old)}`);
}
