import { expect, it, onTestFinished } from "vitest";
import { runBundle, startBundle } from "../support/run-bundle.ts";
import type { Ended, Running } from "../support/run-bundle.ts";
import { connect, describeEachServer, query } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";
import { environmentOf, freshAccount, history } from "./account.ts";
import type { Account } from "./account.ts";
import { expectNoSecret } from "./secrets.ts";
import { pause, statementsOf, waitForStatement } from "./statements.ts";

/** CI servers leave us 7.5 s between the first signal and the next one. */
const LIMIT_MS = 5_000;

function project(script: string): Promise<string> {
  return tempFolder({
    "db/migration/V1__first.sql": "CREATE TABLE first_table (id INT);\n",
    "db/migration/V2__long.sql": script,
    "db/migration/V3__later.sql": "CREATE TABLE later_table (id INT);\n",
  });
}

function start(account: Account, cwd: string, ...more: readonly string[]): Promise<Running> {
  const args = ["migrate", "--junit-path", "junit.xml", "--json-path", "result.json", ...more];
  return startBundle({ cwd, env: environmentOf(account), args });
}

/** Sends the signal and checks that the run ends by itself, in time, as one that was stopped. */
async function stop(running: Running, signal: NodeJS.Signals, code = 4): Promise<Ended> {
  const startedAt = performance.now();
  running.kill(signal);
  const ended = await running.ended;
  expect(performance.now() - startedAt, ended.stdout).toBeLessThan(LIMIT_MS);
  expect(ended, ended.stdout).toMatchObject({ signal: null, code });
  expect(ended.stdout).toContain("CANCELLED");
  return ended;
}

const TEN =
  "SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9";

describeEachServer("signals", (server) => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends a sleeping statement after %s, and takes the run back",
    async (signal) => {
      const account = await freshAccount(server);
      const script = "CREATE TABLE second_table (id INT);\nSELECT SLEEP(60);\nSELECT 'never';\n";
      const running = await start(account, await project(script));
      await waitForStatement(server, account.user, { pattern: /SLEEP\(60\)/, running });
      const ended = await stop(running, signal);
      expect(await query(server, "show tables", account.database)).toEqual([]);
      expect(await statementsOf(server, account.user)).toEqual([]);
      expect(ended.stdout).toMatch(/V2__long\.sql:2/);
      expect(ended.files["junit.xml"]).toContain("V3__later.sql");
      expect(JSON.parse(ended.files["result.json"] ?? "")).toMatchObject({ exitCode: 4, outcome: "rolled-back" });
      expectNoSecret(ended, account.password);
    },
  );

  it("records what was done and the statement that was ended, with on-failure keep", async () => {
    const account = await freshAccount(server);
    const script = "CREATE TABLE second_table (id INT);\nSELECT SLEEP(60);\nSELECT 'never';\n";
    const running = await start(account, await project(script), "--on-failure", "keep");
    await waitForStatement(server, account.user, { pattern: /SLEEP\(60\)/, running });
    const ended = await stop(running, "SIGTERM", 5);
    expect(await history(server, account.database)).toMatchObject([
      { version: "1", success: 1 },
      { version: "2", success: 0 },
    ]);
    expect(ended.stdout).toMatch(/V2__long\.sql:2/);
    expect(JSON.parse(ended.files["result.json"] ?? "")).toMatchObject({ exitCode: 5, outcome: "failed" });
  });

  it("ends a statement that works, and the server takes back what it has done", async () => {
    const account = await freshAccount(server);
    const digits = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => `digits ${name}`).join(", ");
    const cwd = await project(
      `CREATE TABLE digits ENGINE = InnoDB AS ${TEN};\nCREATE TABLE big (n INT) ENGINE = InnoDB;\nINSERT INTO big SELECT a.n FROM ${digits};\n`,
    );
    const running = await start(account, cwd, "--on-failure", "keep");
    await waitForStatement(server, account.user, { pattern: /INSERT INTO big/, running });
    await pause(300);
    await stop(running, "SIGTERM", 5);
    expect(await query(server, "select * from big limit 1", account.database)).toEqual([]);
    expect(await history(server, account.database)).toMatchObject([{ success: 1 }, { version: "2", success: 0 }]);
  });

  it("ends while it waits for a table that another session holds", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__table.sql": "CREATE TABLE held (id INT);\n" });
    const run = { cwd, env: environmentOf(account), args: ["migrate"] };
    await runBundle(run);
    const other = await connect(server, account.database);
    onTestFinished(() => other.end());
    await other.query("lock tables held write");
    await writeFiles(cwd, { "db/migration/V2__column.sql": "ALTER TABLE held ADD COLUMN name VARCHAR(20);\n" });
    const running = await startBundle(run);
    await waitForStatement(server, account.user, { pattern: /ALTER TABLE held/, running });
    await stop(running, "SIGINT");
    await other.query("unlock tables");
    expect(await query(server, "show columns from held", account.database)).toHaveLength(1);
  });

  it("releases the lock: the next run starts at once", async () => {
    const account = await freshAccount(server);
    const cwd = await project("SELECT SLEEP(60);\n");
    const running = await start(account, cwd);
    await waitForStatement(server, account.user, { pattern: /SLEEP\(60\)/, running });
    await stop(running, "SIGTERM");
    const next = await runBundle({ cwd, env: environmentOf(account), args: ["repair"] });
    expect(next.code, next.stdout).toBe(0);
    expect(next.durationMs).toBeLessThan(5_000);
  });

  it("goes at once when it is told a second time", async () => {
    const account = await freshAccount(server);
    const running = await start(account, await project("SELECT SLEEP(60);\n"));
    await waitForStatement(server, account.user, { pattern: /SLEEP\(60\)/, running });
    running.kill("SIGINT");
    running.kill("SIGINT");
    const startedAt = performance.now();
    const ended = await running.ended;
    expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS);
    expect(ended.code === 0, ended.stdout).toBe(false);
  });

  it("ends while it tries to reach a server", async () => {
    const cwd = await tempFolder({ "db/migration/V1__a.sql": "SELECT 1;\n" });
    const running = await startBundle({ cwd, args: ["migrate", "--url", "mysql://u@127.0.0.1:1/d"] });
    await pause(1_500);
    const startedAt = performance.now();
    running.kill("SIGTERM");
    const ended = await running.ended;
    expect(performance.now() - startedAt, ended.stdout).toBeLessThan(LIMIT_MS);
    expect(ended.code === 0, ended.stdout).toBe(false);
  });
});
