/** Sequences that the run renamed, on the way back: they keep the values that they have by now. */
import type { Entry, QName } from "./kept.ts";
import { qualified, shown } from "./names.ts";
import type { Restoring } from "./restore.ts";
import { occupant, vacate } from "./restore-created.ts";

/** A sequence that is not under the name that it had before the run, and a name in between. */
type Strayed = { readonly entry: Entry; readonly home: QName; readonly place: QName; readonly between: QName };

const same = (a: QName, b: QName): boolean => a.schema === b.schema && a.name === b.name;

async function strayed(restoring: Restoring): Promise<readonly Strayed[]> {
  const found: Strayed[] = [];
  for (const entry of restoring.entries) {
    const { kept, schema, name } = entry;
    if (kept.how !== "program" || kept.at === undefined) continue;
    const home = { schema, name };
    // A rename that may or may not have been done: it is under the newest of its names that exists.
    for (const place of kept.at.toReversed()) {
      if ((await occupant(restoring, place)) !== "sequence") continue;
      const between = { schema: place.schema, name: `${restoring.shelf.prefix(entry)}back` };
      if (!same(place, home)) found.push({ entry, home, place, between });
      break;
    }
  }
  return found;
}

/** Frees its name of what the run has put there. False: a table or view has it, which may be one from before. */
async function isFree(restoring: Restoring, { home }: Strayed, all: readonly Strayed[]): Promise<boolean> {
  if (all.some(({ place }) => same(place, home))) return true;
  const there = await occupant(restoring, home);
  if (there !== "sequence") return there === null;
  await vacate(restoring, home, "the run made this sequence");
  return true;
}

/** Once the tables from before are under their names, whatever has a sequence's is the run's. */
export async function returnLastSequences(restoring: Restoring): Promise<void> {
  const why = "the run made a table of the sequence's name, and it holds rows that others may have written";
  for (const { home } of await strayed(restoring)) {
    if ((await occupant(restoring, home)) === "sequence") continue;
    await vacate(restoring, home, why, restoring.world.keyOf("table", home.schema, home.name));
  }
  await returnSequences(restoring);
}

/**
 * Brings renamed sequences back to their names, all by way of names in between, since they may have changed names with each other.
 * One whose name a table or view has by now stays where it is, for `returnLastSequences`.
 */
export async function returnSequences(restoring: Restoring): Promise<void> {
  const { shelf, steps } = restoring;
  const all = await strayed(restoring);
  const ready: Strayed[] = [];
  for (const one of all) if (await isFree(restoring, one, all)) ready.push(one);
  if (ready.length === 0) return;

  async function noted(namesOf: (one: Strayed) => readonly QName[]): Promise<void> {
    for (const one of ready) {
      const { kept } = one.entry;
      if (kept.how === "program") one.entry.kept = { ...kept, at: namesOf(one) };
      await shelf.update(one.entry);
    }
  }
  async function rename(from: "place" | "between", to: "between" | "home"): Promise<void> {
    const moves = ready.filter((one) => !same(one[from], one[to]));
    const names = moves.map((one) => `${qualified(one[from])} TO ${qualified(one[to])}`);
    if (names.length > 0) await shelf.sql.query(`RENAME TABLE ${names.join(", ")}`);
  }
  await steps.run(`bring ${ready.map(({ home }) => shown(home)).join(", ")} back`, async () => {
    await noted(({ place, between }) => [place, between]);
    await rename("place", "between");
    // From here on the old names say nothing: another one may be back under them.
    await noted(({ between }) => [between]);
    await rename("between", "home");
    await noted(() => []);
  });
}
