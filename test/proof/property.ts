import { takeDump } from "./dump.ts";
import type { Flyback } from "./flyback.ts";
import { openCoverage } from "./property/coverage.ts";
import type { Coverage } from "./property/coverage.ts";
import { checkRound } from "./property/check.ts";
import type { Outcome, Round } from "./property/check.ts";
import { drawRound } from "./property/generate.ts";
import type { Drawn } from "./property/generate.ts";
import { openField } from "./property/ground.ts";
import type { Field } from "./property/ground.ts";
import { cutDown } from "./property/shrink.ts";
import { randomOf } from "./random.ts";
import type { ProofServer } from "./server.ts";
import type { Tally } from "./tally.ts";

export type PropertyOptions = {
  readonly seed: string;
  /** Each round is drawn for itself, so a batch can be continued, or one repeated alone. */
  readonly skip: number;
  readonly rounds: number;
  /** What fails is cut down for so long at most; 0: not at all. */
  readonly shrinkSeconds: number;
  /** Stops before the next round after so many. */
  readonly seconds: number;
};

/**
 * Generated schemas and migrations: what succeeds is taken back, what fails goes back, and each time all is as before.
 *
 * @returns what was drawn
 */
export async function proveProperty(
  server: ProofServer,
  flyback: Flyback,
  options: PropertyOptions,
  tally: Tally,
): Promise<Coverage> {
  const field = await openField(server, flyback);
  const coverage = openCoverage();
  const ends = new Map<string, number>();
  const until = performance.now() + options.seconds * 1000;
  for (let number = options.skip; number < options.skip + options.rounds; number += 1) {
    if (performance.now() > until) {
      tally.note(`stopped by the clock; go on with --skip ${String(number)}`);
      break;
    }
    for (const [what, round, outcome] of await play(field, coverage, options, number)) {
      ends.set(outcome.end, (ends.get(outcome.end) ?? 0) + 1);
      const name = `round ${String(number)}, ${what}`;
      if (outcome.wrong.length === 0) {
        if (outcome.end === "within a limit") tally.limit(name, outcome.limits.join("; "));
        else tally.pass(name);
        continue;
      }
      const small = await shrunk(field, options, round, outcome);
      tally.fail(name, told(small), repeatOf(server, options, number));
    }
  }
  tally.note([...ends].map(([end, count]) => `${String(count)} ${end}`).join(", "));
  tally.note(coverage.told());
  return coverage;
}

type Played = readonly [what: string, round: Round, outcome: Outcome];

/** The migration as far as the server takes it, and with a fault in it. */
async function play(
  field: Field,
  coverage: Coverage,
  { seed }: PropertyOptions,
  number: number,
): Promise<readonly Played[]> {
  const { product, version } = field.server;
  const drawn = drawRound(product, numberOf(version), seed, number);
  await field.build(drawn.base);
  const taken = await field.taken(drawn.migration);
  coverage.note(drawn.migration, taken);
  const random = randomOf(seed, "property run", number);
  // Mostly without what the server refuses, since nothing after it would be run.
  const migration = random.next() < 0.9 ? taken : drawn.migration;
  const { versioning, bothSchemas } = drawn;
  const comparesAfter = isComparable(drawn) && random.next() < 0.3;
  const plain: Round = { base: drawn.base, migration, fails: false, versioning, bothSchemas, comparesAfter };
  const faulty: Round = { ...plain, migration: withFault(migration, drawn), fails: true, comparesAfter: false };
  const played: Played[] = [];
  await field.build(drawn.base);
  let before = await takeDump(field.server);
  for (const [what, round] of [
    ["as it is", plain],
    ["with a fault", faulty],
  ] as const) {
    const outcome = await checkRound(field, round, before);
    played.push([what, round, outcome]);
    if (outcome.wrong.length > 0 || outcome.end === "within a limit" || comparesAfter || what === "as it is") {
      await field.build(drawn.base);
      before = await takeDump(field.server);
    }
  }
  return played;
}

/** Done twice it comes to the same, and so does its dump, in which flyback's own triggers leave no trace once they are taken out. */
function isComparable({ base, migration, versioning }: Drawn): boolean {
  return (
    !versioning &&
    !/ON UPDATE CURRENT_TIMESTAMP/.test([...base, ...migration].join()) &&
    !/ALTER DATABASE/.test(migration.join())
  );
}

function withFault(migration: readonly string[], { fault: { sql, at } }: Drawn): string[] {
  const place = Math.round(at * migration.length);
  return [...migration.slice(0, place), sql, ...migration.slice(place)];
}

/** The same sort of failure, of a smaller migration on a smaller schema. */
async function shrunk(
  field: Field,
  { shrinkSeconds }: PropertyOptions,
  round: Round,
  outcome: Outcome,
): Promise<{ round: Round; outcome: Outcome }> {
  const sort = sortOf(outcome);
  let [smallest, last] = [round, outcome];
  const until = performance.now() + shrinkSeconds * 1000;
  const isLate = (): boolean => performance.now() > until;
  const tryOut = async (smaller: Round): Promise<boolean> => {
    await field.build(smaller.base);
    const tried = await checkRound(field, smaller, await takeDump(field.server));
    if (sortOf(tried) !== sort) return false;
    [smallest, last] = [smaller, tried];
    return true;
  };
  await cutDown(round.migration, (migration) => tryOut({ ...smallest, migration }), isLate);
  await cutDown(round.base, (base) => tryOut({ ...smallest, base }), isLate);
  return { round: smallest, outcome: last };
}

function sortOf({ wrong }: Outcome): string {
  return wrong[0]?.split(/:|\n/)[0] ?? "";
}

function told({ round, outcome }: { round: Round; outcome: Outcome }): string {
  return [
    ...outcome.wrong,
    "the schema:",
    ...round.base.map((sql) => `${sql};`),
    "the migration:",
    ...round.migration.map((sql) => `${sql};`),
  ].join("\n");
}

function repeatOf({ name }: ProofServer, { seed }: PropertyOptions, number: number): string {
  return `npx tsx scripts/proof.ts property --server ${name} --seed ${seed} --skip ${String(number)} --rounds 1`;
}

/** 10.11.19 is 1011. */
function numberOf(version: string): number {
  const [, major = "0", minor = "0"] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) * 100 + Number(minor);
}
