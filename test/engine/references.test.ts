import { expect, it } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { referencesBetween } from "../../src/engine/references.ts";
import { configFiles } from "../../src/fs/config-files.ts";
import { createMigrationFiles } from "../../src/fs/migration-files.ts";
import type { Ports } from "../../src/engine/ports.ts";
import { tempFolder } from "../support/temp-folder.ts";

const LIST = `parallel: 3
databases:
  - { name: a, url: "mysql://u@h/db_a", locations: a }
  - { name: b, url: "mysql://u@h/db_b", locations: b }
  - { name: c, url: "mysql://u@h/db_c", locations: c, depends-on: [a] }
`;

async function references(
  files: Readonly<Record<string, string>>,
  list = LIST,
): Promise<Record<string, readonly string[]>> {
  const empty = { "a/V1__x.sql": "select 1;", "b/V1__x.sql": "select 1;", "c/V1__x.sql": "select 1;" };
  const cwd = await tempFolder({ ...empty, ...files, "flyback.yml": list });
  const loaded = await loadConfig({ argv: ["migrate"], env: {}, cwd, files: configFiles });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const config: Config = loaded.config;
  const ports = { files: createMigrationFiles(cwd) } as unknown as Ports;
  return Object.fromEntries(await referencesBetween(config, ports));
}

it("depends on what it says", async () => {
  expect(await references({})).toEqual({ a: [], b: [], c: ["a"] });
});

it.each([
  "select * from db_a.t;",
  "select * from `db_a` . t;",
  "use db_a;",
  "create view v as select x.y from DB_A.t x;",
])("depends on a database that its scripts name: %s", async (sql) => {
  expect(await references({ "b/V2__y.sql": sql })).toMatchObject({ b: ["a"] });
});

it("keeps the listed order where the earlier one names the later one", async () => {
  expect(await references({ "a/V2__y.sql": "select * from db_b.t;" })).toMatchObject({ a: [], b: ["a"] });
});

it("is not misled by longer names", async () => {
  expect(await references({ "b/V2__y.sql": "select * from old_db_a.t, db_ab.t, xdb_a.t;" })).toMatchObject({ b: [] });
});

it("does not read scripts where nothing runs side by side", async () => {
  expect(
    await references({ "b/V2__y.sql": "select * from db_a.t;" }, LIST.replace("parallel: 3", "parallel: 1")),
  ).toMatchObject({ b: [] });
});
