/** After a statement: what was open while it ran is decided. */
import type { Entry } from "./kept.ts";
import type { Keeping } from "./keeper.ts";

/** Names that a rename may have given count alone once it has been done, and not at all if it was not. */
export async function settleRenames(keeping: Keeping, done: boolean): Promise<void> {
  for (const entry of keeping.entries.values()) {
    const settled = settledEntry(entry, done);
    if (settled === null) continue;
    entry.kept = settled;
    await keeping.shelf.update(entry);
  }
}

function settledEntry({ kept }: Entry, done: boolean): Entry["kept"] | null {
  // What the run made may be under any name that it ever had.
  if (kept.how !== "table") return null;
  const pick = <T>(names: readonly T[]): readonly T[] => (done ? names.slice(-1) : names.slice(0, 1));
  const at = pick(kept.at);
  const open = Object.values(kept.renamed).some((names) => names.length > 1);
  if (kept.at.length === 1 && !open) return null;
  const renamed = Object.fromEntries(Object.entries(kept.renamed).map(([column, names]) => [column, pick(names)]));
  return { ...kept, at, renamed };
}
