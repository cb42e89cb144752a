/** A restore in the journal, so that one that is cut off is known to whoever comes next. */
import type { Notice } from "../core/result.ts";
import type { RestoreStart } from "../engine/dumps.ts";
import type { Journal, RunDatabase } from "../undo/journal.ts";
import { OWN_PREFIX } from "../undo/names.ts";

/** Runs of the way back that a restored database no longer fits. */
const OPEN = ["migrating", "migrated", "rolling-back", "back", "committing", "needs-hand"] as const;

/** The restore's record: which schema goes where. */
export function restoreOf({ runId, seq, name, history }: RestoreStart, schemas: readonly string[]): RunDatabase {
  const asides = schemas.map((schema, index) => [schema, `${OWN_PREFIX}${runId}_${seq}_${index + 1}`] as const);
  return {
    runId,
    seq,
    name,
    schema: history.schema,
    historyTable: history.table,
    state: "restoring",
    startedAt: "",
    ageDays: 0,
    facts: {
      rankBefore: null,
      plan: [],
      snapshotSchemas: Object.fromEntries(asides),
      fingerprint: null,
      fingerprintSchemas: [],
      isThrough: false,
      ownTables: null,
      isRestore: true,
    },
  };
}

export async function beginRestore(journal: Journal, run: RunDatabase, { job, label }: RestoreStart): Promise<void> {
  if (!(await journal.exists())) await journal.create();
  // Its databases are restored each by itself, so the run as a whole decides nothing.
  await journal.insertRun({ runId: run.runId, state: "committed", job, label, databases: [run.name] });
  await journal.insertDatabase(run);
}

/** Restores that were cut off. */
export async function openRestores(
  journal: Journal,
  history: RestoreStart["history"],
): Promise<readonly RunDatabase[]> {
  if (!(await journal.exists())) return [];
  return journal.databasesOf({ schema: history.schema, name: history.table }, ["restoring"]);
}

/**
 * Earlier runs can no longer be taken back: what was kept for them is of another database than this. It is not dropped, since it may hold the only copy of
 * rows that are not in the dump.
 */
export async function endEarlier(journal: Journal, restore: RunDatabase): Promise<readonly Notice[]> {
  const notices: Notice[] = [];
  for (const run of await journal.databasesOf({ schema: restore.schema, name: restore.historyTable }, OPEN)) {
    await journal.setDatabaseState(run, "committed");
    const kept = Object.values(run.facts.snapshotSchemas);
    const where = kept.length === 0 ? "" : ` What was kept for it stays in ${kept.join(", ")}, which no command drops.`;
    notices.push({ level: "warning", message: `The run ${run.runId} can no longer be taken back.${where}` });
  }
  return notices;
}
