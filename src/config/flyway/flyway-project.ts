import type { Env } from "../env.ts";
import { join, resolve } from "node:path";
import type { Findings } from "../findings.ts";
import type { ConfigFiles } from "../load-config.ts";
import { scalar } from "../node.ts";
import { readText, shownPath } from "../paths.ts";
import { parseFlywayConf } from "./flyway-conf.ts";
import type { FlywayEntry } from "./flyway-entry.ts";
import { type FlywayVariables, readFlywayVariables } from "./flyway-env.ts";
import { parseFlywayToml } from "./flyway-toml.ts";

export type FlywayInput = {
  readonly files: ConfigFiles;
  readonly env: Env;
  readonly cwd: string;
  readonly workingDirectory: string;
  /** A flyway.toml or flyway.conf that `config-file` names. */
  readonly configFile: string | null;
};

/** Everything that Flyway's files and variables say, not yet sorted by what it means. */
export type FlywayProject = {
  /** True if there is any of it. */
  readonly found: boolean;
  readonly conf: readonly FlywayEntry[];
  readonly toml: readonly FlywayEntry[];
  readonly environments: ReadonlyMap<string, readonly FlywayEntry[]>;
  readonly variables: FlywayVariables;
};

const NO_TOML: Pick<FlywayProject, "toml" | "environments"> = { toml: [], environments: new Map() };

type Found = { readonly path: string; readonly shown: string; readonly text: string };

/**
 * Reads Flyway's files and variables. Files of the current folder come first, then those of the working directory, then
 * those that FLYWAY_CONFIG_FILES and `config-file` name; of two values the later counts. As with Flyway, files are either
 * all TOML or all .conf.
 */
export async function readFlywayProject(input: FlywayInput, findings: Findings): Promise<FlywayProject> {
  const { env } = input;
  const named = namedFiles(input, findings);
  const folders = [...new Set([input.cwd, input.workingDirectory])];
  const toml = existing(
    input,
    folders.flatMap((folder) => [join(folder, "flyway.toml"), join(folder, "flyway.user.toml")]),
    findings,
  );
  const conf = existing(
    input,
    folders.map((folder) => join(folder, "flyway.conf")),
    findings,
  );
  const isTomlMode = isToml(named, findings) ?? (toml.length > 0 || conf.length === 0);
  const isNamed = (path: string): boolean => named.some((file) => file.path === path);
  const used = [...(isTomlMode ? toml : conf).filter(({ path }) => !isNamed(path)), ...named];
  const unused = isTomlMode ? conf : toml;
  if (unused.length > 0) {
    const [one, other] = isTomlMode ? ["conf", "toml"] : ["toml", "conf"];
    findings.notice(`${names(unused)} is not read: as with Flyway, .${one} files do not count beside .${other} ones.`);
  }
  checkEncoding(env, findings);
  const texts = used.map(({ text }) => text);
  const variables = readFlywayVariables({ env, tomlMode: isTomlMode, isMentioned: mentionedIn(texts) }, findings);
  const parsed = isTomlMode ? await parseTomls(used, env, findings) : NO_TOML;
  const count = variables.entries.length + variables.environments.size;
  return {
    found: used.length + count > 0,
    conf: isTomlMode ? [] : parseConfs(used, env, findings),
    ...parsed,
    variables,
  };
}

function mentionedIn(texts: readonly string[]): (name: string) => boolean {
  return (name) => texts.some((text) => text.includes(`{${name}}`) || text.includes(`env.${name}`));
}

function names(files: readonly Found[]): string {
  return files.map(({ shown }) => shown).join(", ");
}

/** Whether the files named are TOML; null if none is named. */
function isToml(named: readonly Found[], findings: Findings): boolean | null {
  const [first] = named;
  if (first === undefined) return null;
  const toml = named.filter(({ path }) => path.endsWith(".toml"));
  if (toml.length > 0 && toml.length < named.length) {
    findings.problem("CONFIGURATION", `TOML and .conf files of Flyway cannot be mixed: ${names(named)}.`);
  }
  return toml.length > 0;
}

function namedFiles(input: FlywayInput, findings: Findings): Found[] {
  const listed = (input.env["FLYWAY_CONFIG_FILES"] ?? "").split(",").map((path) => path.trim());
  const paths = [...listed.filter((path) => path !== ""), ...(input.configFile === null ? [] : [input.configFile])];
  const found: Found[] = [];
  for (const path of paths) {
    const files = existing(input, [resolve(input.workingDirectory, path)], findings);
    if (files.length === 0) findings.problem("FILE_UNREADABLE", `There is no configuration file ${path}.`);
    found.push(...files);
  }
  return found;
}

function existing({ files, cwd }: FlywayInput, paths: readonly string[], findings: Findings): Found[] {
  const found: Found[] = [];
  for (const path of paths) {
    const text = readText(files, path, findings);
    if (text !== null) found.push({ path, shown: shownPath(path, cwd), text });
  }
  return found;
}

async function parseTomls(
  files: readonly Found[],
  env: Env,
  findings: Findings,
): Promise<Pick<FlywayProject, "toml" | "environments">> {
  const toml: FlywayEntry[] = [];
  const environments = new Map<string, readonly FlywayEntry[]>();
  for (const { shown, text } of files) {
    const parsed = await parseFlywayToml({ text, file: shown }, env, findings);
    toml.push(...parsed.engine);
    for (const [name, entries] of parsed.environments) {
      environments.set(name, [...(environments.get(name) ?? []), ...entries]);
    }
  }
  return { toml, environments };
}

function parseConfs(files: readonly Found[], env: Env, findings: Findings): FlywayEntry[] {
  return files.flatMap(({ shown, text }) => {
    const entries = parseFlywayConf(text, env);
    const foreign = entries.filter(({ key }) => !key.startsWith("flyway."));
    if (foreign.length > 0) {
      const lines = foreign.map(({ line }) => String(line)).join(", ");
      findings.notice(`${shown} has lines that set nothing of Flyway's, left out: ${lines}.`);
    }
    return entries
      .filter(({ key }) => key.startsWith("flyway."))
      .map(({ key, value, line }) => ({
        key: key.slice("flyway.".length),
        node: scalar(value, { layer: "flyway-conf", shown: key, at: { file: shown, line } }),
      }));
  });
}

function checkEncoding(env: Env, findings: Findings): void {
  const encoding = env["FLYWAY_CONFIG_FILE_ENCODING"];
  if (encoding === undefined || /^(?:utf-?8)?$/i.test(encoding.trim())) return;
  findings.problem("UNSUPPORTED_SETTING", "Configuration files are read as UTF-8.", {
    layer: "flyway-variable",
    shown: "FLYWAY_CONFIG_FILE_ENCODING",
  });
}
