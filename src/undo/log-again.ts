/** The write log after a statement that changed its table. */
import { keepKeysWide, resumeLog } from "./write-log.ts";
import type { Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import { changesColumns, type Need } from "./needs.ts";

/**
 * The log's triggers had to go for the statement; and what it made of a key's type may be known only now. Not to be called while the script has
 * tables locked: nobody else writes to them then, and the log could not be changed.
 *
 * @param needs of statements since the last time; emptied
 */
export async function logAgain({ entries, shelf, world }: Keeping, needs: Need[]): Promise<void> {
  if (needs.length === 0) return;
  const keyAt = (at: QName): string => world.keyOf("table", at.schema, at.name);
  const altered = new Set(
    needs.flatMap((need) => (need.kind === "alter" && changesColumns(need.actions) ? [keyAt(need.at)] : [])),
  );
  for (const entry of entries.values()) {
    if (entry.kept.how !== "table") continue;
    if (entry.kept.at.some((at) => altered.has(keyAt(at)))) await keepKeysWide(shelf, entry);
    await resumeLog(shelf, entry);
  }
  needs.length = 0;
}
