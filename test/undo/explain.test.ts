import { afterEach, beforeEach, expect, it } from "vitest";
import type { DatabaseResult, UndoPlan } from "../../src/core/result.ts";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

const BEFORE = [
  "create table parent (id int primary key, name varchar(20))",
  "create table child (id int primary key, parent int, note varchar(20), foreign key (parent) references parent (id) on delete cascade)",
  "create table plain (id int primary key, a varchar(20), b varchar(20), c int)",
  "create table unkeyed (a int, b int)",
  "create table gone (id int primary key)",
  "create table many (id int primary key, n int)",
  "create view shown as select id from plain",
  "create procedure tidy() delete from parent where id = 0",
  "create procedure guess() begin set @s = 'delete from plain'; prepare p from @s; execute p; end",
  "insert into parent values (1, 'a'), (2, 'b')",
  "insert into child values (1, 1, 'x')",
  "insert into many with recursive n (i) as (select 1 union all select i + 1 from n where i < 999) select i, i from n",
  "insert into many select id + 1000, n from many",
  "insert into many select id + 2000, n from many",
  "analyze table many",
];

/** One statement a line, with how it is to be undone. */
const PLAN: readonly (readonly [string, readonly UndoPlan["how"][]])[] = [
  ["create table made (id int primary key, a int);", ["name"]],
  ["alter table made drop column a;", ["nothing"]],
  ["alter table plain add column d int;", ["structure"]],
  ["update plain set d = 1;", ["nothing"]],
  ["create index plain_c on plain (c);", ["structure"]],
  ["alter table plain modify a varchar(30);", ["structure"]],
  ["alter table plain modify a varchar(10);", ["columns"]],
  ["alter table plain rename column b to b2;", ["structure"]],
  ["alter table plain drop column b2;", ["columns"]],
  ["insert into plain (id) values (1);", ["rows"]],
  ["rename table plain to renamed;", ["structure"]],
  ["truncate table renamed;", ["copy"]],
  ["delete from renamed;", ["nothing"]],
  ["update unkeyed set a = 1 where b = 2;", ["copy"]],
  ["update many set n = 1;", ["copy"]],
  ["delete from parent where id = 1;", ["rows", "rows"]],
  ["call tidy();", ["rows", "rows"]],
  ["create or replace view shown as select 1 as one;", ["definition"]],
  ["drop view shown;", ["nothing"]],
  ["drop table gone;", ["move"]],
  ["create table gone (id int);", ["name"]],
  ["set @kept = 'select 1';", []],
  ["prepare p from @kept;", []],
  ["execute p;", ["unknown"]],
  ["select 1;", []],
];

describeEachServer("the plan of a dry run", (server) => {
  let fresh: FreshDatabase;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    for (const statement of BEFORE) await query(server, statement, fresh.name);
  });

  afterEach(() => fresh.drop());

  async function run(text: string, ...args: readonly string[]): Promise<CommandRun> {
    const folder = await tempFolder();
    await writeFiles(folder, { "sql/V1__plan.sql": text });
    return runInProcess(["migrate", "--baseline-on-migrate", "--baseline-version", "0", ...args], {
      server,
      database: fresh.name,
      folder,
    });
  }

  const databaseOf = ({ result }: CommandRun): DatabaseResult => {
    const [database] = result.databases;
    if (database === undefined) throw new Error("no database");
    expect(database.problems).toEqual([]);
    return database;
  };
  const undoOf = (done: CommandRun): readonly (readonly UndoPlan[] | undefined)[] =>
    (databaseOf(done).steps[0]?.statements ?? []).map(({ undo }) => undo);

  /** Everything that a run leaves in and beside the database, but for schemas of its own, which the journal names first. */
  async function picture(): Promise<unknown> {
    const journal = await query(
      server,
      "select 1 from information_schema.tables where table_schema = 'flyback' and table_name = 'run_database'",
    );
    return [
      await query(
        server,
        `select table_name, create_time from information_schema.tables where table_schema = '${fresh.name}' order by 1`,
      ),
      await query(
        server,
        `select trigger_name from information_schema.triggers where trigger_schema = '${fresh.name}'`,
      ),
      journal.length === 0
        ? []
        : await query(server, `select * from flyback.run_database where schema_name = '${fresh.name}'`),
    ];
  }

  it("says how each statement would be undone, as it then is, and changes nothing", async () => {
    const text = PLAN.map(([sql]) => sql).join("\n");
    const before = await picture();
    const dry = await run(text, "--dry-run");
    const plans = undoOf(dry);
    expect(plans.map((undo, index) => [PLAN[index]?.[0], undo?.map(({ how }) => how)])).toEqual(PLAN);
    expect(await picture()).toEqual(before);
    const planned = databaseOf(dry).wayBack;
    const done = await run(text);
    const kept = databaseOf(done).wayBack;
    expect(kept).toMatchObject({
      state: "kept",
      keptObjects: planned?.keptObjects,
      snapshotBytes: planned?.snapshotBytes,
    });
    expect(planned?.snapshotBytes).toBeGreaterThan(0);
  });

  it("says that an engine could not have its rows back", async () => {
    await query(server, "create table part (a int) engine=MyISAM", fresh.name);
    await query(server, "create table merged (a int) engine=MERGE union=(part) insert_method=last", fresh.name);
    const plans = undoOf(await run("update part set a = 1;\nupdate merged set a = 1;", "--dry-run"));
    expect(plans.map((undo) => undo?.map(({ how }) => how))).toEqual([["copy"], ["cannot"]]);
  });

  it("names objects and sizes", async () => {
    const plans = undoOf(
      await run("drop table gone; truncate many; alter table plain drop column a;", "--dry-run"),
    ).flat();
    const name = fresh.name;
    expect(plans.map((plan) => plan?.text.replaceAll(/\([^)]*[KM]B\)/g, "(SIZE)"))).toEqual([
      `the table ${name}.gone is put aside as it is, nothing is copied`,
      `the table ${name}.many is copied first (SIZE)`,
      `the column a of ${name}.plain: values are copied first (SIZE)`,
    ]);
    const [row] = await query(
      server,
      `select data_length as n from information_schema.tables where table_schema = '${name}' and table_name = 'many'`,
    );
    expect(plans[1]?.bytes).toBe(Number(row?.["n"]));
  });

  it("knows that a table is referred to, and that a dropped key or child refers no more", async () => {
    const how = async (text: string): Promise<unknown> =>
      undoOf(await run(text, "--dry-run")).map((undo) => undo?.map((plan) => plan.how).join());
    expect(await how("set foreign_key_checks = 0; drop table parent;")).toEqual(["", "copy"]);
    expect(await how("drop table child; drop table parent;")).toEqual(["move", "move"]);
    expect(await how("drop table child, parent;")).toEqual(["move,move"]);
    const [key] = await query(
      server,
      `select constraint_name as n from information_schema.referential_constraints where constraint_schema = '${fresh.name}'`,
    );
    expect(await how(`alter table child drop foreign key ${String(key?.["n"])}; drop table parent;`)).toEqual([
      "structure",
      "move",
    ]);
  });

  it("says what is known only when it runs, and copies everything once", async () => {
    const dry = await run("call guess();\ntruncate parent;", "--dry-run");
    const [[guess] = [], [truncate] = []] = undoOf(dry);
    expect(guess?.how).toBe("unknown");
    expect(guess?.text).toContain(`everything in ${fresh.name} is copied first`);
    expect(guess?.bytes).toBe(databaseOf(dry).wayBack?.snapshotBytes);
    expect(truncate).toMatchObject({ how: "nothing", bytes: 0 });
  });

  it("tells a copy that is made before the script begins with the first statement that touches the table", async () => {
    const text = "alter table plain drop column a;\ntruncate plain;";
    const dry = await run(text, "--dry-run");
    expect(undoOf(dry).map((undo) => undo?.map(({ how }) => how))).toEqual([["copy"], ["nothing"]]);
    const kept = databaseOf(await run(text)).wayBack;
    expect(kept?.snapshotBytes).toBe(databaseOf(dry).wayBack?.snapshotBytes);
  });

  it("reads a script as its sql_mode says", async () => {
    const text = "set sql_mode = 'NO_BACKSLASH_ESCAPES';\ninsert into plain (id, a) values (1, '\\');\ntruncate many;";
    expect(undoOf(await run(text, "--dry-run")).map((undo) => undo?.map(({ how }) => how))).toEqual([
      [],
      ["rows"],
      ["copy"],
    ]);
  });

  it("warns of what cannot be undone, with its place, and goes on", async () => {
    const text = "create table a (i int);\ngrant select on *.* to nobody;\ntruncate many;";
    const dry = await run(text, "--dry-run", "--snapshot-max-size", "1KB");
    expect(undoOf(dry).map((undo) => undo?.map(({ how }) => how))).toEqual([["name"], ["cannot"], ["copy"]]);
    const warnings = databaseOf(dry).notices.filter(({ level }) => level === "warning");
    expect(warnings).toMatchObject([
      { at: { file: "sql/V1__plan.sql", line: 2 }, message: expect.stringContaining("cannot be undone") },
      {
        at: { file: "sql/V1__plan.sql", line: 3 },
        message: expect.stringContaining("`snapshot-max-size` allows 1.0 KB"),
      },
    ]);
    const refused = await run(text, "--dry-run", "--on-unknown-statement", "refuse");
    expect(undoOf(refused)[1]?.[0]?.text).toContain("so it is refused");
    const allowed = await run(text, "--dry-run", "--on-irreversible", "allow");
    expect(undoOf(allowed)[1]?.[0]?.text).toContain("so it stays");
  });

  it("says that nothing is kept with `snapshot` none", async () => {
    const dry = await run("truncate many;", "--dry-run", "--snapshot", "none");
    expect(undoOf(dry)).toEqual([undefined]);
    expect(databaseOf(dry).wayBack).toBeNull();
    expect(
      databaseOf(dry)
        .notices.map(({ message }) => message)
        .join(),
    ).toContain("`snapshot` is none");
  });

  it("works for an account that may neither make triggers nor see the control schema", async () => {
    await query(server, `create user '${fresh.name}'@'%' identified by 'pw-123-XY'`);
    try {
      await query(
        server,
        `grant select, insert, update, delete, create, drop, alter, index, create view, show view on \`${fresh.name}\`.* to '${fresh.name}'@'%'`,
      );
      const folder = await tempFolder();
      await writeFiles(folder, { "sql/V1__plan.sql": "delete from many where id = 3;" });
      const dry = await runInProcess(["migrate", "--dry-run", "--baseline-on-migrate", "--baseline-version", "0"], {
        server: { ...server, user: fresh.name, password: "pw-123-XY" },
        database: fresh.name,
        folder,
      });
      expect(undoOf(dry)).toMatchObject([[{ how: "copy" }]]);
    } finally {
      await query(server, `drop user '${fresh.name}'@'%'`);
    }
  });
});
