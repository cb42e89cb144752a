import type { Env } from "../env.ts";
import type { Findings } from "../findings.ts";
import { scalar } from "../node.ts";
import type { Origin } from "../origin.ts";
import { suggest } from "../suggest.ts";
import type { FlywayEntry } from "./flyway-entry.ts";
import { FLYWAY_SETTINGS, flywayKeyOfVariable, variableOf } from "./flyway-settings.ts";

export type FlywayVariables = {
  readonly entries: readonly FlywayEntry[];
  /** Of `environments_<name>_<key>`. */
  readonly environments: ReadonlyMap<string, readonly FlywayEntry[]>;
};

export type FlywayVariablesInput = {
  readonly env: Env;
  /** Whether Flyway's files are TOML (or none). */
  readonly tomlMode: boolean;
  /** True for a variable that one of Flyway's files refers to: it is the user's own. */
  readonly isMentioned: (name: string) => boolean;
};

/** Say where files are; they are read elsewhere. */
const ABOUT_FILES: ReadonlySet<string> = new Set(["FLYWAY_CONFIG_FILES", "FLYWAY_CONFIG_FILE_ENCODING"]);

/**
 * Reads FLYWAY_* and, as Flyway does beside a flyway.toml, `flyway_x` and `environments_<name>_<key>` with `_` for a dot.
 * An empty one is not given, but for placeholders, which may be empty. Flyway itself ignores variables that it does not
 * know; a likely misspelling is an error here, any other a notice.
 */
export function readFlywayVariables(
  { env, tomlMode, isMentioned }: FlywayVariablesInput,
  findings: Findings,
): FlywayVariables {
  const entries: FlywayEntry[] = [];
  const environments = new Map<string, FlywayEntry[]>();
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || ABOUT_FILES.has(name)) continue;
    const origin: Origin = { layer: "flyway-variable", shown: name };
    if (name.startsWith("FLYWAY_")) {
      const key = flywayKeyOfVariable(name);
      if (key === undefined) {
        if (!isMentioned(name)) unknown.push(name);
      } else if (value.trim() !== "" || key.startsWith("placeholders."))
        entries.push({ key, node: scalar(value, origin) });
    } else if (tomlMode && name.startsWith("flyway_")) {
      entries.push({ key: name.slice("flyway_".length).replaceAll("_", "."), node: scalar(value, origin) });
    } else if (tomlMode) {
      const [, environment, key] = /^environments_([^_]+)_(.+)$/.exec(name) ?? [];
      if (environment === undefined || key === undefined) continue;
      const entry = { key: key.replaceAll("_", ".").replace(/^flyway\./, ""), node: scalar(value, origin) };
      environments.set(environment, [...(environments.get(environment) ?? []), entry]);
    }
  }
  reportUnknown(unknown, findings);
  return { entries, environments };
}

function reportUnknown(names: readonly string[], findings: Findings): void {
  const known = FLYWAY_SETTINGS.filter(({ key }) => !key.endsWith(".*")).map(({ key }) => variableOf(key));
  const strange: string[] = [];
  for (const name of names) {
    const meant = suggest(name.slice("FLYWAY_".length), known);
    if (meant === null) strange.push(name);
    else findings.problem("UNKNOWN_OPTION", `Did you mean FLYWAY_${meant}?`, { layer: "flyway-variable", shown: name });
  }
  if (strange.length > 0) findings.notice(`No setting of Flyway: ${strange.join(", ")}. Left out.`);
}
