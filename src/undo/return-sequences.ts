/** Sequences that the run renamed, on the way back: they keep the values that they have by now. */
import type { Entry, QName } from "./kept.ts";
import { qualified, same, shown } from "./names.ts";
import type { Restoring } from "./restore.ts";
import { occupant, vacate } from "./restore-created.ts";

/** A sequence that is not under the name that it had before the run, and a name in between. */
type Strayed = { readonly entry: Entry; readonly home: QName; readonly place: QName; readonly between: QName };

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

/** Once the tables from before are under their names, whatever has a sequence's is the run's. */
export async function returnLastSequences(restoring: Restoring): Promise<void> {
  const why = "the run made a table of the sequence's name, and it holds rows that others may have written";
  for (const { home } of await strayed(restoring))
    await vacate(restoring, home, why, restoring.world.keyOf("table", home.schema, home.name));
  await returnSequences(restoring);
}

/**
 * Brings renamed sequences back to their names, all by way of names in between, since they may have changed names with each other.
 * One whose name a table or view has by now stays under the name in between, for `returnLastSequences`.
 */
export async function returnSequences(restoring: Restoring): Promise<void> {
  const all = await strayed(restoring);
  const away = all.filter(({ place, between }) => !same(place, between));
  await noted(restoring, away, ({ place, between }) => [place, between]);
  await rename(
    restoring,
    away.map(({ place, between }) => [place, between]),
  );
  // From here on the old names say nothing: another one may be back under them.
  await noted(restoring, away, ({ between }) => [between]);
  const ready: Strayed[] = [];
  for (const one of all) if (await isFree(restoring, one.home)) ready.push(one);
  if (ready.length === 0) return;
  await restoring.steps.run(`bring ${ready.map(({ home }) => shown(home)).join(", ")} back`, async () => {
    await rename(
      restoring,
      ready.map(({ between, home }) => [between, home]),
    );
    await noted(restoring, ready, () => []);
  });
}

async function noted(
  { shelf }: Restoring,
  some: readonly Strayed[],
  namesOf: (one: Strayed) => readonly QName[],
): Promise<void> {
  for (const one of some) {
    const { entry } = one;
    if (entry.kept.how === "program") entry.kept = { ...entry.kept, at: namesOf(one) };
    await shelf.update(entry);
  }
}

async function rename({ shelf }: Restoring, moves: readonly (readonly [QName, QName])[]): Promise<void> {
  const clauses = moves.map(([from, to]) => `${qualified(from)} TO ${qualified(to)}`);
  if (clauses.length > 0) await shelf.sql.query(`RENAME TABLE ${clauses.join(", ")}`);
}

/** A sequence under a name that a renamed one is to have again is the run's, and goes. False: a table or view has it, which may be one from before. */
async function isFree(restoring: Restoring, home: QName): Promise<boolean> {
  const there = await occupant(restoring, home);
  if (there !== "sequence") return there === null;
  await vacate(restoring, home, "the run made this sequence");
  return true;
}
