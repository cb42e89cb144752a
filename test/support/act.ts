import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, copyDist, runProgram } from "./run-bundle.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

/** What became of a workflow under act. */
export type ActRun = {
  readonly code: number | null;
  /** Lines of the steps, masked as act masks them. */
  readonly log: string;
  /** All job summaries. */
  readonly summary: string;
  /** By job: success, failure, … */
  readonly results: Readonly<Record<string, string>>;
};

export type ActOptions = {
  readonly workflow: string;
  /** Files of the repository beside the action's own. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * Runs a workflow on this machine, without containers, in a repository that holds the action as `./`. act takes the first Node on
 * PATH for every action, so that is the one of these tests. Its checkout leaves out what git ignores.
 */
export async function runAct(act: readonly string[], options: ActOptions): Promise<ActRun> {
  const repository = await tempFolder();
  await cp(join(ROOT, "action.yml"), join(repository, "action.yml"));
  await cp(join(ROOT, ".gitignore"), join(repository, ".gitignore"));
  await copyDist(repository);
  await writeFiles(repository, { ...options.files, ".github/workflows/test.yml": options.workflow });
  await git(repository, "init", "-q", "-b", "main");
  await git(repository, "add", "-A");
  await git(repository, "commit", "-q", "-m", "all");
  const outside = await tempFolder();
  const home = join(outside, "home");
  await mkdir(home);
  await symlink(process.execPath, join(outside, "node"));
  const run = await runProgram(
    [
      ...act,
      "push",
      "-P",
      "ubuntu-latest=-self-hosted",
      // By name alone: act takes the value from its environment.
      ...Object.keys(options.secrets).flatMap((name) => ["-s", name]),
      ...Object.entries(options.env ?? {}).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      "--json",
    ],
    {
      cwd: repository,
      env: { ...options.secrets, PATH: `${outside}:${process.env["PATH"] ?? ""}`, HOME: home, XDG_CACHE_HOME: home },
      limitMs: 120_000,
    },
  );
  return { code: run.code, ...readLog(run.stdout, run.stderr) };
}

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  const run = await runProgram(["git", ...identity, ...args], { cwd });
  if (run.code !== 0) throw new Error(`git ${args.join(" ")}: ${run.stderr}`);
}

type ActLine = {
  readonly job?: string;
  readonly msg?: string;
  readonly command?: string;
  readonly content?: string;
  readonly jobResult?: string;
};

function readLog(stdout: string, stderr: string): Omit<ActRun, "code"> {
  const texts: string[] = [stderr];
  const summaries: string[] = [];
  const results: Record<string, string> = {};
  for (const line of stdout.split("\n").filter((text) => text.trim() !== "")) {
    const entry = parseLine(line);
    texts.push(entry.msg ?? line);
    if (entry.command === "summary" && entry.content !== undefined) summaries.push(entry.content);
    // act shows a job by "workflow/job".
    if (entry.jobResult !== undefined) results[(entry.job ?? "").split("/").at(-1) ?? ""] = entry.jobResult;
  }
  return { log: texts.map((text) => text.replace(/\n$/, "")).join("\n"), summary: summaries.join("\n"), results };
}

function parseLine(line: string): ActLine {
  try {
    return JSON.parse(line) as ActLine;
  } catch {
    return { msg: line };
  }
}
