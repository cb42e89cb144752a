import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serverEnvironment } from "./data-folder.ts";
import { ThrowawayError, tailOf } from "./error.ts";
import { isReady } from "./handshake.ts";
import type { Environment } from "./run-program.ts";

export type LaunchOptions = {
  readonly env: Environment;
  /** The run folder. */
  readonly folder: string;
  readonly socketPath: string;
  readonly timeoutMs: number;
};

/** A server process of ours. */
export type LaunchedServer = {
  readonly pid: number;
  /** Sends SIGKILL and does not wait. */
  readonly kill: () => void;
  /** Kills and waits until the process is gone. Its data is thrown away, so there is nothing that a gentle end would save. */
  readonly end: () => Promise<void>;
};

/** Starts a server process and waits until it takes logins. Throws "start-failed" with the end of its log. */
export async function launchServer(command: readonly string[], options: LaunchOptions): Promise<LaunchedServer> {
  removeStaleFiles(options);
  const child = spawnServer(command, options);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const kill = (): void => void child.kill("SIGKILL");
  const end = async (): Promise<void> => {
    // Now its end is awaited, so this process must not end before it.
    child.ref();
    kill();
    await exited;
  };
  try {
    await waitUntilReady(child, options);
  } catch (error: unknown) {
    await end();
    throw error;
  }
  return { pid: child.pid ?? 0, kill, end };
}

/** A killed server leaves its socket and a lock with its process id, which may be another process's by now. */
function removeStaleFiles({ folder, socketPath }: LaunchOptions): void {
  for (const path of [socketPath, `${socketPath}.lock`, join(folder, "s.pid")]) rmSync(path, { force: true });
}

function spawnServer([program = "", ...args]: readonly string[], options: LaunchOptions): ChildProcess {
  const log = openSync(join(options.folder, "server.log"), "a", 0o600);
  try {
    const child = spawn(program, args, {
      cwd: options.folder,
      env: { ...serverEnvironment(options.env) },
      stdio: ["ignore", log, log],
      // A Ctrl-C in the terminal goes to the whole process group; the server must live until we have cleaned up.
      detached: true,
    });
    // A server that somebody forgot to stop must not keep this process from ending.
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(child: ChildProcess, options: LaunchOptions): Promise<void> {
  const failure: { text: string | null } = { text: null };
  child.once("error", (error) => (failure.text ??= error.message));
  child.once("exit", (code, signal) => (failure.text ??= `it ended with ${signal ?? `exit code ${String(code)}`}`));
  const deadline = performance.now() + options.timeoutMs;
  while (!(await isReady(options.socketPath))) {
    if (performance.now() > deadline) failure.text ??= `it did not answer within ${options.timeoutMs / 1000} s`;
    if (failure.text !== null) throw startError(child, failure.text, options);
    await sleep(15);
  }
  // What answers on our socket is ours: nobody else can enter the folder. But ours may have died in the meantime.
  if (failure.text !== null) throw startError(child, failure.text, options);
}

function startError(child: ChildProcess, what: string, { folder }: LaunchOptions): ThrowawayError {
  const log = readFileSync(join(folder, "server.log"), "utf8");
  const program = child.spawnargs.find((argument) => /(mariadbd|mysqld)$/.test(argument)) ?? child.spawnfile;
  return new ThrowawayError("start-failed", `${program} did not start: ${what}. The end of its log:\n${tailOf(log)}`);
}
