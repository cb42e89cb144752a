/** Rows that others wrote, with keys that the table from before cannot hold: cut, they would be other rows. */
import { doesNotFit } from "../core/undo/key-types.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { columnList, LIVE, shown } from "./names.ts";
import { together } from "./restore-locked.ts";
import { liveTable, type Standing } from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";
import { showTable } from "./show-table.ts";

/** Takes them out and reports them; to be done once the run's own rows are gone, before the key's columns go back. */
export async function takeMisfits(restoring: Restoring, standing: Standing, work: TableWork): Promise<void> {
  if (work.key === null || work.keyIsSame) return;
  const found = await showTable(restoring.shelf.sql, standing.at);
  if (found === null) return;
  const now = parseDefinition(found.createText);
  const tests = work.key.flatMap((name) => {
    const was = work.before.columns.find((column) => column.name === name);
    const is = now.columns.find((column) => column.name === (work.columns.get(name) ?? name));
    if (was === undefined || is === undefined) return [];
    const value = `${LIVE}.${identifier(is.name)}`;
    const test = doesNotFit({ column: was, table: work.before }, { column: is, table: now }, value);
    return test === null ? [] : [test];
  });
  if (tests.length === 0) return;
  const which = `FROM ${liveTable({ ...standing, index: null })} WHERE ${tests.join(" OR ")}`;
  const columns = columnList(
    now.columns.map(({ name }) => name),
    LIVE,
  );
  const why = "their keys do not fit the key from before";
  await restoring.steps.run(`take what does not fit the key of ${shown(standing.at)}`, () =>
    together(restoring, standing, [`DELETE ${LIVE} ${which}`], [{ select: `SELECT ${columns} ${which}`, why }]),
  );
}
