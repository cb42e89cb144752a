import { detectPlatform } from "./detect.ts";
import { createGithubPlatform } from "./github.ts";
import { createGitlabPlatform } from "./gitlab.ts";
import { createHost } from "./host.ts";
import { createJenkinsPlatform } from "./jenkins.ts";
import type { Platform, PlatformName, PlatformOptions } from "./platform.ts";
import { createTerminalPlatform } from "./terminal.ts";

/** The platform that the options and the environment ask for. Nothing is printed yet; secrets may be told at once. */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const host = createHost(options);
  const create: Readonly<Record<PlatformName, () => Platform | Promise<Platform>>> = {
    github: () => createGithubPlatform(host, options),
    jenkins: () => createJenkinsPlatform(host),
    gitlab: () => createGitlabPlatform(host, options.now),
    terminal: () => createTerminalPlatform(host, options.now),
  };
  return create[detectPlatform(options.env, options.platform)]();
}
