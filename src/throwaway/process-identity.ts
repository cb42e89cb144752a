import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What an identity says of its process now; "foreign" is one of another machine, boot or container, of which nothing can be known. */
export type ProcessState = "alive" | "dead" | "foreign";

/** The form of an identity inside a file name: machine, process id, start time. */
export const IDENTITY_PATTERN = "[0-9a-f]{8}-[0-9]+-[0-9a-z]+";

/**
 * This process as text that fits a file name. A process id alone is not enough, since the system uses ids again;
 * the start time (proc_pid_stat(5), field 22) tells two processes of one id apart.
 */
export function ownIdentity(): string {
  const facts = readProcess(process.pid);
  return `${machineTag()}-${process.pid}-${facts === null ? "0" : facts.start}`;
}

/** Whether the process of an identity still runs. A zombie is dead: it can do nothing any more. */
export function identityState(identity: string): ProcessState {
  const [machine, pidText, start] = identity.split("-");
  if (machine !== machineTag()) return "foreign";
  const pid = Number(pidText);
  if (!isPresent(pid)) return "dead";
  const facts = readProcess(pid);
  // Present but unreadable happens with other users' processes when /proc is mounted with hidepid: leave those alone.
  if (facts === null) return "alive";
  return facts.zombie || facts.start !== start ? "dead" : "alive";
}

/** Whether a process of this id exists, of whatever user. */
function isPresent(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error: unknown) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

type ProcessFacts = { readonly start: string; readonly zombie: boolean };

function readProcess(pid: number): ProcessFacts | null {
  try {
    return process.platform === "linux" ? readProcStat(pid) : readPs(pid);
  } catch {
    return null;
  }
}

function readProcStat(pid: number): ProcessFacts | null {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The program's name, in parentheses, may hold spaces and parentheses itself: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const start = fields[19];
  return start === undefined ? null : { start, zombie: fields[0] === "Z" || fields[0] === "X" };
}

function readPs(pid: number): ProcessFacts {
  const env = { LC_ALL: "C", TZ: "UTC" };
  const text = execFileSync("/bin/ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8", env }).trim();
  return { start: shortHash(text.replace(/^\S+\s+/, "")), zombie: text.startsWith("Z") };
}

let knownMachineTag: string | null = null;

/** Process ids mean something only within one boot and one process namespace; a shared /tmp may hold folders of others. */
function machineTag(): string {
  knownMachineTag ??= shortHash(readMachine());
  return knownMachineTag;
}

function readMachine(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
