import { describe, expect, test } from "vitest";
import { config, database, notices, problems, type Run } from "./support.ts";

/** Every source of `target`, the strongest first. */
const SOURCES: readonly (readonly [name: string, run: Run])[] = [
  ["the flag", { argv: ["--target=1"] }],
  ["FLYBACK_TARGET", { env: { FLYBACK_TARGET: "2" } }],
  ["INPUT_TARGET", { env: { INPUT_TARGET: "3" } }],
  [
    "the section of flyback.yml",
    { files: { "flyback.yml": "environment: x\ntarget: 5\nenvironments: { x: { target: 4 } }" } },
  ],
  ["the top of flyback.yml", { files: { "flyback.yml": "target: 5" } }],
  ["FLYWAY_TARGET", { env: { FLYWAY_TARGET: "6" } }],
  ["flyway.toml", { files: { "flyway.toml": '[flyway]\ntarget = "7"' } }],
];

describe("the strongest source counts", () => {
  test.each(SOURCES.slice(0, -1).map(([name], index) => [name, index] as const))(
    "%s over all below",
    async (_, index) => {
      const runs = SOURCES.slice(index).map(([, run]) => run);
      const strongest = runs[0];
      const { migrate } = await database({
        argv: runs.flatMap(({ argv }) => argv ?? []),
        env: Object.assign({}, ...runs.map(({ env }) => env ?? {})) as Record<string, string>,
        files: Object.assign({}, ...runs.toReversed().map(({ files }) => files ?? {}), strongest?.files) as Record<
          string,
          string
        >,
      });
      expect(migrate.target).toMatchObject({ version: String(index + 1) });
    },
  );

  test("flyway.conf over the default", async () => {
    const { migrate } = await database({ files: { "flyway.conf": "flyway.target=8" } });
    expect(migrate.target).toMatchObject({ version: "8" });
  });

  test("and an empty value is not given", async () => {
    const { migrate } = await database({
      argv: ["--target="],
      env: { FLYBACK_TARGET: "", INPUT_TARGET: " " },
      files: { "flyback.yml": "target:" },
    });
    expect(migrate.target).toEqual({ kind: "latest" });
  });
});

describe("flyback's and Flyway's sources of one setting", () => {
  test("are named if they differ", async () => {
    const found = await notices({ files: { "flyback.yml": "\ntarget: 2", "flyway.conf": "flyway.target=3" } });
    expect(found).toEqual(["target is set in flyback.yml:2 and, differently, in flyway.conf:1; flyback.yml:2 counts."]);
  });

  test("are no matter if they agree", async () => {
    expect(await notices({ env: { FLYBACK_TARGET: "3" }, files: { "flyway.conf": "flyway.target=3" } })).toEqual([]);
  });

  test("are no matter for a flag, which is said on purpose", async () => {
    expect(await notices({ argv: ["--target=2"], files: { "flyway.conf": "flyway.target=3" } })).toEqual([]);
  });

  test("are compared name by name in a map", async () => {
    const run = { env: { FLYBACK_PLACEHOLDERS_A: "1", FLYWAY_PLACEHOLDERS_A: "2", FLYWAY_PLACEHOLDERS_B: "3" } };
    expect(await notices(run)).toEqual([
      "placeholders.a is set in FLYBACK_PLACEHOLDERS_A and, differently, in FLYWAY_PLACEHOLDERS_A; FLYBACK_PLACEHOLDERS_A counts.",
    ]);
    expect(Object.fromEntries((await database(run)).files.placeholders.values)).toEqual({ a: "1", b: "3" });
  });
});

describe("variables", () => {
  test("of inputs are read with hyphens and with underscores", async () => {
    expect((await database({ env: { "INPUT_SCHEMA-HISTORY-TABLE": "a" } })).historyTable).toBe("a");
    expect((await database({ env: { INPUT_SCHEMA_HISTORY_TABLE: "b" } })).historyTable).toBe("b");
  });

  test("that exist twice and differ are a problem", async () => {
    const found = await problems({ env: { INPUT_SCHEMA_HISTORY_TABLE: "a", "INPUT_SCHEMA-HISTORY-TABLE": "b" } });
    expect(found).toEqual([expect.stringMatching(/^CONFIGURATION INPUT_SCHEMA.HISTORY.TABLE: .* something else/)]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["of flyback", { FLYBACK_TAGET: "2" }, /^UNKNOWN_OPTION FLYBACK_TAGET: .*`TARGET`/],
    ["of the action", { GITHUB_ACTIONS: "true", INPUT_TAGET: "2" }, /^UNKNOWN_OPTION INPUT_TAGET: .*`TARGET`/],
    ["of Flyway", { FLYWAY_TAGET: "2" }, /^UNKNOWN_OPTION FLYWAY_TAGET: Did you mean FLYWAY_TARGET/],
  ])("%s that are misspelt are a problem", async (_, env, says) => {
    expect((await problems({ argv: null, env: { ...env, FLYBACK_COMMAND: "migrate" } })).join()).toMatch(says);
  });

  test("named INPUT_ are another tool's in a shell", async () => {
    const env = { INPUT_SHELL: "bash", INPUT_TAGET: "2" };
    expect(await problems({ env })).toEqual([]);
    expect(await notices({ env })).toEqual([
      "No input of flyback, left out: INPUT_SHELL, INPUT_TAGET (meant as TARGET?).",
    ]);
  });

  test("of flyback's that are no options are left alone", async () => {
    const env = { FLYBACK_CACHE: "/x", FLYBACK_CORPUS: "y", FLYBACK_OUT_PLAN_HASH: "z" };
    expect(await problems({ env })).toEqual([]);
  });
});

describe("an environment", () => {
  const FILE = { "flyback.yml": "target: 1\nparallel: 2\nenvironments:\n  staging: { target: 2 }\n  production:\n" };

  test("chooses its section, and the rest stands", async () => {
    const got = await config({ argv: ["--environment=staging"], files: FILE });
    expect([got.environment, got.parallel, got.databases[0]?.migrate.target]).toEqual([
      "staging",
      2,
      { kind: "version", version: "2", allowMissing: false },
    ]);
  });

  test("may have an empty section", async () => {
    expect((await database({ env: { FLYBACK_ENVIRONMENT: "production" }, files: FILE })).migrate.target).toMatchObject({
      version: "1",
    });
  });

  test("without a section is a problem where there are others", async () => {
    expect(await problems({ argv: ["--environment=stagin"], files: FILE })).toEqual([
      'CONFIGURATION --environment: No file has the environment "stagin"; there are staging, production.',
    ]);
  });

  test("is a label where no file has sections", async () => {
    expect((await config({ argv: ["--environment=blue"] })).environment).toBe("blue");
  });
});
