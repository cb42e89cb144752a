import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { compareFingerprints, readFingerprint, type Fingerprint } from "../../src/undo/fingerprint.ts";
import { describeEachServer, freshDatabase, type FreshDatabase } from "../support/servers.ts";
import { runAll, session } from "./session.ts";

describeEachServer("the fingerprint", (server) => {
  const isMariaDb = server.product === "mariadb";
  let fresh: FreshDatabase;
  let sql: Connection;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    sql = await session(server);
    await run(
      "create table p (id int auto_increment primary key, a int, b varchar(20) default 'x', c int generated always as (a + 1) virtual, unique u (a))",
      "create table c (id int primary key, p int, note varchar(9) check (note <> 'é'), key (p), constraint fk foreign key (p) references p (id))",
      "create table parts (id int, d int) partition by range (d) (partition p0 values less than (10), partition p1 values less than (20))",
      "create view v as select id, a from p",
      "create procedure f(x int) select x",
      "create function f(x int) returns int deterministic return x",
      "create trigger r1 before insert on p for each row set new.a = 1",
      "create trigger r2 before insert on p for each row set new.a = 2",
      "create event e on schedule every 1 day starts '2031-01-01 00:00:00' disable do set @x = 1",
      ...(isMariaDb ? ["create sequence s", "create sequence s2 maxvalue 10"] : []),
    );
  });

  afterEach(async () => {
    await sql.end();
    await fresh.drop();
  });

  const run = (...statements: string[]): Promise<void> => runAll(server, statements, fresh.name);
  const never = (): boolean => false;
  const read = (tables: (schema: string, name: string) => boolean = never, triggers = tables): Promise<Fingerprint> =>
    readFingerprint(sql, [fresh.name], { tables, triggers });
  const at = (name: string): string => name.replace(/ /, ` ${fresh.name}.`);

  it("has every object, and is small plain JSON", async () => {
    const found = await read();
    const names = [
      "table p",
      "table c",
      "table parts",
      "view v",
      "procedure f",
      "function f",
      "trigger r1",
      "trigger r2",
      "event e",
    ];
    expect(Object.keys(found).toSorted()).toEqual(
      [`schema ${fresh.name}`, ...[...names, ...(isMariaDb ? ["sequence s", "sequence s2"] : [])].map(at)].toSorted(),
    );
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    for (const hash of Object.values(found)) expect(hash).toMatch(/^[\w-]{22}$/);
    expect(await readFingerprint(sql, [], { tables: never, triggers: never })).toEqual({});
  });

  it("does not change with rows, numbers, statistics and times, nor there and back", async () => {
    const before = await read();
    await run(
      "insert into p (a) values (1)",
      "delete from p",
      "insert into p (id, b) values (77, 'q')",
      "analyze table p, c",
      ...(isMariaDb ? ["do nextval(s)", "do setval(s2, 9)"] : []),
      "alter table p add column z int",
      "alter table p drop column z",
      "drop view v",
      "create view v as select id, a from p",
      "drop trigger r1",
      "create trigger r1 before insert on p for each row precedes r2 set new.a = 1",
      "rename table p to q",
      "rename table q to p",
      "drop procedure f",
      "create procedure f(x int) select x",
    );
    expect(compareFingerprints(before, await read())).toEqual({ missing: [], added: [], changed: [] });
  });

  it("does not count in which character set a check was written", async () => {
    const create = "create table k (note varchar(9) default (concat('é', 'a')), check (note <> 'é'))";
    await run("set names utf8mb4", create);
    const before = await read();
    const [first] = await sql.query(`show create table \`${fresh.name}\`.k`);
    await run("drop table k", "set names utf8mb3", create);
    const [second] = await sql.query(`show create table \`${fresh.name}\`.k`);
    // MySQL writes _utf8mb4'é' at first, and then _utf8mb3'é'.
    expect(first?.["Create Table"] === second?.["Create Table"]).toBe(isMariaDb);
    expect(compareFingerprints(before, await read())).toEqual({ missing: [], added: [], changed: [] });
  });

  it.each<[string, string[], string[]]>([
    ["a column", ["alter table p add column z int"], ["table p"]],
    ["a type", ["alter table p modify b text"], ["table p"]],
    ["a length", ["alter table p modify b varchar(21) default 'x'"], ["table p"]],
    ["a default", ["alter table p alter b set default 'y'"], ["table p"]],
    ["the order of columns", ["alter table p modify b varchar(20) default 'x' first"], ["table p"]],
    ["a comment", ["alter table p comment = 'x'"], ["table p"]],
    ["an expression", ["alter table p modify c int generated always as (a + 2) virtual"], ["table p"]],
    ["a collation", ["alter table p modify b varchar(20) collate utf8mb4_bin default 'x'"], ["table p"]],
    ["an index", ["create index i on p (b)"], ["table p"]],
    [
      "an index's prefix",
      ["alter table c add index i (note)", "alter table c drop index i, add index i (note(3))"],
      ["table c"],
    ],
    [
      "a key's rule",
      [
        "alter table c drop foreign key fk",
        "alter table c add constraint fk foreign key (p) references p (id) on delete cascade",
      ],
      ["table c"],
    ],
    ["a check", ["alter table c add constraint k check (id > 0)"], ["table c"]],
    ["a partition", ["alter table parts add partition (partition p2 values less than (30))"], ["table parts"]],
    ["an option", ["alter table p row_format = compressed"], ["table p"]],
    ["a view", ["create or replace view v as select id from p"], ["view v"]],
    ["a view's rights", ["alter sql security invoker view v as select id, a from p"], ["view v"]],
    ["a body", ["drop procedure f", "create procedure f(x int) select x + 1"], ["procedure f"]],
    ["a parameter", ["drop procedure f", "create procedure f(x bigint) select x"], ["procedure f"]],
    [
      "a mode",
      [
        "set sql_mode = 'ANSI_QUOTES'",
        "drop function f",
        "create function f(x int) returns int deterministic return x",
      ],
      ["function f"],
    ],
    [
      "a definer",
      ["drop procedure f", "create definer = nobody@localhost procedure f(x int) select x"],
      ["procedure f"],
    ],
    [
      "a trigger",
      ["drop trigger r2", "create trigger r2 before insert on p for each row set new.a = 3"],
      ["trigger r2"],
    ],
    [
      "the order of triggers",
      ["drop trigger r1", "create trigger r1 before insert on p for each row set new.a = 1"],
      ["trigger r1", "trigger r2"],
    ],
    ["an event's state", ["alter event e enable"], ["event e"]],
    ["an event's times", ["alter event e on schedule every 2 day starts '2031-01-01 00:00:00'"], ["event e"]],
  ])("changes with %s", async (_title, change, names) => {
    const before = await read();
    await run(...change);
    expect(compareFingerprints(before, await read())).toEqual({ missing: [], added: [], changed: names.map(at) });
  });

  it.each<[string, string, string]>([
    ["length of characters", "varchar(20) character set latin1", "varchar(20) character set utf8mb4"],
    ["kind of text", "tinytext", "mediumtext"],
    ["bytes", "varbinary(20)", "varbinary(21)"],
    ["digits", "decimal(10,2)", "decimal(11,2)"],
    ["digits behind the point", "decimal(10,2)", "decimal(10,3)"],
    ["digits of a float", "float(7,3)", "float(7,2)"],
    ["parts of a second", "datetime", "datetime(3)"],
    ["words", "enum('a','b')", "enum('a','b','c')"],
    ["sign", "int unsigned", "int"],
  ])("changes with the %s of a type", async (_title, from, to) => {
    await run(`create table typed (a ${from})`);
    const before = await read();
    await run(`alter table typed modify a ${to}`);
    expect(compareFingerprints(before, await read()).changed).toEqual([at("table typed")]);
  });

  it.runIf(!isMariaDb).each<[string, string[]]>([
    ["a table", [`alter table p secondary_engine_attribute = '{"x": 1}'`]],
    ["a column", [`alter table p modify b varchar(20) default 'x' secondary_engine_attribute = '{"x": 1}'`]],
    // In one ALTER the server takes the new key for the old one.
    ["a key", ["alter table p drop index u", `alter table p add unique u (a) secondary_engine_attribute = '{"x": 1}'`]],
    ["a part that is an expression", ["alter table p add index e ((a + 1))"]],
  ])("changes with what MySQL knows besides of %s", async (_title, change) => {
    const before = await read();
    await run(...change);
    expect(compareFingerprints(before, await read()).changed).toEqual([at("table p")]);
  });

  it("changes with the schema, and tells what came and went", async () => {
    const before = await read();
    await run("alter database collate utf8mb4_bin", "drop view v", "create table n (id int)", "drop event e");
    expect(compareFingerprints(before, await read())).toEqual({
      missing: [at("event e"), at("view v")],
      added: [at("table n")],
      changed: [`schema ${fresh.name}`],
    });
  });

  it.runIf(isMariaDb)("changes with a sequence, a versioned table and a package", async () => {
    await run("set sql_mode = 'ORACLE'", "create package pk as procedure p1; end");
    const before = await read();
    await run(
      "alter sequence s cache 5",
      "alter table p add system versioning",
      "set sql_mode = 'ORACLE'",
      "create or replace package pk as procedure p2; end",
    );
    expect(compareFingerprints(before, await read()).changed).toEqual([
      at("package pk"),
      at("sequence s"),
      at("table p"),
    ]);
  });

  it("leaves out what is to be ignored, also from the order of triggers", async () => {
    const ignore = (_schema: string, name: string): boolean => name.startsWith("flyback");
    const before = await read(ignore);
    await run(
      "create table flyback_x (id int)",
      "create trigger flyback_t before insert on p for each row precedes r1 set @x = 1",
      "create trigger flyback_u before insert on p for each row follows r1 set @x = 1",
    );
    expect(compareFingerprints(before, await read(ignore))).toEqual({ missing: [], added: [], changed: [] });
    expect(compareFingerprints(before, await read()).added).toHaveLength(3);
  });
});
