import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/commands/index.ts";
import { commandWords } from "../../src/config/command-line.ts";
import { FLYWAY_SETTINGS, variableOf } from "../../src/config/flyway/flyway-settings.ts";
import { isOutside, OPTIONS, upperSnake } from "../../src/config/options.ts";
import { OUTPUT_NAMES } from "../../src/report/outputs.ts";
import { outdatedFiles } from "../../scripts/generate/files.ts";

const ROOT = join(import.meta.dirname, "../..");

type Action = {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
};

async function action(): Promise<Action> {
  return load(await readFile(join(ROOT, "action.yml"), "utf8")) as Action;
}

describe("the generated files", () => {
  test("are what the tables make of them (else: npx tsx scripts/generate.ts)", async () => {
    expect((await outdatedFiles(ROOT)).map(({ path }) => path)).toEqual([]);
  });
});

describe("the table of options", () => {
  test.each(OPTIONS.map((option) => [option.name, option] as const))("has whole sentences for %s", (_, { help }) => {
    expect(help).toMatch(/^[A-ZA-Z].*[.]$/s);
    expect(help.length).toBeGreaterThan(15);
  });

  test("has names in kebab-case, each once, aliases included", () => {
    const names = OPTIONS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("has no two options with one variable", () => {
    const variables = OPTIONS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]).map(upperSnake);
    expect(new Set(variables).size).toBe(variables.length);
  });

  test("has the defaults among the words of an option", () => {
    const wrong = OPTIONS.filter((option) => option.type === "enum" && !option.words.includes(option.default));
    expect(wrong).toEqual([]);
  });

  test("has the commands that there are", () => {
    expect(commandWords()).toEqual([...Object.keys(COMMANDS), "help", "version"]);
  });
});

describe("action.yml", () => {
  test("declares every option that can come from outside, in the table's order", async () => {
    const { inputs } = await action();
    expect(Object.keys(inputs)).toEqual(OPTIONS.filter(isOutside).map(({ name }) => name));
  });

  test("declares no default but for the command and the job's state", async () => {
    const { inputs } = await action();
    const defaults = Object.entries(inputs).flatMap(([name, input]) =>
      input.default === undefined ? [] : [[name, input.default]],
    );
    expect(Object.fromEntries(defaults)).toEqual({ command: "migrate", "job-status": "${{ job.status }}" });
  });

  test("declares the outputs that are set, and runs the bundle", async () => {
    const { outputs, runs } = await action();
    expect(Object.keys(outputs)).toEqual([...OUTPUT_NAMES]);
    expect(runs).toEqual({
      using: "node24",
      main: "dist/index.js",
      post: "dist/post.js",
      "post-if": "always()",
    });
  });
});

describe("the table of Flyway's settings", () => {
  test("has every key once, and no two keys with one variable but for the two names of resolvers", () => {
    const keys = FLYWAY_SETTINGS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const variables = FLYWAY_SETTINGS.filter(({ key }) => !key.endsWith(".*")).map(
      ({ key, env }) => env ?? variableOf(key),
    );
    expect(variables.filter((name, index) => variables.indexOf(name) !== index)).toEqual(["RESOLVERS"]);
  });
});
