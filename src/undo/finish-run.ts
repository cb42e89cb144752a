/** A run has gone through in a database. */
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
  const sums = own === undefined ? run.facts.ownTables : await ownTables(sql, own.keeping, own.ownRows);
  await journal.setFacts(run, { ...run.facts, isThrough: true, ownTables: sums });
  await journal.setDatabaseState(run, "migrated");
}
