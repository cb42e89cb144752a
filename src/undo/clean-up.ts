/** What a run kept goes: after it was committed, and after it has gone back. Rows that were set aside stay. */
import { identifier } from "../mysql/sql-text.ts";
import { listObjects, listTriggers } from "./catalogue.ts";
import type { Entry } from "./kept.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import { runPrefix, tablePrefix } from "./run-shelf.ts";
import type { SetAside } from "./steps.ts";
import type { Sql } from "./sql.ts";

/** Rows set aside by this run's way back, as the journal has them. */
export async function setAsideBy(
  journal: Journal,
  run: Pick<RunDatabase, "runId" | "seq">,
): Promise<readonly SetAside[]> {
  const notes = await journal.notes(run);
  return notes.flatMap(({ facts }) => (facts === undefined ? [] : [facts as SetAside]));
}

/** The schemas that a run keeps things in: its own, and the one that was made for all runs. */
export function shelfSchemas(run: RunDatabase, snapshotSchema: string | null): readonly string[] {
  const own = Object.values(run.facts.snapshotSchemas);
  return snapshotSchema === null ? own : [...own, snapshotSchema];
}

/** Those of them whose table is there: one that a way back was cut before it made holds nothing, and somebody may have dropped one by hand. */
export async function setAsideEarlier(
  sql: Sql,
  journal: Journal,
  run: RunDatabase,
  snapshotSchema: string | null,
): Promise<readonly SetAside[]> {
  const noted = await setAsideBy(journal, run);
  if (noted.length === 0) return [];
  const objects = await listObjects(sql, shelfSchemas(run, snapshotSchema));
  const there = new Set(objects.map(({ schema, name }) => `${schema}.${name}`));
  return noted.filter(({ kept }) => there.has(kept));
}

/** Drops the run's triggers, copies and logs. It can be done again after any cut. */
export async function cleanUp(
  sql: Sql,
  journal: Journal,
  run: RunDatabase,
  options: { readonly entries: readonly Entry[]; readonly snapshotSchema: string | null },
): Promise<void> {
  const prefix = runPrefix(run);
  const homes = new Set(
    options.entries.flatMap(({ kept, schema }) =>
      kept.how === "table" ? [schema, ...kept.at.map((at) => at.schema)] : [],
    ),
  );
  for (const { schema, name } of await listTriggers(sql, [...homes])) {
    if (!name.startsWith(prefix)) continue;
    await sql.query(`DROP TRIGGER IF EXISTS ${identifier(schema)}.${identifier(name)}`);
  }
  const aside = new Set((await setAsideBy(journal, run)).map(({ kept }) => kept));
  const own = Object.values(run.facts.snapshotSchemas);
  for (const { kind, schema, name } of await listObjects(sql, shelfSchemas(run, options.snapshotSchema))) {
    const isOwn = own.includes(schema) || name.startsWith(tablePrefix(run));
    if (kind !== "table" || !isOwn || aside.has(`${schema}.${name}`)) continue;
    await sql.query(`DROP TABLE IF EXISTS ${identifier(schema)}.${identifier(name)}`);
  }
  for (const schema of own) {
    if ((await listObjects(sql, [schema])).length === 0)
      await sql.query(`DROP DATABASE IF EXISTS ${identifier(schema)}`);
  }
  await journal.dropEntries(run);
}
