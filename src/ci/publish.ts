import type { ReportConfig } from "../config/config.ts";
import { exitCodeOf } from "../core/exit-code.ts";
import type { Problem } from "../core/problem.ts";
import type { RunResult } from "../core/result.ts";
import { renderDotenv } from "../report/dotenv.ts";
import { renderJson } from "../report/json.ts";
import { renderJunit } from "../report/junit.ts";
import { MARKDOWN_LIMIT_BYTES, renderMarkdown } from "../report/markdown.ts";
import { maskResult } from "../report/mask-result.ts";
import type { ReportPaths } from "../report/outputs.ts";
import { toOutputs } from "../report/outputs.ts";
import { renderProperties } from "../report/properties.ts";
import { renderText } from "../report/text.ts";
import { writeReportFile } from "./files.ts";
import type { Host } from "./host.ts";

/** The blanked result as it stands after the reports so far, and where they are. */
export type Published = { readonly result: RunResult; readonly paths: ReportPaths };

/** Why something could not be written, as a problem of the run. */
export function reportProblem(what: string, error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "REPORT_NOT_WRITTEN", message: `${what} could not be written: ${reason}` };
}

/** The result with more problems: a run that went well otherwise ends with their exit code, since a pipeline counts on its reports. */
export function withProblems(result: RunResult, problems: readonly Problem[]): RunResult {
  if (problems.length === 0) return result;
  const exitCode = result.exitCode === 0 ? exitCodeOf(problems) : result.exitCode;
  return { ...result, exitCode, problems: [...result.problems, ...problems] };
}

type Attempt = { readonly path: string | null; readonly problems: readonly Problem[] };

async function attempt(what: string, path: string | null, render: () => string | Promise<string>): Promise<Attempt> {
  if (path === null) return { path: null, problems: [] };
  try {
    return { path: await writeReportFile(path, await render()), problems: [] };
  } catch (error) {
    return { path: null, problems: [reportProblem(`${what} ${path}`, error)] };
  }
}

/**
 * Writes the report files that are asked for, each whatever becomes of the others.
 * @param blanked the result without secrets
 */
export async function writeReports(blanked: RunResult, reports: ReportConfig): Promise<Published> {
  const markdown = { limitBytes: MARKDOWN_LIMIT_BYTES, logSql: reports.logSql };
  const junit = await attempt("JUnit report", reports.junitPath, () => renderJunit(blanked));
  const report = await attempt("report", reports.markdownPath, () => renderMarkdown(blanked, markdown));
  // The later ones tell of the earlier ones that failed.
  let result = withProblems(blanked, [...junit.problems, ...report.problems]);
  const json = await attempt("JSON report", reports.jsonPath, () => renderJson(result));
  result = withProblems(result, json.problems);
  const paths = { junitPath: junit.path, reportPath: report.path, jsonPath: json.path };
  const outputs = toOutputs(result, paths);
  const properties = await attempt("properties", reports.propertiesPath, () => renderProperties(outputs));
  const dotenv = await attempt("dotenv report", reports.dotenvPath, () => renderDotenv(outputs));
  return { result: withProblems(result, [...properties.problems, ...dotenv.problems]), paths };
}

/** Prints the text of the result to the log, and with `json` the JSON to standard output. */
export function printResult(host: Host, print: (text: string) => void, result: RunResult, reports: ReportConfig): void {
  // An empty line parts it from the progress, where there was any.
  const gap = host.logWriter.hasWritten() ? "\n" : "";
  print(gap + renderText(result, { colours: host.colours, logSql: reports.logSql }).trimEnd());
  if (reports.json) host.resultWriter.write(renderJson(result));
}

/** What hosts without outputs of their own do to publish a result: files, then the text. */
export async function publishPlain(
  host: Host,
  print: (text: string) => void,
  result: RunResult,
  reports: ReportConfig,
): Promise<RunResult> {
  const published = await writeReports(maskResult(result, host.mask), reports);
  printResult(host, print, published.result, reports);
  return published.result;
}
