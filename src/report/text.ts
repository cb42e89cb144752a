import type { DatabaseResult, RunResult } from "../core/result.ts";
import { distinctProblems, isGood, sharesHelp } from "./facts.ts";
import { nextStep, nextText } from "./next-command.ts";
import type { Style } from "./style.ts";
import { createStyle, paintTone } from "./style.ts";
import { runVerdict, summaryLine } from "./summary.ts";
import { databaseLines } from "./text-database.ts";
import { noticeLine, problemBlock } from "./text-problem.ts";

export type TextOptions = {
  readonly colours: boolean;
  /** `log-sql`: with `none` a failed statement is not printed; a dry run prints its SQL all the same, that is its purpose. */
  readonly logSql: "none" | "failed" | "all";
};

function runLines(result: RunResult, style: Style, showSql: boolean): readonly string[] {
  const notices = result.notices.map((notice) => noticeLine(notice, style));
  const problems = distinctProblems(result.problems);
  const blocks = problems.flatMap((problem, index) => {
    const withHelp = !sharesHelp(problem, problems[index + 1]);
    return problemBlock(problem, { style, showSql, story: null, withHelp });
  });
  return [...notices, ...blocks];
}

function nextLine(result: RunResult, style: Style): readonly string[] {
  const next = nextStep(result);
  return next === null ? [] : [`next: ${nextText(next, style.bold)}`];
}

/** Those that went well, those that were not run, those that failed; each in the order of the run. */
function byGravity(databases: readonly DatabaseResult[]): readonly DatabaseResult[] {
  const gravity = (one: DatabaseResult): number => (isGood(one.outcome) ? 0 : one.outcome === "not-run" ? 1 : 2);
  return databases.toSorted((a, b) => gravity(a) - gravity(b));
}

/**
 * What log and terminal show at the end. CI opens a failed step at its end, so databases that went well come first, then
 * those that did not, and the last lines are the summary and the next command.
 * @returns text that ends with a line feed
 */
export function renderText(result: RunResult, options: TextOptions): string {
  const style = createStyle(options.colours);
  const showSql = options.logSql !== "none";
  const blocks = byGravity(result.databases).map((database) =>
    databaseLines(database, { style, command: result.command, dryRun: result.dryRun, showSql }),
  );
  const run = runLines(result, style, showSql);
  const isOk = isGood(result.outcome) && result.exitCode === 0;
  const verdict = paintTone(style, isOk ? "good" : "bad", runVerdict(result));
  const end = [`${verdict}  ${summaryLine(result)}`, ...nextLine(result, style)];
  const parts = [...blocks, ...(run.length === 0 ? [] : [run]), end];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
