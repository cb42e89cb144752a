import type { Findings } from "./findings.ts";
import { isEmpty, type MapNode, type Node } from "./node.ts";
import { findOption, type Option, optionNames } from "./options.ts";
import type { Layer } from "./origin.ts";
import { didYouMean } from "./suggest.ts";
import { type ValueSet, ValueSetBuilder } from "./value-set.ts";

/** The key under which a file has sections for its environments. */
const ENVIRONMENTS = "environments";

/** A flyback.yml, checked for what its keys are. */
export type FlybackFile = {
  readonly top: ValueSet;
  /** The sections under `environments`. */
  readonly environments: ReadonlyMap<string, ValueSet>;
};

/** Sorts the file's keys into options and sections; unknown ones, and those that have no place there, are problems. */
export function readFlybackFile(root: Node | null, layer: Layer, findings: Findings): FlybackFile {
  const environments = new Map<string, ValueSet>();
  if (root === null || isEmpty(root)) return { top: { layer, values: new Map() }, environments };
  if (root.kind !== "map") {
    findings.problem("CONFIGURATION", "Expected `name: value` lines.", root.origin);
    return { top: { layer, values: new Map() }, environments };
  }
  const sections = root.entries.find(({ key }) => key === ENVIRONMENTS)?.value;
  if (sections !== undefined) readSections(sections, environments, findings);
  const top = readOptions(
    { ...root, entries: root.entries.filter(({ key }) => key !== ENVIRONMENTS) },
    { layer, allowed: isInFile, others: [ENVIRONMENTS] },
    findings,
  );
  return { top, environments };
}

function readSections(sections: Node, environments: Map<string, ValueSet>, findings: Findings): void {
  if (sections.kind !== "map") {
    findings.problem("CONFIGURATION", "Expected a section by the name of each environment.", sections.origin);
    return;
  }
  for (const { key, value } of sections.entries) {
    if (value.kind === "map") {
      environments.set(key, readOptions(value, { layer: value.origin.layer, allowed: isInFile, others: [] }, findings));
    } else if (isEmpty(value)) {
      environments.set(key, { layer: value.origin.layer, values: new Map() });
    } else {
      findings.problem("CONFIGURATION", "Expected the environment's settings as `name: value` lines.", value.origin);
    }
  }
}

export type OptionRules = {
  readonly layer: Layer;
  readonly allowed: (option: Option) => boolean;
  /** Keys that are no options, for suggestions. */
  readonly others: readonly string[];
};

/** The options of one map, such as the top of the file or an entry of `databases`. */
export function readOptions(map: MapNode, rules: OptionRules, findings: Findings): ValueSet {
  const builder = new ValueSetBuilder(rules.layer);
  for (const { key, origin, value } of map.entries) {
    const option = findOption(key);
    if (option === undefined) {
      findings.problem("UNKNOWN_OPTION", `There is no such option.${hint(key, rules)}`, origin);
    } else if (!rules.allowed(option)) {
      findings.problem("CONFIGURATION", misplaced(option), origin);
    } else if (builder.has(option)) {
      findings.problem("CONFIGURATION", `${option.name} is there under another name as well.`, origin);
    } else {
      builder.set(option, value);
    }
  }
  return builder.build();
}

function hint(key: string, { allowed, others }: OptionRules): string {
  const names = optionNames().filter((name) => {
    const option = findOption(name);
    return option !== undefined && allowed(option);
  });
  return didYouMean(key, [...names, ...others]);
}

/** True for what may stand at the top of the file and in an environment's section. */
function isInFile(option: Option): boolean {
  return option.scope === "run" || option.scope === "database";
}

/** True for what may stand in an entry of `databases`. */
export function isInEntry(option: Option): boolean {
  return option.scope === "entry" || option.scope === "database";
}

function misplaced(option: Option): string {
  switch (option.scope) {
    case "start":
      return `It says what to do or where the files are: give it as --${option.name}, as a variable or as an input.`;
    case "entry":
      return "It belongs into an entry of `databases`.";
    case "run":
    case "database":
      return "It is set once for the run, outside the list of databases.";
  }
}
