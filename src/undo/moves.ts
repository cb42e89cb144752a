/** Moving tables instead of copying them: a dropped one to the run's own schema, and back. */
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { describeTable } from "./catalogue.ts";
import type { Entry, QName } from "./kept.ts";
import { change, nowAt, tableOf } from "./kept-table.ts";
import { qualified } from "./names.ts";
import type { Shelf } from "./shelf.ts";
import type { Sql } from "./sql.ts";

/** The one column of a stand-in. */
export const STAND_IN = "flyback_stand_in";

/** Drops the foreign keys that a table has: in another schema they would go on acting on the tables that they refer to. */
async function dropForeignKeys(sql: Sql, at: QName): Promise<void> {
  const facts = await describeTable(sql, at.schema, at.name, []);
  const keys = facts === null ? [] : parseDefinition(facts.createText).foreignKeys;
  if (keys.length === 0) return;
  const clauses = keys.map(({ name }) => `DROP FOREIGN KEY ${identifier(name)}`);
  await sql.query(`ALTER TABLE ${qualified(at)} ${clauses.join(", ")}`);
}

/** Drops all triggers of a table. */
export async function dropTriggers(sql: Sql, at: QName): Promise<void> {
  const facts = await describeTable(sql, at.schema, at.name, []);
  for (const name of facts?.triggers ?? []) {
    await sql.query(`DROP TRIGGER IF EXISTS ${identifier(at.schema)}.${identifier(name)}`);
  }
}

/**
 * Moves a table into the run's own schema. A table with triggers cannot change its schema (error 1435), so it first gets
 * another name in its own: whoever uses it meanwhile is told that it is not there, rather than passing by a trigger in silence.
 *
 * @param standIn put into its place in the same instant; null: none
 */
export async function moveAway(
  sql: Sql,
  here: QName,
  to: { gap: QName; table: QName; standIn: QName | null },
): Promise<void> {
  await dropForeignKeys(sql, here);
  const inPlace = to.standIn === null ? "" : `, ${qualified(to.standIn)} TO ${qualified(here)}`;
  const facts = await describeTable(sql, here.schema, here.name, []);
  if (facts !== null && facts.triggers.length > 0) {
    await sql.query(`RENAME TABLE ${qualified(here)} TO ${qualified(to.gap)}${inPlace}`);
    await dropTriggers(sql, to.gap);
    await sql.query(`RENAME TABLE ${qualified(to.gap)} TO ${qualified(to.table)}`);
    return;
  }
  await sql.query(`RENAME TABLE ${qualified(here)} TO ${qualified(to.table)}${inPlace}`);
}

/**
 * Moves a table that the next statement drops to where the run keeps things, with an empty stand-in for the statement to drop:
 * nothing is copied. Others' statements fail from here on as they will after the DROP.
 */
export async function keepByMoving(shelf: Shelf, entry: Entry): Promise<void> {
  const here = nowAt(tableOf(entry));
  const table = await shelf.place(entry.schema, `m${entry.seq}`);
  const twin = await shelf.place(entry.schema, `t${entry.seq}`);
  const gap = { schema: here.schema, name: `${shelf.prefix(entry)}gap` };
  await shelf.quiet();
  await change(shelf, entry, { moved: { table, gap, twin }, dropped: true });
  await shelf.sql.query(`CREATE TABLE ${qualified(twin)} (${STAND_IN} INT NOT NULL PRIMARY KEY)`);
  await moveAway(shelf.sql, here, { gap, table, standIn: twin });
}
