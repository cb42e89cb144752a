/** Questions to what is kept of a table. */
import type { TableDefinition } from "../core/undo/table-definition.ts";
import type { Entry, KeptTable, QName } from "./kept.ts";
import type { Shelf } from "./shelf.ts";

/** The columns of a definition that hold values of their own. */
export function valueColumns(definition: TableDefinition): readonly string[] {
  return definition.columns.filter(({ generated }) => generated === null).map(({ name }) => name);
}

/** What a column from before is called now. */
export function nowName(kept: KeptTable, column: string): string {
  return kept.renamed[column]?.at(-1) ?? column;
}

/** What it is called until the statement is done whose names are noted already. */
export function nameStill(kept: KeptTable, column: string): string {
  return kept.renamed[column]?.at(-2) ?? nowName(kept, column);
}

export function tableOf(entry: Entry): KeptTable {
  if (entry.kept.how !== "table") throw new Error(`${entry.schema}.${entry.name} is not kept as a table`);
  return entry.kept;
}

/** Changes an entry in the journal. */
export async function change(shelf: Shelf, entry: Entry, part: Partial<KeptTable>): Promise<KeptTable> {
  const kept = { ...tableOf(entry), ...part };
  entry.kept = kept;
  await shelf.update(entry);
  return kept;
}

/** Where a kept table is now. */
export function nowAt(kept: KeptTable): QName {
  const at = kept.at.at(-1);
  if (at === undefined) throw new Error("a kept table is nowhere");
  return at;
}

/** The triggers that write images of a table's rows, with their schemas: its own, and those on parents that take rows along. */
export function imageTriggersOf(kept: KeptTable): readonly QName[] {
  const { images } = kept;
  if (images === null) return [];
  const { schema } = nowAt(kept);
  const onParents = images.cascades.flatMap(({ parent, names }) =>
    names.map((name) => ({ schema: parent.schema, name })),
  );
  return [...images.triggers.map((name) => ({ schema, name })), ...onParents];
}
