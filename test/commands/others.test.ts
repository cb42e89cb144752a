import { afterEach, beforeEach, expect, it } from "vitest";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

describeEachServer("validate, info, repair and baseline", (server) => {
  let fresh: FreshDatabase;
  let folder: string;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    folder = await tempFolder();
  });

  afterEach(() => fresh.drop());

  const run = (...args: readonly string[]): Promise<CommandRun> =>
    runInProcess(args, { server, database: fresh.name, folder });
  const write = (files: Readonly<Record<string, string>>): Promise<void> =>
    writeFiles(folder, Object.fromEntries(Object.entries(files).map(([name, text]) => [`sql/${name}`, text])));
  const states = ({ result }: CommandRun): readonly string[] =>
    (result.databases[0]?.migrations ?? []).map(({ version, stateName }) => `${version ?? "R"} ${stateName}`);
  const codes = ({ result }: CommandRun): readonly string[] =>
    (result.databases[0]?.problems ?? []).map(({ code }) => code);

  it("validate accepts pending migrations and lists them; with patterns given it does as Flyway", async () => {
    await write({ "V1__a.sql": "select 1;" });
    const ours = await run("validate");
    expect(ours.result.exitCode).toBe(0);
    expect(states(ours)).toEqual(["1 Pending"]);
    expect(codes(await run("validate", "--ignore-migration-patterns", "*:future"))).toEqual([
      "RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED",
    ]);
    expect((await run("validate", "--ignore-migration-patterns", "*:pending")).result.exitCode).toBe(0);
  });

  it("validate finds every difference at once, and changes nothing", async () => {
    await write({ "V1__a.sql": "select 1;", "V2__b.sql": "select 2;", "V3__c.sql": "select 3;" });
    await run("migrate");
    await write({ "V1__a.sql": "select 1, 1;", "V2__bee.sql": "select 2;" });
    const before = await query(server, "select * from flyway_schema_history", fresh.name);
    const { rm } = await import("node:fs/promises");
    await rm(`${folder}/sql/V2__b.sql`);
    expect(codes(await run("validate"))).toEqual(["CHECKSUM_MISMATCH", "DESCRIPTION_MISMATCH"]);
    expect(await query(server, "select * from flyway_schema_history", fresh.name)).toEqual(before);
  });

  it("validate says where Flyway leaves SQL out", async () => {
    await write({ "V1__a.sql": "create table a (i int);\n/* x /* y */\ninsert into a values (1);" });
    await run("migrate");
    const { result } = await run("validate");
    expect(result.databases[0]?.notices).toContainEqual(
      expect.objectContaining({
        level: "warning",
        message: expect.stringContaining("Flyway leaves SQL out"),
        at: { file: "sql/V1__a.sql", line: 2 },
      }),
    );
    expect(await query(server, "select count(*) as n from a", fresh.name)).toMatchObject([{ n: 1 }]);
  });

  it("validate is loud about an empty folder", async () => {
    await write({ "V1__a.sql": "select 1;" });
    await run("migrate");
    const { rm } = await import("node:fs/promises");
    await rm(`${folder}/sql/V1__a.sql`);
    const { result } = await run("validate");
    expect(result.databases[0]?.notices.map(({ message }) => message).join()).toContain(
      "there is no migration file in sql",
    );
  });

  it("info makes nothing", async () => {
    await write({ "V1__a.sql": "select 1;" });
    expect(states(await run("info"))).toEqual(["1 Pending"]);
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
  });

  it("repair removes failed rows, marks missing ones and accepts changed files, in one transaction", async () => {
    await write({ "V1__a.sql": "select 1;", "V2__b.sql": "select 2;", "V3__c.sql": "select * from nowhere;" });
    await run("migrate", "--on-failure", "keep");
    const { rm } = await import("node:fs/promises");
    await rm(`${folder}/sql/V2__b.sql`);
    await write({ "V1__a.sql": "select 1, 1;", "V3__c.sql": "select 3;" });
    const { result } = await run("repair");
    expect(result.databases[0]?.repairs.map(({ action, version }) => `${action} ${version}`)).toEqual([
      "removed-failed 3",
      "marked-deleted 2",
      "aligned 1",
    ]);
    expect((await run("migrate")).result.exitCode).toBe(0);
    expect(states(await run("info"))).toEqual(["1 Success", "2 Deleted", "3 Success"]);
  });

  it("repair without a history makes none", async () => {
    const { result } = await run("repair");
    expect(result).toMatchObject({ exitCode: 2 });
    await write({ "V1__a.sql": "select 1;" });
    expect((await run("repair")).result).toMatchObject({ outcome: "no-op", exitCode: 0 });
    expect(await query(server, "show tables", fresh.name)).toEqual([]);
  });

  it("baseline adopts a database once, and is content with the same one again", async () => {
    await query(server, "create table old (i int)", fresh.name);
    await write({ "V1__a.sql": "create table old (i int);", "V2__b.sql": "select 1;" });
    expect((await run("baseline", "--baseline-version", "1")).result).toMatchObject({
      outcome: "success",
      databases: [{ version: "1" }],
    });
    expect((await run("baseline", "--baseline-version", "1.0")).result).toMatchObject({ outcome: "no-op" });
    expect(codes(await run("baseline", "--baseline-version", "2"))).toEqual(["BASELINE"]);
    expect((await run("migrate")).result.databases[0]?.steps.map(({ version }) => version)).toEqual(["2"]);
    expect(codes(await run("baseline", "--baseline-version", "5"))).toEqual(["BASELINE"]);
  });
});
