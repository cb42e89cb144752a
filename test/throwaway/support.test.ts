import { expect, it } from "vitest";
import { describeEachServer, freshDatabase, query } from "../support/servers.ts";

describeEachServer("a test's database", (server) => {
  it("exists until it is dropped", async () => {
    const database = await freshDatabase(server);
    const created = await query(
      server,
      "create table t (a int); insert into t values (1), (2); select a from t order by a",
      database.name,
    );
    expect(created).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await query(server, "create table u (a int)", database.name)).toEqual([]);
    await database.drop();
    const left = await query(
      server,
      `select 1 from information_schema.schemata where schema_name = '${database.name}'`,
    );
    expect(left).toEqual([]);
  });
});
