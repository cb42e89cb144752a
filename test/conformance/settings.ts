/** Settings of a run by Flyway's names (without `flyway.`), so that a case reads the same for both tools. */
export type Settings = Readonly<Record<string, string | boolean | number | readonly string[]>>;

/** Where ours has another name than Flyway's in kebab-case. */
const OUR_NAMES: Readonly<Record<string, string>> = { table: "schema-history-table" };

/** Lists of folders: relative to the case's folder, which Flyway's long-lived process does not have as its own. */
const FOLDERS = new Set(["locations", "callbackLocations"]);

export type Resolve = {
  /** The case's folder, absolute. */
  readonly folder: string;
  /** Fills in `{{db}}`. */
  readonly fill: (text: string) => string;
};

/** The settings as the map that Flyway's engine takes. */
export function flywayConfig(settings: Settings, resolve: Resolve): Record<string, string> {
  const entries = texts(settings, resolve).map(([key, value]) => [`flyway.${key}`, value] as const);
  return Object.fromEntries(entries);
}

/** Flyway's settings that ours knows in Flyway's own configuration only, since they mean nothing to it. */
const IN_FLYWAYS_WORDS = new Set(["batch", "stream"]);

/** The settings as our command line. */
export function ourArguments(settings: Settings, resolve: Resolve): string[] {
  return texts(settings, resolve)
    .filter(([key]) => !IN_FLYWAYS_WORDS.has(key))
    .map(([key, value]) => `--${ourName(key)}=${value}`);
}

/** The rest of them, as variables of the environment. */
export function ourEnvironment(settings: Settings, resolve: Resolve): Record<string, string> {
  const entries = texts(settings, resolve).filter(([key]) => IN_FLYWAYS_WORDS.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [`FLYWAY_${key.toUpperCase()}`, value]));
}

function texts(settings: Settings, { folder, fill }: Resolve): [string, string][] {
  return Object.entries(settings).map(([key, value]) => {
    const parts = (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map(fill);
    const located = FOLDERS.has(key) ? parts.map((part) => `filesystem:${folder}/${part}`) : parts;
    return [key, located.join(",")];
  });
}

function ourName(key: string): string {
  // What follows the dot of `placeholders.userName` is a name of the user's and stays as it is.
  const [head = "", ...rest] = key.split(".");
  const name = OUR_NAMES[head] ?? head.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [name, ...rest].join(".");
}
