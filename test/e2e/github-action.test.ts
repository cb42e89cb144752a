import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { runAction, startAction } from "../support/actions-runner.ts";
import type { ActionRun } from "../support/actions-runner.ts";
import { ROOT } from "../support/run-bundle.ts";
import { describeEachServer, query } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";
import { freshAccount, history } from "./account.ts";
import type { Account } from "./account.ts";
import { expectNoSecret } from "./secrets.ts";
import { waitForStatement } from "./statements.ts";

const MIGRATIONS = {
  "db/migration/V1__patients.sql": "CREATE TABLE patients (id INT PRIMARY KEY, name VARCHAR(50));\n",
  "db/migration/V1.1__names.sql": "INSERT INTO patients VALUES (1, 'Ada');\nINSERT INTO patients VALUES (2, 'Ben');\n",
  "db/migration/R__names.sql": "CREATE OR REPLACE VIEW names AS SELECT name FROM patients;\n",
};

function inputsOf({ url, user, password }: Account): Record<string, string> {
  return { url, user, password };
}

/** action.yml's outputs, all of which a run sets whatever happens. */
async function expectAllOutputs(run: ActionRun): Promise<void> {
  const metadata = load(await readFile(join(ROOT, "action.yml"), "utf8")) as { outputs: Record<string, unknown> };
  expect(Object.keys(run.outputs).toSorted()).toEqual(Object.keys(metadata.outputs).toSorted());
  expect(run.outputs["exit-code"]).toBe(String(run.code));
}

describeEachServer("the bundle as GitHub's runner runs it", (server) => {
  it("applies the migrations and hands the results on", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const run = await runAction({ cwd, inputs: inputsOf(account) });
    expect(run.code, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({
      result: "success",
      "schema-version": "1.1",
      "previous-schema-version": "",
      "migrations-applied": "3",
      "migrations-pending": "0",
      "applied-versions": "1,1.1",
      "error-code": "",
      "junit-path": join(cwd, "flyback-junit.xml"),
      "report-path": join(cwd, "flyback-report.md"),
    });
    await expectAllOutputs(run);
    expect(JSON.parse(run.outputs["databases"] ?? "")).toMatchObject([{ result: "success", "schema-version": "1.1" }]);
    expect(Object.keys(run.files)).toEqual(expect.arrayContaining(["flyback-junit.xml", "flyback-report.md"]));
    expect(run.summary).toContain("V1.1__names.sql");
    expect(run.annotations.filter(({ command }) => command !== "notice")).toEqual([]);
    expect(run.log).toContain("3 migrations applied");
    const rows = await history(server, account.database);
    expect(rows.map(({ script }) => script)).toEqual(["V1__patients.sql", "V1.1__names.sql", "R__names.sql"]);
    expect(new Set(rows.map(({ installed_by }) => installed_by))).toEqual(new Set(["github:octocat@4711"]));
    expect(run.masks).toContain(account.password);
    expectNoSecret(run, account.password);
  });

  it("tells that there was nothing to do", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    await runAction({ cwd, inputs: inputsOf(account) });
    const run = await runAction({ cwd, inputs: inputsOf(account) });
    expect(run.code, run.stdout).toBe(0);
    expect(run.outputs).toMatchObject({
      result: "no-op",
      "schema-version": "1.1",
      "previous-schema-version": "1.1",
      "migrations-applied": "0",
    });
    await expectAllOutputs(run);
    // Consumers of JUnit files refuse one without a case.
    expect(run.files["flyback-junit.xml"]).toContain("<testcase");
    expectNoSecret(run, account.password);
  });

  it("marks the statement that failed, and says what is applied and what is not", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({
      ...MIGRATIONS,
      "db/migration/V2__broken.sql":
        "CREATE TABLE visits (id INT);\n\nALTER TABLE visits\n  ADD COLUMN id INT;\nSELECT 1;\n",
      "db/migration/V3__later.sql": "CREATE TABLE later (id INT);\n",
    });
    const run = await runAction({ cwd, inputs: { ...inputsOf(account), "on-failure": "keep" } });
    expect(run.code, run.stdout).toBe(5);
    expect(run.outputs).toMatchObject({
      result: "failed",
      // As Flyway counts: a failed migration has left the schema at its version, for better or worse.
      "schema-version": "2",
      "previous-schema-version": "",
      "migrations-applied": "2",
      "failed-file": "db/migration/V2__broken.sql",
      "failed-line": "3",
      "error-code": "FAILED_VERSIONED_MIGRATION",
    });
    expect(run.outputs["failed-statement"]).toContain("ADD COLUMN id INT");
    await expectAllOutputs(run);
    const errors = run.annotations.filter(({ command }) => command === "error");
    expect(errors[0]).toMatchObject({ properties: { file: "db/migration/V2__broken.sql", line: "3" } });
    expect(errors[0]?.message).toContain("Duplicate column name");
    expect(run.log).toContain("1060");
    expect(run.log).toMatch(/statement 2 of 3/);
    expect(run.summary).toContain("V3__later.sql");
    expect(run.files["flyback-junit.xml"]).toMatch(/<testcase[^>]*V2__broken\.sql[^>]*line="3"[^>]*>\s*<failure/);
    expect(await history(server, account.database)).toMatchObject([
      { success: 1 },
      { success: 1 },
      { version: "2", success: 0 },
    ]);
    expectNoSecret(run, account.password);
  });

  it("takes a failed run back, and says so", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({
      ...MIGRATIONS,
      "db/migration/V2__broken.sql": "CREATE TABLE visits (id INT);\nALTER TABLE visits ADD COLUMN id INT;\n",
    });
    const run = await runAction({ cwd, inputs: inputsOf(account) });
    expect(run.code, run.stdout).toBe(4);
    expect(run.outputs).toMatchObject({
      result: "rolled-back",
      "rolled-back": "true",
      "schema-version": "",
      "previous-schema-version": "",
      "failed-file": "db/migration/V2__broken.sql",
      "failed-line": "2",
      "error-code": "FAILED_VERSIONED_MIGRATION",
    });
    await expectAllOutputs(run);
    expect(run.annotations.find(({ command }) => command === "error")).toMatchObject({
      properties: { file: "db/migration/V2__broken.sql", line: "2" },
    });
    expect(run.summary).toMatch(/rolled back/i);
    expect(await query(server, "show tables", account.database)).toEqual([]);
    expectNoSecret(run, account.password);
  });

  it("blanks secrets in the SQL that it shows", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({
      "db/migration/V1__account.sql": "CREATE USER 'app'@'%' IDENTIFIED BY '${app_password}';\n",
      "db/migration/V2__literal.sql": "CREATE USER 'app'@'%' IDENTIFIED BY 'literal-hunter2';\n",
    });
    const placeholders = "app_password=fine-hunter1";
    const dry = await runAction({
      cwd,
      inputs: { ...inputsOf(account), placeholders, "dry-run": "true", "log-sql": "all" },
    });
    expect(dry.code, dry.stdout).toBe(0);
    expect(dry.outputs["plan-hash"]).toMatch(/^[0-9a-f]{64}$/);
    expect(dry.log).toContain("CREATE USER");
    expectNoSecret(dry, account.password, "fine-hunter1", "literal-hunter2");
    // The account may not create users, so the statement is shown with the error.
    const run = await runAction({
      cwd,
      inputs: { ...inputsOf(account), placeholders, "log-sql": "all", "on-irreversible": "allow" },
    });
    expect(run.code, run.stdout).toBe(4);
    expect(run.outputs["failed-statement"]).toContain("CREATE USER");
    expectNoSecret(run, account.password, "fine-hunter1", "literal-hunter2");
  });

  it("validates: pending files are well, a changed one is not", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const pending = await runAction({ cwd, inputs: { ...inputsOf(account), command: "validate" } });
    expect(pending.code, pending.stdout).toBe(0);
    expect(pending.outputs).toMatchObject({ "migrations-pending": "3", "validation-errors": "0" });
    await runAction({ cwd, inputs: inputsOf(account) });
    await writeFiles(cwd, { "db/migration/V1__patients.sql": "CREATE TABLE patients (id BIGINT PRIMARY KEY);\n" });
    for (const command of ["validate", "migrate"]) {
      const run = await runAction({ cwd, inputs: { ...inputsOf(account), command } });
      expect(run.code, run.stdout).toBe(3);
      expect(run.outputs).toMatchObject({
        result: "invalid",
        "validation-errors": "1",
        "error-code": "CHECKSUM_MISMATCH",
        "failed-file": "db/migration/V1__patients.sql",
      });
      await expectAllOutputs(run);
      expect(run.annotations.find(({ command: level }) => level === "error")).toMatchObject({
        properties: { file: "db/migration/V1__patients.sql" },
      });
      expectNoSecret(run, account.password);
    }
  });

  it("finds the annotations' files from the root of the checkout", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "backend/sql/V1__bad.sql": "CREATE TABEL x (id INT);\n" });
    const run = await runAction({
      cwd,
      inputs: { ...inputsOf(account), "working-directory": "backend", locations: "sql" },
    });
    expect(run.code, run.stdout).toBe(4);
    expect(run.annotations.find(({ command }) => command === "error")?.properties["file"]).toBe(
      "backend/sql/V1__bad.sql",
    );
  });

  it("refuses a wrong password at once, and touches nothing", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const wrong = "wrong-but-secret-3";
    const run = await runAction({ cwd, inputs: { ...inputsOf(account), password: wrong } });
    expect(run.code, run.stdout).toBe(7);
    expect(run.outputs).toMatchObject({ result: "failed", "error-code": "ACCESS_DENIED", "migrations-applied": "0" });
    await expectAllOutputs(run);
    expect(run.durationMs).toBeLessThan(10_000);
    expect(await query(server, "show tables", account.database)).toEqual([]);
    expectNoSecret(run, wrong, account.password);
  });

  it("hands on what was done when the job is cancelled", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ ...MIGRATIONS, "db/migration/V2__long.sql": "SELECT SLEEP(60);\n" });
    const { running, ended } = await startAction({ cwd, inputs: inputsOf(account) });
    await waitForStatement(server, account.user, { pattern: /SLEEP\(60\)/, running });
    running.kill("SIGINT");
    const run = await ended;
    expect(run.code, run.stdout).toBe(5);
    expect(run.outputs).toMatchObject({ result: "failed", "error-code": "CANCELLED", "applied-versions": "1,1.1" });
    await expectAllOutputs(run);
    expect(run.summary).toContain("V2__long.sql");
    expect(run.files["flyback-junit.xml"]).toContain("<failure");
    expectNoSecret(run, account.password);
  });

  it("masks a password that is part of the url", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder(MIGRATIONS);
    const secret = encodeURIComponent(account.password);
    const url = account.url.replace("mysql://", `mysql://${account.user}:${secret}@`);
    const run = await runAction({ cwd, inputs: { url } });
    expect(run.code, run.stdout).toBe(0);
    expect(run.masks).toEqual(expect.arrayContaining([account.password, secret]));
    expectNoSecret(run, account.password);
  });
});

describe("the bundle as GitHub's runner runs it, without a server", () => {
  it("reports all that is wrong with the configuration at once", async () => {
    const cwd = await tempFolder({ "flyback.yml": "locatons: db\npassword: geheim-4\nlock-timeout: soon\n" });
    const run = await runAction({ cwd, inputs: { url: "postgres://u:geheim-5@h/d", "dry-run": "yes" } });
    expect(run.code, run.stdout).toBe(2);
    expect(run.outputs).toMatchObject({ result: "invalid", "exit-code": "2" });
    await expectAllOutputs(run);
    expect(run.log).toContain("Did you mean `locations`?");
    expect(run.log).toContain("lock-timeout");
    expect(run.log).toMatch(/dry-run/i);
    expect(run.log).toContain("only MySQL and MariaDB");
    expect(run.annotations.find(({ properties }) => properties["file"] === "flyback.yml")).toMatchObject({
      command: "error",
      properties: { line: "1" },
    });
    expect(run.files["flyback-junit.xml"]).toContain("<testcase");
    expect(run.summary).toContain("locatons");
    expectNoSecret(run, "geheim-4", "geheim-5");
  });

  it("says that nothing answers at the address", async () => {
    const cwd = await tempFolder(MIGRATIONS);
    const inputs = { url: "mysql://u:geheim-6@127.0.0.1:1/d", "connect-retries": "1", "connect-retry-interval": "0" };
    const run = await runAction({ cwd, inputs });
    expect(run.code, run.stdout).toBe(7);
    expect(run.outputs).toMatchObject({ "error-code": "DB_CONNECTION" });
    await expectAllOutputs(run);
    expectNoSecret(run, "geheim-6");
  });
});
