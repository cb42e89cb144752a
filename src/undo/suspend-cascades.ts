/** Taking triggers away that the next statement would leave with names which are no more. */
import type { Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import { change, tableOf } from "./kept-table.ts";
import { qualified } from "./names.ts";

/**
 * Triggers on parents name every table on the way to the rows that go with theirs. Before one of these is renamed, dropped, or gets other
 * columns, they go; the next statement that takes rows along makes them again. Without that, it would fail (1146, 1054).
 */
export async function suspendCascades({ shelf, world, entries }: Keeping, at: QName): Promise<void> {
  const table = world.keyOf("table", at.schema, at.name);
  const isIt = ({ schema, name }: QName): boolean => world.keyOf("table", schema, name) === table;
  for (const entry of entries.values()) {
    const images = entry.kept.how === "table" ? tableOf(entry).images : null;
    const broken = (images?.cascades ?? []).filter(({ parent, through }) => isIt(parent) || through.some(isIt));
    if (images === null || broken.length === 0) continue;
    await shelf.quiet();
    for (const { parent, names } of broken)
      for (const name of names)
        await shelf.sql.query(`DROP TRIGGER IF EXISTS ${qualified({ schema: parent.schema, name })}`);
    await change(shelf, entry, {
      images: { ...images, cascades: images.cascades.filter((one) => !broken.includes(one)) },
    });
  }
}
