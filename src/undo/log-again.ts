/** The write log after a statement that changed its table. */
import { keepKeysWide, resumeLog } from "./keep-table.ts";
import type { Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import { changesColumns, type Need } from "./needs.ts";

/** The log's triggers had to go for the statement; and what it made of a key's type may be known only now. */
export async function logAgain({ entries, shelf, world }: Keeping, needs: readonly Need[]): Promise<void> {
  const keyAt = (at: QName): string => world.keyOf("table", at.schema, at.name);
  const altered = new Set(
    needs.flatMap((need) => (need.kind === "alter" && changesColumns(need.actions) ? [keyAt(need.at)] : [])),
  );
  for (const entry of entries.values()) {
    if (entry.kept.how !== "table") continue;
    if (entry.kept.at.some((at) => altered.has(keyAt(at)))) await keepKeysWide(shelf, entry);
    await resumeLog(shelf, entry);
  }
}
