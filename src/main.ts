/** Puts the parts together: settings → platform → command → reports → exit code. The only file that knows them all. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { createPlatform } from "./ci/create-platform.ts";
import { ciJob, runLabel } from "./ci/detect.ts";
import type { Platform } from "./ci/platform.ts";
import { decidePost, isPostStep, readStepState, type PostDecision } from "./ci/post-step.ts";
import { COMMANDS } from "./commands/index.ts";
import { readCommand } from "./config/command.ts";
import type { Config, ReportConfig } from "./config/config.ts";
import { renderHelp } from "./config/help.ts";
import { loadConfig, type LoadResult } from "./config/load-config.ts";
import { EXIT, MigrationError, type Problem } from "./core/problem.ts";
import type { RunResult } from "./core/result.ts";
import { refusedResult, runCommand } from "./engine/run.ts";
import { configFiles } from "./fs/config-files.ts";
import { createMigrationFiles } from "./fs/migration-files.ts";
import { initStatements } from "./main/init-sql.ts";
import { asRollback, isGone, postReports } from "./main/post-step.ts";
import { openDumps } from "./main/dumps.ts";
import { openWayBack } from "./main/way-back.ts";
import { createSignal } from "./main/signals.ts";
import { startThrowawayServers } from "./main/throwaway-servers.ts";
import { addressOf } from "./mysql/connect.ts";
import { openDatabase } from "./mysql/database.ts";
import { VERSION } from "./version.ts";

const TOOL = { name: "flyback", version: VERSION } as const;

/** Runs the command line. Sets the exit code; never throws. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (isPostStep(process.argv[1])) {
    process.exitCode = await run(argv);
    return;
  }
  const request = readCommand(argv, process.env);
  switch (request.kind) {
    case "version":
      process.stdout.write(`flyback ${VERSION}\n`);
      return;
    case "help":
      (request.asked ? process.stdout : process.stderr).write(
        `${renderHelp(request.topic, Object.values(COMMANDS))}\n`,
      );
      process.exitCode = request.asked ? EXIT.ok : EXIT.usage;
      return;
    case "unknown":
    case "run":
      process.exitCode = await run(argv);
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const { env } = process;
  const loaded = await loadConfig({ argv, env, cwd: process.cwd(), files: configFiles });
  const settings = loaded.ok ? loaded.config : loaded.run;
  const platform = await createPlatform({
    env,
    stdout: process.stdout,
    stderr: process.stderr,
    platform: settings.platform,
    color: settings.color,
    json: settings.reports.json,
    now: () => performance.now(),
  });
  for (const secret of loaded.secrets) platform.maskSecret(secret);
  const post = isPostStep(process.argv[1]) ? decide(loaded, platform) : null;
  if (post?.kind === "nothing") {
    platform.close();
    return EXIT.ok;
  }
  const about = {
    tool: TOOL,
    command: post === null ? settings.command : "rollback",
    startedAt: new Date().toISOString(),
    hostname: hostname(),
    notices: loaded.notices,
    ...(settings.configFile === null ? {} : { configFile: settings.configFile }),
  };
  const result = loaded.ok
    ? await execute(post === null ? loaded.config : asRollback(loaded.config, post.runId), platform, about)
    : refusedResult(about, loaded.problems);
  const reports = post === null ? settings.reports : postReports(settings.reports);
  return publish(platform, result, { reports, workingDirectory: settings.workingDirectory });
}

/** What the post step does, which it says in one line. */
function decide(loaded: LoadResult, platform: Platform): PostDecision {
  const { jobStatus } = loaded.ok ? loaded.config : loaded.run;
  const decision = decidePost(readStepState(process.env), jobStatus);
  const isWanted = decision.kind === "rollback" && !(loaded.ok && isGone(loaded.config));
  const done: PostDecision =
    decision.kind === "nothing" || isWanted ? decision : { kind: "nothing", why: "the server ended with its step" };
  const what = done.kind === "nothing" ? "nothing to do after the job" : `taking run ${done.runId} back`;
  platform.log(`flyback: ${what}: ${done.why}.`);
  return done;
}

type About = Pick<RunResult, "tool" | "command" | "startedAt" | "hostname" | "notices">;

async function publish(
  platform: Platform,
  result: RunResult,
  request: { reports: ReportConfig; workingDirectory: string },
): Promise<number> {
  const published = await platform.publish(result, request);
  platform.close();
  return published.exitCode;
}

/** Runs the command; whatever happens, there is a result to report. */
async function execute(config: Config, platform: Platform, about: About): Promise<RunResult> {
  const stopper = createSignal(process, (line) => platform.log(line), isAttended(config));
  try {
    const servers = await startThrowawayServers(config, process.env, (line) => platform.log(line));
    try {
      return await runWith(servers.config, platform, about, stopper.signal);
    } finally {
      await servers.stop();
    }
  } catch (error) {
    return refusedResult(about, problemsOf(error));
  } finally {
    stopper.stop();
  }
}

/** In a terminal a run that is stopped goes back before it ends. */
function isAttended({ command, undo, dryRun }: Config): boolean {
  const goesBack = command === "rollback" || (command === "migrate" && !dryRun && undo.onFailure === "rollback");
  return goesBack && ciJob(process.env) === null;
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof MigrationError) return error.problems;
  return [{ code: "INTERNAL", message: error instanceof Error ? (error.stack ?? error.message) : String(error) }];
}

async function runWith(config: Config, platform: Platform, about: About, signal: AbortSignal): Promise<RunResult> {
  const label = platform.mask(runLabel(process.env, about.hostname));
  const { progress } = platform;
  return runCommand({
    config,
    command: COMMANDS[config.command],
    version: VERSION,
    hostname: about.hostname,
    notices: about.notices,
    addressOf,
    ports: {
      connect: async (database) =>
        openDatabase(database, {
          initStatements: await initStatements(database),
          runLabel: label,
          signal,
          onMessage: (text) => progress.message("info", text, database.name),
        }),
      files: createMigrationFiles(config.workingDirectory),
      progress,
      runStarted: (runId) => {
        const { onFailure, onJobFailure } = config.undo;
        platform.runStarted({ runId, onFailure, onJobFailure });
      },
      group: (title, work) => platform.group(title, work),
      clock: { now: () => performance.now(), iso: () => new Date().toISOString(), wall: () => Date.now() },
      signal,
      runLabel: label,
      ciJob: ciJob(process.env),
      random: () => randomBytes(3).toString("hex"),
      dumps: (database, connected) => openDumps(config, database, connected, { env: process.env, signal }),
      wayBack: (database, connected) => openWayBack(config.undo, database, connected, progress),
    },
  });
}
