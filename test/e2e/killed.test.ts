import { afterEach, beforeEach, expect, it } from "vitest";
import { runBundle, startBundle, urlOf } from "../support/run-bundle.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase, type TestServer } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";

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

  it("leaves a statement behind on the server, and no other run starts before that has ended", async () => {
    const cwd = await tempFolder({ "sql/V1__long.sql": "do benchmark(2000000000, sha2('x', 512));" });
    const settings = { cwd, env: { FLYBACK_URL: urlOf(server, fresh.name), FLYBACK_LOCATIONS: "sql" } };
    const killed = await startBundle({ ...settings, args: ["migrate"] });
    await expect.poll(() => running(server, "do benchmark"), { timeout: 20_000 }).toHaveLength(1);
    killed.kill("SIGKILL");
    await killed.ended;

    const next = await runBundle({ ...settings, args: ["migrate", "--lock-timeout", "3"] });
    expect(next.code).toBe(6);
    expect(next.stdout).toMatch(/A statement of an ended run is still running on the server/);
    expect(next.stdout).toMatch(/connection \d+, user root from \S+, running: do benchmark/);
    expect(await running(server, "do benchmark")).toHaveLength(1);
  });
});
