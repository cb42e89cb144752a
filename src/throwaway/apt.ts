import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ThrowawayError, tailOf } from "./error.ts";
import { runProgram } from "./run-program.ts";
import type { Environment, RunResult } from "./run-program.ts";

/** An apt of our own: it reads the system's sources (or others) and writes only into its folder, so it needs no root. */
export type PrivateApt = {
  readonly folder: string;
  readonly env: Environment;
  /** Where the package lists are: the system's, or ours once `update` has run. */
  readonly lists: string;
};

/** The package lists of the system, which every user may read. */
const SYSTEM_LISTS = "/var/lib/apt/lists";

/**
 * Prepares a private apt. Its list of installed packages is empty, so that what it fetches is complete down to the C library and
 * does not depend on what this machine has.
 * @param sources a sources file in deb822 form (sources.list(5)); null for the system's own sources and, to begin with, lists
 */
export async function openApt(folder: string, env: Environment, sources: string | null): Promise<PrivateApt> {
  await mkdir(join(folder, "state/lists/partial"), { recursive: true });
  await mkdir(join(folder, "cache/archives/partial"), { recursive: true });
  await writeFile(join(folder, "status"), "");
  await writeFile(join(folder, "apt.conf"), aptConfig(folder, sources !== null));
  if (sources !== null) await writeFile(join(folder, "flyback.sources"), sources);
  const apt = { folder, env, lists: sources === null ? SYSTEM_LISTS : join(folder, "state/lists") };
  if (sources === null && (await hasLists(SYSTEM_LISTS))) return apt;
  return updateApt(apt);
}

/**
 * Fetches the package lists into the private folder. A part that fails (some repository of a third party) is no reason to stop.
 * Throws "unpack-failed" when nothing came.
 */
export async function updateApt(apt: PrivateApt): Promise<PrivateApt> {
  const updated = { ...apt, lists: join(apt.folder, "state/lists") };
  const result = await runApt(updated, ["apt-get", "update"]);
  if (!(await hasLists(updated.lists))) throw aptError("apt-get update", result);
  return updated;
}

/** The names of all packages that begin with a prefix. */
export async function packageNames(apt: PrivateApt, prefix: string): Promise<readonly string[]> {
  const result = await runApt(apt, ["apt-cache", "pkgnames", prefix]);
  return result.stdout.split("\n").filter((name) => name !== "");
}

/**
 * Downloads packages with everything they depend on, plus packages of which only the files are wanted.
 * Throws "unpack-failed" with the end of apt's output.
 * @returns the paths of the .deb files
 */
export async function downloadPackages(
  apt: PrivateApt,
  packages: readonly string[],
  alone: readonly string[],
): Promise<readonly string[]> {
  const archives = join(apt.folder, "cache/archives");
  const installed = await runApt(apt, ["apt-get", "-y", "--download-only", "install", ...packages]);
  if (installed.exitCode !== 0) throw aptError("apt-get install", installed);
  if (alone.length > 0) {
    const downloaded = await runApt(apt, ["apt-get", "download", ...alone], archives);
    if (downloaded.exitCode !== 0) throw aptError("apt-get download", downloaded);
  }
  return (await readdir(archives)).filter((name) => name.endsWith(".deb")).map((name) => join(archives, name));
}

async function hasLists(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => name.includes("_Packages"));
}

/** The file is read after the system's configuration (apt.conf(5)): proxies stay, hooks that clean up or notify the system go. */
function aptConfig(folder: string, ownSources: boolean): string {
  const lines = [
    `Dir::State "${folder}/state";`,
    `Dir::State::status "${folder}/status";`,
    `Dir::Cache "${folder}/cache";`,
    ...(ownSources ? [`Dir::Etc::SourceList "${folder}/flyback.sources";`, 'Dir::Etc::SourceParts "/dev/null";'] : []),
    'Debug::NoLocking "true";',
    // As root apt would download as the user _apt, who cannot write into our folder.
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
    ...["APT::Update", "DPkg"].flatMap((scope) => [`#clear ${scope}::Pre-Invoke;`, `#clear ${scope}::Post-Invoke;`]),
    "#clear APT::Update::Post-Invoke-Success;",
    "#clear DPkg::Pre-Install-Pkgs;",
    ...["DEP-11", "DEP-11-icons", "DEP-11-icons-small", "DEP-11-icons-large", "Contents-deb"].map(
      (target) => `#clear Acquire::IndexTargets::deb::${target};`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

async function runApt(apt: PrivateApt, command: readonly string[], cwd?: string): Promise<RunResult> {
  const [program = "", ...args] = command;
  const options = ["-c", join(apt.folder, "apt.conf"), "-o", `Dir::State::lists=${apt.lists}`, "-q"];
  const env = { ...apt.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  return runProgram([program, ...options, ...args], {
    env,
    timeoutMs: 1_200_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function aptError(what: string, result: RunResult): ThrowawayError {
  return new ThrowawayError("unpack-failed", `${what} failed:\n${tailOf(`${result.stdout}\n${result.stderr}`)}`);
}
