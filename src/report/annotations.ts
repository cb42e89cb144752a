import type { Problem } from "../core/problem.ts";
import { helpFor } from "../core/problem.ts";
import type { Notice, RunResult } from "../core/result.ts";
import { allNotices, allProblems, serverError } from "./facts.ts";
import { cut, formatPlace, oneLine, visible, statementNumber } from "./format.ts";
import { setAsideText } from "./way-back.ts";

type AnnotationLevel = "error" | "warning" | "notice";

/** A mark on a line of a file, as plain values. */
export type Annotation = {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
};

/** GitHub cuts longer messages. */
const MAX_MESSAGE = 4_096;
/** GitHub's check runs take titles up to this length. */
const MAX_TITLE = 255;
/** The runner keeps ten of a level and step and drops the rest without a word. */
const RUNNER_KEEPS = 10;

function place(at: Problem["at"]): Pick<Annotation, "file" | "line" | "column"> {
  return { file: at?.file ?? null, line: at === undefined ? null : (at.line ?? 1), column: at?.column ?? null };
}

function problemAnnotation(problem: Problem): Annotation {
  const server = serverError(problem);
  const { statement } = problem;
  const lines = [visible(problem.message)];
  if (server !== null) lines.push(`server error: ${server}`);
  if (statement !== undefined) lines.push(statementNumber(statement));
  lines.push(`help: ${helpFor(problem)}`);
  const title = problem.database === undefined ? problem.code : `${problem.database}: ${problem.code}`;
  return {
    level: "error",
    title: cut(title, MAX_TITLE),
    message: cut(lines.join("\n"), MAX_MESSAGE),
    ...place(problem.at),
  };
}

function noticeAnnotation(notice: Notice): Annotation {
  const title = notice.database === undefined ? "flyback" : `flyback: ${notice.database}`;
  const message = cut(visible(notice.message), MAX_MESSAGE);
  return { level: notice.level, title: cut(title, MAX_TITLE), message, ...place(notice.at) };
}

/** Rows that were set aside need somebody to look after them; nothing else would mark the run. */
function setAsideAnnotations(result: RunResult): readonly Annotation[] {
  return result.databases.flatMap(({ name, wayBack }) => {
    if (wayBack === null || wayBack.setAside.length === 0) return [];
    const message = wayBack.setAside.map(setAsideText).join("\n");
    return [noticeAnnotation({ level: "warning", message, database: name })];
  });
}

function limited(all: readonly Annotation[], max: number): readonly Annotation[] {
  const [first] = all;
  if (first === undefined || all.length <= max) return all;
  const shown = all.slice(0, Math.max(0, max - 1));
  const left = all.length - shown.length;
  const noun = { error: "problems", warning: "warnings", notice: "notices" }[first.level];
  const more: Annotation = {
    level: first.level,
    title: "flyback",
    message: `${left} more ${noun}, see the job summary or the log`,
    file: null,
    line: null,
    column: null,
  };
  return max === 0 ? [] : [...shown, more];
}

/**
 * What a host with annotations shows: problems as errors, notices by their level; of each level at most `max`, the last of
 * which counts those left out.
 * @param max 0 for none; more than 10 is taken as 10, which is what GitHub's runner keeps
 */
export function toAnnotations(result: RunResult, max: number): readonly Annotation[] {
  const all = [
    ...allProblems(result).map(problemAnnotation),
    ...setAsideAnnotations(result),
    ...allNotices(result).map(noticeAnnotation),
  ];
  const levels: readonly AnnotationLevel[] = ["error", "warning", "notice"];
  const most = Math.min(max, RUNNER_KEEPS);
  return levels.flatMap((level) =>
    limited(
      all.filter((one) => one.level === level),
      most,
    ),
  );
}

/**
 * `path:line:col: level: text [title]` on one line, for hosts without annotations: Jenkins, editors and problem matchers read it.
 */
export function annotationLine(annotation: Annotation): string {
  const { file, line, column } = annotation;
  const where =
    file === null
      ? "flyback"
      : formatPlace({ file, ...(line === null ? {} : { line, ...(column === null ? {} : { column }) }) });
  return `${where}: ${annotation.level}: ${oneLine(annotation.message)} [${annotation.title}]`;
}
