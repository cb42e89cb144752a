import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { runBundle, startBundle, urlOf } from "../support/run-bundle.ts";
import { asTestServer, describeEachRecipe, query, startOwnServer } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";
import { history } from "./account.ts";
import { waitForStatement } from "./statements.ts";

const MIGRATIONS = {
  "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n",
  "db/migration/V2__long.sql": "CREATE TABLE b (id INT);\nSELECT SLEEP(60);\n",
  "db/migration/V3__c.sql": "CREATE TABLE c (id INT);\n",
};

const FATAL = `SET @s = (SELECT IF((SELECT COUNT(*) FROM information_schema.table_constraints t
  LEFT JOIN information_schema.key_column_usage k USING (constraint_name, table_schema, table_name)
  WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = DATABASE() AND t.table_name = 'Project') > 0,
  "SELECT 1", "ALTER TABLE Project ADD PRIMARY KEY (id)"))`;

describeEachRecipe("a server in trouble", (recipe) => {
  it("says that the server is gone when it dies in the middle of a migration", async () => {
    const own = await startOwnServer(recipe);
    try {
      const server = asTestServer(recipe, own);
      await query(server, "create database shop");
      const cwd = await tempFolder(MIGRATIONS);
      const args = ["migrate", "--json-path", "result.json", "--junit-path", "junit.xml"];
      const running = await startBundle({ cwd, env: { FLYBACK_URL: urlOf(server, "shop") }, args });
      await waitForStatement(server, "root", { pattern: /^SELECT SLEEP\(60\)/, running });
      own.kill();
      const ended = await running.ended;
      expect(ended.code, ended.stdout).toBe(5);
      expect(ended.durationMs).toBeLessThan(60_000);
      expect(ended.stdout).toContain("SERVER_GONE");
      expect(ended.stdout).toMatch(/V2__long\.sql:2/);
      expect(JSON.parse(ended.files["result.json"] ?? "")).toMatchObject({ outcome: "rollback-failed", exitCode: 5 });
      expect(ended.files["junit.xml"]).toContain("SERVER_GONE");
      // The next run takes it back before it starts.
      await own.restart();
      await writeFiles(cwd, { "db/migration/V2__long.sql": "CREATE TABLE b (id INT);\n" });
      const next = await runBundle({ cwd, env: { FLYBACK_URL: urlOf(server, "shop") }, args: ["migrate"] });
      expect(next.code, next.stdout).toBe(0);
      expect(next.stdout).toContain("had stopped half-way; everything it had done was taken back first");
      expect(await history(server, "shop")).toMatchObject([{ success: 1 }, { success: 1 }, { success: 1 }]);
    } finally {
      await own.stop();
    }
  });

  it.each([
    { onFailure: "rollback", code: 4 },
    { onFailure: "keep", code: 5 },
  ])("does what on-failure $onFailure says when the server comes back in time", async ({ onFailure, code }) => {
    const own = await startOwnServer(recipe);
    try {
      const server = asTestServer(recipe, own);
      await query(server, "create database shop");
      const cwd = await tempFolder(MIGRATIONS);
      const args = ["migrate", "--on-failure", onFailure];
      const running = await startBundle({ cwd, env: { FLYBACK_URL: urlOf(server, "shop") }, args });
      await waitForStatement(server, "root", { pattern: /^SELECT SLEEP\(60\)/, running });
      own.kill();
      await own.restart();
      const ended = await running.ended;
      expect(ended.code, ended.stdout).toBe(code);
      if (onFailure === "rollback") expect(await query(server, "show tables", "shop")).toEqual([]);
      else expect(await history(server, "shop")).toMatchObject([{ success: 1 }, { version: "2", success: 0 }]);
    } finally {
      await own.stop();
    }
  });

  // A common idiom for DDL under a condition; it is legal, and stops MySQL 9.7.4 with signal 11.
  if (recipe.name === "mysql-9.7") {
    it("names the statement that brings the server down", async () => {
      const own = await startOwnServer(recipe);
      try {
        const server = asTestServer(recipe, own);
        await query(server, "create database shop");
        const cwd = await tempFolder({ "db/migration/V1__fatal.sql": `CREATE TABLE Project (id INT);\n\n${FATAL};\n` });
        const run = await runBundle({ cwd, env: { FLYBACK_URL: urlOf(server, "shop") }, args: ["migrate"] });
        expect(run.code, run.stdout).toBe(5);
        expect(run.stdout).toContain("db/migration/V1__fatal.sql:3");
        expect(run.stdout).toContain("SERVER_GONE");
        await own.restart();
        expect(await query(server, "show tables like 'Project'", "shop")).toHaveLength(1);
      } finally {
        await own.stop();
      }
    });
  }

  it("refuses a read-only server, even for root; validate and info work there", async () => {
    const own = await startOwnServer(recipe, { extraArguments: ["--read-only=1"] });
    try {
      const server = asTestServer(recipe, own);
      await query(server, "create database shop");
      const cwd = await tempFolder(MIGRATIONS);
      const env = { FLYBACK_URL: urlOf(server, "shop") };
      const refused = await runBundle({ cwd, env, args: ["migrate"] });
      expect(refused.code, refused.stdout).toBe(7);
      expect(refused.stdout).toContain("SERVER_READ_ONLY");
      expect(await query(server, "show tables", "shop")).toEqual([]);
      for (const command of ["validate", "info"]) {
        const run = await runBundle({ cwd, env, args: [command] });
        expect(run.code, run.stdout).toBe(0);
      }
    } finally {
      await own.stop();
    }
  });
});

describe("a throw-away server", () => {
  it("lives as long as the run and leaves nothing behind", async () => {
    const cwd = await tempFolder({ "db/migration/V1__a.sql": "CREATE TABLE a (id INT);\n" });
    const run = await runBundle({ cwd, args: ["migrate", "--url", "throwaway:", "--database", "shop"] });
    expect(run.code, run.stdout).toBe(0);
    const socket = /at (\S+\.sock)/.exec(run.stdout)?.[1] ?? "no socket in the report";
    expect(existsSync(dirname(socket))).toBe(false);
    const again = await runBundle({
      cwd,
      args: ["info", "--socket", socket, "--user", "root", "--database", "shop", "--connect-retries", "0"],
    });
    expect(again.code, again.stdout).toBe(7);
  });
});
