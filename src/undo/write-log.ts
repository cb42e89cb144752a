/** The write log of a table, which has the keys of rows that others write. */
import { GONE, LOG_TIME, writeLogTriggers, type LoggedColumn } from "../core/undo/log-sql.ts";
import { isKeyComparable, keyChanges, withKeyOf } from "../core/undo/key-types.ts";
import { keyOf, parseDefinition, sideDefinition, type TableDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { qualified } from "./names.ts";
import type { Entry, KeptTable, QName } from "./kept.ts";
import { change, nowAt, nowName, tableOf } from "./kept-table.ts";
import { makeTriggers } from "./make-triggers.ts";
import type { Shelf } from "./shelf.ts";
import { showTable } from "./show-table.ts";

/** The server's UUID_SHORT(), by which the write log tells what was earlier. */
export async function serverTime(shelf: Shelf): Promise<string> {
  const rows = await shelf.sql.query("SELECT UUID_SHORT() AS at");
  return String(rows[0]?.["at"]);
}

/**
 * The server's time at a moment when nobody has a transaction open that has written to the table: what others wrote before is in any copy that
 * is made now, and what they write from now on is later in the log. Whoever writes to the table has its log open until the end.
 */
export async function settledTime(shelf: Shelf, entry: Entry): Promise<string> {
  const { log } = tableOf(entry);
  if (log?.ready !== true) return serverTime(shelf);
  await shelf.quiet();
  await shelf.sql.query(`LOCK TABLES ${qualified(log.table)} WRITE`);
  try {
    return await serverTime(shelf);
  } finally {
    await shelf.sql.query("UNLOCK TABLES");
  }
}

export const logged = (kept: KeptTable, columns: readonly string[]): readonly LoggedColumn[] =>
  columns.map((column) => ({ column, now: nowName(kept, column) }));

/** The write log: from now on it is known which rows others write. False: this account may not make triggers here. */
export async function keepLog(shelf: Shelf, entry: Entry): Promise<boolean> {
  const kept = tableOf(entry);
  if (kept.log?.ready === true) return true;
  // With GTIDs, MySQL lets no statement write to tables with and without transactions (1785): others' writes would fail by the log.
  if (shelf.product !== "MariaDB" && kept.engine.toLowerCase() !== "innodb") return false;
  if (!(await shelf.mayLog(entry.schema))) return false;
  const definition = parseDefinition(kept.createText);
  const key = keyOf(definition);
  const sides = await keyedAsNow(shelf, kept, definition);
  const table = await shelf.place(entry.schema, `w${entry.seq}`);
  const triggers = writeLogTriggers(nowAt(kept), table, key === null ? null : logged(kept, key), shelf.prefix(entry));
  const log = { key, table, triggers: triggers.map(({ name }) => name), at: await serverTime(shelf), ready: false };
  await change(shelf, entry, { log });
  await shelf.sql.query(logTableSql(sides, table, key));
  await shelf.quiet();
  if (!(await makeTriggers(shelf, nowAt(kept), triggers))) {
    shelf.refuseLog(entry.schema);
    await shelf.sql.query(`DROP TABLE IF EXISTS ${qualified(table)}`);
    await change(shelf, entry, { log: null });
    return false;
  }
  await change(shelf, entry, { log: { ...log, ready: true } });
  return true;
}

/** The definition from before, with a key that bears the values that the table has now. */
export async function keyedAsNow(shelf: Shelf, kept: KeptTable, before: TableDefinition): Promise<TableDefinition> {
  const now = await showTable(shelf.sql, nowAt(kept));
  return now === null ? before : withKeyOf(before, parseDefinition(now.createText), (name) => nowName(kept, name));
}

/**
 * Keys that the table has now, or will have after a statement, must fit where keys of its rows are kept: a cut one would be another row's. Where
 * they cannot be compared with those from before there is a copy of all rows, and keys count no more.
 *
 * @param next null: as it is
 */
export async function keepKeysWide(shelf: Shelf, entry: Entry, next: TableDefinition | null = null): Promise<void> {
  const kept = tableOf(entry);
  const { log, images } = kept;
  if (log === null || log.key === null || kept.moved !== null) return;
  const shown = next === null ? await showTable(shelf.sql, nowAt(kept)) : null;
  const now = next ?? (shown === null ? null : parseDefinition(shown.createText));
  const before = parseDefinition(kept.createText);
  const names = new Map(log.key.map((column) => [column, nowName(kept, column)]));
  if (now === null || !isKeyComparable(before, now, names)) return;
  const wanted = withKeyOf(before, now, (name) => nowName(kept, name));
  for (const table of [log.table, ...(images === null ? [] : [images.table, images.chosen])]) {
    const has = await showTable(shelf.sql, table);
    const clauses = has === null ? [] : keyChanges(parseDefinition(has.createText), wanted);
    if (clauses.length === 0) continue;
    await shelf.quiet();
    await shelf.sql.query(`ALTER TABLE ${qualified(table)} ${clauses.join(", ")}`);
  }
}

/** Makes the log's triggers again where they had to go for a statement: under the table's new name, with its columns' new names. */
export async function resumeLog(shelf: Shelf, entry: Entry): Promise<void> {
  const kept = tableOf(entry);
  const { log } = kept;
  if (log === null || !log.ready || log.triggers.length > 0 || kept.moved !== null) return;
  const present = await shelf.presentColumns(nowAt(kept));
  if (log.key !== null && !log.key.every((column) => present.has(nowName(kept, column)))) return;
  const key = log.key === null ? null : logged(kept, log.key);
  const triggers = writeLogTriggers(nowAt(kept), log.table, key, `${shelf.prefix(entry)}${shelf.next()}_`);
  await change(shelf, entry, { log: { ...log, triggers: triggers.map(({ name }) => name) } });
  await shelf.quiet();
  await makeTriggers(shelf, nowAt(kept), triggers);
}

function logTableSql(definition: TableDefinition, table: QName, key: readonly string[] | null): string {
  const time = `${identifier(LOG_TIME)} BIGINT UNSIGNED NOT NULL`;
  const gone = `${identifier(GONE)} TINYINT NOT NULL`;
  if (key !== null) return sideDefinition(definition, qualified(table), [], [time, gone]);
  return `CREATE TABLE ${qualified(table)} (${time}, PRIMARY KEY (${identifier(LOG_TIME)})) ENGINE=InnoDB`;
}
