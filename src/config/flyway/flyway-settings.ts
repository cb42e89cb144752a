import { findOption, type Option, OPTIONS } from "../options.ts";
import type { FlywaySetting } from "./setting.ts";
import { SETTINGS_THAT_CHANGE } from "./settings-that-change.ts";
import { ROOT_WITHOUT_MEANING, SETTINGS_WITHOUT_MEANING } from "./settings-without-meaning.ts";

/** Every setting of Flyway's configuration, the supported ones in the order of the options that they set. */
export const FLYWAY_SETTINGS: readonly FlywaySetting[] = [
  ...OPTIONS.flatMap((option): FlywaySetting[] =>
    option.flyway === undefined ? [] : [{ key: option.flyway, class: "supported", option: option.name }],
  ),
  ...SETTINGS_WITHOUT_MEANING,
  ...SETTINGS_THAT_CHANGE,
];

/** The keys that stand under `[environments.<name>]` in flyway.toml and not under `[flyway]`. */
export const CONNECTION_KEYS: ReadonlySet<string> = new Set([
  "url",
  "user",
  "password",
  "driver",
  "displayName",
  "schemas",
  "connectRetries",
  "connectRetriesInterval",
  "initSql",
  "jdbcProperties",
  "resolvers",
  "provisioner",
]);

const BY_KEY: ReadonlyMap<string, FlywaySetting> = new Map(
  FLYWAY_SETTINGS.map((setting) => [setting.key, setting] as const),
);

const ROOT: ReadonlyMap<string, FlywaySetting> = new Map(ROOT_WITHOUT_MEANING.map((setting) => [setting.key, setting]));

/** The setting of a key without `flyway.`; a key of a section has the section's. */
export function findFlywaySetting(key: string): FlywaySetting | undefined {
  return lookUp(BY_KEY, key);
}

/** The setting of a key at the top of flyway.toml. */
export function findRootSetting(key: string): FlywaySetting | undefined {
  return lookUp(ROOT, key);
}

/** The option that a key of Flyway sets, for those who write one where an option is expected. */
export function findFlywayOption(key: string): Option | null {
  const setting = BY_KEY.get(key);
  return setting?.class === "supported" ? (findOption(setting.option) ?? null) : null;
}

/** Every key, for suggestions. */
export function flywayKeys(): string[] {
  return [...BY_KEY.keys(), "jdbcProperties"].filter((key) => !key.endsWith(".*"));
}

/** The key that a variable sets: `FLYWAY_BASELINE_VERSION` is `baselineVersion`; undefined for names that are none. */
export function flywayKeyOfVariable(name: string): string | undefined {
  const rest = name.slice("FLYWAY_".length);
  for (const map of ["placeholders", "jdbcProperties"]) {
    const prefix = `${variableOf(map)}_`;
    if (rest.startsWith(prefix) && rest !== prefix) return `${map}.${rest.slice(prefix.length).toLowerCase()}`;
  }
  const exact = FLYWAY_SETTINGS.find(({ key, env }) => !key.endsWith(".*") && rest === (env ?? variableOf(key)));
  if (exact !== undefined) return exact.key;
  const section = FLYWAY_SETTINGS.find(
    ({ key, env }) => key.endsWith(".*") && rest.startsWith(env ?? `${variableOf(key.slice(0, -2))}_`),
  );
  return section?.key.replace(".*", `.${rest.toLowerCase()}`);
}

/** A key as its variable has it, without FLYWAY_: `baselineVersion` is `BASELINE_VERSION`. */
export function variableOf(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .replaceAll(".", "_");
}

function lookUp(settings: ReadonlyMap<string, FlywaySetting>, key: string): FlywaySetting | undefined {
  const dot = key.indexOf(".");
  return settings.get(key) ?? (dot === -1 ? settings.get(`${key}.*`) : settings.get(`${key.slice(0, dot)}.*`));
}
