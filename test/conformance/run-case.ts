import type { Case, Step } from "./case.ts";
import type { Observer } from "./observe.ts";
import type { Outcome } from "./outcome.ts";
import type { Address, Tool } from "./tool.ts";
import { clearFolder, writeFiles } from "./workspace.ts";

/** Long enough for a corpus, short enough for a loop. */
const LIMIT_S = 300;
const HANGS_AFTER_S = 8;

/** A place to run in: one at a time, several beside each other. */
export type Stage = {
  readonly address: Address;
  readonly observer: Observer;
  /** The database's name and the folder are the same for both tools, so that what holds them is equal. */
  readonly database: string;
  readonly folder: string;
};

export type RunStep = Extract<Step, { kind: "run" }>;

/** What came of a case: an outcome for each of its runs. `toolFor` says who does which step. */
export async function runCase(
  one: Case,
  toolFor: (step: RunStep) => Tool,
  stage: Stage,
): Promise<Map<RunStep, Outcome>> {
  const { observer, database, folder } = stage;
  const fill = (text: string) => text.replaceAll("{{db}}", database);
  await observer.clear(database);
  await clearFolder(folder);
  if (one.database === undefined) await observer.execute(`CREATE DATABASE \`${database}\``);
  await writeFiles(folder, one.files, fill);
  const outcomes = new Map<RunStep, Outcome>();
  for (const step of one.steps) {
    if (step.kind === "sql") await observer.executeIn(database, step.statements.map(fill));
    else if (step.kind === "files") await writeFiles(folder, step.files, fill);
    else {
      const answer = await toolFor(step).run({
        command: step.command,
        settings: { locations: "sql", ...one.settings, ...step.settings },
        resolve: { folder, fill },
        address: stage.address,
        database: one.database === "none" ? null : database,
        limitS: step.flywayHangs === true ? HANGS_AFTER_S : LIMIT_S,
      });
      outcomes.set(step, { ...answer, ...(await observer.observe(database)) });
    }
  }
  return outcomes;
}
