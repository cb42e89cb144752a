import { helpFor, type Problem } from "../core/problem.ts";
import type { RunResult } from "../core/result.ts";

function withHelp(problem: Problem): Problem {
  return { ...problem, help: helpFor(problem) };
}

/**
 * The result as JSON with a line feed at its end, in the structure of `docs/schema/result.schema.json`. Field names are stable:
 * new ones may come, a change of the others raises `schemaVersion`. Every problem carries its help.
 */
export function renderJson(result: RunResult): string {
  const databases = result.databases.map((database) => ({
    ...database,
    phases: database.phases.map((phase) => ({ ...phase, problems: phase.problems.map(withHelp) })),
    steps: database.steps.map((step) =>
      step.problem === undefined ? step : { ...step, problem: withHelp(step.problem) },
    ),
    problems: database.problems.map(withHelp),
  }));
  return `${JSON.stringify({ ...result, databases, problems: result.problems.map(withHelp) }, null, 2)}\n`;
}
