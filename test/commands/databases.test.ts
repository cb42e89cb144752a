import { afterEach, expect, it } from "vitest";
import { runInProcess, urlOf, type CommandRun } from "../support/run-command.ts";
import { describeEachServer, freshDatabase, query, type FreshDatabase } from "../support/servers.ts";
import { tempFolder } from "../support/temp-folder.ts";

describeEachServer("several databases in one run", (server) => {
  const made: FreshDatabase[] = [];

  afterEach(async () => {
    for (const database of made.splice(0)) await database.drop();
  });

  /** Scripts by the names of databases `a`, `b`, …; `@a` in a script stands for the real name of a. */
  async function run(
    args: readonly string[],
    scripts: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ): Promise<CommandRun> {
    const names = new Map<string, string>();
    for (const name of Object.keys(scripts)) {
      const database = await freshDatabase(server);
      made.push(database);
      names.set(name, database.name);
    }
    const list = [...names].map(([name, database]) => ({
      name,
      url: urlOf(server, database),
      locations: `sql/${name}`,
    }));
    const files = Object.entries(scripts).flatMap(([name, texts]) =>
      Object.entries(texts).map(([file, text]) => [
        `sql/${name}/${file}`,
        text.replaceAll(/@(\w)\b/g, (_, key: string) => names.get(key) ?? key),
      ]),
    );
    const folder = await tempFolder({
      ...Object.fromEntries(files),
      "flyback.yml": JSON.stringify({ databases: list }),
    });
    return runInProcess([...args, "--config-file", "flyback.yml"], {
      // The list names the locations.
      env: { FLYBACK_LOCATIONS: "" },
      server,
      database: null,
      folder,
    });
  }

  const outcomes = ({ result }: CommandRun): Readonly<Record<string, string>> =>
    Object.fromEntries(result.databases.map(({ name, outcome }) => [name, outcome]));

  it("are migrated in the listed order, so that a view finds the other's table", async () => {
    const done = await run(["migrate"], {
      a: { "V1__t.sql": "create table t (i int);" },
      b: { "V1__v.sql": "create view v as select * from @a.t;" },
    });
    expect(outcomes(done)).toEqual({ a: "success", b: "success" });
    expect(done.result).toMatchObject({ outcome: "success", exitCode: 0 });
  });

  it("run side by side, but for one that names another", async () => {
    const done = await run(["migrate", "--parallel", "4"], {
      a: { "V1__t.sql": "do sleep(1);\ncreate table t (i int);" },
      b: { "V1__v.sql": "create view v as select * from @a.t;" },
      c: { "V1__x.sql": "create table t (i int);" },
    });
    expect(outcomes(done)).toEqual({ a: "success", b: "success", c: "success" });
  });

  it("stop at the first that fails, or go on with the others, as on-database-failure says", async () => {
    const scripts = {
      a: { "V1__t.sql": "create table t (i int);" },
      b: { "V1__f.sql": "select * from nowhere;" },
      c: { "V1__t.sql": "create table t (i int);" },
    };
    const keep = ["migrate", "--on-failure", "keep"];
    const stopped = await run(keep, scripts);
    expect(outcomes(stopped)).toEqual({ a: "success", b: "failed", c: "not-run" });
    expect(stopped.result).toMatchObject({ outcome: "failed", exitCode: 5 });
    const went = await run([...keep, "--on-database-failure", "continue"], scripts);
    expect(outcomes(went)).toEqual({ a: "success", b: "failed", c: "success" });
  });

  it.each(["stop", "continue"])("all go back when one fails, with on-database-failure %s", async (policy) => {
    const done = await run(["migrate", "--on-database-failure", policy], {
      a: { "V1__t.sql": "create table t (i int);\ninsert into t values (1);" },
      b: { "V1__f.sql": "create view v as select * from @a.t;\nselect * from nowhere;" },
      c: { "V1__t.sql": "create table t (i int);" },
    });
    expect(outcomes(done)).toEqual({ a: "rolled-back", b: "rolled-back", c: "not-run" });
    expect(done.result).toMatchObject({ outcome: "rolled-back", exitCode: 4 });
    for (const { name } of made) expect(await query(server, "show tables", name)).toEqual([]);
  });

  it("have one plan hash, and none is touched when it has changed", async () => {
    const scripts = { a: { "V1__t.sql": "create table t (i int);" }, b: { "V1__t.sql": "create table t (i int);" } };
    const dry = await run(["migrate", "--dry-run"], scripts);
    expect(dry.result.planHash).toMatch(/^[0-9a-f]{64}$/);
    const changed = await run(["migrate", "--plan-hash", dry.result.planHash ?? ""], scripts);
    expect(changed.result).toMatchObject({ exitCode: 3, problems: [{ code: "PLAN_CHANGED" }] });
    for (const { name } of made) expect(await query(server, "show tables", name)).toEqual([]);
  });
});
