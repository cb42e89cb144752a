import type { Connection } from "mysql2/promise";
import { afterEach, beforeEach, describe, it } from "vitest";
import { connect, describeEachServer, freshDatabase, type FreshDatabase } from "../support/servers.ts";
import { DIFF_CASES } from "./table-diff-cases.ts";
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
});
