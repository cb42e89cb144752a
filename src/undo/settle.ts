/** After a statement: what was open while it ran is decided. */
import type { KeptTable } from "./kept.ts";
import type { Keeping } from "./keeper.ts";
import { nowAt } from "./kept-table.ts";

/**
 * Names that a rename may have given: the new one counts alone once the statement has surely been done. Else the catalogue tells, since the
 * server may have gone on with a statement whose answer was lost, and a routine that failed may have renamed before; where both names are there, both
 * go on to count.
 *
 * @param done the statement did all that its text says
 */
export async function settleRenames(keeping: Keeping, done: boolean): Promise<void> {
  for (const entry of keeping.entries.values()) {
    // What the run made may be under any name that it ever had.
    if (entry.kept.how !== "table" || !isOpen(entry.kept)) continue;
    entry.kept = done ? settled(entry.kept, lastOf, lastOf) : await asFound(keeping, entry.kept);
    await keeping.shelf.update(entry);
  }
}

const isOpen = ({ at, renamed }: KeptTable): boolean =>
  at.length > 1 || Object.values(renamed).some((names) => names.length > 1);

type Pick<T> = (names: readonly T[]) => readonly T[];

const lastOf = <T>(names: readonly T[]): readonly T[] => names.slice(-1);

function settled(kept: KeptTable, table: Pick<KeptTable["at"][number]>, column: Pick<string>): KeptTable {
  const renamed = Object.fromEntries(Object.entries(kept.renamed).map(([name, names]) => [name, column(names)]));
  return { ...kept, at: table(kept.at), renamed };
}

async function asFound({ shelf }: Keeping, kept: KeptTable): Promise<KeptTable> {
  const there: KeptTable["at"][number][] = [];
  for (const at of kept.at) if ((await shelf.presentColumns(at)).names.length > 0) there.push(at);
  const only = <T>(names: readonly T[], found: readonly T[]): readonly T[] => (found.length === 1 ? found : names);
  const here = settled(
    kept,
    (names) => only(names, there),
    (names) => names,
  );
  const columns = await shelf.presentColumns(nowAt(here));
  return settled(
    here,
    (names) => names,
    (names) =>
      only(
        names,
        names.filter((name) => columns.has(name)),
      ),
  );
}
