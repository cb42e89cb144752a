import { afterEach, beforeEach, expect, it } from "vitest";
import { lockName } from "../../src/core/history/lock-name.ts";
import type { Database } from "../../src/engine/ports.ts";
import { openDatabase } from "../../src/mysql/database.ts";
import { databaseConfig, databaseOptions } from "../support/database-config.ts";
import { connect, describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";

describeEachServer("the lock of a run", (server) => {
  let fresh: FreshDatabase;
  const opened: Database[] = [];

  async function open(changes: Parameters<typeof databaseOptions>[0] = {}): Promise<Database> {
    const database = await openDatabase(databaseConfig(server, fresh.name), databaseOptions(changes));
    opened.push(database);
    return database;
  }

  const table = (): { schema: string; table: string } => ({ schema: fresh.name, table: "flyway_schema_history" });

  async function holder(): Promise<number | null> {
    const [row] = await query(server, `select is_used_lock('${lockName(fresh.name, "flyway_schema_history")}') as id`);
    return row?.["id"] === null ? null : Number(row?.["id"]);
  }

  beforeEach(async () => {
    fresh = await freshDatabase(server);
  });

  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await fresh.drop();
  });

  it("is the named lock that Flyway takes", async () => {
    const database = await open();
    expect(await holder()).toBeNull();
    const lock = await database.acquireLock(table(), 5);
    expect(await holder()).toBeTypeOf("number");
    await lock.release();
    expect(await holder()).toBeNull();
  });

  it("is given up when the run ends, also while its session shows what it holds the lock for", async () => {
    const database = await open();
    await database.acquireLock(table(), 5);
    await database.scripts();
    await database.close();
    expect(await holder()).toBeNull();
  });

  it("waits while Flyway holds it, and says who that is", async () => {
    const other = await connect(server);
    const name = lockName(fresh.name, "flyway_schema_history");
    await other.query(`select get_lock('${name}', 0)`);
    const said: string[] = [];
    const database = await open({ onMessage: (text) => said.push(text) });
    setTimeout(() => void other.query(`select release_lock('${name}')`), 700);
    await database.acquireLock(table(), 10);
    expect(said).toEqual([expect.stringMatching(/^waiting for the lock, held by connection \d+, user root from /)]);
    await other.end();
  });

  it("times out with the holder's connection, user, host, CI run and start", async () => {
    const first = await open({ runLabel: "GitHub acme/clinic run 17" });
    await first.acquireLock(table(), 5);
    await first.scripts();
    const second = await open();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(second.acquireLock(table(), 2)).rejects.toMatchObject({
      problems: [
        {
          code: "LOCK_TIMEOUT",
          message: expect.stringMatching(
            /Held by connection \d+, user root from \S+, flyback, GitHub acme\/clinic run 17, lock held since \d{4}-\d\d-\d\dT/,
          ),
        },
      ],
    });
  });

  it("ends with the connection that holds it", async () => {
    const database = await open();
    const lock = await database.acquireLock(table(), 5);
    await query(server, `kill ${String(await holder())}`);
    await expect.poll(holder, { timeout: 5000 }).toBeNull();
    await expect.poll(() => lock.held(), { timeout: 5000 }).toBe(false);
  });

  it("shows a label that cannot end its comment early", async () => {
    const first = await open({ runLabel: "x */ SELECT 1; /* y" });
    await first.acquireLock(table(), 5);
    await first.scripts();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const rows = await query(
      server,
      "select info from information_schema.processlist where info like 'SELECT SLEEP%flyback%'",
    );
    expect(rows.map((row) => String(row["info"] ?? row["INFO"]))).toContainEqual(
      expect.stringContaining("x ? SELECT 1; /* y"),
    );
  });
});
