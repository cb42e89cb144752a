import type { Env } from "./env.ts";
import type { Findings } from "./findings.ts";
import { canonical, scalar } from "./node.ts";
import { findOption, isOutside, type Option, optionNames, optionOf, upperSnake } from "./options.ts";
import type { Origin } from "./origin.ts";
import { didYouMean, suggest } from "./suggest.ts";
import { type ValueSet, ValueSetBuilder } from "./value-set.ts";

/** `FLYBACK_<NAME>_URL` and the like: whether there is a database of that name is known later. */
export type DatabaseVariable = {
  readonly variable: string;
  /** The name as variables have it. */
  readonly database: string;
  readonly option: Option;
  readonly value: string;
};

export type FlybackVariables = {
  readonly set: ValueSet;
  readonly ofDatabases: readonly DatabaseVariable[];
};

/** The options of one database that a variable may set: those that are secrets, and what goes with them. */
const PER_DATABASE = ["url", "user", "password", "password-file"] as const;

/** Variables of flyback's own that are no options: the folder of servers, what its tests read, and GitLab's dotenv report. */
const NO_OPTIONS = /^FLYBACK_(?:CACHE|CORPUS|ORACLES|TEST_.*|OUT_.*)$/;

/** Reads FLYBACK_*. An empty one is not given. An unknown one is a problem, with the name that was probably meant. */
export function readFlybackVariables(env: Env, findings: Findings): FlybackVariables {
  const builder = new ValueSetBuilder("flyback-variable");
  const ofDatabases: DatabaseVariable[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith("FLYBACK_") || value === undefined || NO_OPTIONS.test(variable)) continue;
    const origin: Origin = { layer: "flyback-variable", shown: variable };
    const name = variable.slice("FLYBACK_".length);
    const option = optionOfVariable(name);
    if (option !== undefined) {
      builder.set(option, scalar(value, origin));
      continue;
    }
    if (name.startsWith("PLACEHOLDERS_")) {
      const key = name.slice("PLACEHOLDERS_".length).toLowerCase();
      if (value !== "") builder.setEntry(optionOf("placeholders"), key, value, origin);
      continue;
    }
    const ofDatabase = databaseVariable(variable, name, value);
    if (ofDatabase !== null) ofDatabases.push(ofDatabase);
    else findings.problem("UNKNOWN_OPTION", `There is no such option.${hint(name)}`, origin);
  }
  return { set: builder.build(), ofDatabases };
}

/**
 * Reads INPUT_*, with the hyphens that GitHub keeps and without them, since some shells drop such variables. Run as an
 * action all of them are inputs of this step, so that an unknown one is a mistake; elsewhere they may be another tool's.
 */
export function readInputs(env: Env, isAction: boolean, findings: Findings): ValueSet {
  const builder = new ValueSetBuilder("input");
  const strange: string[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith("INPUT_") || value === undefined) continue;
    const origin: Origin = { layer: "input", shown: variable };
    const name = variable.slice("INPUT_".length);
    const option = optionOfVariable(name);
    if (option !== undefined) addInput(builder, option, scalar(value, origin), findings);
    else if (isAction) findings.problem("UNKNOWN_OPTION", `There is no such input.${hint(name)}`, origin);
    else strange.push(`${variable}${likely(name)}`);
  }
  if (strange.length > 0)
    findings.notice(`No input of flyback, left out: ${strange.join(", ")}.`, undefined, "warning");
  return builder.build();
}

function addInput(builder: ValueSetBuilder, option: Option, node: ReturnType<typeof scalar>, findings: Findings): void {
  const before = builder.get(option);
  if (
    before !== undefined &&
    canonical(before) !== "" &&
    canonical(node) !== "" &&
    canonical(before) !== canonical(node)
  ) {
    findings.problem("CONFIGURATION", `${before.origin.shown} says something else.`, node.origin);
  }
  if (before === undefined || canonical(before) === "") builder.set(option, node);
}

function optionOfVariable(name: string): Option | undefined {
  const option = findOption(name.toLowerCase().replaceAll("_", "-").replaceAll(" ", "-"));
  return option !== undefined && isOutside(option) && name === name.toUpperCase() ? option : undefined;
}

function databaseVariable(variable: string, name: string, value: string): DatabaseVariable | null {
  const found = PER_DATABASE.filter((option) => name.endsWith(`_${upperSnake(option)}`)).at(-1);
  if (found === undefined) return null;
  const database = name.slice(0, -upperSnake(found).length - 1);
  return database === "" ? null : { variable, database, option: optionOf(found), value };
}

function hint(name: string): string {
  const names = optionNames().map(upperSnake);
  return didYouMean(name, names);
}

function likely(name: string): string {
  const meant = suggest(name, optionNames().map(upperSnake));
  return meant === null ? "" : ` (meant as ${meant}?)`;
}

/** What the variables say of one database. */
export function databaseVariables(all: readonly DatabaseVariable[], database: string): ValueSet {
  const builder = new ValueSetBuilder("flyback-variable");
  for (const { variable, option, value } of all.filter((one) => one.database === upperSnake(database))) {
    builder.set(option, scalar(value, { layer: "flyback-variable", shown: variable }));
  }
  return builder.build();
}

/** Those that name no database of the run, most likely misspelt. */
export function unusedDatabaseVariables(
  all: readonly DatabaseVariable[],
  databases: readonly string[],
  findings: Findings,
): void {
  const names = databases.map(upperSnake);
  for (const { variable, database, option } of all.filter((one) => !names.includes(one.database))) {
    const suffix = upperSnake(option.name);
    const known = [...optionNames().map(upperSnake), ...names.map((name) => `${name}_${suffix}`)];
    const text = `There is no such option, and no database of this run has the name ${database}.`;
    findings.problem("UNKNOWN_OPTION", `${text}${didYouMean(`${database}_${suffix}`, known)}`, {
      layer: "flyback-variable",
      shown: variable,
    });
  }
}
