import type { Env } from "./env.ts";
import { resolve } from "node:path";
import { ciHost } from "./ci-host.ts";
import type { ReportConfig, RunConfig } from "./config.ts";
import type { NamesOf } from "./options.ts";
import type { Settings } from "./settings.ts";

export type RunInput = { readonly command: string; readonly env: Env; readonly workingDirectory: string };

/** The part of the configuration that reports need. */
export function runConfig(settings: Settings, { command, env, workingDirectory }: RunInput): RunConfig {
  const platform = settings.word("platform");
  const onHost = platform === "auto" ? ciHost(env) !== null : platform !== "terminal";
  return {
    command,
    workingDirectory,
    configFile: settings.text("config-file"),
    environment: settings.text("environment"),
    platform,
    jobStatus: settings.text("job-status"),
    color: settings.word("color"),
    reports: reportConfig(settings, workingDirectory, onHost),
  };
}

/** JUnit XML and markdown are wanted on every CI host, and in a terminal only where they are asked for. */
function reportConfig(settings: Settings, workingDirectory: string, onHost: boolean): ReportConfig {
  const path = (name: NamesOf<"path">, onHostDefault: string | null = null): string | null => {
    const given = settings.text(name)?.trim() ?? (onHost ? onHostDefault : null);
    return given === null ? null : resolve(workingDirectory, given);
  };
  return {
    junitPath: path("junit-path", "flyback-junit.xml"),
    markdownPath: path("report-path", "flyback-report.md"),
    jsonPath: path("json-path"),
    propertiesPath: path("properties-path"),
    dotenvPath: path("dotenv-path"),
    summary: settings.boolean("summary"),
    annotations: settings.boolean("annotations"),
    maxAnnotations: settings.integer("max-annotations"),
    logSql: settings.word("log-sql"),
    json: settings.boolean("json"),
  };
}
