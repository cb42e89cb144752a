import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundlePath, copyDist, runBundle, runProgram } from "../support/run-bundle.ts";
import { describeEachServer, query } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { findNode } from "../support/tools.ts";
import { environmentOf, freshAccount, history } from "./account.ts";
import { testNodes } from "./nodes.ts";
import { expectNoSecret } from "./secrets.ts";

const MIGRATIONS = {
  "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n",
  "db/migration/V2__b.sql": "INSERT INTO a VALUES (1);\n",
};

/** The shell of Jenkins and of cron: dash on Debian and Ubuntu, which drops variables with a hyphen in their name. */
const SHELL = ["/bin/sh", "-xe", "-c"];

describeEachServer("a shell", (server) => {
  it("runs it with FLYBACK_* variables", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const env = {
      ...environmentOf(account),
      FLYBACK_JUNIT_PATH: "reports/junit.xml",
      FLYBACK_SCHEMA_HISTORY_TABLE: "my_history",
    };
    const run = await runProgram([...SHELL, `node '${bundlePath()}' migrate`], { cwd, env });
    expect(run.code, run.stdout).toBe(0);
    expect(run.files["reports/junit.xml"]).toContain("V2__b.sql");
    expect(await query(server, "select script from my_history", account.database)).toHaveLength(2);
    expect(run.stdout).not.toContain("\u001b");
    expectNoSecret(run, account.password);
  });

  it("hands its exit code to the script", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__bad.sql": "DROP TABLE nowhere;\n" });
    const script = `node '${bundlePath()}' migrate || echo "code=$?"`;
    const run = await runProgram([...SHELL, script], { cwd, env: environmentOf(account) });
    expect(run.stdout).toContain("code=4");
    const kept = await runProgram([...SHELL, script.replace("migrate", "migrate --on-failure keep")], {
      cwd,
      env: environmentOf(account),
    });
    expect(kept.stdout).toContain("code=5");
  });

  it("finishes when its reader goes away", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({
      ...MIGRATIONS,
      "db/migration/V3__c.sql": "SELECT SLEEP(1);\nINSERT INTO a VALUES (2);\n",
    });
    const script = `node '${bundlePath()}' migrate | head -n 1`;
    const run = await runProgram(["/bin/sh", "-c", script], { cwd, env: environmentOf(account) });
    expect(run.stderr).toBe("");
    expect(run.stdout.split("\n")).toHaveLength(2);
    expect(await history(server, account.database)).toMatchObject([{ success: 1 }, { success: 1 }, { success: 1 }]);
  });

  it("prints the result as JSON alone, if that is asked for, and the log beside it", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const run = await runBundle({ cwd, env: environmentOf(account), args: ["migrate", "--json"] });
    expect(JSON.parse(run.stdout)).toMatchObject({ schemaVersion: 1, outcome: "success", exitCode: 0 });
    expect(run.stderr).toContain("2 migrations applied");
    expectNoSecret(run, account.password);
  });

  it("takes the password from a file", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ ...MIGRATIONS, "secret.txt": `${account.password}\n` });
    const args = ["migrate", "--url", account.url, "--user", account.user, "--password-file", "secret.txt"];
    const run = await runBundle({ cwd, args });
    expect(run.code, run.stdout).toBe(0);
    expectNoSecret(run, account.password);
  });

  it.each(testNodes(process.env["FLYBACK_TEST_NODES"]))("runs on Node $name", async ({ path }) => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const run = await runBundle({ cwd, env: environmentOf(account), args: ["migrate"], node: path });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("2 migrations applied");
  });
});

describe("the command line", () => {
  it("shows help without a command, as a mistake", async () => {
    const run = await runBundle({ cwd: await tempFolder() });
    expect(run.code).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("Usage: flyback COMMAND");
  });

  it.each([[["help"]], [["--help"]], [["migrate", "--help"]], [["help", "migrate"]], [["version"]], [["--version"]]])(
    "answers %j",
    async (args) => {
      const run = await runBundle({ cwd: await tempFolder(), args });
      expect(run.code).toBe(0);
      expect(run.stderr).toBe("");
      expect(run.stdout).toMatch(/flyback/);
    },
  );

  it.each([
    [["migrat"], "Did you mean `migrate`?"],
    [["migrate", "--dry-rum"], "--dry-run"],
    [["migrate", "now"], "belongs to no option"],
  ])("refuses %j", async (args, hint) => {
    const run = await runBundle({ cwd: await tempFolder(), args });
    expect(run.code).toBe(2);
    expect(run.stdout + run.stderr).toContain(hint);
  });

  it.each([
    [["--password", "hunter2-flag"]],
    [["--password=hunter2-flag"]],
    [["--url", "mysql://u:hunter2-flag@127.0.0.1/d"]],
    [["--url=jdbc:mysql://127.0.0.1/d?user=u&password=hunter2-flag"]],
  ])("refuses a password that others could read: %j", async (flags) => {
    const run = await runBundle({ cwd: await tempFolder(MIGRATIONS), args: ["migrate", ...flags] });
    expect(run.code, run.stdout).toBe(2);
    expect(run.stdout + run.stderr).toContain("FLYBACK_PASSWORD");
    expectNoSecret(run, "hunter2-flag");
  });

  it("does not crash when help is cut short", async () => {
    const run = await runProgram(["/bin/sh", "-c", `node '${bundlePath()}' help | head -n 1`], {
      cwd: await tempFolder(),
    });
    expect(run.stderr).toBe("");
  });
});

describe("dist/index.js copied alone", () => {
  it.each([
    ["nothing else", {}],
    ["a package.json", { "package.json": "{}" }],
    ["a package.json of type commonjs", { "package.json": '{"type":"commonjs"}' }],
    ["a package.json of type module", { "package.json": '{"type":"module"}' }],
  ])("runs beside %s", async (_title, files: Record<string, string>) => {
    const cwd = await tempFolder({ ...files, ...MIGRATIONS });
    await cp(bundlePath(), join(cwd, "index.js"));
    const args = ["migrate", "--url", "throwaway:", "--database", "shop"];
    const run = await runBundle({ cwd, script: join(cwd, "index.js"), args });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("2 migrations applied");
  });

  it("runs as dist/ below a package of ES modules", async () => {
    const cwd = await tempFolder({ "package.json": '{"type":"module"}', ...MIGRATIONS });
    await copyDist(cwd);
    const run = await runBundle({ cwd, script: join(cwd, "dist/index.js"), args: ["version"] });
    expect(run.code, run.stderr).toBe(0);
  });
});

const OLD = ["18.20.8", "20.14.0"];

describe("a Node that is too old", async () => {
  for (const version of OLD) {
    const node = await findNode(version, process.env);
    const reason = node.found ? "" : ` (skipped: ${node.reason})`;
    it.skipIf(!node.found)(`is told so in one line: ${version}${reason}`, async () => {
      const path = node.found ? node.command[0] : undefined;
      const cwd = await tempFolder();
      for (const args of [["migrate"], []]) {
        const run = await runBundle({ cwd, args, ...(path === undefined ? {} : { node: path }) });
        expect(run.code).toBe(2);
        expect(run.stdout).toBe("");
        expect(run.stderr).toBe(`flyback needs Node 20.15 or newer; this is Node ${version}.\n`);
      }
    });
  }
});
