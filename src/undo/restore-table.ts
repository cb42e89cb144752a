/** One table on the way back: to its name, its structure and its rows. */
import { alterBack, sameDefinition, type AlterBack, type Alters } from "../core/undo/table-diff.ts";
import { keyOf, parseDefinition, type TableDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { Entry, KeptTable, QName } from "./kept.ts";
import { tableOf } from "./kept-table.ts";
import { dropTriggers, STAND_IN } from "./moves.ts";
import { qualified, same, sequencesIn, shown } from "./names.ts";
import { occupant, vacate } from "./restore-created.ts";
import { exchanged } from "./exchange.ts";
import { takeMisfits } from "./key-misfits.ts";
import { indexForKey, keyIsSame, keyNow, steadyColumns } from "./key-now.ts";
import { alterFitting, inNewColumns } from "./restore-columns.ts";
import { rowsAfter, rowsBefore } from "./restore-content.ts";
import type { Standing } from "./restore-rows.ts";
import type { Restoring } from "./restore.ts";
import { showTable } from "./show-table.ts";

/** A table with what is known of it now. */
export type TableWork = {
  readonly entry: Entry;
  readonly kept: KeptTable;
  readonly home: QName;
  readonly before: TableDefinition;
  /** Null: it is nowhere, and is made again from its copy. */
  place: QName | null;
  /** How its structure goes back, from what it was when the way back began; null: there is nothing to alter. */
  readonly back: AlterBack | null;
  /** Column before → its name now; null for one that is gone. */
  readonly columns: ReadonlyMap<string, string | null>;
  /** What tells rows apart, before and now; null: nothing does, so all rows are replaced. */
  readonly key: readonly string[] | null;
  /** Its columns have the definitions from before. */
  readonly keyIsSame: boolean;
  /** Columns with a definition that is the one from before. */
  readonly steady: readonly string[];
  /** Sequences that its defaults take values from, before or when the way back began: the run may have given it another one. */
  readonly sequences: readonly string[];
};

/** Finds where the table is now, and how its structure differs. */
export async function locate(restoring: Restoring, entry: Entry & { readonly kept: KeptTable }): Promise<TableWork> {
  const { kept } = entry;
  const home = { schema: entry.schema, name: entry.name };
  const before = parseDefinition(kept.createText);
  const place = await placeOf(restoring, kept, before);
  const now = place === null ? null : await definitionNow(restoring, place);
  const texts = [before, ...(now === null ? [] : [now])].flatMap(({ columns }) => columns.map(({ text }) => text));
  const common = { entry, kept, home, before, sequences: [...new Set(texts.flatMap(sequencesIn))] };
  if (now === null) {
    const steady = before.columns.map(({ name }) => name);
    return { ...common, place: null, back: null, columns: new Map(), key: keyOf(before), keyIsSame: true, steady };
  }
  const columns = columnsNow(kept, before, now);
  const back = alterBack(now, before, renamedOf(columns), {
    exactOrder: true,
    rowsComeBack: kept.copy !== null || kept.images !== null,
  });
  const key = keyNow(before, now, columns);
  const steady = steadyColumns(before, now, columns);
  return { ...common, place, back, columns, key, keyIsSame: keyIsSame(before, now, columns), steady };
}

async function placeOf(restoring: Restoring, kept: KeptTable, before: TableDefinition): Promise<QName | null> {
  for (const at of [kept.moved?.table, kept.moved?.gap]) {
    if (at !== undefined && (await occupant(restoring, at)) === "table") return at;
  }
  // A rename that may or may not have been done: it is under the newest of its names that exists, unless an older one has just
  // what it was.
  const found: { readonly at: QName; readonly isSame: boolean }[] = [];
  for (const at of kept.at.toReversed()) {
    if ((await occupant(restoring, at)) !== "table" || (await isStandIn(restoring, at))) continue;
    const now = await definitionNow(restoring, at);
    if (now !== null) found.push({ at, isSame: sameDefinition({ ...now, name: before.name }, before) });
  }
  return (found.find(({ isSame }) => isSame) ?? found[0])?.at ?? null;
}

/** A statement that failed has not dropped it; it stands where the table last was. */
async function dropStandIns(restoring: Restoring, { moved, at: names }: KeptTable): Promise<void> {
  if (moved === null) return;
  for (const at of names) {
    if ((await occupant(restoring, at)) === "table" && (await isStandIn(restoring, at)))
      await restoring.shelf.sql.query(`DROP TABLE ${qualified(at)}`);
  }
}

async function isStandIn({ shelf }: Restoring, at: QName): Promise<boolean> {
  const shown = await showTable(shelf.sql, at);
  return shown !== null && shown.createText.includes(`\`${STAND_IN}\``);
}

async function definitionNow({ shelf }: Restoring, at: QName): Promise<TableDefinition | null> {
  const shown = await showTable(shelf.sql, at);
  return shown === null ? null : parseDefinition(shown.createText);
}

/** An index of the table as it is, where rows of it may be looked up. */
async function indexNow(
  restoring: Restoring,
  { home, kept }: TableWork,
  key: readonly string[] | null,
  columns: ReadonlyMap<string, string | null>,
): Promise<string | null> {
  const hasRows = kept.log !== null || kept.copy !== null || kept.sides.length > 0;
  const now = key === null || !hasRows ? null : await definitionNow(restoring, home);
  if (key === null || now === null) return null;
  return indexForKey(
    now,
    key.map((column) => columns.get(column) ?? column),
  );
}

/** Column before → its name now. A name that another column was renamed to is not the column's own any more. */
function columnsNow(kept: KeptTable, before: TableDefinition, now: TableDefinition): Map<string, string | null> {
  const present = new Map(now.columns.map(({ name }) => [name.toLowerCase(), name]));
  const taken = new Set<string>();
  const found = new Map<string, string | null>();
  const names = before.columns.filter(({ generated }) => generated === null).map(({ name }) => name);
  const candidates = (column: string): readonly string[] => (kept.renamed[column] ?? [column]).toReversed();
  for (const column of [...names].sort((a, b) => candidates(b).length - candidates(a).length)) {
    const name = candidates(column).find((one) => present.has(one.toLowerCase()) && !taken.has(one.toLowerCase()));
    if (name !== undefined) taken.add(name.toLowerCase());
    found.set(column, name === undefined ? null : (present.get(name.toLowerCase()) ?? null));
  }
  return found;
}

function renamedOf(columns: ReadonlyMap<string, string | null>): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const [before, now] of columns) if (now !== null && now !== before) renamed.set(before, now);
  return renamed;
}

async function alter({ shelf }: Restoring, at: QName, alters: Alters): Promise<void> {
  for (const clauses of alters) await shelf.sql.query(`ALTER TABLE ${qualified(at)} ${clauses.join(", ")}`);
}

/** One of the five steps of the structure's way back, for one table. */
export async function structureStep(
  restoring: Restoring,
  work: TableWork,
  step: Exclude<keyof AlterBack, "lost">,
  words: string,
): Promise<void> {
  const { place } = work;
  const alters = work.back?.[step] ?? [];
  if (place === null || alters.length === 0) return;
  await restoring.steps.run(`${words} of ${shown(work.home)}`, () => alter(restoring, place, alters));
}

/** Brings tables back to their names, by way of a name in between where they stand in each other's way. */
export async function returnTables(restoring: Restoring, works: readonly TableWork[]): Promise<void> {
  const { shelf, steps } = restoring;
  for (const { kept } of works) await dropStandIns(restoring, kept);
  const away = works.filter(({ place, home }) => place !== null && !same(place, home));
  const occupied = (home: QName): TableWork | undefined =>
    works.find(({ place }) => place !== null && same(place, home));
  // Of all tables before the first one is back: a foreign key of a table that the run made would come to refer to that one (3780).
  for (const { home } of works) if (occupied(home) === undefined) await leaveHome(restoring, home);
  for (const work of away) {
    const other = occupied(work.home);
    if (other !== undefined && other.place !== null) {
      const between = { schema: other.place.schema, name: `${shelf.prefix(other.entry)}back` };
      await moveTo(restoring, other, between);
    }
    if (work.place === null) continue;
    await leaveHome(restoring, work.home);
    // A table with triggers cannot change its schema (1435); its own come back at the end.
    if (work.place.schema !== work.home.schema) await dropTriggers(shelf.sql, work.place);
    await steps.run(`bring ${shown(work.home)} back`, () => moveTo(restoring, work, work.home));
  }
}

/** One rename, of which the journal always knows what it may have done. */
async function moveTo({ shelf }: Restoring, work: TableWork, to: QName): Promise<void> {
  const { place, entry } = work;
  if (place === null) return;
  const noted = async (at: readonly QName[]): Promise<void> => {
    entry.kept = { ...tableOf(entry), at };
    await shelf.update(entry);
  };
  await noted([place, to]);
  await shelf.sql.query(`RENAME TABLE ${qualified(place)} TO ${qualified(to)}`);
  await noted([to]);
  work.place = to;
}

/** Whatever is under the table's name now was made by the run. */
async function leaveHome(restoring: Restoring, home: QName): Promise<void> {
  const why = "the run made another table of this name, and it holds rows that others may have written";
  await vacate(restoring, home, why, restoring.world.keyOf("table", home.schema, home.name));
}

/** Columns and rows of a table that is under its own name again, then its indexes. */
export async function restoreTable(restoring: Restoring, work: TableWork): Promise<void> {
  if (work.place === null) await makeAgain(restoring, work);
  // A DELETE that names its table by an alias wants a default database (1046).
  await restoring.shelf.sql.query(`USE ${identifier(work.home.schema)}`);
  const columns = work.back?.columns ?? [];
  const lost = new Set([...work.columns].filter(([, name]) => name === null).map(([column]) => column));
  const own = new Map(
    work.before.columns.filter(({ generated }) => generated === null).map(({ name }) => [name, name]),
  );
  const present = work.back === null ? own : work.columns;
  const standing: Standing = {
    kept: work.kept,
    at: work.home,
    columns: present,
    lost,
    key: keyOf(work.before),
    index: await indexNow(restoring, work, work.key, present),
    keyIsSame: work.keyIsSame,
    types: new Map(work.before.columns.map(({ name, type }) => [name, type])),
    onUpdateNow: work.before.columns.filter(({ onUpdateNow }) => onUpdateNow).map(({ name }) => name),
    sequences: work.sequences,
    carry: restoring.carry,
  };
  if (await exchanged(restoring, standing, work)) return;
  const going = work.back === null ? null : await inNewColumns(restoring, work, work.back.lost);
  const taken = await rowsBefore(restoring, standing, work, columns.length > 0);
  if (columns.length > 0) {
    await takeMisfits(restoring, standing, work);
    const text = `put the columns of ${shown(work.home)} back`;
    await restoring.steps.run(text, () => alterFitting(restoring, standing, columns, going));
    // From here on each column has its own name: done again, two that had changed names would change them once more.
    work.entry.kept = { ...tableOf(work.entry), renamed: {} };
    await restoring.shelf.update(work.entry);
  }
  const index = await indexNow(restoring, work, standing.key, own);
  await rowsAfter(restoring, { ...standing, columns: own, index, keyIsSame: true }, work, taken);
  await structureStep(restoring, work, "keys", "put back indexes");
}

/** A table that was dropped, with its rows in a copy. */
async function makeAgain(restoring: Restoring, work: TableWork): Promise<void> {
  const { shelf, steps } = restoring;
  await leaveHome(restoring, work.home);
  await steps.run(`make ${shown(work.home)} again`, async () => {
    await shelf.sql.query(`USE ${identifier(work.home.schema)}`);
    await shelf.sql.query(work.kept.createText);
  });
  if (work.kept.copy?.ready !== true) steps.differs(`${shown(work.home)} was nowhere: it came back without rows`);
  work.place = work.home;
}
