import type { Case } from "./case.ts";
import { type Check, type CheckResult, resultOf, type Tools } from "./check.ts";
import { compareOutcomes } from "./compare.ts";
import { type Aspect, linesOf, type Outcome } from "./outcome.ts";
import { type RunStep, runCase, type Stage } from "./run-case.ts";
import { isChanging } from "./tool.ts";

/** Aspects of the database rather than of a tool's answer. */
const LASTING: ReadonlySet<Aspect> = new Set(["history", "objects", "context", "data"]);

type Outcomes = ReadonlyMap<RunStep, Outcome>;

export type CaseOptions = {
  /** Run each case once more, its runs by Flyway and ours in turn. */
  readonly byTurns: boolean;
};

/** Runs a case with Flyway and with ours, each in a fresh database, and compares them after every run. */
export function caseCheck(one: Case, { byTurns }: CaseOptions): Check {
  const steps = one.steps.filter((step): step is RunStep => step.kind === "run");
  if (steps.some(({ ours }) => ours !== undefined) !== (one.differs !== undefined)) {
    throw new Error(`${one.name}: \`differs\` says why, and the steps' \`ours\` what: both or none`);
  }
  // Where the two differ on purpose, what one leaves is not what the other would go on from.
  const changing = steps.filter(({ command }) => isChanging(command)).length;
  const takesTurns = byTurns && one.differs === undefined && changing > 1;
  return {
    name: one.name,
    ...(one.only === undefined ? {} : { only: one.only }),
    run: async (tools, stage) => {
      const flyway = await runCase(one, () => tools.flyway, stage);
      const compared = compareRuns(one, steps, [flyway, await runCase(one, () => tools.ours, stage)]);
      return takesTurns ? [compared, await takeTurns(one, { steps, flyway, tools, stage })] : [compared];
    },
  };
}

function compareRuns(one: Case, steps: readonly RunStep[], [flyway, ours]: readonly [Outcomes, Outcomes]): CheckResult {
  const [findings, shown]: [string[], string[]] = [[], []];
  let different: Aspect[] = [];
  for (const [index, step] of steps.entries()) {
    const [flywayDid, oursDid] = [outcomeOf(flyway, step), outcomeOf(ours, step)];
    const title = titleOf(step, index);
    shown.push(title, ...shownLines(flywayDid), `  ours: ${linesOf(oursDid, "verdict").join("")}`);
    // What a run left in the database differently is still different after one that only reads.
    different = isChanging(step.command) ? lastingAspects(step) : different;
    const differences = compareOutcomes(flywayDid, oursDid, step.ours).filter(
      ({ aspect }) => isChanging(step.command) || !different.includes(aspect),
    );
    findings.push(...differences.map(({ aspect, text }) => `${title}: ${aspect}\n${text}`));
  }
  return { ...resultOf(one.name, findings, one.differs), shown };
}

type Turns = {
  readonly steps: readonly RunStep[];
  readonly flyway: Outcomes;
  readonly tools: Tools;
  readonly stage: Stage;
};

/** Either tool must be able to go on where the other stopped, with the same outcome. */
async function takeTurns(one: Case, { steps, flyway, tools, stage }: Turns): Promise<CheckResult> {
  const mixed = await runCase(one, (step) => (steps.indexOf(step) % 2 === 0 ? tools.flyway : tools.ours), stage);
  const findings = steps.flatMap((step, index) =>
    compareOutcomes(outcomeOf(flyway, step), outcomeOf(mixed, step)).map(
      ({ aspect, text }) => `${titleOf(step, index)}: ${aspect}\n${text}`,
    ),
  );
  return resultOf(`${one.name}, by turns`, findings);
}

function outcomeOf(outcomes: Outcomes, step: RunStep): Outcome {
  const outcome = outcomes.get(step);
  if (outcome === undefined) throw new Error("a run without outcome");
  return outcome;
}

function titleOf({ command }: RunStep, index: number): string {
  return `run ${String(index + 1)}, ${command}`;
}

function lastingAspects({ ours = {} }: RunStep): Aspect[] {
  return (Object.keys(ours) as Aspect[]).filter((aspect) => LASTING.has(aspect));
}

function shownLines(outcome: Outcome): string[] {
  return (["verdict", "states", "history", "data"] as const).flatMap((aspect) =>
    linesOf(outcome, aspect).map((line) => `  ${aspect}: ${line}`),
  );
}
