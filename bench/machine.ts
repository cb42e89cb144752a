import { execFile } from "node:child_process";
import { cpus, loadavg, release, totalmem } from "node:os";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** What the figures depend on, as the documentation shows it. */
export type Machine = {
  readonly hardware: string;
  readonly system: string;
  readonly node: string;
  readonly java: string;
};

export async function readMachine(): Promise<Machine> {
  const [first] = cpus();
  // java says its version on standard error.
  const { stderr } = await execute("java", ["-version"]);
  return {
    hardware: `${cpus().length} cores (${first?.model.trim() ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    node: process.version,
    java: stderr.split("\n")[0] ?? "unknown",
  };
}

/** Processes that wanted a core in the last minute: what else runs makes the figures worthless. */
export function load(): number {
  const [minute = 0] = loadavg();
  return minute;
}
