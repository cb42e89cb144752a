/**
 * Keeps a table before it is first changed, by the cheapest exact way that its statement allows; a later statement may ask for more.
 * What is to be made is journalled first, and again once it stands.
 */
import { LOG_TIME, WAS_THERE, imageTriggers, type LoggedRow } from "../core/undo/log-sql.ts";
import {
  copyDefinition,
  keyOf,
  parseDefinition,
  sideDefinition,
  type TableDefinition,
} from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { describeTable } from "./catalogue.ts";
import { failure, type MigrationError } from "../core/problem.ts";
import { composeCopy } from "./compose.ts";
import { columnList, OWN_PREFIX, qualified, shown } from "./names.ts";
import type { Entry, KeptTable, QName } from "./kept.ts";
import { change, imageTriggersOf, nowAt, nowName, tableOf, valueColumns } from "./kept-table.ts";
import { makeTriggers } from "./make-triggers.ts";
import { readProgram, type ProgramDefinition } from "./programs.ts";
import { ER, isOneOf } from "./read.ts";
import type { PresentColumns, Shelf } from "./shelf.ts";
import { keepLog, keyedAsNow, logged, settledTime } from "./write-log.ts";

/** The entry of a table that is touched for the first time: its definition, and nothing of its rows. */
export async function firstEntry(shelf: Shelf, known: QName, now: QName): Promise<Omit<Entry, "seq"> | null> {
  const facts = await describeTable(shelf.sql, now.schema, now.name, []);
  if (facts === null) return null;
  const triggers: ProgramDefinition[] = [];
  for (const name of facts.triggers) {
    const definition = await readProgram(shelf.sql, "trigger", now.schema, name);
    if (definition !== null && !name.startsWith(OWN_PREFIX)) triggers.push(definition);
  }
  const kept: KeptTable = {
    how: "table",
    createText: facts.createText,
    autoIncrement: facts.autoIncrement,
    engine: facts.engine,
    bytes: facts.dataLength,
    triggers,
    at: [now],
    renamed: {},
    log: null,
    images: null,
    sides: [],
    copy: null,
    moved: null,
    exchange: false,
    dropped: false,
  };
  return { kind: "table", schema: known.schema, name: known.name, kept };
}

/** A row's columns, as they are called before and now. */
export function rowNow(shelf: Shelf, kept: KeptTable, key: readonly string[], columns: readonly string[]): LoggedRow {
  const open = parseDefinition(kept.createText).columns.filter(({ type }) => !FIXED.test(type));
  const lengths = shelf.room.isLimited ? new Set(open.map(({ name }) => nowName(kept, name))) : null;
  return { key: logged(kept, key), columns: logged(kept, columns), lengths };
}

/**
 * Those of its columns from before that a table still has. The values of the others were copied before they went: whatever is neither here nor
 * there would be lost without a word.
 */
export function columnsIn(kept: KeptTable, columns: readonly string[], present: PresentColumns): readonly string[] {
  const here = columns.filter((column) => present.has(nowName(kept, column)));
  const copied = new Set([...kept.sides, ...(kept.copy === null ? [] : [kept.copy])].flatMap((side) => side.columns));
  const nowhere = columns.filter((column) => !here.includes(column) && !copied.has(column));
  if (nowhere.length > 0) throw new Error(`no values are kept of ${shown(nowAt(kept))}: ${nowhere.join(", ")}`);
  return here;
}

/** Types whose values all have about the same length, and a short one. */
const FIXED =
  /^(?:(?:tiny|small|medium|big)?int|decimal|float|double|bit|date|time|datetime|timestamp|year|enum|set)\b/i;

/** Whether triggers can keep rows of the table as they change: they need a key, and an engine that rolls both back together. */
export function canKeepImages(kept: KeptTable): boolean {
  return kept.engine.toLowerCase() === "innodb" && keyOf(parseDefinition(kept.createText)) !== null;
}

/** Keeps each row as it is when the run first changes it; falls back to a copy of all. */
export async function keepRows(shelf: Shelf, entry: Entry): Promise<void> {
  const kept = tableOf(entry);
  if (kept.copy !== null) return;
  if (!canKeepImages(kept) || !(await keepLog(shelf, entry))) return keepCopy(shelf, entry);
  const { images } = tableOf(entry);
  if (images === null) {
    if (!(await makeImages(shelf, entry))) await keepCopy(shelf, entry);
  } else if (images.triggers.length === 0) await makeImageTriggers(shelf, entry, images.columns);
}

/** An image is a little more than the row. */
const NO_ROOM = [ER.TOO_MANY_KEY_PARTS, ER.TOO_LONG_KEY, ER.TOO_MANY_FIELDS, ER.TOO_BIG_ROWSIZE];

/** False: the server has no room for the columns that an image has besides those of its row. */
async function makeImages(shelf: Shelf, entry: Entry): Promise<boolean> {
  const definition = parseDefinition(tableOf(entry).createText);
  const key = keyOf(definition) ?? [];
  const columns = valueColumns(definition).filter((name) => !key.includes(name));
  const table = await shelf.place(entry.schema, `u${entry.seq}`);
  const chosen = await shelf.place(entry.schema, `r${entry.seq}`);
  await change(shelf, entry, { images: { table, chosen, columns, triggers: [], cascades: [], ready: false } });
  const was = `${identifier(WAS_THERE)} TINYINT NOT NULL`;
  const time = `${identifier(LOG_TIME)} BIGINT UNSIGNED NOT NULL`;
  const inKey = { text: time, key: identifier(LOG_TIME) };
  const sides = await keyedAsNow(shelf, tableOf(entry), definition);
  try {
    await shelf.sql.query(sideDefinition(sides, qualified(table), columns, [was, inKey]));
    await shelf.sql.query(sideDefinition(sides, qualified(chosen), columns, [was, time]));
  } catch (error) {
    if (!isOneOf(error, NO_ROOM)) throw error;
    await shelf.sql.query(`DROP TABLE IF EXISTS ${qualified(table)}, ${qualified(chosen)}`);
    await change(shelf, entry, { images: null });
    return false;
  }
  await makeImageTriggers(shelf, entry, columns);
  return true;
}

async function makeImageTriggers(shelf: Shelf, entry: Entry, columns: readonly string[]): Promise<void> {
  const kept = tableOf(entry);
  const { images, log } = kept;
  if (images === null || log === null || log.key === null) throw new Error("images without a key");
  const row = rowNow(shelf, kept, log.key, columnsIn(kept, columns, await shelf.presentColumns(nowAt(kept))));
  const triggers = imageTriggers(nowAt(kept), images.table, row, `${shelf.prefix(entry)}${shelf.next()}_`);
  await change(shelf, entry, { images: { ...images, triggers: triggers.map(({ name }) => name) } });
  await shelf.quiet();
  if (!(await makeTriggers(shelf, nowAt(kept), triggers))) throw new Error("a trigger more is refused");
  await change(shelf, entry, { images: { ...images, triggers: triggers.map(({ name }) => name), ready: true } });
}

/** Takes the triggers away that name columns which the next statement changes; the write log's name key columns only. */
export async function suspendImages(shelf: Shelf, entry: Entry): Promise<void> {
  const kept = tableOf(entry);
  if (kept.images === null || (kept.images.triggers.length === 0 && kept.images.cascades.length === 0)) return;
  await shelf.quiet();
  for (const at of imageTriggersOf(kept)) await shelf.sql.query(`DROP TRIGGER IF EXISTS ${qualified(at)}`);
  await change(shelf, entry, { images: { ...kept.images, triggers: [], cascades: [] } });
}

/** Copies the values of columns that the next statement loses or changes, in all rows. */
export async function keepColumns(shelf: Shelf, entry: Entry, lost: readonly string[]): Promise<void> {
  const kept = tableOf(entry);
  if (kept.copy !== null) return;
  const definition = parseDefinition(kept.createText);
  const key = keyOf(definition);
  const columns = columnsBefore(kept, definition, lost);
  if (columns.length === 0) return;
  if (key === null || columns.some((column) => key.includes(column))) return keepCopy(shelf, entry);
  await shelf.unlocked();
  await shelf.room.take(kept.bytes, entry, shelf.script());
  await keepLog(shelf, entry);
  const table = await shelf.place(entry.schema, `s${entry.seq}_${shelf.next()}`);
  const side = { table, columns, at: await settledTime(shelf, entry), ready: false };
  const others = tableOf(entry).sides;
  await change(shelf, entry, { sides: [...others, side] });
  const keyed = await keyedAsNow(shelf, kept, definition);
  await shelf.sql.query(sideDefinition(keyed, qualified(table), columns, []));
  const names = [...key, ...columns];
  await shelf.sql.query(
    `INSERT INTO ${qualified(table)} (${columnList(names)}) ` +
      `SELECT ${columnList(names.map((name) => nowName(kept, name)))} FROM ${qualified(nowAt(kept))}`,
  );
  await change(shelf, entry, { sides: [...others, { ...side, ready: true }] });
}

/** The names from before of columns of now that have values worth keeping: not those that the run added, nor those kept already. */
export function columnsBefore(kept: KeptTable, definition: TableDefinition, now: readonly string[]): readonly string[] {
  const wanted = new Set(now.map((name) => name.toLowerCase()));
  const done = new Set(kept.sides.flatMap((side) => side.columns));
  return valueColumns(definition).filter((name) => wanted.has(nowName(kept, name).toLowerCase()) && !done.has(name));
}

/** ARCHIVE deletes no row, and MERGE would not know which of its tables a row came from. */
const NOT_REFILLED = new Set(["archive", "mrg_myisam"]);

/** @throws MigrationError CANNOT_UNDO where the table's engine could not have its rows back from a copy */
export function refuseEngine(entry: Entry): void {
  const { engine } = tableOf(entry);
  if (!NOT_REFILLED.has(engine.toLowerCase())) return;
  throw beyondReturn(`Nothing can put the rows of ${shown(entry)} back: its engine is ${engine}.`);
}

/** The refusal of what no setting allows. */
export function beyondReturn(message: string): MigrationError {
  return failure("CANNOT_UNDO", message, { help: "Do it outside of the migrations, once nobody needs to go back." });
}

/** Copies all rows as they were before the run. @throws MigrationError CANNOT_UNDO where the engine could not have them back */
export async function keepCopy(shelf: Shelf, entry: Entry): Promise<void> {
  const kept = tableOf(entry);
  if (kept.copy !== null) return;
  refuseEngine(entry);
  await shelf.unlocked();
  await shelf.room.take(kept.bytes, entry, shelf.script());
  await keepLog(shelf, entry);
  const definition = parseDefinition(kept.createText);
  const table = await shelf.place(entry.schema, `c${entry.seq}`);
  const copy = { table, columns: valueColumns(definition), at: await settledTime(shelf, entry), ready: false, rows: 0 };
  await change(shelf, entry, { copy });
  await shelf.sql.query(copyDefinition(definition, qualified(table)));
  const { before, fills } = composeCopy(tableOf(entry), table);
  for (const statement of before) await shelf.sql.query(statement);
  let rows = 0;
  for (const statement of fills) {
    await shelf.sql.query(statement);
    const [done] = await shelf.sql.query("SELECT ROW_COUNT() AS n");
    rows += Number(done?.["n"]);
  }
  await change(shelf, entry, { copy: { ...copy, rows, ready: true } });
}
