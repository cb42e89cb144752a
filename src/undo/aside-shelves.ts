/** Tables for rows that are set aside, filled in the transaction that takes the rows away: both are done, or none. */
import { qualified, shown } from "./names.ts";
import type { QName } from "./kept.ts";
import type { Aside } from "./restore-asides.ts";
import type { Restoring } from "./restore.ts";

type AsideShelf = Aside & { readonly place: QName };

/** Makes an empty table for each, before any lock is taken: there no table can be made. */
export async function openShelves(
  { shelf }: Restoring,
  from: QName,
  asides: readonly Aside[],
): Promise<readonly AsideShelf[]> {
  const made: AsideShelf[] = [];
  for (const aside of asides) {
    const place = await shelf.place(from.schema, `q${shelf.next()}`);
    await shelf.sql.query(`CREATE TABLE ${qualified(place)} ENGINE=InnoDB AS ${aside.select} LIMIT 0`);
    made.push({ ...aside, place });
  }
  return made;
}

/** Locks for the tables, and for the journal that notes them. */
export function asLock({ steps }: Restoring, shelves: readonly AsideShelf[]): readonly string[] {
  if (shelves.length === 0) return [];
  return [...shelves.map(({ place }) => place), steps.noteTable].map((at) => `${qualified(at)} WRITE`);
}

async function rowsIn({ shelf }: Restoring, { place }: AsideShelf): Promise<number> {
  const [found] = await shelf.sql.query(`SELECT COUNT(*) AS n FROM ${qualified(place)}`);
  return Number(found?.["n"] ?? 0);
}

/** Fills them, and notes those that have got rows. */
export async function fillShelves(restoring: Restoring, from: QName, shelves: readonly AsideShelf[]): Promise<void> {
  for (const one of shelves) {
    await restoring.shelf.sql.query(`INSERT INTO ${qualified(one.place)} ${one.select}`);
    const rows = await rowsIn(restoring, one);
    if (rows === 0) continue;
    await restoring.steps.noteAside({ table: shown(from), kept: shown(one.place), rows, why: one.why });
  }
}

/** Once the transaction has ended, either way: those with rows are told, the empty ones go. What fails here is left to the end of the way back. */
export async function tellOrDrop(restoring: Restoring, from: QName, shelves: readonly AsideShelf[]): Promise<void> {
  for (const one of shelves) {
    const rows = await rowsIn(restoring, one).catch(() => 0);
    if (rows > 0) restoring.steps.tellAside({ table: shown(from), kept: shown(one.place), rows, why: one.why });
    else await restoring.shelf.sql.query(`DROP TABLE IF EXISTS ${qualified(one.place)}`).catch(() => []);
  }
}
