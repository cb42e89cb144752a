import type { Env } from "./env.ts";

/** A CI system by the variables that it sets; `other` says no more than CI=true. */
export type CiHost = "github" | "jenkins" | "gitlab" | "other";

/**
 * The CI system that the run is in; null in a terminal. JENKINS_URL is there only where the administrator has set the
 * server's address, and Hudson never has it.
 */
export function ciHost(env: Env): CiHost | null {
  if (env["GITHUB_ACTIONS"] === "true" || isSet(env["ACT"])) return "github";
  const isBuild = isSet(env["JOB_NAME"]) && isSet(env["BUILD_NUMBER"]);
  if (isBuild || ["JENKINS_URL", "JENKINS_HOME", "HUDSON_URL", "BUILD_TAG"].some((name) => isSet(env[name])))
    return "jenkins";
  if (env["GITLAB_CI"] === "true") return "gitlab";
  return env["CI"] === "true" || env["CI"] === "1" ? "other" : null;
}

/** Who is written into the history where nobody says: the CI run that it belongs to; null elsewhere. */
export function installerLabel(env: Env): string | null {
  const { GITHUB_ACTOR: actor, GITHUB_RUN_ID: run, JOB_NAME: job, BUILD_NUMBER: build } = env;
  switch (ciHost(env)) {
    case "github":
      return isSet(actor) && isSet(run) ? `github:${actor}@${run}` : null;
    case "jenkins":
      return isSet(job) && isSet(build) ? `jenkins:${job}#${build}` : null;
    default:
      return null;
  }
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
