import { afterEach, beforeEach, expect, it } from "vitest";
import { runBundle, startBundle, urlOf, type BundleOptions } from "../support/run-bundle.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase, type TestServer } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

/** Sessions of the server that run a statement with this text. */
async function running(server: TestServer, text: string): Promise<readonly number[]> {
  const rows = await query(
    server,
    `select id from information_schema.processlist where info like '${text}%' and id <> connection_id()`,
  );
  return rows.map((row) => Number(row["id"] ?? row["ID"]));
}

describeEachServer("a run that was killed", (server) => {
  let fresh: FreshDatabase;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
  });

  afterEach(async () => {
    for (const id of await running(server, "do benchmark")) await query(server, `kill ${id}`);
    await fresh.drop();
  });

  async function killDuring(text: string, options: BundleOptions): Promise<void> {
    const killed = await startBundle(options);
    await expect.poll(() => running(server, text), { timeout: 20_000 }).toHaveLength(1);
    killed.kill("SIGKILL");
    await killed.ended;
  }

  it("leaves a statement behind on the server, and no other run starts before that has ended", async () => {
    const cwd = await tempFolder({ "sql/V1__long.sql": "do benchmark(2000000000, sha2('x', 512));" });
    const settings = { cwd, env: { FLYBACK_URL: urlOf(server, fresh.name), FLYBACK_LOCATIONS: "sql" } };
    const args = ["migrate", "--snapshot", "none"];
    await killDuring("do benchmark", { ...settings, args });

    const next = await runBundle({ ...settings, args: [...args, "--lock-timeout", "3"] });
    expect(next.code).toBe(6);
    expect(next.stdout).toMatch(/A statement of an ended run is still running on the server/);
    expect(next.stdout).toMatch(/connection \d+, user root from \S+, running: do benchmark/);
    expect(await running(server, "do benchmark")).toHaveLength(1);
  });

  it("goes back at the start of the next run, which ends the statement that was left", async () => {
    const script = "create table a (i int);\ninsert into a values (1);\ndo benchmark(2000000000, sha2('x', 512));";
    const cwd = await tempFolder({ "sql/V1__long.sql": script });
    const settings = { cwd, env: { FLYBACK_URL: urlOf(server, fresh.name), FLYBACK_LOCATIONS: "sql" } };
    await killDuring("do benchmark", { ...settings, args: ["migrate"] });
    await writeFiles(cwd, { "sql/V1__long.sql": "create table b (i int);" });

    const next = await runBundle({ ...settings, args: ["migrate"] });
    expect(next.code, next.stdout).toBe(0);
    expect(next.stdout).toContain("had stopped half-way; everything it had done was taken back first");
    expect(await running(server, "do benchmark")).toEqual([]);
    expect(await query(server, "show tables like '_'", fresh.name)).toHaveLength(1);
  });
});
