import { drawForeignKey } from "./columns.ts";
import { SCHEMAS, chance, fullName, oneOf, quote, replaceTable } from "./model.ts";
import type { Table, World } from "./model.ts";
import { createProgram } from "./programs.ts";
import { drawTable, firstRows } from "./tables.ts";
import { INT } from "./types.ts";

/** What every schema has: a table that triggers and routines write to. */
const LOG: Omit<Table, "schema"> = {
  name: "log",
  columns: [
    { name: "id", type: INT, nullable: false, generated: false, definition: "INT NOT NULL AUTO_INCREMENT" },
    {
      name: "what",
      type: { ...INT, sql: "VARCHAR(200)", kind: "text", values: ["'by hand'"] },
      nullable: true,
      generated: false,
      definition: "VARCHAR(200)",
    },
  ],
  key: ["id"],
  counter: "id",
  indexes: [],
  checks: [],
  foreignKeys: [],
  partitions: null,
  versioned: false,
};

/**
 * Statements that make databases with 3 to 8 tables and much that hangs on them. The first ones make the session in which values are taken as
 * they are: zero dates, 0 under AUTO_INCREMENT.
 */
export function drawSchema(world: World): string[] {
  const statements = [
    "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
    ...SCHEMAS.map(
      (schema) => `CREATE DATABASE ${schema}${chance(world, 0.2) ? " CHARACTER SET latin1" : " CHARACTER SET utf8mb4"}`,
    ),
    `USE ${world.schema}`,
  ];
  for (let left = world.random.whole(3, 8); left > 0; left -= 1) {
    const { table, sql } = drawTable(world, chance(world, 0.75) ? SCHEMAS[0] : SCHEMAS[1]);
    world.tables.push(table);
    statements.push(sql, ...firstRows(world, table));
  }
  // After all rows, so that they may refer to each other in circles.
  for (let left = world.random.whole(1, world.tables.length + 1); left > 0; left -= 1)
    statements.push(...reference(world));
  const log: Table = { ...LOG, schema: oneOf(world, SCHEMAS) ?? SCHEMAS[0] };
  world.tables.push(log);
  const key = chance(world, 0.85) ? "INT NOT NULL AUTO_INCREMENT PRIMARY KEY" : "INT NOT NULL DEFAULT 1";
  statements.push(
    `CREATE TABLE ${fullName(log)} (id ${key}, what VARCHAR(200))${world.versioning && chance(world, 0.3) ? " WITH SYSTEM VERSIONING" : ""}`,
  );
  statements.push(`INSERT INTO ${fullName(log)} (what) VALUES ('begin')`);
  for (let left = world.random.whole(2, 8); left > 0; left -= 1) statements.push(...createProgram(world));
  for (const { versioned, schema, name, key, columns } of world.tables) {
    // Past versions.
    const [first] = columns;
    if (versioned && first !== undefined && key.length > 0)
      statements.push(`DELETE FROM ${quote(schema)}.${quote(name)} LIMIT 1`);
  }
  return statements;
}

function reference(world: World): string[] {
  const table = oneOf(
    world,
    world.tables.filter(({ partitions }) => partitions === null),
  );
  const parent = oneOf(world, world.tables);
  const drawn = table === null || parent === null ? null : drawForeignKey(world, table, parent);
  if (table === null || drawn === null) return [];
  replaceTable(world, table, { ...table, foreignKeys: [...table.foreignKeys, drawn.name] });
  return [`ALTER TABLE ${fullName(table)} ADD ${drawn.sql}`];
}
