import { describe, expect, test } from "vitest";
import { config, database, load, notices, problems } from "./support.ts";

describe("flags", () => {
  test("set options in both spellings, and true by themselves", async () => {
    const got = await config({ argv: ["--parallel", "4", "--dry-run", "--summary=false"] });
    expect([got.parallel, got.dryRun, got.reports.summary]).toEqual([4, true, false]);
  });

  test("collect lists and names of maps", async () => {
    const { files } = await database({
      argv: ["--locations", "a,b", "--locations=c", "--placeholders.X=1", "--placeholders", "y=2"],
    });
    expect(files.locations).toEqual(["a", "b", "c"]);
    expect(Object.fromEntries(files.placeholders.values)).toEqual({ x: "1", y: "2" });
  });

  test("know the other names of options", async () => {
    const { migrate, historyTable } = await database({ argv: ["--to-version", "2", "--table=h"] });
    expect(migrate.target).toEqual({ kind: "version", version: "2", allowMissing: false });
    expect(historyTable).toBe("h");
  });
});

describe("a wrong command line says", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["what a misspelt flag was meant to be", ["--taget", "2"], /^UNKNOWN_OPTION --taget: .*`--target`/],
    ["that camel case is Flyway's", ["--baselineVersion=2"], /--baselineVersion: .*here it is --baseline-version/],
    ["that one dash is Flyway's", ["-baselineVersion=2"], /-baselineVersion: .*here it is --baseline-version/],
    ["that Flyway's password has another way", ["-password=hunter2"], /FLYBACK_PASSWORD/],
    ["that an option of Flyway does not exist", ["-cherryPick=2"], /does not exist here/],
    ["that no- is written false", ["--no-summary"], /--summary=false/],
    ["that a value is missing", ["--target", "--dry-run"], /^USAGE --target: A value is missing/],
    ["that the last value is missing", ["--target"], /^USAGE --target: A value is missing/],
    ["that there are two commands", ["info", "migrate"], /`migrate` is a second command/],
    ["that a word belongs nowhere", ["info", "hunter2"], /Argument 2 belongs to no option/],
    ["that two values differ", ["--target=1", "--target=2"], /^USAGE --target: It is given twice/],
    ["that an option has no parts", ["--target.x=1"], /no parts/],
    ["that an option is the file's", ["--password-env=X"], /only be set in flyback.yml/],
    ["that an option is an entry's", ["--depends-on=x"], /only be set in flyback.yml/],
  ])("%s", async (_, argv, says) => {
    const found = await problems({ argv });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(says);
    expect(found[0]).not.toContain("hunter2");
  });

  test("everything at once", async () => {
    const found = await problems({ argv: ["--parallel=0", "--log-sql=some", "--json=yes", "--taget=1", "--target=x"] });
    expect(found).toHaveLength(5);
  });
});

describe("a secret on the command line", () => {
  test.each<[string, readonly string[]]>([
    ["as --password", ["--password", "hunter2"]],
    ["as --password=", ["--password=hunter2"]],
    ["in a url", ["--url", "mysql://app:hunter2@db/shop"]],
    ["in a jdbc url", ["--url=jdbc:mysql://db/shop?password=hunter2"]],
    ["in a list of urls", ["--databases", "mysql://db/a,mysql://app:hunter2@db/b"]],
    ["in a list in JSON", ["--databases", '[{"name": "a", "password": "hunter2"}]']],
    ["as a private key", ["--ssl-key=-----BEGIN PRIVATE KEY-----hunter2"]],
  ])("%s is refused, not repeated, and masked", async (_, argv) => {
    const result = await load({ argv });
    const codes = result.ok ? [] : result.problems.map(({ code }) => code);
    expect(codes).toContain("SECRET_ON_COMMAND_LINE");
    expect(JSON.stringify(result.ok ? [] : [result.problems, result.notices])).not.toContain("hunter2");
    expect(result.secrets.some((secret) => secret.includes("hunter2"))).toBe(true);
  });

  test.each<[string, readonly string[]]>([
    ["behind a misspelt flag", ["--pasword", "hunter2"]],
    ["in the mysql client's way", ["-phunter2"]],
    ["in the mysql client's way, apart", ["-p", "hunter2"]],
    ["in a url that is wrong", ["--url", "mysql://app:hunter2/x@db/shop"]],
  ])("%s is not repeated either", async (_, argv) => {
    const result = await load({ argv });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result.ok ? [] : [result.problems, result.notices])).not.toContain("hunter2");
  });

  test("as a placeholder is warned of", async () => {
    const found = await notices({ argv: ["--placeholders.api_token=hunter2"] });
    expect(found).toEqual([expect.stringContaining("FLYBACK_PLACEHOLDERS_API_TOKEN")]);
  });

  test("is none if the url has no password", async () => {
    expect(
      await problems({ argv: ["--url=mysql://app@db/shop", "--password-file=pw"], env: {}, files: { pw: "x" } }),
    ).toEqual([]);
  });
});
