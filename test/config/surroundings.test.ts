import { describe, expect, test } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { config, load, problems, type Run } from "./support.ts";

const GITHUB = { GITHUB_ACTIONS: "true", GITHUB_ACTOR: "octo", GITHUB_RUN_ID: "42", FLYBACK_COMMAND: "migrate" };
const JENKINS = { JENKINS_URL: "http://x", JOB_NAME: "shop/main", BUILD_NUMBER: "7" };

function names({ reports, workingDirectory }: Pick<Config, "reports" | "workingDirectory">): (string | null)[] {
  const { junitPath, markdownPath, jsonPath, propertiesPath, dotenvPath } = reports;
  return [junitPath, markdownPath, jsonPath, propertiesPath, dotenvPath].map(
    (path) => path?.replace(workingDirectory, ".") ?? null,
  );
}

describe("reports", () => {
  const ON_CI = ["./flyback-junit.xml", "./flyback-report.md", null, null, null];
  const NONE = [null, null, null, null, null];

  test.each<[string, Run, (string | null)[]]>([
    ["are written on GitHub", { env: GITHUB }, ON_CI],
    ["are written on Jenkins", { env: JENKINS }, ON_CI],
    ["are written on Hudson", { env: { BUILD_TAG: "x" } }, ON_CI],
    ["are written on GitLab", { env: { GITLAB_CI: "true" } }, ON_CI],
    ["are written on other CI hosts", { env: { CI: "true" } }, ON_CI],
    ["are not written in a terminal", {}, NONE],
    ["are not written where a terminal is asked for", { env: { ...GITHUB, FLYBACK_PLATFORM: "terminal" } }, NONE],
    ["are written where a host is asked for", { argv: ["--platform=jenkins"] }, ON_CI],
    [
      "go where they are told to",
      { argv: ["--junit-path=a/b.xml", "--json-path=c.json", "--dotenv-path=d"] },
      ["./a/b.xml", null, "./c.json", null, "./d"],
    ],
  ])("%s", async (_, run, expected) => {
    expect(names(await config(run))).toEqual(expected);
  });

  test("are known where the configuration is wrong, too", async () => {
    const result = await load({
      env: { GITHUB_ACTIONS: "true" },
      argv: ["--parallel=0", "--json", "--json-path=x.json"],
    });
    expect(result.ok ? null : names(result.run)).toEqual([
      "./flyback-junit.xml",
      "./flyback-report.md",
      "./x.json",
      null,
      null,
    ]);
    expect(result.ok ? null : [result.run.command, result.run.reports.json]).toEqual(["migrate", true]);
  });

  test("are known where the command is wrong, too", async () => {
    const result = await load({ argv: ["migrat", "--json"] });
    expect(result).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        { code: "USAGE", message: expect.stringContaining("migrate") as string },
      ]) as unknown,
      run: { command: "", reports: { json: true } },
    });
  });
});

describe("the history names", () => {
  const by = async (run: Run): Promise<string | null | undefined> =>
    (await config(run)).databases[0]?.migrate.installedBy;

  test.each<[string, Run, string | null]>([
    ["actor and run on GitHub", { env: GITHUB }, "github:octo@42"],
    ["job and build on Jenkins", { env: JENKINS }, "jenkins:shop/main#7"],
    ["the database user elsewhere", {}, null],
    ["the database user where GitHub does not say", { env: { GITHUB_ACTIONS: "true" } }, null],
    ["whom the user says", { env: { ...GITHUB, FLYBACK_INSTALLED_BY: "me" } }, "me"],
  ])("%s", async (_, run, expected) => {
    expect(await by(run)).toBe(expected);
  });

  test("no more than its column holds", async () => {
    expect(await by({ env: { ...JENKINS, JOB_NAME: "x".repeat(200) } })).toHaveLength(100);
  });
});

describe("the action", () => {
  test("reads its inputs, and those that are empty are not given", async () => {
    const env = {
      GITHUB_ACTIONS: "true",
      INPUT_COMMAND: "info",
      "INPUT_OUT-OF-ORDER": "true",
      INPUT_TARGET: "",
      "INPUT_JOB-STATUS": "success",
    };
    const got = await config({ argv: null, env });
    expect([got.command, got.jobStatus, got.databases[0]?.migrate]).toMatchObject([
      "info",
      "success",
      { outOfOrder: true, target: { kind: "latest" } },
    ]);
  });

  test("takes placeholders as lines and as JSON", async () => {
    const values = async (text: string): Promise<unknown> =>
      Object.fromEntries(
        (await config({ env: { INPUT_PLACEHOLDERS: text } })).databases[0]?.files.placeholders.values ?? [],
      );
    expect(await values("a=1\n b = 2=3 \n\n")).toEqual({ a: "1", b: "2=3" });
    expect(await values('{"a": 1.10, "b": "x"}')).toEqual({ a: "1.10", b: "x" });
    expect((await problems({ env: { INPUT_PLACEHOLDERS: "a: 1" } })).join()).toMatch(/not of the form key=value/);
  });
});

describe("a dry run", () => {
  test.each(["repair", "baseline"])("of %s is refused, since it would write", async (command) => {
    expect(await problems({ argv: [command], env: { FLYBACK_DRY_RUN: "true" } })).toEqual([
      expect.stringMatching(new RegExp(`^USAGE FLYBACK_DRY_RUN: ${command} has no dry run`)),
    ]);
  });

  test("of validate is what it is anyway", async () => {
    expect(await problems({ argv: ["validate", "--dry-run"] })).toEqual([]);
  });

  test("and its hash belong to migrate", async () => {
    const hash = "A".repeat(64);
    expect((await config({ argv: ["--plan-hash", hash] })).planHash).toBe(hash.toLowerCase());
    expect(await problems({ argv: ["validate", "--plan-hash", hash] })).toEqual(["USAGE --plan-hash is for migrate."]);
  });
});
