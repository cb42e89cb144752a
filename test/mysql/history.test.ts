import { afterEach, beforeEach, expect, it } from "vitest";
import type { Database, HistoryRow } from "../../src/engine/ports.ts";
import { openDatabase } from "../../src/mysql/database.ts";
import { databaseConfig, databaseOptions } from "../support/database-config.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";

const ROW: HistoryRow = {
  installedRank: 1,
  version: "1.1",
  description: 'it\'s a \\ "test" – ü 😀',
  type: "SQL",
  script: "sub/V1_1__x.sql",
  checksum: -5,
  installedBy: "me",
  executionTimeMs: 12,
  success: true,
};

describeEachServer("the history table", (server) => {
  let fresh: FreshDatabase;
  let database: Database;
  const table = (): { schema: string; table: string } => ({ schema: fresh.name, table: "flyway_schema_history" });

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    database = await openDatabase(databaseConfig(server, fresh.name), databaseOptions());
  });

  afterEach(async () => {
    await database.close();
    await fresh.drop();
  });

  it("does not exist in an empty schema, nor in one that is not there", async () => {
    expect(await database.readHistory(table())).toEqual({ exists: false, applied: [] });
    expect(await database.readHistory({ schema: "nowhere_at_all", table: "x" })).toEqual({
      exists: false,
      applied: [],
    });
  });

  it("has Flyway's columns, key and index", async () => {
    await database.createHistory(table(), null);
    const [row] = await query(server, "show create table flyway_schema_history", fresh.name);
    const text = String(row?.["Create Table"])
      .replaceAll(/\bint\(\d+\)/g, "int")
      .replaceAll(/ COLLATE \w+/g, "");
    expect(text).toContain("`installed_rank` int NOT NULL");
    expect(text).toContain("`version` varchar(50) DEFAULT NULL");
    expect(text).toContain("`description` varchar(200) NOT NULL");
    expect(text).toContain("`type` varchar(20) NOT NULL");
    expect(text).toContain("`script` varchar(1000) NOT NULL");
    expect(text).toContain("`checksum` int DEFAULT NULL");
    expect(text).toContain("`installed_by` varchar(100) NOT NULL");
    expect(text).toMatch(/`installed_on` timestamp NOT NULL DEFAULT (CURRENT_TIMESTAMP|current_timestamp\(\))/);
    expect(text).toContain("`execution_time` int NOT NULL");
    expect(text).toContain("`success` tinyint(1) NOT NULL");
    expect(text).toContain("PRIMARY KEY (`installed_rank`)");
    expect(text).toContain("KEY `flyway_schema_history_s_idx` (`success`)");
  });

  it("comes with its first row or not at all, and leaves nothing else behind", async () => {
    await database.createHistory(table(), { ...ROW, type: "BASELINE" });
    const { applied } = await database.readHistory(table());
    expect(applied).toMatchObject([
      { installedRank: 1, type: "BASELINE", description: ROW.description, checksum: -5, success: true },
    ]);
    expect(await query(server, "show tables", fresh.name)).toHaveLength(1);
  });

  it("keeps every character under any sql_mode", async () => {
    await database.createHistory(table(), null);
    await database.changeHistory(table(), [{ kind: "insert", row: ROW }]);
    const session = await database.scripts();
    await session.reset(fresh.name);
    await session
      .run("set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES', names latin1", { sqlModeMayChange: false, maxRows: 0 })
      .catch(() => undefined);
    await session.run("set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'", { sqlModeMayChange: false, maxRows: 0 });
    await session.insertHistoryRow(table(), { ...ROW, installedRank: 2, version: null });
    await session.commit();
    const { applied } = await database.readHistory(table());
    expect(applied.map(({ description }) => description)).toEqual([ROW.description, ROW.description]);
    expect(applied.map(({ version }) => version?.text ?? null)).toEqual(["1.1", null]);
  });

  it("is written although the script left tables locked, another sql_mode and another time", async () => {
    await database.createHistory(table(), null);
    const session = await database.scripts();
    await session.reset(fresh.name);
    const plain = { sqlModeMayChange: false, maxRows: 0 };
    await session.run("create table t (a int)", plain);
    for (const sql of ["lock tables t write", "set sql_mode = ''", "set timestamp = 1"]) await session.run(sql, plain);
    await session.settle();
    await session.insertHistoryRow(table(), ROW);
    await session.commit();
    const { applied } = await database.readHistory(table());
    expect(applied[0]?.installedOn.slice(0, 4)).toBe(String(new Date().getUTCFullYear()));
  });

  it("changes in one transaction: all changes or none", async () => {
    await database.createHistory(table(), ROW);
    const changes = [
      { kind: "update" as const, installedRank: 1, description: "new", type: "SQL", checksum: 7 },
      { kind: "insert" as const, row: ROW },
    ];
    await expect(database.changeHistory(table(), changes)).rejects.toMatchObject({ errno: 1062 });
    expect((await database.readHistory(table())).applied[0]?.checksum).toBe(-5);
  });

  it("tells texts that a latin1 table cannot hold before anything is run", async () => {
    await query(
      server,
      "create table flyway_schema_history (description varchar(200)) character set latin1",
      fresh.name,
    );
    expect(await database.unwritableTexts(table(), ["plain", "größe", "世界"])).toEqual(["世界"]);
  });

  it("of Flyway 3 is read, with its extra column", async () => {
    await query(
      server,
      "create table flyway_schema_history (version_rank int, INSTALLED_RANK int, version varchar(50), description varchar(200), type varchar(20), script varchar(1000), checksum int, installed_by varchar(100), installed_on timestamp default current_timestamp, execution_time int, success tinyint(1)); insert into flyway_schema_history values (1, 1, '1', 'x', 'SQL', 'V1__x.sql', 3, 'me', '2015-01-02 03:04:05', 4, 1)",
      fresh.name,
    );
    expect((await database.readHistory(table())).applied).toMatchObject([
      { installedRank: 1, checksum: 3, installedOn: "2015-01-02 03:04:05" },
    ]);
  });

  it("with a version that is none is an error, not a crash", async () => {
    await database.createHistory(table(), { ...ROW, version: "abc" });
    await expect(database.readHistory(table())).rejects.toMatchObject({ problems: [{ code: "HISTORY" }] });
  });
});

describeEachServer("a schema", (server) => {
  it.each([
    ["a table", "create table t (a int)"],
    ["a view", "create view v as select 1"],
    ["a procedure", "create procedure p() select 1"],
    ["an event", "create event e on schedule every 1 day do select 1"],
  ])("with %s is not empty", async (_title, sql) => {
    const fresh = await freshDatabase(server);
    const database = await openDatabase(databaseConfig(server, fresh.name), databaseOptions());
    expect(await database.schemaIsEmpty(fresh.name)).toBe(true);
    await query(server, sql, fresh.name);
    expect(await database.schemaIsEmpty(fresh.name)).toBe(false);
    await database.close();
    await fresh.drop();
  });
});
