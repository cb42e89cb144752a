import { createConnection } from "mysql2/promise";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { readFingerprint } from "../../src/undo/fingerprint.ts";
import {
  inexactReason,
  readProgram,
  readSchemaDefinition,
  restoreSchemaStatements,
  restoreStatements,
  sameProgram,
  withLaterValue,
  type ProgramDefinition,
} from "../../src/undo/programs.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { runAll, session } from "./session.ts";

const NOTHING = { tables: () => false, triggers: () => false };

type Kind = ProgramDefinition["kind"];

describeEachServer("a program", (server) => {
  const isMariaDb = server.product === "mariadb";
  let fresh: FreshDatabase;
  let sql: Connection;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    sql = await session(server);
    await run("create table t (id int, note varchar(100))");
  });

  afterEach(async () => {
    await sql.end();
    await fresh.drop();
  });

  const run = (...statements: string[]): Promise<void> => runAll(server, statements, fresh.name);

  async function read(kind: Kind, name: string): Promise<ProgramDefinition> {
    const found = await readProgram(sql, kind, fresh.name, name);
    if (found === null) throw new Error(`no ${kind} ${name}`);
    // As it comes back out of the journal.
    return JSON.parse(JSON.stringify(found)) as ProgramDefinition;
  }

  /** Reads it, lets `change` change it, restores it, and compares it as the server shows it and as we do. */
  async function roundTrip(kind: Kind, name: string, ...change: string[]): Promise<ProgramDefinition> {
    const before = await read(kind, name);
    await run(...change);
    const changed = await readProgram(sql, kind, fresh.name, name);
    expect(changed === null || !sameProgram(before, changed)).toBe(true);
    await runAll(server, restoreStatements(before));
    const after = await read(kind, name);
    expect(after).toEqual(before);
    expect(sameProgram(before, after)).toBe(true);
    return before;
  }

  it.each<[string, Kind]>([
    ["nothing", "view"],
    ["nothing", "procedure"],
    ["nothing", "function"],
    ["nothing", "trigger"],
    ["nothing", "event"],
    ["t", "view"],
  ])("is null where there is none: %s, %s", async (name, kind) => {
    expect(await readProgram(sql, kind, fresh.name, name)).toBeNull();
    expect(await readProgram(sql, kind, "nowhere_at_all", name)).toBeNull();
  });

  it.each(["", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"])(
    "comes back with its sql_mode: %s",
    async (mode) => {
      const set = `set sql_mode = '${mode}'`;
      const name = mode.includes("ANSI_QUOTES") ? '"p`x""\\y"' : '`p``x"\\y`';
      const backslash = mode.includes("NO_BACKSLASH_ESCAPES") ? "'a\\'" : "'a\\\\'";
      await run(
        set,
        `create procedure ${name}(comment varchar(9)) comment 'it''s \\\\ a "b"' select ${backslash} || 'é日😀' as x`,
        `create function ${name}() returns text deterministic return concat(${backslash}, 'é')`,
        `create trigger ${name} before insert on t for each row set new.note = ${backslash}`,
        `create event ${name} on schedule every 1 day disable comment 'it''s \\\\' do set @x = ${backslash}`,
        `create view ${name} as select ${backslash} || 'é' as "x", id from t`,
      );
      const plain = 'p`x"\\y';
      const quoted = '`p``x"\\y`';
      await roundTrip("procedure", plain, `drop procedure ${quoted}`, `create procedure ${quoted}() select 2`);
      await roundTrip("function", plain, `drop function ${quoted}`);
      await roundTrip("trigger", plain, `drop trigger ${quoted}`);
      await roundTrip("event", plain, `alter event ${quoted} enable`);
      await roundTrip("view", plain, `drop view ${quoted}`);
    },
  );

  it("is read and put back the same from a session with ANSI_QUOTES and another default database", async () => {
    await run("create view v as select id from t", "create event e on schedule every 1 day disable do set @x = 1");
    const before = [await read("view", "v"), await read("event", "e")];
    await sql.query("set sql_mode = 'ANSI'");
    await sql.query(`use \`${fresh.name}\``);
    const after = [await read("view", "v"), await read("event", "e")];
    expect(after.map((one, index) => sameProgram(one, before[index] as ProgramDefinition))).toEqual([true, true]);
    expect(await sql.query("select @@sql_mode as mode")).toEqual([{ mode: expect.stringContaining("ANSI_QUOTES") }]);
    await run("drop view v");
    await runAll(server, restoreStatements(after[0] as ProgramDefinition));
    expect(sameProgram(await read("view", "v"), before[0] as ProgramDefinition)).toBe(true);
  });

  it("keeps the character set of the client that made it, with letters beyond ASCII", async () => {
    const { host, port, user, password } = server;
    const latin = await createConnection({
      host,
      port,
      user,
      password,
      database: fresh.name,
      charset: "LATIN1_SWEDISH_CI",
    });
    await latin.query("create procedure p() select 'é' as x");
    await latin.query("create view v as select 'é' as x");
    await latin.query("create procedure plain() select 1");
    await latin.end();
    const before = await read("procedure", "p");
    expect(before).toMatchObject({ characterSetClient: "latin1", createText: expect.stringContaining("'é'") });
    await roundTrip("view", "v", "drop view v");
    await roundTrip("procedure", "plain", "drop procedure plain");
    if (isMariaDb) await roundTrip("procedure", "p", "drop procedure p");
    await run("drop procedure if exists p");
    await runAll(server, restoreStatements(before));
    expect((await query(server, `call \`${fresh.name}\`.p(); `)).length).toBeGreaterThanOrEqual(0);
    const after = await read("procedure", "p");
    expect({ ...after, characterSetClient: "latin1" }).toEqual(before);
    // MySQL takes the text as UTF-8 only, and it is said.
    expect(after.characterSetClient).toBe(isMariaDb ? "latin1" : "utf8mb4");
    expect(inexactReason(before)).toEqual(isMariaDb ? null : expect.stringContaining("latin1"));
    const [row] = await query(
      server,
      "select hex(routine_definition) as x from information_schema.routines where routine_name = 'p' and routine_schema = database()",
      fresh.name,
    );
    expect(row?.["x"]).toContain("C3A9");
  });

  it("is the same without the semicolon that MySQL keeps of a query with several statements", async () => {
    const { host, port, user, password } = server;
    const database = fresh.name;
    const many = await createConnection({ host, port, user, password, database, multipleStatements: true });
    await many.query(
      "create procedure p() set @x = 1; create trigger r before insert on t for each row set new.id = 1; " +
        "create event e on schedule at '2037-01-01 00:00:00' do set @x = 1; select 1",
    );
    await many.end();
    const kinds = [
      ["procedure", "p"],
      ["trigger", "r"],
      ["event", "e"],
    ] as const;
    const before = await Promise.all(kinds.map(([kind, name]) => read(kind, name)));
    const fingerprint = await readFingerprint(sql, [database], NOTHING);
    await run("drop procedure p", "drop trigger r", "drop event e");
    for (const [index, [kind, name]] of kinds.entries()) {
      const definition = before[index];
      if (definition === undefined) throw new Error("fewer definitions than names");
      await runAll(server, restoreStatements(definition));
      expect(sameProgram(definition, await read(kind, name))).toBe(true);
    }
    expect(await readFingerprint(sql, [database], NOTHING)).toEqual(fingerprint);
  });

  it("keeps its definer, who need not exist any more", async () => {
    await run(
      "create user `o'd``d`@localhost",
      "create definer = `o'd``d`@localhost procedure p() sql security invoker select 1",
      "create definer = `o'd``d`@localhost sql security definer view v as select 1 as x",
      "drop user `o'd``d`@localhost",
    );
    expect(await roundTrip("procedure", "p", "drop procedure p")).toMatchObject({ definer: "o'd`d@localhost" });
    expect(await roundTrip("view", "v", "drop view v")).toMatchObject({ definer: "o'd`d@localhost" });
  });

  it("keeps the collation that its schema had when it was made, and the schema's of now", async () => {
    await run(
      "alter database character set latin1 collate latin1_bin",
      "create procedure p(x varchar(9)) select x",
      "create trigger r after delete on t for each row set @x = 1",
      "alter database character set utf8mb4 collate utf8mb4_unicode_ci",
    );
    expect(await roundTrip("procedure", "p", "drop procedure p")).toMatchObject({ databaseCollation: "latin1_bin" });
    await roundTrip("trigger", "r", "drop trigger r");
    expect(await readSchemaDefinition(sql, fresh.name)).toMatchObject({ collation: "utf8mb4_unicode_ci" });
  });

  it("comes back in a chain of views on a function, whatever replaced it", async () => {
    await run(
      "create function f(a int) returns int deterministic return a + 1",
      "create algorithm = merge view v1 as select f(id) as x, note from t",
      "create algorithm = temptable sql security invoker view v2 (a, b) as select x, note from v1",
      "create view v3 as select a from v2 where a > 1 union select id from t",
      "create view v4 as select id from t where id > 0 with local check option",
    );
    const before = [
      await read("function", "f"),
      await read("view", "v1"),
      await read("view", "v2"),
      await read("view", "v3"),
    ];
    await roundTrip("view", "v4", "create or replace view v4 as select id from t with check option");
    await run("drop function f", "drop view v1, v2", "create or replace view v3 as select 1 as a");
    for (const one of before) await runAll(server, restoreStatements(one));
    expect([
      await read("function", "f"),
      await read("view", "v1"),
      await read("view", "v2"),
      await read("view", "v3"),
    ]).toEqual(before);
  });

  it("says of a view that it stands on something that is gone", async () => {
    await run("create view v as select note from t", "create view w as select 1 as x");
    expect(await read("view", "v")).toMatchObject({ isInvalid: false });
    await run("alter table t drop column note");
    expect(await read("view", "v")).toMatchObject({ isInvalid: true, createText: expect.stringContaining("`note`") });
    expect(await read("view", "w")).toMatchObject({ isInvalid: false });
  });

  it("gets its place among the triggers of its event", async () => {
    const create = (name: string): string =>
      `create trigger ${name} before update on t for each row set new.note = '${name}'`;
    await run(create("a"), create("b"), create("c"), "create trigger z before insert on t for each row set new.id = 1");
    const order = async (): Promise<unknown> => (await read("trigger", "b")).trigger;
    const before = { table: "t", timing: "BEFORE", event: "UPDATE", before: ["a"], after: ["c"] };
    expect(await order()).toEqual(before);
    const [a, b, c] = [await read("trigger", "a"), await read("trigger", "b"), await read("trigger", "c")];
    await run("drop trigger b");
    await runAll(server, restoreStatements(b, ["a", "c"]));
    expect(await order()).toEqual(before);
    await run("drop trigger a");
    await runAll(server, restoreStatements(a, ["b", "c"]));
    expect(await order()).toEqual(before);
    // In another order than they fire.
    await run("drop trigger a", "drop trigger b", "drop trigger c");
    await runAll(server, [
      ...restoreStatements(c),
      ...restoreStatements(a, ["c"]),
      ...restoreStatements(b, ["c", "a"]),
    ]);
    expect(await order()).toEqual(before);
    expect(await read("trigger", "a")).toEqual(a);
    expect(await read("trigger", "c")).toEqual(c);
  });

  it("is the same trigger after its table was renamed and named back", async () => {
    await run(
      `create trigger \`${fresh.name}\`.r   before /* each */ INSERT on \`${fresh.name}\`.t for EACH row set new.id = 1`,
    );
    const before = await read("trigger", "r");
    await run("rename table t to u");
    expect(sameProgram(before, await read("trigger", "r"))).toBe(false);
    await run("rename table u to t");
    expect(sameProgram(before, await read("trigger", "r"))).toBe(true);
    await run("drop trigger r");
    await runAll(server, restoreStatements(before));
    expect(sameProgram(before, await read("trigger", "r"))).toBe(true);
  });

  it("is an event with its times and its state", async () => {
    await run(
      "set time_zone = '+05:00'",
      "create event e1 on schedule every 36 hour starts '2031-02-03 04:05:06' ends '2032-01-01 00:00:00' on completion preserve disable on slave do set @x = 1",
      "create event e2 on schedule at '2031-02-03 04:05:06' comment 'once' do begin set @x = 1; set @y = 2; end",
    );
    const e1 = await roundTrip("event", "e1", "drop event e1");
    expect(e1).toMatchObject({ timeZone: "+05:00", createText: expect.stringContaining("'2031-02-03 04:05:06'") });
    await roundTrip("event", "e2", "alter event e2 on schedule at '2031-02-03 04:05:07' disable");
    await roundTrip("event", "e1", "alter event e1 enable");
  });

  it.runIf(isMariaDb)("is a package with its body", async () => {
    await run(
      "set sql_mode = 'ORACLE'",
      "create package pk as procedure p1; function f1 return int; end",
      "create package body pk as procedure p1 as begin select 'a' || 'b'; end; function f1 return int as begin return 1; end; end",
    );
    await roundTrip("package", "pk", "set sql_mode = 'ORACLE'", "drop package pk");
    await roundTrip("package-body", "pk", "set sql_mode = 'ORACLE'", "drop package body pk");
    await run("set sql_mode = 'ORACLE'", "create package only as procedure p1; end");
    await roundTrip("package", "only", "set sql_mode = 'ORACLE'", "drop package only");
  });

  it.runIf(isMariaDb)("is a sequence with its value", async () => {
    await run(
      "create sequence s start with 5 minvalue 2 maxvalue 1000 increment by 3 cache 10 cycle comment = 'it''s'",
      "create sequence down start with -1 increment by -1 nocache",
      "create sequence done start with 1 maxvalue 2 nocache",
      "do nextval(s), nextval(down), nextval(down), nextval(done)",
      "do nextval(done)",
    );
    expect(await roundTrip("sequence", "s", "drop sequence s")).toMatchObject({ sequence: { next: "35" } });
    await roundTrip("sequence", "down", "alter sequence down increment by -7", "do nextval(down)");
    await roundTrip("sequence", "done", "drop sequence done");
    await run("do setval(s, 990, 1, 4)");
    await roundTrip("sequence", "s", "drop sequence s");
  });

  it.runIf(isMariaDb)("never gives out a number of a sequence again", async () => {
    await run(
      "create sequence s nocache",
      "create sequence down increment by -1 nocache",
      "do nextval(s), nextval(down)",
    );
    const [s, down] = [await read("sequence", "s"), await read("sequence", "down")];
    await run("do nextval(s), nextval(down)", "alter sequence s increment by 5", "alter sequence down increment by -5");
    await runAll(server, restoreStatements(withLaterValue(s, await read("sequence", "s"))));
    await runAll(server, restoreStatements(withLaterValue(down, await read("sequence", "down"))));
    expect(await query(server, "select nextval(s) as a, nextval(down) as b", fresh.name)).toEqual([{ a: 3, b: -3 }]);
    expect(withLaterValue(s, null)).toEqual(s);
    await run("alter sequence s restart 1");
    expect(withLaterValue(s, await read("sequence", "s"))).toEqual(s);
  });

  it("has no text for an account that may not see it", async () => {
    await run(
      "create procedure p() select 1",
      "create user few_rights identified by 'x'",
      `grant execute on \`${fresh.name}\`.* to few_rights`,
    );
    const few = await session({ ...server, user: "few_rights", password: "x" });
    try {
      const seen = await readProgram(few, "procedure", fresh.name, "p");
      expect(seen).toMatchObject({ name: "p", createText: null });
      expect(() => restoreStatements(seen as ProgramDefinition)).toThrow("is not known");
    } finally {
      await few.end();
      await query(server, "drop user few_rights");
    }
  });

  it("is a schema with its options", async () => {
    const comment = isMariaDb ? " comment 'it''s \\\\ a \"b\"'" : " encryption 'N'";
    await run(`alter database character set latin1 collate latin1_german2_ci${comment}`);
    const before = await readSchemaDefinition(sql, fresh.name);
    if (before === null) throw new Error("no schema");
    expect(restoreSchemaStatements(before, before)).toEqual([]);
    await run(`alter database character set utf8mb4${isMariaDb ? " comment ''" : ""}`);
    await runAll(server, restoreSchemaStatements(before, await readSchemaDefinition(sql, fresh.name)));
    expect(await readSchemaDefinition(sql, fresh.name)).toEqual(before);
    await run(`drop database \`${fresh.name}\``);
    expect(await readSchemaDefinition(sql, fresh.name)).toBeNull();
    await runAll(server, restoreSchemaStatements(before, null));
    expect(await readSchemaDefinition(sql, fresh.name)).toEqual(before);
  });
});
