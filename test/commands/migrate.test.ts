import { afterEach, beforeEach, expect, it } from "vitest";
import type { StepResult } from "../../src/core/result.ts";
import { runInProcess, type CommandRun, type RunOptions } from "../support/run-command.ts";
import { connect, describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

type Files = Readonly<Record<string, string>>;

describeEachServer("migrate", (server) => {
  let fresh: FreshDatabase;

  const others: Awaited<ReturnType<typeof connect>>[] = [];

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
  });

  afterEach(async () => {
    for (const other of others.splice(0)) await other.end();
    await fresh.drop();
  });

  async function run(
    args: readonly string[],
    files: Files,
    more: Partial<RunOptions> = {},
  ): Promise<CommandRun & { folder: string }> {
    const folder = more.folder ?? (await tempFolder());
    await writeFiles(folder, Object.fromEntries(Object.entries(files).map(([name, text]) => [`sql/${name}`, text])));
    return { ...(await runInProcess(args, { server, database: fresh.name, ...more, folder })), folder };
  }

  const history = (): Promise<readonly Record<string, unknown>[]> =>
    query(server, "select installed_rank, version, type, success from flyway_schema_history order by 1", fresh.name);
  const values = async (sql: string): Promise<readonly unknown[]> =>
    (await query(server, sql, fresh.name)).map((row) => String(Object.values(row)[0]));
  const statuses = ({ result }: CommandRun): readonly StepResult["status"][] =>
    (result.databases[0]?.steps ?? []).map((step) => step.status);

  /** A session with an open transaction that has read table a. */
  async function blockingReader(): Promise<Awaited<ReturnType<typeof connect>>> {
    await query(server, "create table a (i int) engine = innodb; insert into a values (1)", fresh.name);
    const other = await connect(server, fresh.name);
    others.push(other);
    await other.query("start transaction");
    await other.query("select * from a");
    return other;
  }

  it("runs what is pending, then has nothing to do", async () => {
    const files = {
      "V1__a.sql": "create table a (i int);",
      "V1.1__b.sql": "insert into a values (1);",
      "R__v.sql": "create or replace view v as select * from a;",
    };
    const first = await run(["migrate"], files);
    expect(first.result).toMatchObject({
      outcome: "success",
      exitCode: 0,
      databases: [{ previousVersion: null, version: "1.1" }],
    });
    const second = await run(["migrate"], files, { folder: first.folder });
    expect(second.result).toMatchObject({
      outcome: "no-op",
      exitCode: 0,
      databases: [{ previousVersion: "1.1", version: "1.1", steps: [] }],
    });
    expect(await values("select i from v")).toEqual(["1"]);
  });

  it("says file, line, column, statement and server error of a failure, and what was not run", async () => {
    const files = {
      "V1__a.sql": "create table a (i int);",
      "V2__b.sql": "insert into a values (1);\n\n  insert into nowhere\n  values (1);\nselect 1;",
      "V3__c.sql": "select 1;",
    };
    const failed = await run(["migrate", "--on-failure", "keep"], files);
    expect(failed.result).toMatchObject({ outcome: "failed", exitCode: 5 });
    expect(statuses(failed)).toEqual(["success", "failed", "not-run"]);
    expect(failed.result.databases[0]?.problems).toMatchObject([
      {
        code: "FAILED_VERSIONED_MIGRATION",
        at: { file: "sql/V2__b.sql", line: 3, column: 3 },
        sqlError: { errno: 1146 },
        statement: { number: 2, of: 3, sql: expect.stringContaining("insert into nowhere") },
      },
    ]);
    expect(await values("select count(*) from a")).toEqual(["0"]);
    expect(await history()).toMatchObject([{ success: 1 }, { version: "2", success: 0 }]);
  });

  it("says the same of a failure that it takes back, and runs again once the script is mended", async () => {
    const files = {
      "V1__a.sql": "create table a (i int);",
      "V2__b.sql": "insert into a values (1);\ncreate table b (i int);\ninsert into nowhere values (1);",
    };
    const failed = await run(["migrate"], files);
    expect(failed.result).toMatchObject({ outcome: "rolled-back", exitCode: 4 });
    expect(failed.result.databases[0]?.problems).toMatchObject([
      {
        code: "FAILED_VERSIONED_MIGRATION",
        at: { file: "sql/V2__b.sql", line: 3 },
        sqlError: { errno: 1146 },
        statement: { number: 3, of: 3 },
      },
    ]);
    expect(await values("show tables")).toEqual([]);
    const mended = await run(["migrate"], { "V2__b.sql": "insert into a values (2);" }, { folder: failed.folder });
    expect(mended.result).toMatchObject({ outcome: "success", exitCode: 0 });
    expect(await values("select i from a")).toEqual(["2"]);
    expect(await history()).toMatchObject([{ success: 1 }, { version: "2", success: 1 }]);
  });

  it("leaves neither row nor trace of a script that cannot be parsed", async () => {
    // Without a way back: it shows that nothing was done, not that it was undone.
    const { result } = await run(["migrate", "--snapshot", "none"], {
      "V1__a.sql": "create table a (i int);\ninsert into a values ('x);",
    });
    expect(result.databases[0]?.problems).toMatchObject([{ code: "UNTERMINATED_STRING", at: { line: 2 } }]);
    expect(await history()).toEqual([]);
    expect(await values("show tables")).toEqual(["flyway_schema_history"]);
  });

  it("starts each migration from a clean session", async () => {
    const { result } = await run(["migrate"], {
      "V1__a.sql":
        "set @x = 1, sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0, time_zone = '+03:00';\ncreate temporary table t (i int);\nuse mysql;\nset names latin1;",
      "V2__b.sql":
        "create table seen as select @x as x, @@sql_mode like '%ANSI%' as m, @@foreign_key_checks as f, @@time_zone as z, database() as d, @@character_set_client as c;",
      "V3__c.sql": "create table t (i int);",
    });
    expect(result.exitCode).toBe(0);
    const [seen] = await query(server, "select cast(x as char) as x, m, f, z, d, c from seen", fresh.name);
    expect(seen).toEqual({ x: null, m: 0, f: 1, z: "SYSTEM", d: fresh.name, c: "utf8mb4" });
  });

  it("follows sql_mode in a script when it reads quotes", async () => {
    const { result } = await run(["migrate"], {
      "V1__a.sql":
        "create table a (p varchar(20));\nset sql_mode = 'NO_BACKSLASH_ESCAPES';\ninsert into a values ('c:\\'); insert into a values ('d;\\');\nset sql_mode = default;\ninsert into a values ('it\\'s; x');",
    });
    expect(result.exitCode).toBe(0);
    expect(await values("select p from a order by p")).toEqual(["c:\\", "d;\\", "it's; x"]);
  });

  it("writes the row although the script left tables locked", async () => {
    const { result } = await run(["migrate"], {
      "V1__a.sql": "create table a (i int);\nlock tables a write;\ninsert into a values (1);",
      "V2__b.sql": "select * from flyway_schema_history;",
    });
    expect(result.exitCode).toBe(0);
    expect(await history()).toHaveLength(2);
  });

  it("leaves a failed row when a callback fails after the script went through, or takes the script back", async () => {
    const files = { "V1__a.sql": "create table a (i int);", "afterEachMigrate.sql": "select * from nowhere;" };
    const { result, folder } = await run(["migrate", "--on-failure", "keep"], files);
    expect(result.databases[0]?.problems).toMatchObject([
      { code: "FAILED_CALLBACK", at: { file: "sql/afterEachMigrate.sql" } },
    ]);
    expect(await history()).toMatchObject([{ version: "1", success: 0 }]);
    await query(server, "drop table a, flyway_schema_history", fresh.name);
    const taken = await run(["migrate"], {}, { folder });
    expect(taken.result).toMatchObject({ outcome: "rolled-back", exitCode: 4 });
    expect(await values("show tables")).toEqual([]);
  });

  it("runs callbacks in Flyway's order", async () => {
    const events = [
      "beforeMigrate",
      "beforeEachMigrate",
      "afterEachMigrate",
      "beforeRepeatables",
      "afterVersioned",
      "afterMigrateApplied",
      "afterMigrate",
      "beforeValidate",
      "afterValidate",
      "afterMigrateOperationFinish",
    ];
    await query(server, "create table log (id int auto_increment primary key, e varchar(40))", fresh.name);
    const callbacks = Object.fromEntries(
      events.map((event) => [`${event}.sql`, `insert into log (e) values ('${event}');`]),
    );
    const { result } = await run(["migrate", "--baseline-on-migrate", "--baseline-version", "0"], {
      ...callbacks,
      "V1__a.sql": "select 1;",
      "R__r.sql": "select 2;",
    });
    expect(result.exitCode).toBe(0);
    expect(await values("select e from log order by id")).toEqual([
      "beforeValidate",
      "afterValidate",
      "beforeMigrate",
      "beforeEachMigrate",
      "afterEachMigrate",
      "afterVersioned",
      "beforeRepeatables",
      "beforeEachMigrate",
      "afterEachMigrate",
      "afterMigrateApplied",
      "afterMigrate",
      "afterMigrateOperationFinish",
    ]);
  });

  it("refuses a version that the history cannot hold before running anything", async () => {
    const version = "1".repeat(51);
    const { result } = await run(["migrate"], {
      "V1__a.sql": "create table a (i int);",
      [`V${version}__b.sql`]: "select 1;",
    });
    expect(result.databases[0]?.problems).toMatchObject([{ code: "INVALID_MIGRATION_NAME" }]);
    expect(await values("show tables")).toEqual([]);
  });

  it("refuses a name that the table's character set cannot hold before running it", async () => {
    await query(server, `alter database \`${fresh.name}\` character set latin1`);
    const { result } = await run(["migrate", "--snapshot", "none"], { "V1__世界.sql": "create table a (i int);" });
    expect(result.databases[0]?.problems).toMatchObject([{ code: "HISTORY" }]);
    expect(await values("show tables")).toEqual(["flyway_schema_history"]);
  });

  it("writes a baseline with an apostrophe, as a row of its own", async () => {
    await query(server, "create table old (i int)", fresh.name);
    const { result } = await run(["migrate", "--baseline-on-migrate", "--baseline-description", "it's \\ old"], {
      "V1__a.sql": "create table old (i int);",
      "V2__b.sql": "select 1;",
    });
    expect(result.exitCode).toBe(0);
    expect(
      await values("select concat(type, ' ', description) from flyway_schema_history order by installed_rank"),
    ).toEqual(["BASELINE it's \\ old", "SQL b"]);
  });

  it("refuses a database with tables and no history", async () => {
    await query(server, "create table old (i int)", fresh.name);
    const { result } = await run(["migrate"], { "V1__a.sql": "select 1;" });
    expect(result).toMatchObject({
      outcome: "invalid",
      exitCode: 3,
      databases: [{ problems: [{ code: "NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE" }] }],
    });
  });

  it("makes a missing database only if it may", async () => {
    await fresh.drop();
    const refused = await run(["migrate"], { "V1__a.sql": "create table a (i int);" });
    expect(refused.result).toMatchObject({ exitCode: 7, databases: [{ problems: [{ code: "UNKNOWN_DATABASE" }] }] });
    const made = await run(["migrate", "--create-databases"], { "V1__a.sql": "create table a (i int);" });
    expect(made.result.exitCode).toBe(0);
    expect(await history()).toMatchObject([{ installed_rank: 1, type: "SQL" }]);
  });

  it("creates schemas and says so in a SCHEMA row, as Flyway does", async () => {
    await fresh.drop();
    const { result } = await run(
      ["migrate", "--schemas", fresh.name],
      { "V1__a.sql": "create table a (i int);" },
      { database: null },
    );
    expect(result.exitCode).toBe(0);
    expect(await history()).toMatchObject([
      { installed_rank: 0, type: "SCHEMA" },
      { installed_rank: 1, type: "SQL" },
    ]);
  });

  it("shows a dry run's exact SQL and changes nothing", async () => {
    const args = ["migrate", "--dry-run", "--placeholders.name", "clinic", "--placeholders.api_token", "s3cr3t"];
    const { result } = await run(args, {
      "V1__a.sql": "create table ${name} (i int);\n-- note\ninsert into ${name} values (1);",
    });
    expect(result).toMatchObject({ outcome: "no-op", exitCode: 0, planHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(result.databases[0]?.steps).toMatchObject([
      {
        status: "planned",
        statementsTotal: 2,
        statements: [
          { sql: "create table clinic (i int)", line: 1 },
          { sql: expect.stringContaining("insert into clinic values (1)"), line: 3 },
        ],
      },
    ]);
    expect(await values("show tables")).toEqual([]);
  });

  it("refuses a plan that has changed since its dry run, and runs one that has not", async () => {
    const files = { "V1__a.sql": "create table ${t} (i int);", "V2__b.sql": "select '${flyway:timestamp}';" };
    const dry = await run(["migrate", "--dry-run", "--placeholders.t=a"], files);
    const hash = dry.result.planHash ?? "";
    const more = { folder: dry.folder };
    for (const [args, changed] of [
      [["--placeholders.t=b"], {}],
      [["--placeholders.t=a", "--out-of-order"], { "V3__c.sql": "select 1;" }],
      [["--placeholders.t=a"], { "V2__b.sql": "select '${flyway:timestamp}' ;" }],
    ] as const) {
      const { result } = await run(["migrate", "--plan-hash", hash, ...args], changed, more);
      expect(result.databases[0]?.problems).toMatchObject([{ code: "PLAN_CHANGED" }]);
      expect(await values("show tables")).toEqual([]);
    }
    const other = await run(["migrate", "--plan-hash", hash, "--placeholders.t=a"], files);
    expect(other.result.exitCode).toBe(0);
  });

  it("says what Flyway would lose with group, and loses nothing", async () => {
    const { result } = await run(["migrate", "--group", "--on-failure", "keep"], {
      "V1__a.sql": "create table a (i int);",
      "V2__b.sql": "insert into a values (1);",
      "V3__c.sql": "select * from nowhere;",
    });
    expect(result.databases[0]?.notices.map(({ message }) => message).join()).toMatch(/group/);
    expect(await history()).toMatchObject([{ success: 1 }, { success: 1 }, { success: 0 }]);
    expect(await values("select count(*) from a")).toEqual(["1"]);
  });

  it("ends a statement at its time limit", async () => {
    const { result } = await run(["migrate", "--statement-timeout", "1"], {
      "V1__a.sql": "create table a as select 1 as i;\nupdate a set i = sleep(30);",
    });
    expect(result.databases[0]?.problems).toMatchObject([
      { code: "FAILED_VERSIONED_MIGRATION", message: expect.stringContaining("statement-timeout"), at: { line: 2 } },
    ]);
    expect(result).toMatchObject({ outcome: "rolled-back", exitCode: 4 });
    expect(await values("show tables")).toEqual([]);
  });

  it("retries a statement that waited too long for a lock, and names who held it", async () => {
    const other = await blockingReader();
    const seen: string[] = [];
    const { result } = await run(
      ["migrate", "--lock-wait-timeout", "5", "--baseline-on-migrate", "--baseline-version", "0"],
      { "V1__b.sql": "alter table a add column j int;" },
      {
        onMessage: ({ text }) => {
          seen.push(text);
          if (text.includes("trying again")) void other.query("rollback");
        },
      },
    );
    expect(result.exitCode).toBe(0);
    expect(seen.join("\n")).toMatch(/waits for a lock held by .*connection \d+, user root/);
    expect(seen.join("\n")).toMatch(/sql\/V1__b.sql:1: waited too long for a lock \(held by .*\); trying again in 1 s/);
  });

  it("fails with the blocker's name when the lock does not come", async () => {
    await blockingReader();
    const { result } = await run(
      ["migrate", "--lock-wait-timeout", "5", "--baseline-on-migrate", "--baseline-version", "0"],
      { "V1__b.sql": "alter table a add column j int;" },
    );
    expect(result.databases[0]?.problems).toMatchObject([
      { code: "LOCK_WAIT", sqlError: { errno: 1205 }, message: expect.stringMatching(/blocked by .*connection \d+/) },
    ]);
  });

  it("does not send a statement larger than the server takes", async () => {
    const [row] = await query(server, "select @@max_allowed_packet as n");
    const size = Number(row?.["n"]);
    const { result } = await run(["migrate", "--on-failure", "keep"], {
      "V1__a.sql": `create table a (t longtext);\ninsert into a values ('${"x".repeat(size)}');`,
    });
    expect(result.databases[0]?.problems).toMatchObject([{ code: "PACKET_TOO_LARGE", at: { line: 2 } }]);
    expect(await history()).toMatchObject([{ success: 0 }]);
  });

  it("says every ten seconds that a statement still runs, and what the server says of it", async () => {
    const { result, heartbeats } = await run(["migrate"], { "V1__a.sql": "select 1;\ndo sleep(12);" });
    expect(result.exitCode).toBe(0);
    expect(heartbeats).toEqual([
      {
        database: fresh.name,
        script: "sql/V1__a.sql",
        statement: 2,
        of: 2,
        elapsedMs: expect.any(Number),
        serverProgress: expect.stringMatching(/sleep/i),
      },
    ]);
  });

  /** Ends the session that shows what it holds the lock for; between two of its statements there is nothing to see. */
  async function killHolder(): Promise<void> {
    // Runs of other files' tests on the same server hold locks in the same way.
    const holders = `select id from information_schema.processlist where db = '${fresh.name}' and info like 'SELECT SLEEP(1) /* flyback%'`;
    for (let row = undefined as Record<string, unknown> | undefined; ;) {
      [row] = await query(server, holders);
      if (row !== undefined) return void (await query(server, `kill ${String(row["id"] ?? row["ID"])}`));
    }
  }

  it("goes on with no other migration once the session that holds the lock is gone", async () => {
    const { result } = await run(
      ["migrate"],
      { "V1__a.sql": "create table a (i int);\nselect 'now';\ndo sleep(2);", "V2__b.sql": "create table b (i int);" },
      {
        onMessage: ({ text }) => {
          if (!text.includes("now")) return;
          void killHolder();
        },
      },
    );
    expect(result.databases[0]?.steps.map(({ status }) => status)).toEqual(["success", "not-run"]);
    expect(result.databases[0]?.problems).toMatchObject([
      { code: "SERVER_GONE", message: expect.stringContaining("holds the lock") },
    ]);
    expect(await values("show tables like 'b'")).toEqual([]);
  });

  it.each([
    { onFailure: "rollback", outcome: "rolled-back", exitCode: 4 },
    { onFailure: "keep", outcome: "failed", exitCode: 5 },
  ])("stops between two statements when a signal comes, with on-failure $onFailure", async (expected) => {
    const { onFailure, outcome, exitCode } = expected;
    const controller = new AbortController();
    const { result } = await run(
      ["migrate", "--on-failure", onFailure],
      { "V1__a.sql": "create table a (i int);\nselect 'now';\ninsert into a values (1);", "V2__b.sql": "select 1;" },
      { signal: controller.signal, onMessage: ({ text }) => (text.includes("now") ? controller.abort() : undefined) },
    );
    expect(result).toMatchObject({ outcome, exitCode });
    expect(result.databases).toMatchObject([
      { problems: [{ code: "CANCELLED" }], steps: [{ status: "failed" }, { status: "not-run" }] },
    ]);
    if (onFailure === "rollback") expect(await values("show tables")).toEqual([]);
    else expect(await history()).toMatchObject([{ success: 0 }]);
  });
});
