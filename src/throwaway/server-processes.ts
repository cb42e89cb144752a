import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The ids of all server processes that run on the data folder of a run folder: it is an argument of theirs, word for word. */
export function serversOf(runFolder: string): readonly number[] {
  const argument = dataDirArgument(runFolder);
  return process.platform === "linux" ? serversInProc(argument) : serversInPs(argument);
}

/** The argument by which a server process is recognised. */
export function dataDirArgument(runFolder: string): string {
  return `--datadir=${runFolder}/data`;
}

/** Kills what still runs on a run folder and waits until it is gone, two seconds at most: it could write files while they are removed. */
export async function killServersOf(runFolder: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const pids = serversOf(runFolder);
    if (pids.length === 0) return;
    for (const pid of pids) killQuietly(pid);
    await sleep(20);
  }
}

/** Sends SIGKILL; a process that is gone already is no error. */
export function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already, or another user's: nothing to be done either way.
  }
}

function serversInProc(argument: string): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => readArguments(pid).includes(argument)).map(Number);
}

function readArguments(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function serversInPs(argument: string): readonly number[] {
  try {
    const text = execFileSync("/bin/ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 2 ** 26 });
    return text
      .split("\n")
      .filter((line) => ` ${line} `.includes(` ${argument} `))
      .map((line) => Number.parseInt(line, 10));
  } catch {
    return [];
  }
}
