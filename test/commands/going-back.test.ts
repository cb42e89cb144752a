import { afterEach, expect, it, vi } from "vitest";
import { connect, describeEachServer, query } from "../support/servers.ts";
import {
  openWayBackStage,
  plainAccount,
  problemsOf,
  type PlainAccount,
  type WayBackStage,
} from "../support/way-back-stage.ts";

const FAULT = "select no_such_function_of_ours();";

describeEachServer("a way back", (server) => {
  const isMariaDb = server.product === "mariadb";
  let stage: WayBackStage | null = null;

  const open = async (base: string): Promise<WayBackStage> => (stage = await openWayBackStage(server, base));

  let account: PlainAccount | null = null;

  afterEach(async () => {
    await stage?.drop();
    await account?.drop();
    account = null;
  });

  it.runIf(isMariaDb)("cannot bring past versions of rows back: DELETE HISTORY is refused", async () => {
    const { migrate, values } = await open(
      "create table t (id int primary key, v int) with system versioning; insert into t values (1, 1); update t set v = 2",
    );
    expect(problemsOf(await migrate("delete history from t;", "--on-irreversible", "allow"))).toEqual([
      "CANNOT_UNDO The statement drops past versions of rows, and nothing could put these back.",
    ]);
    const own = "create table own (id int primary key, v int) with system versioning; delete history from own;";
    expect((await migrate(own)).result.exitCode).toBe(0);
    expect(await values("select count(*) from t for system_time all")).toEqual([2]);
  });

  it("refuses to change rows that their engine could not have back, before they change", async () => {
    const merged = "create table merged (a int) engine=MERGE union=(part) insert_method=last";
    const { database, migrate, values } = await open(
      `create table part (a int) engine=MyISAM; ${merged}; insert into merged values (1)`,
    );
    const ended = await migrate("update merged set a = 2;", "--on-irreversible", "allow");
    expect(problemsOf(ended)).toEqual([
      `CANNOT_UNDO Nothing can put the rows of ${database}.merged back: its engine is ${isMariaDb ? "MRG_MyISAM" : "MRG_MYISAM"}.`,
    ]);
    expect(await values("select a from merged")).toEqual([1]);
  });

  it("follows RENAME TABLE to what it means beside a temporary table", async () => {
    const { migrate, values } = await open("create table t (id int primary key); insert into t values (1)");
    const sql = `create temporary table t (x int);\nrename table t to u;\ndrop temporary table ${isMariaDb ? "u" : "t"};`;
    expect((await migrate(`${sql}\n${FAULT}`)).result.exitCode).toBe(4);
    expect(await values("select id from t")).toEqual([1]);
    expect(await values("show tables")).toEqual(["t"]);
  });

  it.runIf(isMariaDb)("gives no number of a sequence out again that others were given under its new name", async () => {
    await open("create sequence s nocache; create sequence b nocache start with 50; do nextval(s)");
    const { migrate, run, others, values } = stage as WayBackStage;
    const swapped = await migrate("alter table s rename to old_s;\nrename table b to s;\n");
    expect(swapped.result.exitCode).toBe(0);
    await others("do nextval(old_s), nextval(old_s), nextval(s)");
    expect((await run("rollback")).result.exitCode).toBe(0);
    expect(await values("select next_not_cached_value from s")).toEqual([4]);
    expect(await values("select next_not_cached_value from b")).toEqual([51]);
    expect(await values("show tables like 'old\\_s'")).toEqual([]);
  });

  it("still has the rows that were set aside when it was cut before it could tell", async () => {
    const { database, migrate, run, others, values } = await open("create table t (id int primary key)");
    expect((await migrate("create table own (id int primary key);")).result.exitCode).toBe(0);
    await others("insert into own values (1), (2)");
    const locker = await connect(server, database);
    await locker.query("lock tables flyback.step read");
    const cut = run("rollback");
    const words = Buffer.from(`${database}.own`).toString("hex");
    const waiting = `select id from information_schema.processlist where info like 'insert into%step%${words}%'`;
    try {
      const [id] = await vi.waitFor(
        async () => {
          const found = await values(waiting);
          expect(found).toHaveLength(1);
          return found;
        },
        { timeout: 5000, interval: 50 },
      );
      await others(`kill ${Number(id)}`);
    } finally {
      await locker.end();
    }
    expect((await cut).result.exitCode).toBe(9);
    const { result } = await run("rollback");
    expect(result.exitCode).toBe(0);
    const [aside] = result.databases[0]?.wayBack?.setAside ?? [];
    expect(aside).toMatchObject({ table: `${database}.own`, rows: 2 });
    expect(await values(`select id from ${aside?.kept ?? ""} order by id`)).toEqual([1, 2]);
    expect(await values("show tables like 'own'")).toEqual([]);
  });

  it.runIf(isMariaDb)("takes sequences of the run away after the tables that use them", async () => {
    await open("create table t (id int primary key, v int); insert into t values (1, 1)");
    const { migrate, run, others, values } = stage as WayBackStage;
    const made = [
      "create sequence s start with 5;",
      "create table mine (id int primary key default nextval(s));",
      "create table theirs (id int primary key default nextval(s), v int);",
      "alter table t alter column v set default nextval(s);",
      "update t set v = 9;",
    ];
    expect((await migrate(made.join("\n"))).result.exitCode).toBe(0);
    await others("insert into theirs (v) values (7)");
    await others("insert into t (id) values (2)");
    const { result } = await run("rollback");
    expect(result.exitCode).toBe(0);
    const [aside] = result.databases[0]?.wayBack?.setAside ?? [];
    expect(await values(`select v from ${aside?.kept ?? ""}`)).toEqual([7]);
    expect(await values("show tables")).toEqual(["t"]);
    expect(await values("select v from t order by id")).toEqual([1, 6]);
  });

  it.runIf(isMariaDb)("sets rows aside that others wrote to a table under a sequence's name", async () => {
    await open("create sequence s nocache");
    const { migrate, run, others, values } = stage as WayBackStage;
    expect((await migrate("drop sequence s;\ncreate table s (a int primary key);\n")).result.exitCode).toBe(0);
    await others("insert into s values (7)");
    const { result } = await run("rollback");
    expect(result.exitCode).toBe(0);
    expect(result.databases[0]?.wayBack?.setAside).toMatchObject([{ rows: 1 }]);
    expect(await values("select next_not_cached_value from s")).toEqual([1]);
  });

  it("knows the rows of a table that the run made in a view's place for its own", async () => {
    const { migrate, values } = await open("create table t (id int); create view v as select * from t");
    const { result } = await migrate(
      `drop view v;\ncreate table v (x int);\ninsert into v values (1);\ncreate table w (x int);\n${FAULT}`,
    );
    expect(result.exitCode).toBe(4);
    expect(result.databases[0]?.wayBack?.setAside).toEqual([]);
    expect(await values("select table_name from information_schema.views where table_schema = database()")).toEqual([
      "v",
    ]);
  });

  it.runIf(isMariaDb)("puts the database itself back after a statement of unknown effect", async () => {
    const { migrate, values, others, database } = await open("create table t (id int)");
    await others(`alter database \`${database}\` character set latin1`);
    await others("create procedure p(s text) execute immediate s");
    const { result } = await migrate(`call p('alter database \`${database}\` character set utf8mb4');\n${FAULT}`);
    expect(result.exitCode).toBe(4);
    expect(await values("select @@character_set_database")).toEqual(["latin1"]);
  });

  it("leaves what others made after a statement of unknown effect", async () => {
    const { migrate, values, others, run } = await open("create table t (id int)");
    await others("create procedure p(s text) begin set @s = s; prepare x from @s; execute x; end");
    expect((await migrate("call p('create table made (id int)');")).result.exitCode).toBe(0);
    await others("create procedure theirs() do 1; create table bare (id int); create view seen as select 1 as one");
    expect((await run("rollback")).result.exitCode).toBe(0);
    expect(await values("show tables")).toEqual(["bare", "seen", "t"]);
    expect(await values("show procedure status where db = database() and name = 'theirs'")).toHaveLength(1);
  });

  it("says that a table which somebody dropped came back without its rows", async () => {
    const { migrate, others, run, values } = await open(
      "create table t (id int primary key); insert into t values (1)",
    );
    expect((await migrate("alter table t add n int;")).result.exitCode).toBe(0);
    await others("drop table t");
    const { result } = await run("rollback");
    expect(result.exitCode).toBe(0);
    expect(result.databases[0]?.wayBack?.differences.join()).toMatch(/\.t was nowhere: it came back without rows/);
    expect(await values("select count(*) from t")).toEqual([0]);
  });

  it("that could not make a program again is refused before it is changed", async () => {
    const { migrate, others, values, database } = await open("create table t (id int primary key, v int)");
    await others("create trigger b before insert on t for each row set new.v = 1; create view seen as select 1 as one");
    account = await plainAccount(server, database, ["trigger", "create view", "show view"]);
    const as = account.flags;
    expect((await migrate("alter table t add n int;", ...as)).result.exitCode).toBe(0);
    for (const [sql, what] of [
      ["insert into t values (1, 1, 1);", `trigger ${database}.b`],
      ["drop table t;", `trigger ${database}.b`],
      ["drop view seen;", `view ${database}.seen`],
    ] as const) {
      expect(problemsOf(await migrate(sql, ...as))[0]).toMatch(
        new RegExp(`^PRIVILEGE The ${what} acts as root@\\S+, and this account may not make it again`),
      );
    }
    expect(
      await values("select trigger_name from information_schema.triggers where trigger_schema = database()"),
    ).toEqual(["b"]);
  });

  it("leaves what others wrote on the server that took over", async () => {
    const { migrate, others, values, run } = await open(
      "create table t (id int primary key, v int); insert into t values (1, 1)",
    );
    const { result } = await migrate("update t set v = 2;");
    await others("update t set v = 50");
    // As if it had been there: UUID_SHORT() begins with the server's id.
    const [log] = await values(
      `select concat(table_schema, '.', table_name) from information_schema.tables where table_schema like 'flyback\\_${result.runId ?? ""}%' and table_name like 'w%'`,
    );
    await others(`update ${String(log)} set flyback_at = flyback_at & 0x00ffffffffffffff`);
    const back = await run("rollback");
    expect(back.result.exitCode).toBe(0);
    expect(back.result.databases[0]?.wayBack?.rowsCarried).toBe(1);
    expect(await values("select v from t")).toEqual([50]);
  });

  /** Waits until a session of the server does something. */
  const seen = async (condition: string): Promise<void> => {
    const sql = `select 1 from information_schema.processlist where ${condition}`;
    for (let tries = 0; tries < 1000; tries += 1) {
      if ((await query(server, sql)).length > 0) return;
      await new Promise((resolve) => void setTimeout(resolve, 5));
    }
  };

  it("brings back what others were writing to a column when it was copied", async () => {
    const { migrate, values, run, database } = await open(
      "create table t (id int primary key, v int, w int); insert into t values (1, 1, 1), (2, 2, 2)",
    );
    const other = await connect(server, database);
    try {
      const ended = migrate("update t set v = 5 where id = 1;\ndo sleep(1);\nalter table t drop column w;");
      await seen(`db = '${database}' and info = 'do sleep(1)'`);
      await other.query("begin; update t set w = 20 where id = 2");
      await seen(`state like '%metadata lock%' and (info like '%${database}%' or info like 'LOCK TABLES \`flyback%')`);
      await other.query("commit");
      expect((await ended).result.exitCode).toBe(0);
    } finally {
      await other.end();
    }
    expect((await run("rollback")).result.exitCode).toBe(0);
    expect(await values("select concat_ws(' ', id, v, w) from t order by id")).toEqual(["1 1 1", "2 2 20"]);
  });

  it("brings back what others wrote to a column while it was copied, in a run that has changed rows before", async () => {
    const numbers = Array.from({ length: 60_000 }, (_, id) => `(${id}, 1, 1)`).join(",");
    const { migrate, values, run, others, database } = await open(
      `create table t (id int primary key, v int, w int); insert into t values ${numbers}`,
    );
    const ended = migrate("update t set v = 5 where id = 1;\nalter table t drop column w;");
    await seen(`info like 'INSERT INTO%${database}%' and info like '%flyback%'`);
    await others("update t set w = 20 where id = 59999");
    expect((await ended).result.exitCode).toBe(0);
    expect((await run("rollback")).result.exitCode).toBe(0);
    expect(await values("select w from t where id in (1, 2, 59999) order by id")).toEqual([1, 1, 20]);
  });
});
