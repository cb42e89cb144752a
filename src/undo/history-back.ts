/** The history on the way back: the run's own rows go, and its table if the run made it. */
import { identifier, integer, text } from "../mysql/sql-text.ts";
import type { RunDatabase } from "./journal.ts";
import { qualified } from "./names.ts";
import { countRows, occupant, vacate } from "./restore-created.ts";
import type { Restoring } from "./restore.ts";
import type { Shelf } from "./shelf.ts";

export type Newer = { readonly rank: number; readonly script: string };

const at = ({ schema, historyTable }: RunDatabase): { schema: string; name: string } => ({
  schema,
  name: historyTable,
});

/** Rows of the history above those from before that the run did not plan: somebody else's. */
export async function newerRows(
  restoring: { readonly shelf: Pick<Shelf, "sql"> },
  run: RunDatabase,
): Promise<readonly Newer[]> {
  const planned = new Set(run.facts.plan.map(({ rank, script }) => `${rank} ${script}`));
  const found = await rowsAbove(restoring, run);
  return found.filter(({ rank, script }) => !planned.has(`${rank} ${script}`));
}

async function rowsAbove(
  { shelf }: { readonly shelf: Pick<Shelf, "sql"> },
  run: RunDatabase,
): Promise<readonly Newer[]> {
  const above = run.facts.rankBefore === null ? "" : ` WHERE installed_rank > ${integer(run.facts.rankBefore)}`;
  const rows = await shelf.sql
    .query(`SELECT installed_rank AS r, script AS s FROM ${qualified(at(run))}${above} ORDER BY installed_rank`)
    .catch((error: unknown) => {
      if ([1049, 1146].includes((error as { readonly errno?: number }).errno ?? 0)) return [];
      throw error;
    });
  return rows.map((row) => ({ rank: Number(row["r"]), script: String(row["s"]) }));
}

/** Takes the run's rows out of the history; a table that the run made goes, with others' rows set aside. */
export async function historyBack(restoring: Restoring, run: RunDatabase): Promise<void> {
  const { shelf, steps } = restoring;
  const table = at(run);
  if ((await occupant(restoring, table)) !== "table") return;
  const rows = await rowsAbove(restoring, run);
  const planned = run.facts.plan.filter((plan) =>
    rows.some(({ rank, script }) => rank === plan.rank && script === plan.script),
  );
  if (planned.length > 0) {
    await steps.run(`take ${planned.length} rows out of the history ${run.schema}.${run.historyTable}`, async () => {
      for (const { rank, script } of planned) {
        await shelf.sql.query(
          `DELETE FROM ${qualified(table)} WHERE installed_rank = ${integer(rank)} AND script = ${text(script)}`,
        );
      }
    });
  }
  if (run.facts.rankBefore !== null) return;
  if ((await countRows(restoring, table)) === 0) {
    await steps.run(`drop the history table ${run.schema}.${run.historyTable}`, () =>
      shelf.sql.query(`DROP TABLE ${identifier(table.schema)}.${identifier(table.name)}`),
    );
  } else await vacate(restoring, table, "the run made the history table, and others wrote into it");
}
