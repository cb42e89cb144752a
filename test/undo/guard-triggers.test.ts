import { afterEach, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/mysql/connection.ts";
import { guardTriggers, hasGuard } from "../../src/undo/guard-triggers.ts";
import { readProgram, type ProgramDefinition } from "../../src/undo/programs.ts";
import { prepareSession, resetSession } from "../../src/undo/session.ts";
import { describeEachServer, freshDatabase, type FreshDatabase } from "../support/servers.ts";
import { runAll, session } from "./session.ts";

const NOTE = "insert into log (what) values";

describeEachServer("users' triggers while rows go back", (server) => {
  const product = server.product === "mariadb" ? "MariaDB" : "MySQL";
  let fresh: FreshDatabase;
  let sql: Connection;

  beforeEach(async () => {
    fresh = await freshDatabase(server);
    sql = await session(server, fresh.name);
    await prepareSession(sql, product, 5);
    await runAll(
      server,
      [
        "create table t (id int primary key, v int)",
        "create table log (what varchar(50))",
        `create trigger two after insert on t for each row ${NOTE} (concat('two ', new.v)) -- the last word`,
        `create trigger one after insert on t for each row precedes two main: begin if new.v = 0 then leave main; end if; ${NOTE} ('one'); end`,
        "set sql_mode = 'ANSI_QUOTES'",
        `create trigger "three" before update on t for each row set new.v = new.v + 1`,
      ],
      fresh.name,
    );
  });

  afterEach(async () => {
    await sql.end();
    await fresh.drop();
  });

  const read = async (...names: readonly string[]): Promise<ProgramDefinition[]> => {
    const found: ProgramDefinition[] = [];
    for (const name of names) {
      const definition = await readProgram(sql, "trigger", fresh.name, name);
      if (definition !== null) found.push(definition);
    }
    return found;
  };
  const guard = async (...names: readonly string[]): Promise<string | null> =>
    guardTriggers(
      { sql, product, resetSession: () => resetSession(sql) },
      { schema: fresh.name, name: "t" },
      await read(...names),
    );
  const noted = async (): Promise<readonly string[]> =>
    (await sql.query("select what from log")).map((row) => String(row["what"]));

  it("fire for others, in their order and mode, and not for what is put back", async () => {
    expect((await read("one", "two", "three")).map(hasGuard)).toEqual([false, false, false]);
    expect(await guard("one", "two", "three")).toBeNull();
    expect((await read("one", "two", "three")).map(hasGuard)).toEqual([true, true, true]);
    await sql.query("insert into t values (1, 10)");
    await sql.query("update t set v = v + 1");
    expect(await noted()).toEqual([]);
    await runAll(server, ["insert into t values (2, 20), (3, 0)", "update t set v = 30 where id = 3"], fresh.name);
    expect(await noted()).toEqual(["one", "two 20", "two 0"]);
    expect((await sql.query("select v from t order by id")).map((row) => row["v"])).toEqual([11, 20, 31]);
  });

  it("are not to be guarded where a table that they need is missing", async () => {
    await runAll(server, ["drop table log"], fresh.name);
    expect(await guard("one", "two")).toMatch(/log/);
  });

  it("are left alone where their table is not there", async () => {
    const [one] = await read("one");
    const shelf = { sql, product, resetSession: () => resetSession(sql) } as const;
    expect(await guardTriggers(shelf, { schema: fresh.name, name: "none" }, one === undefined ? [] : [one])).toMatch(
      /none/,
    );
    expect((await read("one")).map(hasGuard)).toEqual([false]);
  });
});
