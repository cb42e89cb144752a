/** A run has gone through in a database. */
import { listObjects } from "./catalogue.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import type { Keeping } from "./keeper.ts";
import type { Entry } from "./kept.ts";
import { imageTriggersOf } from "./kept-table.ts";
import { qualified } from "./names.ts";
import type { OwnRows } from "./own-rows.ts";
import { ownTables } from "./own-tables.ts";
import type { Sql } from "./sql.ts";

export type FinishedRun = {
  readonly run: RunDatabase;
  readonly entries: readonly Entry[];
  /** What is known while the run is still there; absent when its records are completed by a later one. */
  readonly own?: { readonly keeping: Keeping; readonly ownRows: OwnRows };
};

/**
 * Drops the triggers that kept rows as they were, which name columns that later changes may drop; the write log's, which name keys only,
 * stay until the run is committed. Then the run counts as through.
 */
export async function finishRun(sql: Sql, journal: Journal, { run, entries, own }: FinishedRun): Promise<void> {
  for (const { kept } of entries) {
    if (kept.how !== "table") continue;
    for (const at of imageTriggersOf(kept)) await sql.query(`DROP TRIGGER IF EXISTS ${qualified(at)}`);
  }
  if (own !== undefined) {
    for (const entry of await listedAfter(sql, own.keeping)) await journal.updateEntry(run, entry);
  }
  const sums = own === undefined ? run.facts.ownTables : await ownTables(sql, own.keeping, own.ownRows);
  await journal.setFacts(run, { ...run.facts, isThrough: true, ownTables: sums });
  await journal.setDatabaseState(run, "migrated");
}

/** Lists what is there now, where what a statement has made is not known: later things are somebody else's. */
async function listedAfter(sql: Sql, { entries, world }: Keeping): Promise<readonly Entry[]> {
  const changed: Entry[] = [];
  for (const entry of entries.values()) {
    const { kept, schema } = entry;
    if (kept.how !== "listing") continue;
    const after = (await listObjects(sql, [schema])).map(({ kind, name }) => world.keyOf(kind, schema, name));
    entry.kept = { ...kept, after };
    changed.push(entry);
  }
  return changed;
}
