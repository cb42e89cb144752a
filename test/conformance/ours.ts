import { spawn } from "node:child_process";
import type { DatabaseResult, RunResult } from "../../src/core/result.ts";
import type { Problem } from "../../src/core/problem.ts";
import { type Answer, stateLine, type Verdict } from "./outcome.ts";
import { ourArguments, ourEnvironment } from "./settings.ts";
import { hung, type Tool, type ToolRun } from "./tool.ts";

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Our bundle, run from outside: `prefix` is its command line without arguments, such as `node dist/index.js`. */
export function ours(prefix: readonly [string, ...string[]]): Tool {
  return {
    name: "ours",
    run: async (run) => {
      const ended = await start(prefix, argumentsOf(run), run);
      return ended === null ? hung(run.limitS) : answer(run, ended);
    },
    close: () => undefined,
  };
}

function argumentsOf({ command, settings, resolve, address, database }: ToolRun): string[] {
  const { kind, host, port } = address;
  const url = `${kind}://${host}:${String(port)}/${database ?? ""}`;
  return [command, `--url=${url}`, "--user=root", "--json", ...ourArguments(settings, resolve)];
}

function start(
  [program, ...first]: readonly [string, ...string[]],
  args: string[],
  run: ToolRun,
): Promise<Ended | null> {
  const { promise, resolve, reject } = withResolvers<Ended | null>();
  const child = spawn(program, [...first, ...args], {
    cwd: run.resolve.folder,
    env: { ...cleanEnvironment(), ...ourEnvironment(run.settings, run.resolve) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const late = setTimeout(() => {
    child.kill("SIGKILL");
    resolve(null);
  }, run.limitS * 1000);
  child.on("error", reject);
  child.on("close", (status) => {
    clearTimeout(late);
    resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
  });
  return promise;
}

/** Without what would set options or make it believe that it runs in a CI. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(FLYBACK|FLYWAY|INPUT|GITHUB|JENKINS|RUNNER|GITLAB)_|^(CI|BUILD_NUMBER|NODE_OPTIONS)$/.test(name),
  );
  return Object.fromEntries(kept);
}

function answer(run: ToolRun, ended: Ended): Answer {
  const result = parse(ended.stdout);
  if (result === null) return { verdict: crashed(ended), states: null };
  const [database] = result.databases;
  return {
    verdict: verdictOf(run, result, ended.status),
    states: run.command === "info" && database !== undefined && ended.status === 0 ? statesOf(database) : null,
  };
}

function parse(stdout: string): RunResult | null {
  try {
    return JSON.parse(stdout) as RunResult;
  } catch {
    return null;
  }
}

function crashed({ status, stdout, stderr }: Ended): Verdict {
  const message = `no JSON; exit ${String(status)}; ${stderr.slice(-600)} ${stdout.slice(-200)}`;
  return { ok: false, codes: ["INTERNAL"], counted: false, errno: null, line: null, message };
}

function verdictOf(run: ToolRun, result: RunResult, status: number | null): Verdict {
  const problems = problemsOf(result);
  const failed = problems.find(({ sqlError }) => sqlError !== undefined);
  const codes =
    run.command === "validate" ? problems.map(({ code }) => code) : unique(problems.map(({ code }) => code));
  return {
    ok: status === 0 && problems.length === 0,
    codes,
    counted: run.command === "validate",
    errno: failed?.sqlError?.errno ?? null,
    line: failed?.at?.line ?? null,
    message: problems.map(({ message }) => message).join(" "),
  };
}

/** Every problem of the result once, wherever it stands: one of a step may be listed for the database as well. */
function problemsOf({ problems, databases }: RunResult): Problem[] {
  const all = [
    ...problems,
    ...databases.flatMap((database) => [
      ...database.problems,
      ...database.phases.flatMap((phase) => phase.problems),
      ...database.steps.flatMap(({ problem }) => problem ?? []),
    ]),
  ];
  return unique(all.map((problem) => JSON.stringify(problem))).map((text) => JSON.parse(text) as Problem);
}

function statesOf({ migrations, version }: DatabaseResult): string[] {
  const lines = migrations.map((one) => stateLine(one.installedRank, one.version, one));
  return [...lines, `current version: ${version ?? "none"}`];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let [resolve, reject]: [(value: T) => void, (error: unknown) => void] = [() => undefined, () => undefined];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
