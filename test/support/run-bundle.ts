import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { folderState, writtenSince } from "./temp-folder.ts";
import type { TestServer } from "./servers.ts";

/** The repository's root. */
export const ROOT = resolve(import.meta.dirname, "../..");

/** The committed bundle, or another build of it that FLYBACK_TEST_BUNDLE names. */
export function bundlePath(): string {
  const path = resolve(ROOT, process.env["FLYBACK_TEST_BUNDLE"] ?? "dist/index.js");
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`);
  return path;
}

/** Copies the folder of the bundle, with its package.json, to `dist` in another one. */
export async function copyDist(folder: string): Promise<void> {
  const source = dirname(bundlePath());
  await mkdir(join(folder, "dist"), { recursive: true });
  for (const name of ["index.js", "package.json", "post.js"]) await cp(join(source, name), join(folder, "dist", name));
}

export type BundleOptions = {
  /** Arguments behind the script's name. */
  readonly args?: readonly string[];
  /** Added to the few variables that every program needs; nothing else of this process's environment is handed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; its new and changed files are in the result. */
  readonly cwd: string;
  /** The Node to run it with; by default the one that runs the tests. */
  readonly node?: string;
  /** Another copy of the bundle. */
  readonly script?: string;
  /** The run is killed and the test fails after so long. */
  readonly limitMs?: number;
};

export type Ended = {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Text of the files below `cwd` that the run wrote, by relative path. */
  readonly files: Readonly<Record<string, string>>;
};

/** A run in progress. */
export type Running = {
  readonly pid: number;
  /** Standard output and standard error so far, in the order in which they came. */
  readonly output: () => string;
  /** Waits for a text in the output. Throws with the output when the run ends or a time limit passes before it comes. */
  readonly waitFor: (pattern: RegExp) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
};

const LIMIT_MS = 60_000;
/** Variables that programs need on every machine. What a CI server sets must not reach the bundle unless a test says so. */
const HANDED_ON = ["PATH", "HOME", "USER", "TMPDIR", "LANG", "FLYBACK_CACHE", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"];

/** The environment that runs start from. */
export function bareEnvironment(): Record<string, string> {
  return Object.fromEntries(
    HANDED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Starts `node dist/index.js` as a process of its own, without a shell and without a terminal. */
export async function startBundle(options: BundleOptions): Promise<Running> {
  const { args = [], node = process.execPath, script = bundlePath() } = options;
  return startProgram([node, script, ...args], options);
}

/** Runs the bundle to its end. */
export async function runBundle(options: BundleOptions): Promise<Ended> {
  const { ended } = await startBundle(options);
  return ended;
}

/** Starts any program in the same way, such as a shell that starts the bundle. */
export async function startProgram(
  [program = "", ...args]: readonly string[],
  { env = {}, cwd, limitMs = LIMIT_MS }: Pick<BundleOptions, "env" | "cwd" | "limitMs">,
): Promise<Running> {
  const before = await folderState(cwd);
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd, env: { ...bareEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const texts = collect(child);
  const ended = endOf(child, limitMs, texts.all).then(async ({ code, signal }) => ({
    code,
    signal,
    stdout: texts.stdout(),
    stderr: texts.stderr(),
    durationMs: performance.now() - startedAt,
    files: await writtenSince(cwd, before),
  }));
  // A test may look at the output first; a failure is not lost, since `ended` is awaited by all who use it.
  ended.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    output: texts.all,
    waitFor: (pattern) => waitFor(child, texts.all, pattern),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Runs any program to its end. */
export async function runProgram(
  command: readonly string[],
  options: Pick<BundleOptions, "env" | "cwd" | "limitMs">,
): Promise<Ended> {
  const { ended } = await startProgram(command, options);
  return ended;
}

type Texts = { readonly stdout: () => string; readonly stderr: () => string; readonly all: () => string };

function collect(child: ChildProcess): Texts {
  const parts: { readonly stream: "stdout" | "stderr"; readonly text: string }[] = [];
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => parts.push({ stream, text }));
  }
  const textOf = (stream: "stdout" | "stderr"): string =>
    parts.flatMap((part) => (part.stream === stream ? [part.text] : [])).join("");
  return {
    stdout: () => textOf("stdout"),
    stderr: () => textOf("stderr"),
    all: () => parts.map(({ text }) => text).join(""),
  };
}

type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

function endOf(child: ChildProcess, limitMs: number, output: () => string): Promise<End> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`killed after ${limitMs} ms; its output was:\n${output()}`));
    }, limitMs);
    child.once("error", (error) => {
      clearTimeout(timer);
      fail(error);
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      done({ code, signal });
    });
  });
}

function waitFor(child: ChildProcess, output: () => string, pattern: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => end(new Error("it did not come in time")), LIMIT_MS);
    const look = (): void => {
      if (pattern.test(output())) end();
    };
    const closed = (): void => end(pattern.test(output()) ? undefined : new Error("the run ended without it"));
    const end = (error?: Error): void => {
      clearTimeout(timer);
      child.stdout?.off("data", look);
      child.stderr?.off("data", look);
      child.off("close", closed);
      if (error === undefined) done();
      else fail(new Error(`waited for ${String(pattern)}: ${error.message}; the output was:\n${output()}`));
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("close", closed);
    look();
  });
}

/** The url of a database on a test server, with the password in it if there is one. */
export function urlOf(server: TestServer, database = ""): string {
  const password = server.password === "" ? "" : `:${encodeURIComponent(server.password)}`;
  return `mysql://${encodeURIComponent(server.user)}${password}@${server.host}:${server.port}/${database}`;
}
