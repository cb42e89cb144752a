/** What is kept, for the command `snapshots`. */
import type { SnapshotResult } from "../core/result.ts";
import { text } from "../mysql/sql-text.ts";
import { setAsideBy } from "./clean-up.ts";
import type { Journal } from "./journal.ts";
import type { Sql } from "./sql.ts";

/** Runs of the history that can go back, must, or have set rows aside; newest first. */
export async function listSnapshots(
  sql: Sql,
  journal: Journal,
  history: { readonly schema: string; readonly table: string },
): Promise<readonly SnapshotResult[]> {
  const states = ["migrating", "migrated", "rolling-back", "back", "rolled-back", "committing", "needs-hand"] as const;
  const found: SnapshotResult[] = [];
  for (const run of await journal.databasesOf({ schema: history.schema, name: history.table }, states)) {
    const head = await journal.run(run.runId);
    const aside = await setAsideBy(journal, run);
    if (run.state === "rolled-back" && aside.length === 0) continue;
    const schemas = Object.values(run.facts.snapshotSchemas);
    found.push({
      runId: run.runId,
      state: run.state,
      startedAt: `${(head?.createdAt ?? "").replace(" ", "T")}Z`,
      migrations: run.facts.plan.length,
      objects: (await journal.entries(run)).length,
      bytes: await bytesOf(sql, schemas),
      label: head?.label ?? "",
      setAside: aside.reduce((sum, { rows }) => sum + rows, 0),
    });
  }
  return found;
}

async function bytesOf(sql: Sql, schemas: readonly string[]): Promise<number> {
  if (schemas.length === 0) return 0;
  const rows = await sql.query(
    `SELECT SUM(DATA_LENGTH + INDEX_LENGTH) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA IN (${schemas.map(text).join(", ")})`,
  );
  return Number(rows[0]?.["n"] ?? 0);
}
