import type { Case } from "./case.ts";
import { type Check, resultOf } from "./check.ts";
import { compareOutcomes } from "./compare.ts";
import { type Aspect, linesOf, type Outcome } from "./outcome.ts";
import { type RunStep, runCase } from "./run-case.ts";
import { isChanging } from "./tool.ts";

/** Aspects of the database rather than of a tool's answer. */
const LASTING: ReadonlySet<Aspect> = new Set(["history", "objects", "context", "data"]);

/** Runs a case with Flyway and with ours, each in a fresh database, and compares them after every run. */
export function caseCheck(one: Case): Check {
  const steps = one.steps.filter((step): step is RunStep => step.kind === "run");
  if (steps.some(({ ours }) => ours !== undefined) !== (one.differs !== undefined)) {
    throw new Error(`${one.name}: \`differs\` says why, and the steps' \`ours\` what: both or none`);
  }
  return {
    name: one.name,
    ...(one.only === undefined ? {} : { only: one.only }),
    run: async ({ flyway, ours }, stage) => {
      const left = await runCase(one, () => flyway, stage);
      const right = await runCase(one, () => ours, stage);
      const [findings, shown]: [string[], string[]] = [[], []];
      let different: Aspect[] = [];
      for (const [index, step] of steps.entries()) {
        const [flywayDid, oursDid] = [left.get(step), right.get(step)];
        if (flywayDid === undefined || oursDid === undefined) throw new Error(`${one.name}: a run without outcome`);
        const title = `run ${String(index + 1)}, ${step.command}`;
        shown.push(title, ...shownLines(flywayDid), `  ours: ${linesOf(oursDid, "verdict").join("")}`);
        // What a run left in the database differently is still different after one that only reads.
        different = isChanging(step.command) ? lastingAspects(step) : different;
        const differences = compareOutcomes(flywayDid, oursDid, step.ours).filter(
          ({ aspect }) => isChanging(step.command) || !different.includes(aspect),
        );
        findings.push(...differences.map(({ aspect, text }) => `${title}: ${aspect}\n${text}`));
      }
      return [{ ...resultOf(one.name, findings, one.differs), shown }];
    },
  };
}

function lastingAspects({ ours = {} }: RunStep): Aspect[] {
  return (Object.keys(ours) as Aspect[]).filter((aspect) => LASTING.has(aspect));
}

function shownLines(outcome: Outcome): string[] {
  return (["verdict", "states", "history", "data"] as const).flatMap((aspect) =>
    linesOf(outcome, aspect).map((line) => `  ${aspect}: ${line}`),
  );
}
