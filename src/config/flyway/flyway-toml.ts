import type { Env } from "../env.ts";
import type { Findings } from "../findings.ts";
import type { Origin } from "../origin.ts";
import { isTable, tomlEntries, tomlLines } from "./toml-values.ts";
import type { FlywayEntry } from "./flyway-entry.ts";
import { CONNECTION_KEYS, findRootSetting } from "./flyway-settings.ts";

/** A flyway.toml taken apart. */
export type FlywayToml = {
  /** Of `[flyway]`. */
  readonly engine: readonly FlywayEntry[];
  /** Of `[environments.<name>]` and `[environments.<name>.flyway]`. */
  readonly environments: ReadonlyMap<string, readonly FlywayEntry[]>;
};

/** The text of a flyway.toml and the path that it is shown by. */
export type TomlFile = { readonly text: string; readonly file: string };

/** Reads a flyway.toml; what is wrong in it goes to the findings. */
export async function parseFlywayToml({ text, file }: TomlFile, env: Env, findings: Findings): Promise<FlywayToml> {
  const root = await parseToml(text, file, findings);
  const lineOf = tomlLines(text);
  const originOf = (path: readonly string[]): Origin => {
    const line = lineOf(path);
    return { layer: "flyway-toml", shown: path.join("."), at: { file, ...(line === undefined ? {} : { line }) } };
  };
  const context = { env, findings, originOf };
  const engine = isTable(root["flyway"]) ? tomlEntries(root["flyway"], ["flyway"], context) : [];
  for (const { key, node } of engine) {
    if (!isConnectionKey(key)) continue;
    findings.problem("UNKNOWN_OPTION", `It belongs under [environments.default], not under [flyway].`, node.origin);
  }
  const environments = new Map<string, readonly FlywayEntry[]>();
  const sections = isTable(root["environments"]) ? root["environments"] : {};
  for (const [name, section] of Object.entries(sections)) {
    const entries = isTable(section) ? tomlEntries(section, ["environments", name], context) : [];
    environments.set(name, entries.map(withoutPrefix(findings)));
  }
  otherRootKeys(root, originOf, findings);
  return { engine: engine.filter(({ key }) => !isConnectionKey(key)), environments };
}

async function parseToml(text: string, file: string, findings: Findings): Promise<Readonly<Record<string, unknown>>> {
  const { parse, TomlError } = await import(/* webpackMode: "eager" */ "smol-toml");
  try {
    return parse(text.replace(/^\uFEFF/, ""), { integersAsBigInt: true });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Its message goes on with the lines of the file, which may hold a password.
    const [reason] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    const at = { file, line: error.line, column: error.column };
    findings.problem("CONFIGURATION", `This is no valid TOML: ${reason ?? ""}.`, {
      layer: "flyway-toml",
      shown: file,
      at,
    });
    return {};
  }
}

/** `flyway.x` of an environment is the engine's x; the connection's keys stand beside it. */
function withoutPrefix(findings: Findings): (entry: FlywayEntry) => FlywayEntry {
  return ({ key, node }) => {
    if (key.startsWith("flyway.")) return { key: key.slice("flyway.".length), node };
    if (!isConnectionKey(key)) {
      findings.problem(
        "UNKNOWN_OPTION",
        "An environment has no such key; Flyway's own settings stand under its `flyway`.",
        node.origin,
      );
    }
    return { key, node };
  };
}

function isConnectionKey(key: string): boolean {
  return CONNECTION_KEYS.has(key.split(".", 1)[0] ?? "");
}

function otherRootKeys(
  root: Readonly<Record<string, unknown>>,
  originOf: (path: readonly string[]) => Origin,
  findings: Findings,
): void {
  const left: string[] = [];
  for (const key of Object.keys(root)) {
    if (key === "flyway" || key === "environments") continue;
    if (findRootSetting(key) === undefined) {
      findings.problem("UNKNOWN_OPTION", "flyway.toml has no such key.", originOf([key]));
    } else {
      left.push(key);
    }
  }
  const [first] = left;
  if (first === undefined) return;
  findings.notice(`Without meaning here and left out: ${left.join(", ")}.`, {
    ...originOf([first]),
    shown: "flyway.toml",
  });
}
