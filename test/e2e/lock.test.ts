import { expect, it } from "vitest";
import { runAction, startAction } from "../support/actions-runner.ts";
import { runBundle, startBundle } from "../support/run-bundle.ts";
import { connect, describeEachServer } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { environmentOf, freshAccount, history } from "./account.ts";
import { expectNoSecret } from "./secrets.ts";
import { waitForStatement } from "./statements.ts";

describeEachServer("two runs at once", (server) => {
  it("lets the second wait; then it finds nothing to do", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__long.sql": "CREATE TABLE a (id INT);\nSELECT SLEEP(3);\n" });
    const run = { cwd, env: environmentOf(account), args: ["migrate"] };
    const first = await startBundle(run);
    await waitForStatement(server, account.user, { pattern: /SLEEP\(3\)/, running: first });
    const second = await startBundle(run);
    await second.waitFor(/wait/i);
    const [done, after] = await Promise.all([first.ended, second.ended]);
    expect(done.code, done.stdout).toBe(0);
    expect(after.code, after.stdout).toBe(0);
    expect(after.stdout).toContain("nothing to do");
    expect(await history(server, account.database)).toHaveLength(1);
  });

  it("names the CI run that holds the lock when the time is up", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__long.sql": "CREATE TABLE a (id INT);\nSELECT SLEEP(20);\n" });
    const { url, user, password } = account;
    const first = await startAction({ cwd, inputs: { url, user, password } });
    await waitForStatement(server, user, { pattern: /SLEEP\(20\)/, running: first.running });
    const second = await runAction({
      cwd: await tempFolder({ "db/migration/V1__long.sql": "SELECT 1;\n" }),
      inputs: { url, user, password, "lock-timeout": "2" },
      env: { GITHUB_RUN_ID: "4712" },
    });
    first.running.kill("SIGTERM");
    const stopped = await first.ended;
    expect(stopped.code, stopped.stdout).toBe(5);
    expect(second.code, second.stdout).toBe(6);
    expect(second.outputs).toMatchObject({ result: "locked", "error-code": "LOCK_TIMEOUT", "migrations-applied": "0" });
    expect(second.log).toContain("https://github.com/acme/telehealth/actions/runs/4711");
    expect(second.log).toMatch(/connection \d+/);
    expect(second.log).toContain(user);
    expectNoSecret(second, password);
  });

  it("excludes Flyway, whose lock has the same name, and any other holder", async () => {
    const account = await freshAccount(server);
    const holder = await connect(server, account.database);
    try {
      const table = `\`${account.database}\`.\`flyway_schema_history\``;
      await holder.query("select get_lock(?, 0)", [`Flyway-${javaHash(table)}`]);
      const cwd = await tempFolder({ "db/migration/V1__a.sql": "SELECT 1;\n" });
      const run = await runBundle({ cwd, env: environmentOf(account), args: ["migrate", "--lock-timeout", "1"] });
      expect(run.code, run.stdout).toBe(6);
    } finally {
      await holder.end();
    }
  });

  it("stops waiting for the lock after a signal", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__long.sql": "CREATE TABLE a (id INT);\nSELECT SLEEP(30);\n" });
    const run = { cwd, env: environmentOf(account), args: ["migrate"] };
    const first = await startBundle(run);
    await waitForStatement(server, account.user, { pattern: /SLEEP\(30\)/, running: first });
    const second = await startBundle(run);
    await second.waitFor(/wait/i);
    const startedAt = performance.now();
    second.kill("SIGTERM");
    const ended = await second.ended;
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(ended.code, ended.stdout).toBe(5);
    first.kill("SIGTERM");
    await first.ended;
  });

  it("does not keep validate and info waiting", async () => {
    const account = await freshAccount(server);
    const cwd = await tempFolder({ "db/migration/V1__long.sql": "CREATE TABLE a (id INT);\nSELECT SLEEP(30);\n" });
    const first = await startBundle({ cwd, env: environmentOf(account), args: ["migrate"] });
    await waitForStatement(server, account.user, { pattern: /SLEEP\(30\)/, running: first });
    for (const command of ["info", "validate"]) {
      const run = await runBundle({ cwd, env: environmentOf(account), args: [command] });
      expect(run.code, run.stdout).toBe(0);
      expect(run.durationMs).toBeLessThan(5_000);
    }
    first.kill("SIGTERM");
    await first.ended;
  });
});

/** Java's String.hashCode, of which Flyway makes the name. */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
