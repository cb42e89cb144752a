import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** Environment variables as they are handed in; nothing in this folder reads `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type RunResult = {
  /** Null when the program was ended by a signal or could not be started at all. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  readonly env: Environment;
  readonly cwd?: string;
  /** Text for the program's standard input; without it the input is empty. */
  readonly input?: string;
  /** Milliseconds until the program is killed. Default: five minutes. */
  readonly timeoutMs?: number;
};

/** Runs a program to its end. Never rejects: a program that cannot be started gives exit code null and the reason in `stderr`. */
export function runProgram(command: readonly string[], options: RunOptions): Promise<RunResult> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env },
      timeout: options.timeoutMs ?? 300_000,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => resolve({ exitCode: null, stdout, stderr: `${stderr}${error.message}` }));
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    // A program that ends before it has read its input must not end us with EPIPE; its exit code tells the story.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** The folders of a PATH variable. */
export function pathFolders(env: Environment): readonly string[] {
  return (env["PATH"] ?? "").split(":").filter((folder) => folder !== "");
}

/** Whether the path is a file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The full path of a program on PATH, or null. */
export function findOnPath(name: string, env: Environment): string | null {
  for (const folder of pathFolders(env)) {
    const path = join(folder, name);
    if (isExecutable(path)) return path;
  }
  return null;
}
