import { resolve } from "node:path";
import type { CommandLine } from "./command-line.ts";
import type { Findings } from "./findings.ts";
import { readFlags } from "./flags.ts";
import { type FlybackFile, readFlybackFile } from "./flyback-file.ts";
import { type FlywayProject, readFlywayProject } from "./flyway/flyway-project.ts";
import { readFlywayEntries } from "./flyway/flyway-values.ts";
import type { LoadInput } from "./load-config.ts";
import { readText, shownPath } from "./paths.ts";
import { Settings } from "./settings.ts";
import { expandTexts } from "./structured-text.ts";
import { byPrecedence, type ValueSet } from "./value-set.ts";
import { type DatabaseVariable, readFlybackVariables, readInputs } from "./variables.ts";
import { parseYaml } from "./yaml.ts";

/** Every value that was found, strongest source first, and what the sources say together. */
export type Sources = {
  readonly sets: readonly ValueSet[];
  readonly databaseVariables: readonly DatabaseVariable[];
  /** Absolute. */
  readonly workingDirectory: string;
  readonly isFlywayProject: boolean;
};

/** The names that flyback's own file may have; there is one of them. */
const FILE_NAMES = ["flyback.yml", "flyback.yaml", "flyback.json"];

/**
 * Reads everything that can set an option: flags, FLYBACK_*, INPUT_*, flyback.yml, FLYWAY_*, flyway.toml and flyway.conf,
 * in this order of precedence.
 */
export async function readSources(input: LoadInput, line: CommandLine, findings: Findings): Promise<Sources> {
  const { argv, env, cwd, files } = input;
  const variables = readFlybackVariables(env, findings);
  const isAction = env["GITHUB_ACTIONS"] === "true" && argv.length === 0;
  const outside = [readFlags(line, findings), variables.set, readInputs(env, isAction, findings)];
  const start = new Settings(outside, findings);
  const workingDirectory = resolve(cwd, start.text("working-directory") ?? ".");
  if (!files.isFolder(workingDirectory)) {
    findings.problem("CONFIGURATION", "There is no such folder.", start.node("working-directory")?.origin);
  }
  const configFile = start.text("config-file");
  const isFlywayFile = configFile !== null && /\.(?:toml|conf)$/.test(configFile);
  const place = { ...input, workingDirectory };
  const own = await readOwnFile(place, isFlywayFile ? null : configFile, isFlywayFile, findings);
  const flyway = await readFlywayProject({ ...place, configFile: isFlywayFile ? configFile : null }, findings);
  const environment = chooseEnvironment(outside, own, flyway, findings);
  const sets = [...outside, ...ownSets(own, environment), ...flywaySets(flyway, environment, findings)];
  return {
    sets: byPrecedence(await expandTexts(sets, findings)),
    databaseVariables: variables.ofDatabases,
    workingDirectory,
    isFlywayProject: flyway.found,
  };
}

type Place = LoadInput & { readonly workingDirectory: string };

async function readOwnFile(
  place: Place,
  named: string | null,
  none: boolean,
  findings: Findings,
): Promise<FlybackFile> {
  const found: { readonly path: string; readonly text: string }[] = [];
  for (const name of none ? [] : named === null ? FILE_NAMES : [named]) {
    const path = resolve(place.workingDirectory, name);
    const text = readText(place.files, path, findings);
    if (text !== null) found.push({ path, text });
  }
  if (found.length > 1) {
    const names = found.map(({ path }) => shownPath(path, place.cwd)).join(" and ");
    findings.problem("CONFIGURATION", `There are ${names}: keep one, or name it as config-file.`);
  }
  const [file] = found;
  if (file === undefined) {
    if (named !== null) findings.problem("FILE_UNREADABLE", `There is no configuration file ${named}.`);
    return readFlybackFile(null, "flyback-file", findings);
  }
  const shown = shownPath(file.path, place.cwd);
  const root = await parseYaml({ text: file.text, layer: "flyback-file", shown, file: shown }, findings);
  return readFlybackFile(root, "flyback-file", findings);
}

function chooseEnvironment(
  outside: readonly ValueSet[],
  own: FlybackFile,
  flyway: FlywayProject,
  findings: Findings,
): string | null {
  const entries = [...flyway.variables.entries, ...flyway.toml].filter(({ key }) => key === "environment");
  const flywaySet = entries.map(({ node }): ValueSet => ({
    layer: node.origin.layer,
    values: new Map([["environment", node]]),
  }));
  const settings = new Settings(byPrecedence([...outside, own.top, ...flywaySet.toReversed()]), findings);
  const name = settings.text("environment");
  const known = [...own.environments.keys(), ...flyway.environments.keys()];
  if (name !== null && known.length > 0 && !known.includes(name)) {
    const origin = settings.node("environment")?.origin;
    findings.problem("CONFIGURATION", `No file has the environment "${name}"; there are ${known.join(", ")}.`, origin);
  }
  const { environments } = flyway;
  if (name === null && environments.size > 0 && !environments.has("default")) {
    const names = [...environments.keys()].join(", ");
    findings.notice(`flyway.toml has the environments ${names}; \`environment\` chooses one.`, undefined, "warning");
  }
  return name;
}

/** The section of the environment hides the top of the file. */
function ownSets(own: FlybackFile, environment: string | null): ValueSet[] {
  const section = environment === null ? undefined : own.environments.get(environment);
  return section === undefined ? [own.top] : [section, own.top];
}

function flywaySets(flyway: FlywayProject, environment: string | null, findings: Findings): ValueSet[] {
  const name = environment ?? "default";
  const { variables, environments, toml, conf } = flyway;
  return [
    readFlywayEntries([...variables.entries, ...(variables.environments.get(name) ?? [])], "flyway-variable", findings),
    readFlywayEntries([...toml, ...(environments.get(name) ?? [])], "flyway-toml", findings),
    readFlywayEntries(conf, "flyway-conf", findings),
  ];
}
