import { afterEach, beforeEach, expect, it } from "vitest";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { connect, describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

const BASE = `
  create table parent (id int primary key, v int, note varchar(200)) engine=innodb;
  create table child (id int primary key, parent int, note varchar(200),
    foreign key (parent) references parent (id) on delete cascade) engine=innodb;
  insert into parent select a.n * 30 + b.n + 1, 0, repeat('x', 100) from d a, d b where a.n < 20 and b.n < 30;
  insert into child select id, id, repeat('y', 100) from parent;
  analyze table child;
  create procedure swallow() begin
    declare continue handler for sqlexception begin end;
    update parent set v = 1 where id > 0;
  end;`;

/** What only some rows of a table need is known once they change. */
const STATEMENTS = {
  "an UPDATE": "update parent set v = 1 where id > 0;",
  "an UPDATE IGNORE": "update ignore parent set v = 1 where id > 0;",
  "a DELETE": "delete from child where id > 0;",
  "an INSERT": "insert into parent select id + 1000, 0, '' from parent where id > 0;",
  "rows that go with others": "delete from parent where id > 0;",
  "a routine that goes on after errors": "call swallow();",
  "statements that are small by themselves": Array.from(
    { length: 6 },
    (_, n) => `update parent set v = 1 where id between ${n * 100} and ${n * 100 + 99};`,
  ).join("\n"),
};

describeEachServer("snapshot-max-size", (server) => {
  let fresh: FreshDatabase;
  let folder: string;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    folder = await tempFolder();
    const numbers = Array.from({ length: 30 }, (_, n) => `(${n})`).join();
    const base = await connect(server, fresh.name);
    await base.query(`create table d (n int primary key); insert into d values ${numbers};${BASE} drop table d`);
    await base.end();
  });

  afterEach(() => fresh.drop());

  async function run(size: string, files: Readonly<Record<string, string>>): Promise<CommandRun> {
    await writeFiles(folder, Object.fromEntries(Object.entries(files).map(([name, text]) => [`sql/${name}`, text])));
    const args = ["migrate", "--baseline-on-migrate", "true", "--baseline-version", "0", "--snapshot-max-size", size];
    return runInProcess(args, { server, database: fresh.name, folder });
  }
  const content = (): Promise<readonly Record<string, unknown>[]> =>
    query(
      server,
      "select (select count(*) from parent) p, (select sum(v) from parent) v, (select count(*) from child) c",
      fresh.name,
    );
  const problems = ({ result }: CommandRun): readonly string[] =>
    (result.databases[0]?.problems ?? []).map(({ code }) => code);

  it.each(Object.entries(STATEMENTS))("ends %s that needs more, and all is as before", async (_title, sql) => {
    const before = await content();
    const small = await run("20KB", { "V1__rows.sql": sql });
    expect(problems(small)).toEqual(["SNAPSHOT_TOO_LARGE"]);
    expect([3, 4]).toContain(small.result.exitCode);
    expect(small.result.databases[0]?.wayBack?.state).toBe("rolled-back");
    expect(await content()).toEqual(before);
    expect((await run("1MB", { "V1__rows.sql": sql })).result.exitCode).toBe(0);
    expect(await content()).not.toEqual(before);
  });

  it("bounds a run, not a script", async () => {
    const update = (n: number): string => `update parent set v = 1 where id between ${n * 100} and ${n * 100 + 99};`;
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`V${n + 1}__rows.sql`, update(n)]));
    expect(problems(await run("50KB", files))).toEqual(["SNAPSHOT_TOO_LARGE"]);
  });

  it("bounds rows and copies together", async () => {
    const sql = "update parent set v = 1 where id > 0;\nalter table child drop column note;";
    expect(problems(await run("130KB", { "V1__both.sql": sql }))).toEqual(["SNAPSHOT_TOO_LARGE"]);
    expect((await run("1MB", { "V1__both.sql": sql })).result.exitCode).toBe(0);
  });
});
