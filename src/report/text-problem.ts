import type { Problem } from "../core/problem.ts";
import { helpFor } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import { headline, isUncertain, serverError, stackOf } from "./facts.ts";
import type { FailureStory } from "./failure-story.ts";
import { cut, formatPlace, oneLine, visible, statementNumber } from "./format.ts";
import type { Style } from "./style.ts";

/** Lines of a failed statement that are shown, and the width at which one is cut. */
const MAX_LINES = 12;
const MAX_WIDTH = 200;

/** The excerpt of a statement with the file's line numbers beside it. */
function statementExcerpt(sql: string, firstLine: number | undefined): readonly string[] {
  const lines = visible(sql).split("\n");
  const shown = lines.slice(0, MAX_LINES);
  const digits = firstLine === undefined ? 0 : String(firstLine + shown.length - 1).length;
  const excerpt = shown.map((line, index) => {
    const number = firstLine === undefined ? "" : `${String(firstLine + index).padStart(digits)} `;
    return `${number}| ${cut(line.replaceAll("\t", "    "), MAX_WIDTH)}`.trimEnd();
  });
  const left = lines.length - shown.length;
  return left === 0 ? excerpt : [...excerpt, `${" ".repeat(digits)}${digits === 0 ? "" : " "}| … ${left} more lines`];
}

/** `path:line:col: error: CODE message`; what has no place starts with the database's name, or with `flyback`. */
function problemLine(problem: Problem, style: Style): string {
  const place = problem.at === undefined ? (problem.database ?? "flyback") : formatPlace(problem.at);
  return `${style.bold(visible(place))}: ${style.red("error")}: ${problem.code} ${style.bold(visible(headline(problem)))}`;
}

/** `path:line:col: warning: message`. */
export function noticeLine(notice: Notice, style: Style): string {
  const place = notice.at === undefined ? (notice.database ?? "flyback") : formatPlace(notice.at);
  const level = notice.level === "warning" ? style.yellow("warning") : "notice";
  return `${visible(place)}: ${level}: ${oneLine(visible(notice.message))}`;
}

export type ProblemOptions = {
  readonly style: Style;
  readonly showSql: boolean;
  /** What the failed migration left behind; null where none failed. */
  readonly story: FailureStory | null;
  /** Leave the help out, because the next finding has the same. */
  readonly withHelp: boolean;
};

/** A problem with all that is known of it: its line, the server's words, the statement, what is done and what is not, help. */
export function problemBlock(problem: Problem, options: ProblemOptions): readonly string[] {
  const { style, story } = options;
  const lines = [problemLine(problem, style)];
  lines.push(...stackOf(problem).map((line) => `  ${style.dim(visible(line))}`));
  const server = serverError(problem);
  if (server !== null) lines.push(`  server error: ${visible(server)}`);
  const where = story?.where ?? whereOf(problem);
  const sql = options.showSql ? problem.statement?.sql : undefined;
  if (where !== null)
    lines.push(`  ${where} ${isUncertain(problem.code) ? "was running" : "failed"}${sql === undefined ? "" : ":"}`);
  if (sql !== undefined) lines.push(...statementExcerpt(sql, problem.at?.line).map((line) => `    ${style.dim(line)}`));
  if (story !== null) lines.push(...storyLines(story));
  if (options.withHelp) lines.push(`  help: ${visible(helpFor(problem))}`);
  return lines;
}

function storyLines({ applied, undone, notApplied }: FailureStory): readonly string[] {
  return [
    `  applied:     ${visible(applied)}`,
    ...(undone === null ? [] : [`  rolled back: ${visible(undone)}`]),
    `  not applied: ${visible(notApplied)}`,
  ];
}

function whereOf(problem: Problem): string | null {
  const { statement } = problem;
  return statement === undefined ? null : statementNumber(statement);
}
