import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { describeTable, listForeignKeys, listObjects, tableSize } from "../../src/undo/catalogue.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { runAll, session } from "./session.ts";

describeEachServer("the catalogue", (server) => {
  const isMariaDb = server.product === "mariadb";
  let fresh: FreshDatabase;
  let other: FreshDatabase;
  let sql: Connection;

  beforeEach(async () => {
    [fresh, other] = [await freshDatabase(server), await freshDatabase(server)];
    sql = await session(server);
  });

  afterEach(async () => {
    await sql.end();
    await other.drop();
    await fresh.drop();
  });

  const run = (...statements: string[]): Promise<void> => runAll(server, statements, fresh.name);

  it("lists every kind of object of the schemas that are asked for, and nothing else", async () => {
    await run(
      "create table `T é``1` (id int)",
      "create table parts (id int) partition by hash (id) partitions 2",
      "create view v as select 1 as x",
      "create definer = nobody@`%` procedure p() select 1",
      "create function p() returns int deterministic return 1",
      "create trigger r before insert on `T é``1` for each row set new.id = 1",
      "create event e on schedule every 1 day disable do set @x = 1",
      "create temporary table temporary_one (id int)",
      `create table \`${other.name}\`.elsewhere (id int)`,
      ...(isMariaDb
        ? [
            "create table versioned (id int) with system versioning",
            "create sequence s",
            "set sql_mode = 'ORACLE'",
            "create package pk as procedure p1; end",
            "create package body pk as procedure p1 as begin null; end; end",
          ]
        : []),
    );
    await sql.query(`create temporary table \`${fresh.name}\`.temporary_two (id int)`);
    const [{ me }] = (await query(server, "select current_user() as me")) as unknown as [{ me: string }];
    const object = (
      kind: string,
      name: string,
      table: string | null = null,
      definer: string | null = null,
    ): unknown => ({
      schema: fresh.name,
      kind,
      name,
      table,
      definer,
    });
    const found = await listObjects(sql, [fresh.name]);
    expect(found).toHaveLength(isMariaDb ? 11 : 7);
    expect(found).toEqual(
      expect.arrayContaining([
        object("table", "T é`1"),
        object("table", "parts"),
        object("view", "v"),
        object("procedure", "p", null, "nobody@%"),
        object("function", "p", null, me),
        object("trigger", "r", "T é`1", me),
        object("event", "e", null, me),
        ...(isMariaDb
          ? [
              object("table", "versioned"),
              object("sequence", "s"),
              object("package", "pk", null, me),
              object("package-body", "pk", null, me),
            ]
          : []),
      ]),
    );
    const both = await listObjects(sql, [fresh.name, other.name]);
    expect(both).toHaveLength(found.length + 1);
    expect(both).toContainEqual({ schema: other.name, name: "elsewhere", kind: "table", table: null, definer: null });
    expect(await listObjects(sql, ["nowhere_at_all"])).toEqual([]);
    expect(await listObjects(sql, [])).toEqual([]);
  });

  it("knows foreign keys from both ends, also those from other schemas", async () => {
    await run(
      "create table `p/a#r日` (a int, b int, primary key (a, b))",
      "create table loop_one (id int primary key, up int, constraint self foreign key (up) references loop_one (id))",
      "create table apart (id int primary key)",
      `create table \`${other.name}\`.\`c-h$\` (x int, y int, constraint \`k-1 é\` foreign key (y, x) references \`${fresh.name}\`.\`p/a#r日\` (a, b) on delete cascade on update set null)`,
      `create table \`${other.name}\`.inner_p (id int primary key)`,
      `create table \`${other.name}\`.inner_c (id int, foreign key (id) references \`${other.name}\`.inner_p (id))`,
    );
    const far = {
      name: "k-1 é",
      schema: other.name,
      table: "c-h$",
      columns: ["y", "x"],
      referencedSchema: fresh.name,
      referencedTable: "p/a#r日",
      referencedColumns: ["a", "b"],
      onDelete: "CASCADE",
      onUpdate: "SET NULL",
    };
    const keys = await listForeignKeys(sql, [fresh.name]);
    expect(keys).toHaveLength(2);
    expect(keys).toEqual(
      expect.arrayContaining([
        far,
        expect.objectContaining({
          name: "self",
          table: "loop_one",
          referencedTable: "loop_one",
          onDelete: isMariaDb ? "RESTRICT" : "NO ACTION",
        }),
      ]),
    );
    expect(await listForeignKeys(sql, [fresh.name, other.name])).toHaveLength(3);
    for (const given of [undefined, keys]) {
      expect(await describeTable(sql, fresh.name, "p/a#r日", given)).toMatchObject({
        foreignKeys: [],
        children: [far],
      });
      expect(await describeTable(sql, fresh.name, "loop_one", given)).toMatchObject({
        foreignKeys: [{ name: "self" }],
        children: [{ name: "self" }],
      });
      expect(await describeTable(sql, fresh.name, "apart", given)).toMatchObject({ foreignKeys: [], children: [] });
    }
    expect(await describeTable(sql, other.name, "c-h$")).toMatchObject({ foreignKeys: [far], children: [] });
  });

  it("knows them without the privilege PROCESS", async () => {
    await run(
      "create table p (id int primary key)",
      `create table \`${other.name}\`.c (id int, constraint k foreign key (id) references \`${fresh.name}\`.p (id))`,
      "create user no_process identified by 'x'",
      `grant all on \`${fresh.name}\`.* to no_process`,
      `grant all on \`${other.name}\`.* to no_process`,
    );
    const few = await session({ ...server, user: "no_process", password: "x" });
    try {
      expect(await listForeignKeys(few, [fresh.name])).toMatchObject([{ name: "k", schema: other.name, table: "c" }]);
      expect(await describeTable(few, fresh.name, "p")).toMatchObject({ children: [{ name: "k" }], foreignKeys: [] });
    } finally {
      await few.end();
      await query(server, "drop user no_process");
    }
  });

  it("describes a table", async () => {
    await run(
      "create table t (id int auto_increment primary key, note varchar(9) comment ') ENGINE=x AUTO_INCREMENT=3') comment = 'AUTO_INCREMENT=4'",
      "create table none (id int) comment = 'x AUTO_INCREMENT=7'",
      "insert into t values (1, 'a'), (900, 'b')",
      "create trigger r2 before insert on t for each row set @x = 1",
      "create trigger r1 before insert on t for each row precedes r2 set @x = 1",
      "create trigger d before delete on t for each row set @x = 1",
      "create view v as select id from t",
    );
    await sql.query("set sql_mode = 'ANSI_QUOTES'");
    // MySQL's stored statistics would give the old number.
    await sql.query(`select auto_increment from information_schema.tables where table_schema = '${fresh.name}'`);
    await run("insert into t (note) values ('c')");
    const facts = await describeTable(sql, fresh.name, "t");
    expect(facts).toMatchObject({ schema: fresh.name, name: "t", engine: "InnoDB", autoIncrement: "902" });
    expect(facts?.createText).toMatch(/^CREATE TABLE `t` \(\n {2}`id` int/);
    expect(new Set(facts?.triggers)).toEqual(new Set(["r1", "r2", "d"]));
    expect(facts?.triggers.indexOf("r1")).toBeLessThan(facts?.triggers.indexOf("r2") ?? 0);
    expect(await describeTable(sql, fresh.name, "none")).toMatchObject({ autoIncrement: null, triggers: [] });
    for (const name of ["v", "nothing"]) expect(await describeTable(sql, fresh.name, name)).toBeNull();
    expect(await sql.query("select @@sql_mode as mode")).toEqual([{ mode: "ANSI_QUOTES" }]);
  });

  it("estimates the size of a table as it is now", async () => {
    await run("create table t (id int auto_increment primary key, filler varchar(1000))");
    const before = await tableSize(sql, fresh.name, "t");
    await run(
      "insert into t (filler) values (repeat('x', 1000)), (repeat('y', 1000))",
      ...Array.from({ length: 9 }, () => "insert into t (filler) select filler from t"),
      "analyze table t",
    );
    const after = await tableSize(sql, fresh.name, "t");
    expect(after?.dataLength).toBeGreaterThan(1_000_000);
    expect(before?.dataLength).toBeLessThan(100_000);
    expect(after?.rows).toBeGreaterThan(500);
    expect(await tableSize(sql, fresh.name, "nothing")).toBeNull();
  });
});
