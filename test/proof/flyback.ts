import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onProcessEnd } from "../../src/throwaway/exit-hooks.ts";
import type { RunResult } from "../../src/core/result.ts";

/** What a run said. The proof knows flyback by its command line and its report alone. */
export type Ended = {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly output: string;
  /** The report in JSON; null where none was written. */
  readonly report: RunResult | null;
  readonly durationMs: number;
};

type Run = {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

export type Started = { readonly kill: () => void; readonly ended: Promise<Ended> };

/** The program that is put to the proof, and what it can do. */
export type Flyback = {
  readonly start: (run: Run) => Started;
  readonly run: (run: Run) => Promise<Ended>;
  /** `--snapshot none`, or nothing where the option is not known. */
  readonly withoutSnapshot: readonly string[];
  /** It has the commands `rollback` and `commit`. */
  readonly canFlyBack: boolean;
};

const LIMIT_MS = 900_000;

/** A copy of the bundle, which a build beside the proof does not take away; it is removed with this process. */
export async function openFlyback(bundle: string): Promise<Flyback> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-proof-bundle-"));
  onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["index.js", "package.json"])
    await copyFile(join(dirname(resolve(bundle)), name), join(folder, name));
  const start = (run: Run): Started => startProgram(join(folder, "index.js"), run);
  const help = await start({ args: ["migrate", "--help"], cwd: folder, env: {} }).ended;
  const overview = await start({ args: ["--help"], cwd: folder, env: {} }).ended;
  // A bundle that does not even run must not be taken for one that lacks a command.
  if (help.code !== 0 || overview.code !== 0) throw new Error(`${bundle} does not run: ${overview.output}`);
  return {
    start,
    run: (run) => start(run).ended,
    withoutSnapshot: /--snapshot\b/.test(help.output) ? ["--snapshot", "none"] : [],
    canFlyBack: /^\s*rollback\b/m.test(overview.output) && /^\s*commit\b/m.test(overview.output),
  };
}

/** Every run has a report of its own, so that what an earlier run wrote is not taken for its. It lies with the bundle, and goes with it. */
function startProgram(script: string, { args, cwd, env }: Run): Started {
  const report = join(dirname(script), `report-${String((runs += 1))}.json`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...cleanEnvironment(), FLYBACK_JSON_PATH: report, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const ended = new Promise<number | null>((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  }).then(async (code) => {
    const text = await readFile(report, "utf8").catch(() => null);
    await rm(report, { force: true });
    return { code, output, report: text === null ? null : parse(text), durationMs: performance.now() - startedAt };
  });
  return { kill: () => void child.kill("SIGKILL"), ended };
}

let runs = 0;

/** A killed run may leave half a report. */
function parse(text: string): RunResult | null {
  try {
    return JSON.parse(text) as RunResult;
  } catch {
    return null;
  }
}

/** Without what would set options, or make it believe that it runs in a CI. */
function cleanEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ||
    /^(FLYBACK|FLYWAY|INPUT|GITHUB|JENKINS|RUNNER|GITLAB)_|^(CI|BUILD_NUMBER|NODE_OPTIONS)$/.test(name)
      ? []
      : [[name, value] as const],
  );
  return Object.fromEntries(kept);
}
