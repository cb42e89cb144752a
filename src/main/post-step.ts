import type { Config, ReportConfig } from "../config/config.ts";

/** The post step writes log and summary; the files are those of the main step, which later steps may have collected. */
export function postReports(reports: ReportConfig): ReportConfig {
  const none = { junitPath: null, markdownPath: null, jsonPath: null, propertiesPath: null, dotenvPath: null };
  return { ...reports, ...none, json: false };
}

/** The main step's configuration, to take back its run. */
export function asRollback(config: Config, runId: string): Config {
  return {
    ...config,
    command: "rollback",
    dryRun: false,
    planHash: null,
    undo: { ...config.undo, runId },
    reports: postReports(config.reports),
  };
}

/** True if the servers of the run ended with its step. */
export function isGone({ databases }: Config): boolean {
  return databases.every(({ connection }) => connection.throwaway !== null);
}
