import { parseEncoding } from "../core/migration/encoding.ts";
import type { MigrationFilesConfig, NamingConfig, PlaceholderConfig } from "./config.ts";
import type { NamesOf } from "./options.ts";
import { isSecretName } from "./secret-names.ts";
import type { Settings } from "./settings.ts";

/** Where the scripts are and how they are read. `defaultLocation` is used where none is set. */
export function filesConfig(settings: Settings, defaultLocation: string): MigrationFilesConfig {
  const encoding = required(settings, "encoding").trim();
  if (parseEncoding(encoding) === null) {
    settings.findings.problem(
      "CONFIGURATION",
      `"${encoding}" is no character set that is known here.`,
      settings.node("encoding")?.origin,
    );
  }
  return {
    locations: settings.isGiven("locations") ? locations(settings, "locations") : [defaultLocation],
    callbackLocations: locations(settings, "callback-locations"),
    failOnMissingLocations: settings.boolean("fail-on-missing-locations"),
    naming: namingConfig(settings),
    validateMigrationNaming: settings.boolean("validate-migration-naming"),
    encoding,
    detectEncoding: settings.boolean("detect-encoding"),
    placeholders: placeholderConfig(settings),
    skipDefaultCallbacks: settings.boolean("skip-default-callbacks"),
  };
}

function namingConfig(settings: Settings): NamingConfig {
  return {
    sqlMigrationPrefix: required(settings, "sql-migration-prefix"),
    repeatableSqlMigrationPrefix: required(settings, "repeatable-sql-migration-prefix"),
    baselineMigrationPrefix: required(settings, "baseline-migration-prefix"),
    undoSqlMigrationPrefix: required(settings, "undo-sql-migration-prefix"),
    sqlMigrationSeparator: required(settings, "sql-migration-separator"),
    sqlMigrationSuffixes: settings.list("sql-migration-suffixes"),
  };
}

function placeholderConfig(settings: Settings): PlaceholderConfig {
  const { findings } = settings;
  const separator = required(settings, "placeholder-separator");
  const values = new Map<string, string>();
  const secretNames = new Set(settings.list("secret-placeholders").map((name) => name.toLowerCase()));
  for (const [key, { value, origin }] of settings.map("placeholders")) {
    const text = value.kind === "scalar" ? value.text : "";
    if (key.startsWith(`flyway${separator}`)) {
      findings.problem(
        "CONFIGURATION",
        `Placeholders that begin with flyway${separator} are built in and cannot be set.`,
        origin,
      );
    }
    if (isSecretName(key)) secretNames.add(key);
    if (secretNames.has(key)) findings.secret(text);
    values.set(key, text);
  }
  return {
    replacement: settings.boolean("placeholder-replacement"),
    prefix: required(settings, "placeholder-prefix"),
    suffix: required(settings, "placeholder-suffix"),
    separator,
    values,
    secretNames,
  };
}

/** Places that are no folders on this machine, and what to write instead. */
const OTHER_PLACES: Readonly<Record<string, string>> = {
  classpath:
    "is a folder in a Java archive; write the folder that it is made of, such as src/main/resources/db/migration",
  s3: "is in Amazon's storage; fetch the files in the step before",
  gcs: "is in Google's storage; fetch the files in the step before",
};

function locations(settings: Settings, name: "locations" | "callback-locations"): string[] {
  return settings.list(name).map((text) => {
    const prefix = /^([a-z0-9]{2,}):/i.exec(text)?.[1]?.toLowerCase();
    if (prefix === undefined) return text;
    if (prefix === "filesystem") return text.slice("filesystem:".length);
    const why = OTHER_PLACES[prefix] ?? "is no folder; write its path, or filesystem: and its path";
    settings.findings.problem("CONFIGURATION", `${text} ${why}.`, settings.node(name)?.origin);
    return text;
  });
}

/** A text that has a default. */
function required(settings: Settings, name: NamesOf<"string">): string {
  return settings.text(name) ?? "";
}
