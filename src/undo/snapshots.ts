/** What is kept, for the command `snapshots`. */
import type { SnapshotResult } from "../core/result.ts";
import { inSchemas, stringOf } from "./read.ts";
import { setAsideBy, shelfSchemas } from "./clean-up.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import { tablePrefix } from "./run-shelf.ts";
import type { Sql } from "./sql.ts";

/** Runs of the history that can go back, must, or have set rows aside; newest first. */
export async function listSnapshots(
  sql: Sql,
  journal: Journal,
  history: { readonly schema: string; readonly table: string },
  snapshotSchema: string | null,
): Promise<readonly SnapshotResult[]> {
  const states = ["migrating", "migrated", "rolling-back", "back", "rolled-back", "committing", "needs-hand"] as const;
  const found: SnapshotResult[] = [];
  for (const run of await journal.databasesOf({ schema: history.schema, name: history.table }, states)) {
    const head = await journal.run(run.runId);
    const tables = await tablesOf(sql, run, snapshotSchema);
    const there = new Set(tables.map(({ name }) => name));
    // Somebody may have dropped them by hand.
    const aside = (await setAsideBy(journal, run)).filter(({ kept }) => there.has(kept));
    if (run.state === "rolled-back" && aside.length === 0) continue;
    found.push({
      runId: run.runId,
      state: run.state,
      startedAt: `${run.startedAt.replace(" ", "T")}Z`,
      migrations: run.facts.plan.length,
      objects: (await journal.entries(run)).length,
      bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
      label: head?.label ?? "",
      setAside: aside.reduce((sum, { rows }) => sum + rows, 0),
    });
  }
  return found;
}

/** The tables that a run keeps, as `schema.table`. */
async function tablesOf(
  sql: Sql,
  run: RunDatabase,
  snapshotSchema: string | null,
): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  const own = Object.values(run.facts.snapshotSchemas);
  const schemas = shelfSchemas(run, snapshotSchema);
  if (schemas.length === 0) return [];
  const rows = await sql.query(
    "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS n, DATA_LENGTH + INDEX_LENGTH AS b FROM information_schema.TABLES" +
      ` WHERE ${inSchemas("TABLE_SCHEMA", schemas)}`,
  );
  return rows
    .map((row) => ({ schema: stringOf(row["s"]), name: stringOf(row["n"]), bytes: Number(row["b"] ?? 0) }))
    .filter(({ schema, name }) => own.includes(schema) || name.startsWith(tablePrefix(run)))
    .map(({ schema, name, bytes }) => ({ name: `${schema}.${name}`, bytes }));
}
