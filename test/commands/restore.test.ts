import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DatabaseResult } from "../../src/core/result.ts";
import { clientsOnPath, writeScript } from "../support/client-tools.ts";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { connect, describeEachRecipe, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

/** What breaks a restore that does not look after it. */
const BEFORE = [
  "create table parent (id int primary key auto_increment, name varchar(20) character set utf8mb4, u varbinary(16), b bit(3) default b'101', j json, t timestamp null)",
  "create table child (id int primary key, parent int, n int, twice int generated always as (n * 2) stored, constraint of_parent foreign key (parent) references parent (id) on delete cascade)",
  "create table log (id int primary key auto_increment, what varchar(50))",
  "insert into parent (id, name, u, j, t) values (7, 'é日;''\\\\', x'00ff0a', '{\"a\": 1.10}', '2026-11-27 01:02:03')",
  "insert into child (id, parent, n) values (0, 7, 4)",
  "create trigger child_first after insert on child for each row insert into log (what) values ('first')",
  "create trigger child_second after insert on child for each row insert into log (what) values ('second; é')",
  "create view shown as select p.name, c.n from parent p join child c on c.parent = p.id",
  "create view above as select name from shown",
  "create procedure tidy() begin delete from log; select 'a;b'; end",
  "create function twice(n int) returns int deterministic return n * 2",
  "create event nightly on schedule every 1 day do delete from log",
  "create table f (id int primary key, x float, y double)",
  "insert into f values (1, 0.5, 0.1e0 + 0.2e0)",
];
const OF_MYSQL = ["create table hidden (a int, b int default 3 invisible)", "insert into hidden (a, b) values (1, 9)"];
const OF_MARIADB = [
  "create table hidden (a int, b int invisible default 3)",
  "insert into hidden (a, b) values (1, 9)",
  "create sequence numbers start with 5",
  "create table versioned (a int) with system versioning",
];

describeEachRecipe("restore", (server) => {
  let fresh: FreshDatabase;
  let folder: string;
  let bin: string;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set latin1");
    folder = await tempFolder();
    bin = await clientsOnPath(server, folder);
    const connection = await connect(server, fresh.name);
    for (const statement of [...BEFORE, ...(server.product === "mariadb" ? OF_MARIADB : OF_MYSQL)])
      await connection.query(statement);
    // Its text is in the file as the bytes of another character set.
    await connection.query("set names latin1");
    await connection.query("create procedure old() select 'é' as word");
    await connection.end();
    await writeFiles(folder, {
      "sql/V2__wreck.sql": "drop view above; alter table child drop column twice; update parent set name = 'x';",
    });
  });

  afterEach(() => fresh.drop());

  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandRun> =>
    runInProcess(args, { server, database: fresh.name, folder, env: { PATH: `${bin}:/usr/bin:/bin`, ...env } });
  const databaseOf = ({ result }: CommandRun): DatabaseResult => {
    const [database] = result.databases;
    if (database === undefined) throw new Error("no database");
    return database;
  };
  /** The whole database by its own tool; this is the judge, and not what flyback wrote. */
  const dumpOf = (database = fresh.name): string => {
    const args = [
      "--no-defaults",
      "--protocol=tcp",
      `--host=${server.host}`,
      `--port=${String(server.port)}`,
      `--user=${server.user}`,
    ];
    const what = [
      "--routines",
      "--events",
      "--hex-blob",
      "--skip-comments",
      "--skip-dump-date",
      "--order-by-primary",
      database,
    ];
    const own = server.product === "mysql" ? ["--set-gtid-purged=OFF"] : [];
    return execFileSync(
      join(bin, server.product === "mysql" ? "mysqldump" : "mariadb-dump"),
      [...args, ...own, ...what],
      { encoding: "latin1" },
    );
  };
  const migrateWithDump = async (): Promise<string> => {
    const done = await run(["migrate", "--snapshot", "dump", "--baseline-on-migrate"]);
    expect(databaseOf(done).problems).toEqual([]);
    return databaseOf(done).dumps?.[0]?.path ?? "";
  };
  const tablesOf = async (schema: string): Promise<readonly string[]> =>
    (
      await query(
        server,
        `select table_name as n from information_schema.tables where table_schema = '${schema}' order by 1`,
      )
    ).map((row) => String(row["n"]));

  it("puts everything back, and keeps what is there beside it", async () => {
    const before = dumpOf();
    const path = await migrateWithDump();
    await query(server, "insert into parent (name) values ('new')", fresh.name);
    await query(server, "create table later (id int primary key)", fresh.name);
    await query(server, "insert into later values (1)", fresh.name);
    const refused = await run(["restore", "--dump", path]);
    expect(refused.result).toMatchObject({ exitCode: 3, outcome: "invalid" });
    expect(databaseOf(refused).problems).toMatchObject([
      {
        code: "RESTORE_REFUSED",
        message: expect.stringContaining("is not empty"),
        help: expect.stringContaining("restore-over"),
      },
    ]);
    const done = await run(["restore", "--dump", path, "--restore-over", "set-aside"]);
    expect(databaseOf(done).problems).toEqual([]);
    expect(done.result).toMatchObject({ exitCode: 0, outcome: "success" });
    expect(dumpOf()).toBe(before);
    expect(await query(server, "select id from f where y = 0.1e0 + 0.2e0", fresh.name)).toHaveLength(1);
    const [restored] = databaseOf(done).restored;
    const aside = restored?.setAsideIn ?? "";
    expect(await query(server, `select name from \`${aside}\`.parent order by id`)).toMatchObject([
      { name: "x" },
      { name: "new" },
    ]);
    expect(await query(server, `select * from \`${aside}\`.later`)).toHaveLength(1);
    expect(restored).toMatchObject({
      tables: server.product === "mariadb" ? 6 : 5,
      rows: 4,
      limits: expect.arrayContaining(["1 FLOAT column is dumped with six significant digits."]),
      rowsSetAside: expect.any(Number),
    });
    // The run that was migrated is no longer one that could go back in this database.
    expect(
      databaseOf(done)
        .notices.map(({ message }) => message)
        .join(),
    ).toContain("can no longer be taken back");
    expect(
      databaseOf(await run(["rollback"]))
        .notices.map(({ message }) => message)
        .join(),
    ).toContain("is committed");
    expect(databaseOf(await run(["info"])).version).toBeNull();
    expect((await run(["migrate", "--baseline-on-migrate"])).result.exitCode).toBe(0);
  });

  it("loads into an empty database, and into one that is gone", async () => {
    const before = dumpOf();
    const path = await migrateWithDump();
    await query(server, `drop database \`${fresh.name}\``);
    const done = await run(["restore", "--dump", path, "--create-databases"]);
    expect(databaseOf(done)).toMatchObject({ problems: [], restored: [{ setAsideIn: null }] });
    expect(dumpOf()).toBe(before);
  });

  it("refuses a file that is not as it was written, or not a dump of this database", async () => {
    const path = await migrateWithDump();
    const now = dumpOf();
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(20)]));
    const broken = await run(["restore", "--dump", path, "--restore-over", "set-aside"]);
    expect(broken.result.exitCode).toBe(2);
    expect(databaseOf(broken).problems).toMatchObject([
      { code: "DUMP_INVALID", message: expect.stringContaining("is not as it was written") },
    ]);
    await writeFile(path, bytes);
    await rm(`${path}.sha256`);
    expect(databaseOf(await run(["restore", "--dump", path])).problems).toMatchObject([
      { code: "DUMP_INVALID", message: expect.stringContaining("checksum") },
    ]);
    await writeFiles(folder, { "other.sql.gz": "select 1;" });
    expect(databaseOf(await run(["restore", "--dump", "other.sql.gz"])).problems).toMatchObject([
      { code: "DUMP_INVALID" },
    ]);
    expect(dumpOf()).toBe(now);
  });

  it("puts back what was there when the load fails", async () => {
    await query(server, "drop procedure old", fresh.name);
    const path = await migrateWithDump();
    const now = dumpOf();
    await query(server, "create table gone (i int)", fresh.name);
    await query(server, "create view broken as select i from gone", fresh.name);
    await query(server, "drop table gone", fresh.name);
    const name = server.product === "mariadb" ? "mariadb" : "mysql";
    const client = join(bin, `a "broken"  ${name}`);
    await writeScript(
      client,
      `case "$1" in --version) exec ${join(bin, name)} --version;; esac\nLC_ALL=C sed '/^INSERT INTO .parent/i nonsense;' | ${join(bin, name)} "$@"`,
    );
    const done = await run(["restore", "--dump", path, "--restore-over", "set-aside", "--client-tool", client]);
    expect(databaseOf(done).problems).toMatchObject([
      { code: "RESTORE_FAILED", message: expect.stringContaining("nonsense") },
    ]);
    expect(databaseOf(done).problems[0]?.message).toContain(`the broken view ${fresh.name}.broken`);
    expect(done.result).toMatchObject({ exitCode: 4, outcome: "rolled-back" });
    expect(dumpOf()).toBe(now);
    // Nothing was lost for the way back either.
    expect((await run(["rollback"])).result).toMatchObject({ exitCode: 0, outcome: "success" });
  });

  it("does not take a part for the whole", async () => {
    const path = await migrateWithDump();
    const now = dumpOf();
    const name = server.product === "mariadb" ? "mariadb" : "mysql";
    // What comes first is in an open comment when it ends, at which most clients say nothing (that of MySQL 9.7 sends it).
    await writeScript(
      join(bin, `short-${name}`),
      `case "$1" in --version) exec ${join(bin, name)} --version;; esac\n(cat > /dev/null; echo 'select 1; /* open') | ${join(bin, name)} "$@"`,
    );
    const args = ["--restore-over", "set-aside", "--client-tool", join(bin, `short-${name}`)];
    const done = await run(["restore", "--dump", path, ...args]);
    expect(databaseOf(done).problems).toMatchObject([
      { code: "RESTORE_FAILED", message: expect.stringMatching(/not loaded to its end|near '\/\* open'/) },
    ]);
    // MySQL takes the text of a routine in UTF-8 alone from our session.
    if (server.product === "mariadb") expect(dumpOf()).toBe(now);
    else expect(databaseOf(done).problems[0]?.message).toContain("old: its text has characters beyond ASCII");
    expect(await tablesOf(fresh.name)).toContain("parent");
  });

  it("is stopped by a signal, and what was there is back", async () => {
    await query(server, "drop procedure old", fresh.name);
    const path = await migrateWithDump();
    const now = dumpOf();
    const name = server.product === "mariadb" ? "mariadb" : "mysql";
    await writeScript(
      join(bin, `noted-${name}`),
      `case "$1" in --version) ;; *) echo $$ > ${folder}/pid;; esac\nexec ${join(bin, name)} "$@"`,
    );
    // The server is busy with it when half is loaded.
    const text = gunzipSync(await readFile(path)).toString("latin1");
    const slow = gzipSync(Buffer.from(text.replace("\nINSERT INTO", "\nselect sleep(60);\nINSERT INTO"), "latin1"));
    await writeFile(path, slow);
    await writeFile(`${path}.sha256`, `${createHash("sha256").update(slow).digest("hex")}  ${basename(path)}\n`);
    const isBusy = async (): Promise<boolean> =>
      (await query(server, "show full processlist")).some(
        (row) => row["db"] === fresh.name && row["Info"] === "select sleep(60)",
      );
    const stop = new AbortController();
    const running = runInProcess(
      ["restore", "--dump", path, "--restore-over", "set-aside", "--client-tool", join(bin, `noted-${name}`)],
      { server, database: fresh.name, folder, env: { PATH: `${bin}:/usr/bin:/bin` }, signal: stop.signal },
    );
    await expect.poll(isBusy, { timeout: 10_000 }).toBe(true);
    stop.abort();
    const done = await running;
    expect(await isBusy()).toBe(false);
    // What was loaded is beside it, and its foreign keys hold nothing of it.
    const held = `select table_schema from information_schema.key_column_usage where referenced_table_schema = '${fresh.name}'`;
    expect(await query(server, `${held} and table_schema <> '${fresh.name}'`)).toEqual([]);
    expect(databaseOf(done).problems).toMatchObject([{ message: expect.stringContaining("stopped by a signal") }]);
    expect(dumpOf()).toBe(now);
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("takes the folder of a run", async () => {
    const before = dumpOf();
    const path = await migrateWithDump();
    expect((await readdir(join(path, ".."))).length).toBe(2);
    const done = await run(["restore", "--dump", join(path, ".."), "--restore-over", "set-aside"]);
    expect(databaseOf(done).problems).toEqual([]);
    expect(dumpOf()).toBe(before);
  });

  it("refuses where tables of other databases refer to those that would go aside", async () => {
    const path = await migrateWithDump();
    const other = await freshDatabase(server);
    try {
      await query(
        server,
        `create table c (id int primary key, p int, foreign key (p) references \`${fresh.name}\`.parent (id))`,
        other.name,
      );
      const done = await run(["restore", "--dump", path, "--restore-over", "set-aside"]);
      expect(databaseOf(done).problems).toMatchObject([
        { code: "RESTORE_REFUSED", message: expect.stringContaining(`${other.name}.c`) },
      ]);
      expect(await tablesOf(fresh.name)).toContain("parent");
    } finally {
      await other.drop();
    }
  });
});
