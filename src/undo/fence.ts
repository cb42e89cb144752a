/**
 * Between the copy of what a statement loses and the statement itself others may write. So the table is locked, by the session of the
 * script, from a last catching up of the copy to the statement's end: its own DDL would wait for the same lock.
 */
import { isKeyComparable } from "../core/undo/key-types.ts";
import { LOG_TIME } from "../core/undo/log-sql.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import type { AlterAction, Touches } from "../core/undo/touch.ts";
import type { ScriptSession } from "../engine/ports.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { Entry, FullCopy, KeptTable, QName, SideCopy } from "./kept.ts";
import { change, nowAt, nameStill } from "./kept-table.ts";
import { indexForKey } from "./key-now.ts";
import type { Keeping } from "./keeper.ts";
import type { Need } from "./needs.ts";
import { byIndex, byKey, columnList, qualified, sequencesIn } from "./names.ts";
import { SQL_MODE } from "./session.ts";
import type { PresentColumns, Shelf } from "./shelf.ts";
import { showTable } from "./show-table.ts";

/** Clauses that need no other table, which a session with table locks could not open (1100). */
const ALONE: ReadonlySet<AlterAction["kind"]> = new Set([
  "add-column",
  "drop-column",
  "modify-column",
  "rename-column",
  "alter-column",
  "convert-charset",
  "drop-primary-key",
  "add-primary-key",
]);

/** True for a statement that loses values of one table and can run while that is locked. */
export function canBeFenced(sql: string, touches: Touches): boolean {
  const [touch, ...others] = touches;
  if (touch === undefined || others.length > 0) return false;
  if (touch.kind === "truncate") return true;
  // A subquery would need other tables.
  if (touch.kind === "rows") return touch.whole && !/\bselect\b/i.test(sql);
  return touch.kind === "alter-table" && touch.actions.every(({ kind }) => ALONE.has(kind));
}

type Taken = FullCopy | SideCopy;

/** By its own name: under the lock of another, MariaDB's TRUNCATE of a partitioned table waits for itself (1205). */
function liveColumn(kept: KeptTable, column: string): string {
  return `${qualified(nowAt(kept))}.${identifier(nameStill(kept, column))}`;
}

/** The table itself has no alias here, so the others' must be none that it may have for a name. */
const LOG = "flyback_log";
/** Under one LOCK TABLES no two tables may have the same (1066). */
const aliasOf = (index: number): string => `flyback_copy_${index}`;

/** What others wrote since the copy was taken goes into it: rows that are gone go, the others are as they are now. */
function catchUp(
  kept: KeptTable,
  taken: Taken,
  index: number,
  by: { readonly key: readonly string[]; readonly index: string | null },
): readonly string[] {
  const { key } = by;
  const log = kept.log?.table as QName;
  const names = [...new Set([...key, ...taken.columns])];
  const copy = aliasOf(index);
  const on = key.map((column) => `${LOG}.${identifier(column)} = ${copy}.${identifier(column)}`).join(" AND ");
  const live = names.map((name) => liveColumn(kept, name)).join(", ");
  const onLive = key.map((column) => `${LOG}.${identifier(column)} = ${liveColumn(kept, column)}`).join(" AND ");
  const since = `WHERE ${LOG}.${identifier(LOG_TIME)} > ${taken.at}`;
  return [
    `DELETE ${copy} FROM ${qualified(log)} ${LOG} STRAIGHT_JOIN ${byKey(taken.table, copy)} ON ${on} ${since}`,
    `INSERT INTO ${qualified(taken.table)} (${columnList(names)}) SELECT ${live} FROM ${qualified(log)} ${LOG} ` +
      `STRAIGHT_JOIN ${byIndex(nowAt(kept), "", by.index)} ON ${onLive} ${since}`,
  ];
}

/** Names of copies of columns. */
export const sideNames = ({ kept }: Entry): readonly string[] =>
  kept.how === "table" ? kept.sides.map(({ table }) => table.name) : [];

/** The copies that a lossy statement relies on, where the log can bring them up to date: all their columns must be there still. */
function takenOf(kept: KeptTable, present: PresentColumns, earlier: ReadonlySet<string>): readonly Taken[] {
  if (kept.log?.ready !== true || kept.log.key === null) return [];
  const sides = kept.sides.filter(({ ready }) => ready);
  const all =
    kept.images === null
      ? [...(kept.copy?.ready === true ? [kept.copy] : []), ...sides]
      : // What is there now may be the run's: only what was copied for this very statement is nobody's but others'.
        sides.filter(({ table }) => !earlier.has(table.name));
  return all.filter(({ columns }) => columns.every((column) => present.has(nameStill(kept, column))));
}

/**
 * Locks the table whose values a statement loses, and brings its copies up to date. To be taken down with `UNLOCK TABLES` after the statement.
 *
 * @param earlier copies of columns that were there before the statement
 * @returns false: nothing was locked, since there is nothing to bring up to date
 */
export async function putFence(
  { world, entries, shelf }: Pick<Keeping, "world" | "entries" | "shelf">,
  needs: readonly Need[],
  session: ScriptSession,
  earlier: ReadonlySet<string>,
): Promise<boolean> {
  for (const need of needs) {
    if (need.kind !== "alter" && need.kind !== "copy" && need.kind !== "rows") continue;
    const thing = world.find("table", need.at.schema, need.at.name);
    if (thing === null || thing.isOurs) continue;
    const entry = entries.get(world.keyOf("table", thing.known.schema, thing.known.name));
    if (entry !== undefined) return lockTable(shelf, entry, session, earlier);
  }
  return false;
}

async function lockTable(
  shelf: Shelf,
  entry: Entry,
  session: ScriptSession,
  earlier: ReadonlySet<string>,
): Promise<boolean> {
  const { kept } = entry;
  if (kept.how !== "table") return false;
  const key = kept.log?.key ?? null;
  const taken = takenOf(kept, await shelf.presentColumns(nowAt(kept)), earlier);
  if (key === null || taken.length === 0) return false;
  const now = await showTable(shelf.sql, nowAt(kept));
  const definition = now === null ? null : parseDefinition(now.createText);
  const still = new Map(key.map((column) => [column, nameStill(kept, column)]));
  if (definition === null || !isKeyComparable(parseDefinition(kept.createText), definition, still)) return false;
  const locks = [
    ...sequencesIn(now?.createText ?? "").map((name) => `${name} WRITE`),
    `${qualified(nowAt(kept))} WRITE`,
    `${qualified(kept.log?.table as QName)} AS ${LOG} READ`,
    ...taken.flatMap(({ table }, index) => [
      `${qualified(table)} WRITE`,
      `${qualified(table)} AS ${aliasOf(index)} WRITE`,
    ]),
  ];
  const by = { key, index: indexForKey(definition, [...still.values()]) };
  const mode = await session.value("@@SESSION.sql_mode");
  const isSafe = await session.value("@@SESSION.sql_safe_updates");
  const hasBigSelects = await session.value("@@SESSION.sql_big_selects");
  await shelf.patience(null, () => session.query(`LOCK TABLES ${locks.join(", ")}`));
  try {
    // What the script has set may refuse our statements in its session.
    await session.query(`SET SESSION sql_mode = '${SQL_MODE}', sql_safe_updates = 0, sql_big_selects = 1`);
    for (const [index, one] of taken.entries())
      for (const statement of catchUp(kept, one, index, by)) await session.query(statement);
    await session.query("COMMIT");
  } catch (error) {
    await session.query("UNLOCK TABLES").catch(() => undefined);
    throw error;
  } finally {
    await session.query(
      `SET SESSION sql_mode = '${mode ?? ""}', sql_safe_updates = ${isSafe ?? "0"}, sql_big_selects = ${hasBigSelects ?? "1"}`,
    );
  }
  const at = (await session.value("UUID_SHORT()")) ?? kept.log?.at ?? "0";
  const isTaken = (one: Taken): boolean => taken.some(({ table }) => table.name === one.table.name);
  await change(shelf, entry, {
    copy: kept.copy === null || !isTaken(kept.copy) ? kept.copy : { ...kept.copy, at },
    sides: kept.sides.map((side) => (isTaken(side) ? { ...side, at } : side)),
  });
  return true;
}
