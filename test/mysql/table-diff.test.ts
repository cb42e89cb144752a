import * as fc from "fast-check";
import type { Connection } from "mysql2/promise";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyDefinition, parseDefinition, sideDefinition } from "../../src/core/undo/table-definition.ts";
import { connect, describeEachServer, freshDatabase, type FreshDatabase } from "../support/servers.ts";
import { DIFF_CASES } from "./table-diff-cases.ts";
import { change, type Renames } from "./table-diff-random.ts";
import { expectBack, goBack, sessionSettings, showTables } from "./table-diff-schema.ts";

describeEachServer("a table's definition goes back in place", (server) => {
  let fresh: FreshDatabase;
  let connection: Connection;

  beforeEach(async () => {
    fresh = await freshDatabase(server, "character set utf8mb4");
    connection = await connect(server, fresh.name);
    for (const setting of sessionSettings(server)) await connection.query(setting);
  });

  afterEach(async () => {
    await connection.end();
    await fresh.drop();
  });

  const cases = DIFF_CASES.filter(({ product }) => product === undefined || product === server.product);
  describe.each([
    ["in meaning", false],
    ["to the byte", true],
  ])("%s", (_title, exactOrder) => {
    it.each(cases.map((one) => [one.title, one] as const))(
      "when %s",
      async (_title, { create, migrate, renamed = {} }) => {
        for (const statement of create) await connection.query(statement);
        const before = await showTables(connection);
        for (const statement of migrate) await connection.query(statement);
        await goBack(connection, before, { renamed, exactOrder });
        await expectBack(connection, before, exactOrder);
      },
    );
  });

  it("and takes values that are put back with the columns, before unique keys and NOT NULL", async () => {
    await connection.query(
      "create table t (id int primary key, code varchar(9) not null, place point not null, n int, unique key uc (code))",
    );
    await connection.query("insert into t values (1, 'a', point(1, 2), 7), (2, 'b', point(3, 4), 8)");
    const before = await showTables(connection);
    const definition = parseDefinition(before.get("t") ?? "");
    await connection.query(sideDefinition(definition, "kept_side", ["code", "place"]));
    await connection.query("insert into kept_side select id, code, place from t");
    await connection.query(copyDefinition(definition, "kept_copy"));
    await connection.query("insert into kept_copy select * from t");
    await connection.query("alter table t drop column code, drop column place, modify n varchar(20)");
    await goBack(connection, before, { renamed: {}, exactOrder: true }, async () => {
      await connection.query("update t join kept_side s using (id) set t.code = s.code, t.place = s.place");
    });
    await expectBack(connection, before, true);
    const rows = (table: string): string => `select id, code, st_astext(place) as place, n from ${table} order by id`;
    const [is] = await connection.query(rows("t"));
    const [was] = await connection.query(rows("kept_copy"));
    expect(is).toEqual(was);
    expect(is).toHaveLength(2);
  });

  it("after random changes of random tables", { timeout: 300_000 }, async () => {
    const number = fc.nat({ max: 5039 });
    const changes = fc.array(fc.tuple(number, number, number, number), { minLength: 4, maxLength: 25 });
    const way = fc.asyncProperty(changes, changes, fc.boolean(), async (first, second, exactOrder) => {
      await connection.query("set foreign_key_checks = 0");
      await connection.query("drop table if exists p, t");
      // Without checks MariaDB lets an index go that a foreign key needs: then it may not even print the key any more.
      await connection.query("set foreign_key_checks = 1");
      for (const table of ["p", "t"]) {
        await connection.query(`create table ${table} (id int primary key, a int, b varchar(20), c1 int)`);
        await connection.query(`insert into ${table} values (1, 2, '3', 4)`);
      }
      for (const dice of first) await change(connection, dice, new Map());
      const before = await showTables(connection);
      const names: Renames = new Map(
        [...before].map(([name, text]) => [
          name,
          new Map(parseDefinition(text).columns.map(({ name }) => [name, name])),
        ]),
      );
      for (const dice of second) await change(connection, dice, names);
      await connection.query("set foreign_key_checks = 0");
      const renamed = Object.fromEntries([...names].map(([name, columns]) => [name, Object.fromEntries(columns)]));
      await goBack(connection, before, { renamed, exactOrder });
      await expectBack(connection, before, exactOrder);
    });
    await fc.assert(way, { seed: 20261127, numRuns: 20, endOnFailure: true });
  });
});
