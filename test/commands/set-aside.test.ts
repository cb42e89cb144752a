import { afterEach, expect, it } from "vitest";
import type { CommandRun } from "../support/run-command.ts";
import { connect, describeEachServer, query } from "../support/servers.ts";
import { openWayBackStage, plainAccount, type PlainAccount, type WayBackStage } from "../support/way-back-stage.ts";

describeEachServer("rows set aside", (server) => {
  let stage: WayBackStage | null = null;

  const open = async (base: string): Promise<WayBackStage> => (stage = await openWayBackStage(server, base));

  let account: PlainAccount | null = null;

  afterEach(async () => {
    await stage?.drop();
    await account?.drop();
    account = null;
  });

  /** Statements of others whose transaction is open when the way back comes to the table, and ends while it waits for it. */
  async function rollbackBeside(sql: string, ...args: readonly string[]): Promise<CommandRun> {
    const { database, run } = stage as WayBackStage;
    const other = await connect(server, database);
    try {
      await other.query(`begin; ${sql}`);
      const ended = run("rollback", ...args);
      const waits = "select 1 from information_schema.processlist where info like 'LOCK TABLES%' and info like";
      for (let tries = 0; tries < 200; tries += 1) {
        if ((await query(server, `${waits} '%${database}%'`)).length > 0) break;
        await new Promise((resolve) => void setTimeout(resolve, 20));
      }
      await other.query("commit");
      return await ended;
    } finally {
      await other.end();
    }
  }

  const keptBy = async ({ result }: CommandRun, columns: string): Promise<readonly unknown[]> => {
    const asides = result.databases[0]?.wayBack?.setAside ?? [];
    const found: unknown[] = [];
    for (const { kept, rows } of asides) {
      const [schema, name] = kept.split(".");
      const there = await query(server, `select ${columns} from \`${schema ?? ""}\`.\`${name ?? ""}\` order by 1`);
      expect(there.length).toBe(rows);
      found.push(...there.map((row) => Object.values(row).join(" ")));
    }
    return found.sort((a, b) => (String(a) < String(b) ? -1 : 1));
  };

  it("are all that others wrote to a table without a key until it was locked", async () => {
    const { migrate, values } = await open(
      "create table t (a int, b int invisible); insert into t (a, b) values (1, 1)",
    );
    expect((await migrate("update t set a = 2;")).result.exitCode).toBe(0);
    const back = await rollbackBeside("insert into t (a, b) values (99, 5)");
    expect(back.result.exitCode).toBe(0);
    expect(await values("select a from t")).toEqual([1]);
    expect(await keptBy(back, "a, b")).toEqual(["2 1", "99 5"]);
  });

  it("are the newer ones until the table was locked, where they are not to be carried", async () => {
    const { migrate, values } = await open("create table t (id int primary key, v int); insert into t values (1, 1)");
    expect((await migrate("update t set v = 2;")).result.exitCode).toBe(0);
    const back = await rollbackBeside("update t set v = 50", "--on-newer-rows", "set-aside");
    expect(back.result.exitCode).toBe(0);
    expect(await values("select v from t")).toEqual([1]);
    expect(await keptBy(back, "id, v")).toEqual(["1 50"]);
  });

  it("have the invisible columns too, where values do not fit any more", async () => {
    const { migrate, run, others, values } = await open(
      "create table t (id int primary key, v varchar(3), b int invisible); insert into t (id, v, b) values (1, 'one', 7)",
    );
    expect((await migrate("alter table t modify v varchar(20);")).result.exitCode).toBe(0);
    await others("update t set v = 'one and all'");
    const back = await run("rollback");
    expect(back.result.exitCode).toBe(0);
    expect(await values("select v from t")).toEqual(["one"]);
    expect(await keptBy(back, "id, v, b")).toEqual(["1 one and all 7"]);
  });

  it("are none of the run's own, where values do not fit any more", async () => {
    const { migrate, run, others, values } = await open(
      "create table t (id int primary key, y year null, v int); insert into t (id, y) values (1, null), (2, 2001), (3, null)",
    );
    expect((await migrate("set sql_mode = '';\nalter table t modify y text not null;")).result.exitCode).toBe(0);
    await others("update t set y = 'never' where id = 3");
    const back = await run("rollback");
    expect(back.result.exitCode).toBe(0);
    expect(await values("select concat_ws(' ', id, y) from t where id < 3 order by id")).toEqual(["1", "2 2001"]);
    expect(await keptBy(back, "id, y")).toEqual(["3 never"]);
  });

  it("are all that differ until the table was locked, where nobody knows who wrote them", async () => {
    const { migrate, values, database } = await open(
      "create table t (id int primary key, v int); insert into t values (1, 1), (2, 2)",
    );
    account = await plainAccount(server, database, []);
    expect((await migrate("update t set v = 9 where id = 1;", ...account.flags)).result.exitCode).toBe(0);
    const back = await rollbackBeside(
      "update t set v = 50 where id = 2; insert into t values (3, 3)",
      ...account.flags,
    );
    expect(back.result.exitCode).toBe(0);
    expect(await values("select v from t order by id")).toEqual([1, 2]);
    expect(await keptBy(back, "id, v")).toEqual(["1 9", "2 50", "3 3"]);
  });

  it.each([
    ["without a write log", "alter table t add n int;"],
    ["with one", "update t set v = 2;\nalter table t add n int;"],
  ])("are values written into a new column until it goes, %s", async (_, sql) => {
    const { migrate, values } = await open(
      "create table t (id int primary key, v int); insert into t values (1, 1), (2, 2)",
    );
    expect((await migrate(sql)).result.exitCode).toBe(0);
    const back = await rollbackBeside("update t set n = 7 where id = 2");
    expect(back.result.exitCode).toBe(0);
    expect(
      await values(
        "select column_name from information_schema.columns where table_schema = database() and table_name = 't'",
      ),
    ).toHaveLength(2);
    expect(await keptBy(back, "id, n")).toEqual(["2 7"]);
  });
});
