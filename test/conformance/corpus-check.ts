import { type Case, info, migrate, type OursInstead, type Step, validate } from "./case.ts";
import { type Check, type CheckResult, resultOf, type Tools } from "./check.ts";
import { compareOutcomes, type Difference } from "./compare.ts";
import { type Corpus, readCorpus } from "./corpora.ts";
import type { Outcome } from "./outcome.ts";
import { type RunStep, runCase, type Stage } from "./run-case.ts";
import type { Tool } from "./tool.ts";

/** Prefixes after which the other tool goes on to the end, and hand-overs within one run, for a corpus of any length. */
const PREFIXES = 3;
const LONG = { from: 200, prefixes: 1 };
const HAND_OVERS = 24;

type Side = keyof Tools;

/** The check of one corpus: straight, after prefixes by the other tool, and by turns. */
export function corpusCheck(root: string, name: string): Check {
  const title = `corpus ${name}`;
  return {
    name: title,
    run: async (tools, stage) => {
      const where = { tools, stage };
      const straight = await migrateByFlyway(await readCorpus(root, name), where);
      const compared = resultOf(`${title}: straight`, await compareStraight(straight, where), straight.corpus.leak);
      // Without at least three migrations there is nothing to hand over.
      if (straight.versions.length < 3) return [compared];
      return [
        compared,
        await goOn(`${title}: Flyway begins, ours ends`, straight, { ...where, begins: "flyway", ends: "ours" }),
        await goOn(`${title}: ours begins, Flyway ends`, straight, { ...where, begins: "ours", ends: "flyway" }),
        await byTurns(`${title}: by turns`, straight, where),
      ];
    },
  };
}

type Straight = {
  readonly corpus: Corpus;
  readonly outcomes: readonly Outcome[];
  /** The versions that Flyway has brought to success, in its order. */
  readonly versions: readonly string[];
};

type Where = { readonly tools: Tools; readonly stage: Stage };

function straightCase({ name, files, settings }: Corpus): Case {
  return {
    name,
    files,
    settings,
    steps: [info(), migrate(), validate({ ignoreMigrationPatterns: "*:future" }), info()],
  };
}

async function migrateByFlyway(corpus: Corpus, { tools, stage }: Where): Promise<Straight> {
  const outcomes = [...(await runCase(straightCase(corpus), () => tools.flyway, stage)).values()];
  const rows = outcomes.at(-1)?.states ?? [];
  const versions = rows.filter((row) => / \| (SUCCESS|BASELINE) \| /.test(row)).map((row) => row.split(" | ")[1] ?? "");
  return { corpus, outcomes, versions };
}

async function compareStraight(straight: Straight, { tools, stage }: Where): Promise<string[]> {
  const { corpus } = straight;
  const outcomes = [...(await runCase(straightCase(corpus), () => tools.ours, stage)).values()];
  const names = ["info before", "migrate", "validate", "info"];
  return straight.outcomes.flatMap((flywayDid, index) => {
    const oursDid = outcomes[index];
    if (oursDid === undefined) throw new Error("a run without outcome");
    const migrated = names[index] === "migrate";
    const differences = compareOutcomes(flywayDid, oursDid, corpus.leak !== undefined && migrated ? LEAKED : {});
    // Once seen, it is still there for the commands that only read.
    return texts(names[index] ?? "", migrated ? differences : withoutLeak(corpus, differences));
  });
}

const LEAKED: OursInstead = { context: "other" };

function withoutLeak({ leak }: Corpus, differences: readonly Difference[]): Difference[] {
  return differences.filter(({ aspect }) => leak === undefined || aspect !== "context");
}

function texts(title: string, differences: readonly Difference[]): string[] {
  return differences.map(({ aspect, text }) => `${title}: ${aspect}\n${text}`);
}

type Handing = Where & { readonly begins: Side; readonly ends: Side };

async function goOn(name: string, straight: Straight, { begins, ends, ...where }: Handing): Promise<CheckResult> {
  const { versions } = straight;
  const prefixes = sample(versions.length - 1, versions.length < LONG.from ? PREFIXES : LONG.prefixes);
  const findings: string[] = [];
  for (const length of prefixes) {
    const first: [Step, Side] = [migrate({ target: versions[length - 1] ?? "" }), begins];
    const found = await inParts(straight, [first, [migrate(), ends]], where);
    findings.push(...found.map((text) => `after ${String(length)} migrations, ${text}`));
  }
  return resultOf(name, findings, `after ${prefixes.join(", ")} of ${String(versions.length)} migrations`);
}

/** Each hand-over is one after a prefix, in both directions by turns. */
async function byTurns(name: string, straight: Straight, where: Where): Promise<CheckResult> {
  const { versions } = straight;
  const ends = sample(versions.length - 1, HAND_OVERS);
  const turns = ends.map((length, index): [Step, Side] => [
    migrate({ target: versions[length - 1] ?? "" }),
    index % 2 === 0 ? "ours" : "flyway",
  ]);
  const last: Side = turns.length % 2 === 0 ? "ours" : "flyway";
  const findings = await inParts(straight, [...turns, [migrate(), last]], where);
  return resultOf(name, findings, `${String(ends.length)} hand-overs in ${String(versions.length)} migrations`);
}

/** Migrates in parts, each by its tool, and compares the end with the straight run's. */
async function inParts(straight: Straight, turns: readonly [Step, Side][], { tools, stage }: Where): Promise<string[]> {
  const { corpus, outcomes } = straight;
  const [last] = turns.at(-1) ?? [];
  const [, lastSide = "ours"] = turns.at(-1) ?? [];
  const final = info();
  const sides = new Map<Step, Side>([...turns, [final, lastSide]]);
  const toolFor = (step: RunStep): Tool => tools[sides.get(step) ?? "ours"];
  const { name, files, settings } = corpus;
  const steps = [...turns.map(([step]) => step), final];
  const did = await runCase({ name, files, settings, steps }, toolFor, stage);
  const compared: [string, Outcome | undefined, Outcome | undefined][] = [
    ["the last migrate", outcomes[1], last?.kind === "run" ? did.get(last) : undefined],
    ["info", outcomes.at(-1), final.kind === "run" ? did.get(final) : undefined],
  ];
  return compared.flatMap(([title, wanted, got]) => {
    if (wanted === undefined || got === undefined) throw new Error("a run without outcome");
    // Who hands over in between ends the session and with it the leak.
    return texts(title, withoutLeak(corpus, compareOutcomes(wanted, got)));
  });
}

/** Up to `count` whole numbers from 1 to `highest`, evenly spread, the ends among them. */
function sample(highest: number, count: number): number[] {
  if (count === 1) return [Math.ceil(highest / 2)];
  if (highest <= count) return Array.from({ length: highest }, (_, index) => index + 1);
  return Array.from({ length: count }, (_, index) => 1 + Math.round((index * (highest - 1)) / (count - 1)));
}
