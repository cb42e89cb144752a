import { afterEach, beforeEach, expect, it } from "vitest";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { connect, describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

type Other = Awaited<ReturnType<typeof connect>>;

describeEachServer("waits for locks while keeping and going back", (server) => {
  let fresh: FreshDatabase;
  let folder: string;
  let other: Other;
  let seen: string[];

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    folder = await tempFolder();
    seen = [];
    other = await connect(server, fresh.name);
    await other.query("create table t (id int primary key, v int) engine=innodb; insert into t values (1, 1), (2, 2)");
    await writeFiles(folder, { "sql/V1__rows.sql": "update t set v = v + 1 where id = 1;" });
  });

  afterEach(async () => {
    await other.end();
    await fresh.drop();
  });

  /** A session that has read the table in a transaction, which keeps others from altering it. */
  const block = (): Promise<unknown> => other.query("begin; select * from t");
  const baseline = ["--baseline-on-migrate", "true", "--baseline-version", "0"];
  const run = (args: readonly string[], onMessage: (text: string) => void = () => undefined): Promise<CommandRun> =>
    runInProcess([...args, "--lock-wait-timeout", "2"], {
      server,
      database: fresh.name,
      folder,
      onMessage({ text }) {
        seen.push(text);
        onMessage(text);
      },
    });
  const values = async (): Promise<unknown[]> =>
    (await query(server, "select v from t order by id", fresh.name)).map(({ v }) => v);

  it("names who is in the way of keeping, and loses nothing", async () => {
    await block();
    const { result } = await run(["migrate", ...baseline]);
    const [problem] = result.databases[0]?.problems ?? [];
    expect(problem?.code).toBe("LOCK_WAIT");
    expect(problem?.message).toMatch(/could not be kept: .*; blocked by .*connection \d+, user root/);
    expect(seen.join("\n")).toMatch(/waits for a lock held by .*connection \d+/);
    expect(await values()).toEqual([1, 2]);
  });

  it("keeps when the lock is free at last", async () => {
    await block();
    const { result } = await run(["migrate", ...baseline], (text) => {
      if (text.includes("trying again")) void other.query("rollback");
    });
    expect(result.exitCode).toBe(0);
    expect(await values()).toEqual([2, 2]);
  });

  it("names who is in the way of going back, and goes back when it is asked again", async () => {
    expect((await run(["migrate", ...baseline])).result.exitCode).toBe(0);
    await block();
    const { result } = await run(["rollback"]);
    expect(result.databases[0]?.problems[0]?.message).toMatch(/blocked by .*connection \d+, user root/);
    await other.query("rollback");
    expect((await run(["rollback"])).result.exitCode).toBe(0);
    expect(await values()).toEqual([1, 2]);
  });
});
