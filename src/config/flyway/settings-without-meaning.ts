import type { OtherSetting } from "./setting.ts";

const JAVA = "There is no Java here.";
const ACCOUNT = "There is no licence and no account here.";
const OTHER_DATABASE = "It is for another database.";
const OTHER_COMMAND = "There is no such command here.";
const OTHER_TOOL = "It is for another program.";

/** Flyway's settings that cannot change what ends up in the database. */
export const SETTINGS_WITHOUT_MEANING: readonly OtherSetting[] = (
  [
    ["driver", JAVA],
    ["jarDirs", `${JAVA} Migrations and callbacks in jars are not run.`],
    ["configurations", JAVA],
    ["loggers", "The log goes to the standard output."],
    ["lockRetryCount", "It has no effect in Flyway either, with named locks; `lock-timeout` limits the wait."],
    ["batch", "Statements are sent one by one; the result is the same."],
    ["stream", "Files are always read as streams."],
    ["outputType", "`json` prints the result as JSON."],
    ["outputProgress", "Progress is always shown."],
    ["outputLogsInJson", "`json` prints the result as JSON."],
    ["outputFile", "`json-path` and `report-path` write files."],
    ["reportEnabled", "`report-path` and `junit-path` write the reports."],
    ["reportFilename", "`report-path` and `junit-path` write the reports."],
    ["communityDBSupportEnabled", "Only MySQL and MariaDB are supported."],
    ["scriptPlaceholderPrefix", "It is for shell scripts, which are not run."],
    ["scriptPlaceholderSuffix", "It is for shell scripts, which are not run."],
    ["powershellExecutable", "It is for shell scripts, which are not run."],
    ["failOnMissingTarget", "A missing `target` always fails unless it ends in a question mark."],
    ["configFileEncoding", "Configuration files are read as UTF-8."],
    ["provisionMode", "Environments are not provisioned here."],
    ["environmentProvisionMode", "Environments are not provisioned here."],
    ["displayName", "It is for Flyway Desktop."],
    ["licenseKey", ACCOUNT],
    ["offlinePermitPath", ACCOUNT],
    ["email", ACCOUNT],
    ["token", ACCOUNT],
    ["pipelineId", ACCOUNT],
    ["publishResult", ACCOUNT],
    ["schemaModelLocation", OTHER_COMMAND],
    ["schemaModelSchemas", OTHER_COMMAND],
    ["add.*", OTHER_COMMAND],
    ["check.*", OTHER_COMMAND],
    ["deploy.*", OTHER_COMMAND],
    ["diff.*", OTHER_COMMAND],
    ["diffText.*", OTHER_COMMAND],
    ["generate.*", OTHER_COMMAND],
    ["init.*", OTHER_COMMAND],
    ["migrate.*", "Snapshots by Flyway's rules are not made."],
    ["model.*", OTHER_COMMAND],
    ["prepare.*", OTHER_COMMAND],
    ["snapshot.*", OTHER_COMMAND],
    ["undo.*", OTHER_COMMAND],
    ["clickhouse.*", OTHER_DATABASE],
    ["db2z.*", OTHER_DATABASE],
    ["oracle.*", OTHER_DATABASE],
    ["postgresql.*", OTHER_DATABASE],
    ["sqlserver.*", OTHER_DATABASE],
    ["mongodb.*", OTHER_DATABASE],
  ] as const
).map(([key, why]) => ({ key, class: "no-meaning", why, ...envOf(key) }));

/** What may stand beside `[flyway]` and `[environments]` in flyway.toml. */
export const ROOT_WITHOUT_MEANING: readonly OtherSetting[] = (
  [
    ["id", OTHER_TOOL],
    ["name", OTHER_TOOL],
    ["databaseType", "The server says what it is."],
    ["flywayDesktop.*", OTHER_TOOL],
    ["redgateCompare.*", OTHER_TOOL],
    ["redgate_compare.*", OTHER_TOOL],
  ] as const
).map(([key, why]) => ({ key, class: "no-meaning", why }));

function envOf(key: string): { readonly env?: string } {
  if (key === "communityDBSupportEnabled") return { env: "COMMUNITY_DB_SUPPORT_DISABLED" };
  return key === "sqlserver.*" ? { env: "SQL_SERVER_" } : {};
}
