import { chance, nameOf, oneOf, quote, valueFor } from "./model.ts";
import type { Column, Table, World } from "./model.ts";
import { assignments, insertInto, whereOf } from "./tables.ts";

type Draw = (world: World, table: Table, name: string) => string | null;

const insert: Draw = (world, table, name) => {
  const verb = world.random.pick(["INSERT", "INSERT", "INSERT IGNORE", "REPLACE"]);
  return insertInto(world, table, `${verb} INTO ${name}`, world.random.whole(1, 4));
};

const upsert: Draw = (world, table, name) =>
  `${insertInto(world, table, `INSERT INTO ${name}`, world.random.whole(1, 3))} ON DUPLICATE KEY UPDATE ${assignments(world, table)}`;

const update: Draw = (world, table, name) => {
  const end = chance(world, 0.15) ? ` ORDER BY ${quote(table.columns[0]?.name ?? "")} LIMIT 2` : "";
  return `UPDATE ${chance(world, 0.15) ? "IGNORE " : ""}${name} SET ${assignments(world, table)}${chance(world, 0.8) ? ` WHERE ${whereOf(world, table)}` : ""}${end}`;
};

const remove: Draw = (world, table, name) => {
  const end = chance(world, 0.15) ? ` ORDER BY ${quote(table.columns[0]?.name ?? "")} DESC LIMIT 2` : "";
  return `DELETE FROM ${name}${chance(world, 0.85) ? ` WHERE ${whereOf(world, table)}` : ""}${end}`;
};

/** Numbers that move: a key goes up by one, or far up. */
const moveKeys: Draw = (_, table, name) => {
  const column = table.columns.find((one) => one.name === table.key[0] && one.type.kind === "int");
  if (column === undefined) return null;
  return `UPDATE ${name} SET ${quote(column.name)} = ${quote(column.name)} + 100`;
};

const comparable = (table: Table): readonly Column[] => table.columns.filter(({ type }) => type.kind === "int");

function joined(world: World, table: Table): { readonly from: string; readonly other: Table } | null {
  const other = oneOf(world, world.tables);
  const [left, right] = [oneOf(world, comparable(table)), other === null ? null : oneOf(world, comparable(other))];
  if (other === null || left === null || right === null) return null;
  const how = world.random.pick(["JOIN", "LEFT JOIN"]);
  const from = `${nameOf(world, table)} AS a ${how} ${nameOf(world, other)} AS b ON a.${quote(left.name)} = b.${quote(right.name)}`;
  return { from, other };
}

const updateJoin: Draw = (world, table) => {
  const join = joined(world, table);
  if (join === null) return null;
  const both = chance(world, 0.4) ? `, ${assignments(world, join.other, "b")}` : "";
  return `UPDATE ${join.from} SET ${assignments(world, table, "a")}${both} WHERE ${whereOf(world, table, "a")}`;
};

const deleteJoin: Draw = (world, table) => {
  const join = joined(world, table);
  if (join === null) return null;
  const targets = world.random.pick(["a", "b", "a, b"]);
  const where = whereOf(world, table, "a");
  return chance(world, 0.5)
    ? `DELETE ${targets} FROM ${join.from} WHERE ${where}`
    : `DELETE FROM ${targets} USING ${join.from} WHERE ${where}`;
};

const withSubquery: Draw = (world, table, name) => {
  const other = oneOf(
    world,
    world.tables.filter((one) => one !== table),
  );
  const [left, right] = [oneOf(world, comparable(table)), other === null ? null : oneOf(world, comparable(other))];
  if (other === null || left === null || right === null) return null;
  const where = `${quote(left.name)} ${chance(world, 0.7) ? "IN" : "NOT IN"} (SELECT ${quote(right.name)} FROM ${nameOf(world, other)})`;
  return chance(world, 0.5)
    ? `UPDATE ${name} SET ${assignments(world, table)} WHERE ${where}`
    : `DELETE FROM ${name} WHERE ${where}`;
};

/** Rows of a table into itself or into another one, as far as the columns' sorts fit. */
const insertSelect: Draw = (world, table, name) => {
  const from = oneOf(world, world.tables) ?? table;
  const columns = table.columns.filter(({ generated, name }) => !generated && name !== table.counter);
  const values = columns.map((column) => {
    const same = oneOf(
      world,
      from.columns.filter(({ type }) => type.sql === column.type.sql),
    );
    return same === null || chance(world, 0.3) ? valueFor(world, column) : quote(same.name);
  });
  if (columns.length === 0) return null;
  const verb = world.random.pick(["INSERT", "INSERT IGNORE", "REPLACE"]);
  return `${verb} INTO ${name} (${columns.map((column) => quote(column.name)).join(", ")}) SELECT ${values.join(", ")} FROM ${nameOf(world, from)} LIMIT 4`;
};

const throughView: Draw = (world) => {
  const view = oneOf(
    world,
    world.programs.filter(({ kind, of }) => kind === "view" && of !== undefined),
  );
  const of = view?.of;
  if (view === null || of === undefined) return null;
  return chance(world, 0.5)
    ? `UPDATE ${nameOf(world, view)} SET ${assignments(world, of)}`
    : `DELETE FROM ${nameOf(world, view)} WHERE ${whereOf(world, of)}`;
};

const DRAWS: readonly Draw[] = [
  insert,
  insert,
  upsert,
  update,
  update,
  remove,
  remove,
  moveKeys,
  updateJoin,
  deleteJoin,
  withSubquery,
  insertSelect,
  throughView,
];

/** One statement that changes rows. */
export function changeRows(world: World): string[] {
  const table = oneOf(world, world.tables);
  const sql = table === null ? null : (oneOf(world, DRAWS)?.(world, table, nameOf(world, table)) ?? null);
  return sql === null ? [] : [sql];
}
