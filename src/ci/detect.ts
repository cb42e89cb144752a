import { randomUUID } from "node:crypto";
import type { Environment, PlatformName } from "./platform.ts";

/**
 * The host that the environment speaks of: GitHub (also `act`, which runs workflows on one's own machine), Jenkins, GitLab,
 * else a terminal.
 * @param choice the option `platform`; `auto` looks at the environment
 */
export function detectPlatform(env: Environment, choice: "auto" | PlatformName): PlatformName {
  if (choice !== "auto") return choice;
  if (env["GITHUB_ACTIONS"] === "true" || isSet(env["ACT"])) return "github";
  if (isJenkins(env)) return "jenkins";
  if (env["GITLAB_CI"] === "true") return "gitlab";
  return "terminal";
}

/** JENKINS_URL is there only where the administrator has set the server's address. */
function isJenkins(env: Environment): boolean {
  const isBuild = isSet(env["JOB_NAME"]) && isSet(env["BUILD_NUMBER"]);
  return isSet(env["JENKINS_URL"]) || isSet(env["JENKINS_HOME"]) || isBuild;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false";
}

/**
 * True if GitHub's runner started us for a `uses:` step. In a `run:` step a user may redirect standard output into a file, and
 * a command with a secret in it (`::add-mask::`) must not get there.
 */
export function isActionStep(env: Environment): boolean {
  return Object.keys(env).some((name) => name.startsWith("INPUT_"));
}

/**
 * What tells this CI job from every other, its next attempt included: a rollback without `run-id` takes back a run of the same
 * job only. Null in a terminal.
 */
export function ciJob(env: Environment): string | null {
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt, GITHUB_JOB: job } = env;
  if (isSet(repository) && isSet(run)) return `github:${repository}@${run}.${attempt ?? "1"}/${job ?? ""}`;
  if (isSet(env["JOB_NAME"]) && isSet(env["BUILD_NUMBER"])) return `jenkins:${env["JOB_NAME"]}#${env["BUILD_NUMBER"]}`;
  // Of the server and the job: ids are counted for each GitLab.
  if (isSet(env["CI_JOB_ID"])) return `gitlab:${env["CI_SERVER_HOST"] ?? ""}#${env["CI_JOB_ID"]}`;
  // On a host that is not known no two calls are taken for one job: there the run must be named.
  return env["CI"] === "true" || env["CI"] === "1" ? `ci:${randomUUID()}` : null;
}

/** What a run is called for those who wait for its lock: the address of the CI job, else who runs it and where. */
export function runLabel(env: Environment, hostname: string): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (isSet(repository) && isSet(run))
    return `GitHub ${server ?? "https://github.com"}/${repository}/actions/runs/${run}`;
  if (isSet(env["BUILD_URL"])) return `Jenkins ${env["BUILD_URL"]}`;
  if (isSet(env["JOB_NAME"]) && isSet(env["BUILD_NUMBER"])) return `Jenkins ${env["JOB_NAME"]} #${env["BUILD_NUMBER"]}`;
  if (isSet(env["CI_JOB_URL"])) return `GitLab ${env["CI_JOB_URL"]}`;
  return `${env["USER"] ?? env["LOGNAME"] ?? "someone"} on ${hostname}`;
}
