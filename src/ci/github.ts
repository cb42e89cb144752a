import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import type * as ActionsCore from "@actions/core";
import type { Problem } from "../core/problem.ts";
import type { RunResult } from "../core/result.ts";
import type { Annotation } from "../report/annotations.ts";
import { annotationLine, toAnnotations } from "../report/annotations.ts";
import { MARKDOWN_LIMIT_BYTES, renderMarkdown } from "../report/markdown.ts";
import { maskResult } from "../report/mask-result.ts";
import { secretForms } from "../report/mask.ts";
import { toOutputs } from "../report/outputs.ts";
import { isActionStep } from "./detect.ts";
import type { Host } from "./host.ts";
import { createLogProgress } from "./log-progress.ts";
import type { Environment, Platform, PlatformOptions, PublishRequest } from "./platform.ts";
import type { Published } from "./publish.ts";
import { saveStepState, type StepState } from "./post-step.ts";
import { printResult, reportProblem, withProblems, writeReports } from "./publish.ts";

type Core = typeof ActionsCore;

/** A summary above 1 MiB is dropped as a whole; others may have written into it in the same step. */
const SUMMARY_LIMIT_BYTES = 1_048_576;

/**
 * The runner takes lines of a log for commands: `::add-mask::`, `##[error]`. Texts from files and servers, which a pull request
 * can choose, must not give it any.
 */
export function withoutCommands(text: string): string {
  // A carriage return ends a line for the runner too, and it trims lines before it looks.
  return text.replace(/(^|[\r\n])([^\S\r\n]*):(?=:)/g, "$1$2: ").replaceAll("##[", "## [");
}

/** A path from the root of the checkout, which is where annotations look for it. */
function annotationFile(file: string, env: Environment, workingDirectory: string): string {
  const workspace = env["GITHUB_WORKSPACE"];
  if (workspace === undefined || workspace === "") return file;
  const path = relative(workspace, resolve(workingDirectory, file));
  return path.startsWith("..") ? file : path.replaceAll("\\", "/");
}

function annotateWith(core: Core, annotation: Annotation): void {
  const { file, line, column, title } = annotation;
  const show = { error: core.error, warning: core.warning, notice: core.notice }[annotation.level];
  show(annotation.message, {
    title,
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { startLine: line }),
    ...(column === null ? {} : { startColumn: column }),
  });
}

async function writeSummary(
  core: Core,
  published: Published,
  request: PublishRequest,
  env: Environment,
): Promise<void> {
  const path = env["GITHUB_STEP_SUMMARY"];
  if (!request.reports.summary || path === undefined || path === "") return;
  const used = (await stat(path)).size;
  const limitBytes = Math.min(MARKDOWN_LIMIT_BYTES, SUMMARY_LIMIT_BYTES - used - 1);
  const text = renderMarkdown(published.result, { limitBytes, logSql: request.reports.logSql });
  await core.summary.addRaw(text).write();
}

/** Without its file @actions/core prints `::set-output`, which runners refuse by now. */
function writeOutputs(core: Core, published: Published, env: Environment): void {
  if ((env["GITHUB_OUTPUT"] ?? "") === "") return;
  for (const [name, value] of Object.entries(toOutputs(published.result, published.paths))) core.setOutput(name, value);
}

async function problemsOf(what: string, write: () => void | Promise<void>): Promise<readonly Problem[]> {
  try {
    await write();
    return [];
  } catch (error) {
    return [reportProblem(what, error)];
  }
}

async function publishToGithub(
  core: Core,
  published: Published,
  request: PublishRequest,
  env: Environment,
): Promise<RunResult> {
  const summary = await problemsOf("job summary", () => writeSummary(core, published, request, env));
  const result = withProblems(published.result, summary);
  const outputs = await problemsOf("outputs", () => writeOutputs(core, { ...published, result }, env));
  return withProblems(result, outputs);
}

/** True if the run came to an end, whichever: an unexpected error makes a result that knows of no run. */
function isEnded(result: RunResult, { runId }: StepState): boolean {
  return result.runId === runId && !result.databases.some(({ wayBack }) => wayBack?.state === "pending");
}

/** What the post step is to know; it is written at once, since a killed step writes nothing later. */
function createStepState(
  core: Core,
  env: Environment,
  log: (text: string) => void,
): { readonly started: Platform["runStarted"]; readonly ended: (result: RunResult) => void } {
  let state: StepState | null = null;
  const save = (next: StepState): void => {
    state = next;
    // Without its file @actions/core prints `::save-state`, which runners refuse by now.
    if ((env["GITHUB_STATE"] ?? "") === "") return;
    try {
      saveStepState(core.saveState, next);
    } catch (error) {
      log(`warning: ${reportProblem("The state for the post step", error).message}`);
    }
  };
  return {
    started: (run) => save({ ...run, isOpen: true }),
    ended: (result) => {
      if (state !== null && isEnded(result, state)) save({ ...state, isOpen: false });
    },
  };
}

/**
 * GitHub Actions, by @actions/core. It prints its commands to `process.stdout` itself; where that carries the JSON result, no
 * commands are given: outputs and summary go through files all the same.
 */
export async function createGithubPlatform(host: Host, options: PlatformOptions): Promise<Platform> {
  const { env, json } = options;
  // Loaded late and only here: it brings an HTTP client that takes as long to load as all the rest.
  const core = await import(/* webpackMode: "eager" */ "@actions/core");
  const tellsSecrets = isActionStep(env) && !json;
  const log = (text: string): void => host.logWriter.write(`${withoutCommands(host.mask(text))}\n`);
  const annotate = (annotations: readonly Annotation[], workingDirectory: string): void => {
    for (const one of annotations) {
      const file = one.file === null ? null : annotationFile(one.file, env, workingDirectory);
      const masked = { ...one, file, message: host.mask(one.message), title: host.mask(one.title) };
      if (json) log(annotationLine(masked));
      else annotateWith(core, masked);
    }
  };
  const state = createStepState(core, env, log);
  return {
    name: "github",
    maskSecret: (value) => {
      host.maskSecret(value);
      if (tellsSecrets) for (const form of secretForms(value)) core.setSecret(form);
    },
    mask: host.mask,
    log,
    progress: createLogProgress(log, env["RUNNER_DEBUG"] === "1"),
    runStarted: state.started,
    group: async (title, work) => {
      if (json) {
        log(title);
        return work();
      }
      return core.group(host.mask(title), work);
    },
    annotate: (annotations) => annotate(annotations, "."),
    publish: async (result, request) => {
      state.ended(result);
      const published = await writeReports(maskResult(result, host.mask), request.reports);
      const last = await publishToGithub(core, published, request, env);
      const { annotations, maxAnnotations } = request.reports;
      // With JSON on standard output the findings stand in the text on standard error already.
      if (annotations && !json) annotate(toAnnotations(last, maxAnnotations), request.workingDirectory);
      printResult(host, log, last, request.reports);
      return last;
    },
    close: () => undefined,
  };
}
