import { afterEach, beforeEach, expect, it } from "vitest";
import { runInProcess, type CommandRun } from "../support/run-command.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder, writeFiles } from "../support/temp-folder.ts";

describeEachServer("rows set aside", (server) => {
  let fresh: FreshDatabase;
  let folder: string;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    folder = await tempFolder();
    await writeFiles(folder, { "sql/V1__made.sql": "create table made (id int primary key);" });
  });

  afterEach(() => fresh.drop());

  const run = (...args: readonly string[]): Promise<CommandRun> =>
    runInProcess(args, { server, database: fresh.name, folder });
  const problems = ({ result }: CommandRun): readonly string[] =>
    (result.databases[0]?.problems ?? []).map(({ code, message }) => `${code} ${message}`);
  const exists = async (table: string): Promise<boolean> =>
    (
      await query(
        server,
        `select 1 from information_schema.tables where concat(table_schema, '.', table_name) = '${table}'`,
      )
    ).length > 0;

  async function setAside(): Promise<{ readonly id: string; readonly kept: string }> {
    const id = (await run("migrate")).result.runId ?? "";
    await query(server, "insert into made values (1), (2)", fresh.name);
    const { result } = await run("rollback");
    const aside = result.databases[0]?.wayBack?.setAside ?? [];
    expect(aside).toMatchObject([{ table: `${fresh.name}.made`, rows: 2 }]);
    return { id, kept: aside[0]?.kept ?? "" };
  }

  it("are dropped by `discard`, and are no longer listed", async () => {
    const { id, kept } = await setAside();
    expect((await run("snapshots")).result.databases[0]?.snapshots).toMatchObject([{ runId: id, setAside: 2 }]);
    expect(await exists(kept)).toBe(true);
    const { result } = await run("discard", "--run-id", id);
    expect(result).toMatchObject({ outcome: "success", exitCode: 0 });
    expect(result.databases[0]?.wayBack).toMatchObject({
      state: "discarded",
      steps: [{ text: `drop ${kept}: 2 rows of ${fresh.name}.made`, status: "done" }],
    });
    expect(await query(server, `show databases like 'flyback\\_${id}%'`)).toEqual([]);
    expect((await run("snapshots")).result.databases[0]?.snapshots).toEqual([]);
    expect((await run("discard", "--run-id", id)).result).toMatchObject({ outcome: "no-op", exitCode: 0 });
  });

  it("that somebody has dropped by hand are not listed", async () => {
    const { kept } = await setAside();
    await query(server, `drop table ${kept}`);
    expect((await run("snapshots")).result.databases[0]?.snapshots).toEqual([]);
  });

  it("of an unknown run, or of one that can go back, are no business of `discard`", async () => {
    expect(problems(await run("discard", "--run-id", "r1"))).toEqual([
      "CONFIGURATION The journal has no run r1 of this database.",
    ]);
    const id = (await run("migrate")).result.runId ?? "";
    expect(problems(await run("discard", "--run-id", id))).toEqual([
      `UNFINISHED_RUN The run ${id} is migrated: what it keeps may be needed yet.`,
    ]);
    expect((await run("rollback")).result.exitCode).toBe(0);
  });

  it("of an old run are found behind a hundred later ones", async () => {
    const { id } = await setAside();
    const copy = (n: number): string =>
      `insert into flyback.run select 'x${id}${n}', state, job, label, journal_version, \`databases\`, now(6) + interval 1 day, updated_at from flyback.run where run_id = '${id}';` +
      `insert into flyback.run_database select 'x${id}${n}', seq, name, schema_name, history_table, 'committed', facts, updated_at from flyback.run_database where run_id = '${id}';`;
    for (let n = 0; n < 101; n += 1) for (const sql of copy(n).split(";").slice(0, 2)) await query(server, sql);
    expect((await run("discard", "--run-id", id)).result).toMatchObject({ outcome: "success", exitCode: 0 });
  });
});
