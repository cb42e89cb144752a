import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database, ScriptSession, StatementOptions } from "../../src/engine/ports.ts";
import { openDatabase } from "../../src/mysql/database.ts";
import { databaseConfig, databaseOptions } from "../support/database-config.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";

const PLAIN: StatementOptions = { sqlModeMayChange: false, maxRows: 100 };

describeEachServer("the session for scripts", (server) => {
  let fresh: FreshDatabase;
  let database: Database;
  let session: ScriptSession;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    database = await openDatabase(databaseConfig(server, fresh.name), databaseOptions());
    session = await database.scripts();
    await session.reset(fresh.name);
  });

  afterEach(async () => {
    await database.close();
    await fresh.drop();
  });

  async function values(expression: string): Promise<readonly unknown[]> {
    const { results } = await session.run(`select ${expression}`, PLAIN);
    return (results[0]?.rows[0] ?? []).map((value) => (value === null ? null : `${value as string | number}`));
  }

  describe("is clean again after a reset, whatever a script left:", () => {
    const cases: readonly (readonly [string, readonly string[], string, readonly unknown[]])[] = [
      ["a user variable", ["set @x = 1"], "@x", [null]],
      [
        "sql_mode",
        ["set sql_mode = 'ANSI_QUOTES'"],
        "@@sql_mode like '%STRICT_TRANS_TABLES%', @@sql_mode like '%ANSI%'",
        ["1", "0"],
      ],
      [
        "foreign_key_checks and unique_checks",
        ["set foreign_key_checks = 0, unique_checks = 0"],
        "@@foreign_key_checks, @@unique_checks",
        ["1", "1"],
      ],
      ["the time zone", ["set time_zone = '+05:30'"], "@@time_zone", ["SYSTEM"]],
      ["the character set", ["set names latin1"], "@@character_set_client, hex('ü')", ["utf8mb4", "C3BC"]],
      ["autocommit", ["set autocommit = 1"], "@@autocommit", ["0"]],
      ["the lock wait limit", ["set lock_wait_timeout = 77"], "@@lock_wait_timeout", ["5"]],
    ];

    it.each(cases)("%s", async (_title, statements, expression, expected) => {
      for (const statement of statements) await session.run(statement, PLAIN);
      await session.reset(fresh.name);
      expect(await values(expression)).toEqual(expected);
    });

    it("the default database", async () => {
      await session.run("use mysql", PLAIN);
      await session.reset(fresh.name);
      expect(await values("database()")).toEqual([fresh.name]);
    });

    it("a temporary table, table locks, an open transaction", async () => {
      await session.run("create table t (a int) engine = innodb", PLAIN);
      await session.run("create temporary table tmp (a int)", PLAIN);
      await session.run("insert into t values (1)", PLAIN);
      await session.reset(fresh.name);
      expect(await values("count(*) from t")).toEqual(["0"]);
      await expect(session.run("select * from tmp", PLAIN)).rejects.toMatchObject({ errno: 1146 });
      await session.run("lock tables t read", PLAIN);
      await session.reset(fresh.name);
      await session.run("insert into t values (2)", PLAIN);
    });
  });

  it("starts with the server's sql_mode, made strict, and with none of the driver's own", async () => {
    const [row] = await query(server, "select @@global.sql_mode as mode");
    const wanted = new Set(String(row?.["mode"]).split(","));
    const [mode] = await values("@@sql_mode");
    expect(new Set(String(mode).split(","))).toEqual(wanted);
  });

  it("refuses two statements in one packet", async () => {
    await expect(session.run("create table t (a int); create table u (a int)", PLAIN)).rejects.toMatchObject({
      errno: 1064,
    });
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
  });

  it("refuses to send a file of this machine, whatever the server asks for", async () => {
    await session.run("create table t (a text)", PLAIN);
    await expect(session.run("load data local infile '/etc/passwd' into table t", PLAIN)).rejects.toThrow();
    await session.reset(fresh.name);
    expect(await values("count(*) from t")).toEqual(["0"]);
  });

  it("gives values exactly: BIGINT, DECIMAL, microseconds, zero dates, JSON", async () => {
    await session.run("set sql_mode = ''", PLAIN);
    await session.run("create table t (a bigint unsigned, b decimal(30,10), c datetime(6), d date, e json)", PLAIN);
    await session.run(
      "insert into t values (18446744073709551615, 12345678901234567890.1234567891, '2026-11-27 01:02:03.123456', '0000-00-00', '{\"a\":1.10}')",
      PLAIN,
    );
    const [a, b, c, d] = await values("a, b, c, d from t");
    expect([a, b, c, d]).toEqual([
      "18446744073709551615",
      "12345678901234567890.1234567891",
      "2026-11-27 01:02:03.123456",
      "0000-00-00",
    ]);
    const { results } = await session.run("select e from t", PLAIN);
    expect(results[0]?.rows[0]).toEqual([expect.stringMatching(/^\{"a": ?1\.10?\}$/)]);
  });

  it("reads all results of a call and keeps no more rows than asked for", async () => {
    await session.run(
      "create procedure p() begin select '1' as a union select '2' union select '3'; select 'x' as b; end",
      PLAIN,
    );
    const { results } = await session.run("call p()", { ...PLAIN, maxRows: 2 });
    expect(results).toEqual([
      { columns: ["a"], rows: [["1"], ["2"]], rowCount: 3 },
      { columns: ["b"], rows: [["x"]], rowCount: 1 },
    ]);
  });

  it("gives the server's warnings", async () => {
    const { warnings } = await session.run("drop table if exists nowhere", PLAIN);
    expect(warnings).toEqual([{ level: "Note", code: 1051, message: expect.stringContaining("nowhere") }]);
  });

  it("says the sql_mode after a statement that may change it", async () => {
    const { sqlMode } = await session.run("set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'", {
      ...PLAIN,
      sqlModeMayChange: true,
    });
    expect(sqlMode?.split(",").toSorted()).toEqual(["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"]);
  });
});

describeEachServer("a session ended by the server", (server) => {
  it("is said to be lost, not to hang", async () => {
    const fresh = await freshDatabase(server);
    const database = await openDatabase(databaseConfig(server, fresh.name), databaseOptions());
    const session = await database.scripts();
    await session.reset(fresh.name);
    const [id] = (await session.run("select connection_id()", PLAIN)).results[0]?.rows[0] ?? [];
    const running = session.run("select sleep(30)", PLAIN).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await query(server, `kill ${String(id)}`);
    expect(database.describeError(await running).kind).toBe("lost");
    await database.close();
    await fresh.drop();
  });
});
