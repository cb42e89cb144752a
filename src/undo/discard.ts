/** The command `discard`: rows that a way back set aside are dropped, once nobody needs them. */
import type { WayBackResult } from "../core/result.ts";
import { identifier } from "../mysql/sql-text.ts";
import { listObjects } from "./catalogue.ts";
import { setAsideBy } from "./clean-up.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import { qualified } from "./names.ts";
import { NOTHING_KEPT } from "./own-things.ts";
import type { StepLog } from "./steps.ts";
import type { Sql } from "./sql.ts";

/** Drops the tables of a run that hold rows set aside. It can be done again after any cut. */
export async function discardRun(sql: Sql, journal: Journal, run: RunDatabase, steps: StepLog): Promise<WayBackResult> {
  for (const { kept, table, rows } of await setAsideBy(journal, run)) {
    // Names of the run's own have no dot.
    const dot = kept.lastIndexOf(".");
    const at = qualified({ schema: kept.slice(0, dot), name: kept.slice(dot + 1) });
    await steps.run(`drop ${kept}: ${rows} rows of ${table}`, () => sql.query(`DROP TABLE IF EXISTS ${at}`));
  }
  await journal.forgetFacts(run);
  for (const schema of Object.values(run.facts.snapshotSchemas)) {
    if ((await listObjects(sql, [schema])).length > 0) continue;
    await sql.query(`DROP DATABASE IF EXISTS ${identifier(schema)}`);
  }
  return { ...NOTHING_KEPT, state: "discarded", steps: steps.done };
}
