/** Keeping rows that go or change with rows of another table, by foreign keys. */
import { cascadeTriggers } from "../core/undo/log-sql.ts";
import type { Entry } from "./kept.ts";
import { tableEntry } from "./keep-changes.ts";
import { columnsIn, keepCopy, rowNow } from "./keep-table.ts";
import { change, tableOf } from "./kept-table.ts";
import type { Keeping } from "./keeper.ts";
import { makeTriggers } from "./make-triggers.ts";
import type { Need } from "./needs.ts";

type CascadeNeed = Extract<Need, { kind: "cascade" }>;

/** Triggers of the parent write the images; where they cannot, all rows are copied. */
export async function keepCascade(keeping: Keeping, need: CascadeNeed): Promise<void> {
  const entry = await tableEntry(keeping, need.at);
  if (entry === null) return;
  await keeping.means.rows(entry);
  const { copy, images, log } = tableOf(entry);
  if (copy !== null || images === null || log?.key === null || log === null) return;
  await followFrom(keeping, entry, need);
}

function nameOf(keeping: Keeping, entry: Entry, { path }: CascadeNeed): string {
  // The same way has the same name, so that it is made once.
  const way = path.map(({ schema, name }) => `${schema}.${name}`).join(" ");
  let hash = 5381;
  for (const sign of way) hash = (hash * 33 + (sign.codePointAt(0) ?? 0)) % 0x7fffffff;
  return `${keeping.shelf.prefix(entry)}${hash.toString(36)}_`;
}

async function followFrom(keeping: Keeping, entry: Entry, need: CascadeNeed): Promise<void> {
  const { shelf } = keeping;
  const kept = tableOf(entry);
  const { images, log } = kept;
  if (images === null || log === null || log.key === null) return;
  const prefix = nameOf(keeping, entry, need);
  if (images.cascades.some(({ names }) => names.some((name) => name.startsWith(prefix)))) return;
  const present = await shelf.presentColumns(need.at);
  const row = rowNow(shelf, kept, log.key, columnsIn(kept, images.columns, present));
  const path = need.path.map(({ schema, table, columns, referencedColumns }) => ({
    child: { schema, name: table },
    columns,
    referencedColumns,
  }));
  const triggers = cascadeTriggers(need.parent, path, { images: images.table, row }, prefix);
  const names = triggers.map(({ name }) => name);
  const made = { parent: need.parent, through: path.map(({ child }) => child), names };
  await change(shelf, entry, { images: { ...images, cascades: [...images.cascades, made] } });
  await shelf.quiet();
  if (!(await makeTriggers(shelf, need.parent, triggers))) await keepCopy(shelf, entry);
}
