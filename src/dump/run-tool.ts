/** Runs a tool of the server by @actions/exec. */
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { onProcessEnd } from "../throwaway/exit-hooks.ts";
import { withProcess } from "./tool-process.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that a program needs to run at all. Passwords of ours stand in others, and MYSQL_* would change what a tool does. */
const HANDED_ON = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "SystemRoot", "TZ"];

function environment(env: Environment): Record<string, string> {
  const kept = HANDED_ON.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // Else a MySQL tool takes account and password from ~/.mylogin.cnf, whatever other file it is given.
  return { ...Object.fromEntries(kept), MYSQL_TEST_LOGIN_FILE: "/nonexistent/flyback" };
}

export type ToolOptions = {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Writes what the tool is to read; if it breaks off, the tool is ended. Without it the tool has nothing to read. */
  readonly feed?: (stdin: Writable) => Promise<void>;
};

export type ToolEnd = {
  /** Null: a signal ended it, or it could not be started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of its output. */
  readonly stdout: string;
  /** The end of what it said. */
  readonly stderr: string;
};

const MOST_WORDS = 20_000;

/** Keeps the end of a text that comes in parts. */
function createTail(): { readonly add: (part: Buffer) => void; readonly text: () => string } {
  let kept = Buffer.alloc(0);
  return {
    add: (part) => void (kept = Buffer.concat([kept, part]).subarray(-MOST_WORDS)),
    text: () => kept.toString("utf8"),
  };
}

type Held = {
  readonly found: (child: ChildProcess) => void;
  /** Whether there was a process, and the signal that ended it. */
  readonly outcome: () => { readonly isKnown: boolean; readonly signal: string | null };
  /** When all was written that the tool was to read, or could be. */
  readonly letGo: () => Promise<void>;
};

/** Ends the process with this one, and when the signal is aborted; and feeds it. */
function hold({ signal, feed }: Pick<ToolOptions, "signal" | "feed">): Held {
  let child: ChildProcess | null = null;
  let endedBy: string | null = null;
  let fed: Promise<unknown> = Promise.resolve();
  const kill = (): void => void child?.kill("SIGTERM");
  // A tool that no longer reads ends by itself, and says why.
  const broken = (error: unknown): void => {
    if ((error as { readonly code?: string }).code !== "EPIPE") kill();
  };
  const forget = onProcessEnd(() => void child?.kill("SIGKILL"));
  signal.addEventListener("abort", kill);
  return {
    found(process) {
      child = process;
      process.once("exit", (_code, by) => (endedBy = by));
      process.once("spawn", () => {
        // What a tool that has ended no longer reads must not end us; its exit code tells the story.
        process.stdin?.on("error", () => undefined);
        if (signal.aborted) kill();
        if (feed !== undefined && process.stdin !== null) fed = feed(process.stdin).catch(broken);
      });
    },
    outcome: () => ({ isKnown: child !== null, signal: endedBy }),
    async letGo() {
      forget();
      signal.removeEventListener("abort", kill);
      await fed;
    },
  };
}

/** @actions/exec splits the program from a line. */
const asCommandLine = (program: string): string => `"${program.replaceAll('"', '\\"')}"`;

/**
 * Runs a tool to its end, without a shell. It ends with this process, and when the signal is aborted.
 *
 * @param args without secrets: everybody on the machine can read them
 */
export async function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<ToolEnd> {
  const { exec } = await import(/* webpackMode: "eager" */ "@actions/exec");
  const stdout = createTail();
  const stderr = createTail();
  const held = hold(options);
  const run = (): Promise<number | null> =>
    exec(asCommandLine(program), [...args], {
      env: environment(options.env),
      // Else it prints the command and all output.
      silent: true,
      ignoreReturnCode: true,
      listeners: { stdout: stdout.add, stderr: stderr.add },
      ...(options.feed === undefined ? { input: Buffer.alloc(0) } : {}),
    });
  let code: number | null;
  try {
    code = await withProcess(held.found, run);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { code: null, signal: null, stdout: "", stderr: reason };
  } finally {
    await held.letGo();
  }
  const { isKnown, signal } = held.outcome();
  // The first run of every tool is for its version, so none goes on that could not be ended.
  if (!isKnown) throw new Error(`Node ${process.version} does not tell of the processes that are started`);
  return { code, signal, stdout: stdout.text(), stderr: stderr.text() };
}

/** How a tool ended badly, in words. */
export function endingText({ code, signal, stderr }: ToolEnd): string {
  if (signal !== null) return `it was ended by ${signal}`;
  return code === null ? `it could not be run: ${stderr}` : `it ended with exit code ${String(code)}`;
}
