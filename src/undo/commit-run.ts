import { cleanUp } from "./clean-up.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import type { Sql } from "./sql.ts";

/** Ends the possibility to take a run back in one database; gives how many objects were kept for it. */
export async function commitRun(
  sql: Sql,
  journal: Journal,
  run: RunDatabase,
  snapshotSchema: string | null,
): Promise<number> {
  // Decided first, and done only when nothing is left: triggers that nobody remembers would stay on the tables.
  await journal.setDatabaseState(run, "committing");
  const entries = await journal.entries(run);
  await cleanUp(sql, journal, run, { entries, snapshotSchema });
  await journal.setDatabaseState(run, "committed");
  return entries.length;
}

/** Drops what was kept of a run that is back. */
export async function clearBack(
  sql: Sql,
  journal: Journal,
  run: RunDatabase,
  snapshotSchema: string | null,
): Promise<void> {
  await cleanUp(sql, journal, run, { entries: await journal.entries(run), snapshotSchema });
  await journal.setDatabaseState(run, "rolled-back");
}

/** The same for all earlier runs of a history that went through. */
export async function commitEarlier(
  sql: Sql,
  journal: Journal,
  run: RunDatabase,
  snapshotSchema: string | null,
): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const earlier of await journal.databasesOf({ schema: run.schema, name: run.historyTable }, ["migrated"])) {
    if (earlier.runId === run.runId) continue;
    await commitRun(sql, journal, earlier, snapshotSchema);
    ended.push(earlier.runId);
  }
  return ended;
}
