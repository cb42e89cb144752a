import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ReportConfig } from "../../src/config/config.ts";
import type { RunResult } from "../../src/core/result.ts";
import type { ChildOrder } from "./publish-child.ts";

export const NO_REPORTS: ReportConfig = {
  junitPath: null,
  markdownPath: null,
  jsonPath: null,
  propertiesPath: null,
  dotenvPath: null,
  summary: true,
  annotations: true,
  maxAnnotations: 10,
  logSql: "failed",
  json: false,
};

export type ChildResult = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

/** A folder of its own that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "flyback-ci-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function order(
  result: RunResult,
  folder: string,
  more: Partial<ChildOrder> & { readonly reports?: Partial<ReportConfig> } = {},
): ChildOrder {
  const { reports, ...rest } = more;
  return {
    result,
    request: { reports: { ...NO_REPORTS, ...reports }, workingDirectory: folder },
    secrets: [],
    lines: [],
    ...rest,
  };
}

/** Publishes in a child process whose environment is the given one and nothing else. */
export async function runChild(what: ChildOrder, env: Readonly<Record<string, string>>): Promise<ChildResult> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/ci/publish-child.ts"], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(what));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

export type Runner = {
  readonly env: Readonly<Record<string, string>>;
  /** The values that the step saved, in their order. */
  readonly states: () => readonly string[];
  readonly outputs: () => Readonly<Record<string, string>>;
  readonly summary: () => string;
};

/** What GitHub's runner sets up for a step. */
export function githubRunner(folder: string): Runner {
  const output = join(folder, "output");
  const summary = join(folder, "summary");
  const state = join(folder, "state");
  writeFileSync(state, "");
  writeFileSync(output, "");
  writeFileSync(summary, "");
  return {
    env: {
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STATE: state,
      GITHUB_STEP_SUMMARY: summary,
      INPUT_COMMAND: "migrate",
    },
    states: () => [...readFileSync(state, "utf8").matchAll(/^\w+<<(.*)\n(.*)\n\1$/gm)].map(([, , value = ""]) => value),
    outputs: () => parseOutputs(readFileSync(output, "utf8")),
    summary: () => readFileSync(summary, "utf8"),
  };
}

/** As the runner reads the file: `name<<delimiter`, lines, delimiter. */
function parseOutputs(source: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = source.split("\n");
  while (lines.length > 1) {
    const [name = "", delimiter = ""] = (lines.shift() ?? "").split("<<");
    const end = lines.indexOf(delimiter);
    outputs[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join("\n");
  }
  return outputs;
}
