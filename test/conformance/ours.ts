import type { DatabaseResult, RunResult } from "../../src/core/result.ts";
import type { Problem } from "../../src/core/problem.ts";
import { runProgram, type RunResult as ProgramResult } from "../../src/throwaway/run-program.ts";
import { type Answer, stateLine, type Verdict } from "./outcome.ts";
import { ourArguments, ourEnvironment } from "./settings.ts";
import { isChanging, type Tool, type ToolRun } from "./tool.ts";

/** Our bundle, run from outside: `prefix` is its command line without arguments, such as `node dist/index.js`. */
export function ours(prefix: readonly [string, ...string[]]): Tool {
  return {
    name: "ours",
    run: async (run) => {
      const answer = await runOnce(prefix, run);
      if (answer.states !== null || !isChanging(run.command)) return answer;
      // A run that failed lists what it found, not what it left: a look without callbacks, since it is none of the case's runs.
      const settings = { ...run.settings, skipDefaultCallbacks: true };
      const { states } = await runOnce(prefix, { ...run, command: "info", settings });
      return { ...answer, states };
    },
    close: () => undefined,
  };
}

/** Flyway has no way back: what a failed migration leaves behind is compared only if ours leaves it, too. */
const WITHOUT_WAY_BACK = { FLYBACK_SNAPSHOT: "none" };

async function runOnce(prefix: readonly [string, ...string[]], run: ToolRun): Promise<Answer> {
  const ended = await runProgram([...prefix, ...argumentsOf(run)], {
    cwd: run.resolve.folder,
    env: { ...cleanEnvironment(), ...WITHOUT_WAY_BACK, ...ourEnvironment(run.settings, run.resolve) },
    timeoutMs: run.limitS * 1000,
  });
  return answerOf(run, ended);
}

function argumentsOf({ command, settings, resolve, address, database }: ToolRun): string[] {
  const { kind, host, port } = address;
  const url = `${kind}://${host}:${String(port)}/${database ?? ""}`;
  return [command, `--url=${url}`, "--user=root", "--json", ...ourArguments(settings, resolve)];
}

/** Without what would set options or make it believe that it runs in a CI. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(FLYBACK|FLYWAY|INPUT|GITHUB|JENKINS|RUNNER|GITLAB)_|^(CI|BUILD_NUMBER|NODE_OPTIONS)$/.test(name),
  );
  return Object.fromEntries(kept);
}

function answerOf(run: ToolRun, ended: ProgramResult): Answer {
  const result = parse(ended.stdout);
  if (result === null) return { verdict: crashed(ended), states: null };
  const [database] = result.databases;
  const hasStates = run.command !== "validate" && database !== undefined && ended.exitCode === 0;
  return { verdict: verdictOf(run, result, ended.exitCode), states: hasStates ? statesOf(database) : null };
}

function parse(stdout: string): RunResult | null {
  try {
    return JSON.parse(stdout) as RunResult;
  } catch {
    return null;
  }
}

function crashed({ exitCode, stdout, stderr }: ProgramResult): Verdict {
  const message = `no JSON; exit ${String(exitCode)}; ${stderr.slice(-600)} ${stdout.slice(-200)}`;
  return { ok: false, codes: ["INTERNAL"], counted: false, errno: null, line: null, message };
}

function verdictOf(run: ToolRun, result: RunResult, exitCode: number | null): Verdict {
  const problems = problemsOf(result);
  const failed = problems.find(({ sqlError }) => sqlError !== undefined);
  const codes =
    run.command === "validate" ? problems.map(({ code }) => code) : unique(problems.map(({ code }) => code));
  return {
    ok: exitCode === 0 && problems.length === 0,
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
