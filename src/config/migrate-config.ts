import type { Env } from "./env.ts";
import { parseIgnorePattern } from "../core/migration/ignore-pattern.ts";
import { parseVersion } from "../core/migration/migration-version.ts";
import { installerLabel } from "./ci-host.ts";
import type { IgnorePattern, MigrateConfig, TargetConfig } from "./config.ts";
import type { Settings } from "./settings.ts";

/** Width of the history's column installed_by. */
const LONGEST_INSTALLED_BY = 100;

/** Flyway's way to write `latest` as a number: the largest of Java's long. */
const LATEST = "9223372036854775807";

/** What is run and how the history is judged. */
export function migrateConfig(settings: Settings, env: Env): MigrateConfig {
  noticeAccepted(settings);
  return {
    target: target(settings),
    outOfOrder: settings.boolean("out-of-order"),
    validateOnMigrate: settings.boolean("validate-on-migrate"),
    ignorePatterns: ignorePatterns(settings),
    ignorePatternsGiven: settings.isGiven("ignore-migration-patterns"),
    baselineOnMigrate: settings.boolean("baseline-on-migrate"),
    baselineVersion: baselineVersion(settings),
    baselineDescription: settings.text("baseline-description") ?? "",
    skipExecutingMigrations: settings.boolean("skip-executing-migrations"),
    executeInTransaction: settings.boolean("execute-in-transaction"),
    group: settings.boolean("group"),
    outputQueryResults: settings.boolean("output-query-results"),
    installedBy: installedBy(settings, env),
  };
}

/** Settings of Flyway that are taken and do nothing, which whoever sets them should know. */
function noticeAccepted(settings: Settings): void {
  const { findings } = settings;
  // Read for their check and for what two sources say of them.
  settings.boolean("mixed");
  if (!settings.boolean("clean-disabled")) {
    findings.notice(
      "There is no clean command, so that there is nothing to allow.",
      settings.node("clean-disabled")?.origin,
    );
  }
  if (settings.boolean("group")) {
    const text =
      "The server commits at every DDL statement, so that migrations cannot be one group; each row of the history is written with its migration.";
    findings.notice(text, settings.node("group")?.origin);
  }
}

function target(settings: Settings): TargetConfig {
  const text = (settings.text("target") ?? "latest").trim();
  const word = text.toLowerCase();
  if (word === "latest" || word === "current" || word === "next") return { kind: word };
  if (text === LATEST) return { kind: "latest" };
  const allowMissing = text.endsWith("?");
  const version = allowMissing ? text.slice(0, -1) : text;
  if (parseVersion(version) === null) {
    const message = `"${text}" is neither a version such as 1.2 nor latest, current or next.`;
    settings.findings.problem("CONFIGURATION", message, settings.node("target")?.origin);
    return { kind: "latest" };
  }
  return { kind: "version", version, allowMissing };
}

function ignorePatterns(settings: Settings): IgnorePattern[] {
  return settings.list("ignore-migration-patterns").flatMap((text) => {
    const pattern = parseIgnorePattern(text);
    if (typeof pattern !== "string") return [pattern];
    settings.findings.problem("CONFIGURATION", `${pattern}.`, settings.node("ignore-migration-patterns")?.origin);
    return [];
  });
}

function baselineVersion(settings: Settings): string {
  const text = (settings.text("baseline-version") ?? "1").trim();
  if (parseVersion(text) === null) {
    const origin = settings.node("baseline-version")?.origin;
    settings.findings.problem("CONFIGURATION", `"${text}" is no version such as 1 or 1.2.`, origin);
  }
  return text;
}

function installedBy(settings: Settings, env: Env): string | null {
  const given = settings.text("installed-by")?.trim();
  if (given === undefined) return installerLabel(env)?.slice(0, LONGEST_INSTALLED_BY) ?? null;
  if (given.length > LONGEST_INSTALLED_BY) {
    const origin = settings.node("installed-by")?.origin;
    settings.findings.problem(
      "CONFIGURATION",
      `It may have at most ${String(LONGEST_INSTALLED_BY)} characters.`,
      origin,
    );
  }
  return given;
}
