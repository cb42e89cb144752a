import { drawCheck, drawColumn, drawForeignKey, drawIndex, plainColumn } from "./columns.ts";
import { chance, freshName, fullName, nameOf, oneOf, quote, replaceTable, schemaFor } from "./model.ts";
import type { Column, Table, World } from "./model.ts";
import { drawPartitions } from "./tables.ts";
import { INT, otherType } from "./types.ts";

/** One clause of an ALTER TABLE, and the table after it. */
type Clause = { readonly sql: string; readonly after: Table };
type Draw = (world: World, table: Table) => Clause | null;

const place = (world: World, table: Table): string => {
  const other = oneOf(world, table.columns);
  if (chance(world, 0.75) || other === null) return "";
  return chance(world, 0.3) ? " FIRST" : ` AFTER ${quote(other.name)}`;
};
const without = <T>(list: readonly T[], gone: T): T[] => list.filter((one) => one !== gone);
const inPlaceOf = (table: Table, before: Column, after: Column): Table => ({
  ...table,
  columns: table.columns.map((one) => (one === before ? after : one)),
  key: table.key.map((name) => (name === before.name ? after.name : name)),
  counter: table.counter === before.name ? after.name : table.counter,
});
/** Mostly one that nothing is known to hang on. */
const anyColumn = (world: World, { columns, key }: Table, ofAll = 0.1): Column | null =>
  oneOf(world, chance(world, 1 - ofAll) ? columns.filter(({ name }) => !key.includes(name)) : columns);

const addColumn: Draw = (world, table) => {
  const column = drawColumn(world, table.columns, chance(world, 0.15) ? INT : null);
  const sql = `ADD COLUMN ${quote(column.name)} ${column.definition}${place(world, table)}`;
  return { sql, after: { ...table, columns: [...table.columns, column] } };
};
const dropColumn: Draw = (world, table) => {
  const column = anyColumn(world, table);
  if (column === null) return null;
  const after = { ...table, columns: without(table.columns, column), key: without(table.key, column.name) };
  return { sql: `DROP COLUMN ${quote(column.name)}`, after };
};
const modifyColumn: Draw = (world, table) => {
  const column = anyColumn(world, table, 0.5);
  if (column === null || column.generated) return null;
  const counted = column.name === table.counter;
  const drawn = plainColumn(world, column.name, counted ? { ...INT, sql: "BIGINT" } : otherType(world, column.type));
  const after = counted ? { ...drawn, nullable: false, definition: "BIGINT NOT NULL AUTO_INCREMENT" } : drawn;
  return {
    sql: `MODIFY COLUMN ${quote(column.name)} ${after.definition}${place(world, table)}`,
    after: inPlaceOf(table, column, after),
  };
};
const changeColumn: Draw = (world, table) => {
  const column = anyColumn(world, table);
  if (column === null || column.generated || column.name === table.counter) return null;
  const name = freshName(world, "c");
  const after = chance(world, 0.4) ? { ...column, name } : plainColumn(world, name, otherType(world, column.type));
  return {
    sql: `CHANGE COLUMN ${quote(column.name)} ${quote(name)} ${after.definition}${place(world, table)}`,
    after: inPlaceOf(table, column, after),
  };
};
const renameColumn: Draw = (world, table) => {
  const column = oneOf(world, table.columns);
  if (column === null) return null;
  const name = freshName(world, "r");
  return {
    sql: `RENAME COLUMN ${quote(column.name)} TO ${quote(name)}`,
    after: inPlaceOf(table, column, { ...column, name }),
  };
};
/** Two columns change their names in one statement. */
const swapColumns: Draw = (_, table) => {
  const [one, other] = table.columns.filter(({ name }) => !table.key.includes(name));
  if (one === undefined || other === undefined) return null;
  const half = inPlaceOf(table, one, { ...one, name: other.name });
  const sql = `RENAME COLUMN ${quote(one.name)} TO ${quote(other.name)}, RENAME COLUMN ${quote(other.name)} TO ${quote(one.name)}`;
  return { sql, after: inPlaceOf(half, other, { ...other, name: one.name }) };
};
const setDefault: Draw = (world, table) => {
  const column = oneOf(
    world,
    table.columns.filter(({ type }) => type.defaults !== undefined),
  );
  if (column === null) return null;
  const sql = chance(world, 0.6) ? `SET DEFAULT ${column.type.defaults ?? "0"}` : "DROP DEFAULT";
  return { sql: `ALTER COLUMN ${quote(column.name)} ${sql}`, after: table };
};
const addIndex: Draw = (world, table) => {
  const drawn = drawIndex(world, table.columns, chance(world, 0.2));
  return drawn === null
    ? null
    : { sql: `ADD ${drawn.sql}`, after: { ...table, indexes: [...table.indexes, drawn.name] } };
};
const dropIndex: Draw = (world, table) => {
  const name = oneOf(world, table.indexes);
  return name === null
    ? null
    : { sql: `DROP INDEX ${quote(name)}`, after: { ...table, indexes: without(table.indexes, name) } };
};
const renameIndex: Draw = (world, table) => {
  const name = oneOf(world, table.indexes);
  if (name === null) return null;
  const fresh = freshName(world, "k");
  return {
    sql: `RENAME INDEX ${quote(name)} TO ${quote(fresh)}`,
    after: { ...table, indexes: [...without(table.indexes, name), fresh] },
  };
};
const addKey: Draw = (world, table) => {
  const drawn = drawForeignKey(world, table, oneOf(world, world.tables) ?? table);
  return drawn === null
    ? null
    : { sql: `ADD ${drawn.sql}`, after: { ...table, foreignKeys: [...table.foreignKeys, drawn.name] } };
};
const dropKey: Draw = (world, table) => {
  const name = oneOf(world, table.foreignKeys);
  return name === null
    ? null
    : { sql: `DROP FOREIGN KEY ${quote(name)}`, after: { ...table, foreignKeys: without(table.foreignKeys, name) } };
};
const addCheck: Draw = (world, table) => {
  const drawn = drawCheck(world, table.columns);
  return drawn === null
    ? null
    : { sql: `ADD ${drawn.sql}`, after: { ...table, checks: [...table.checks, drawn.name] } };
};
const dropCheck: Draw = (world, table) => {
  const name = oneOf(world, table.checks);
  return name === null
    ? null
    : { sql: `DROP CONSTRAINT ${quote(name)}`, after: { ...table, checks: without(table.checks, name) } };
};
const changePrimaryKey: Draw = (world, table) => {
  const drop = table.key.length === 0 ? "" : "DROP PRIMARY KEY";
  if (table.counter === null && drop !== "" && chance(world, 0.3)) return { sql: drop, after: { ...table, key: [] } };
  const column = oneOf(
    world,
    table.columns.filter(({ type, name }) => type.index === "whole" && !table.key.includes(name)),
  );
  if (column === null) return null;
  const key = chance(world, 0.7) ? [...table.key, column.name] : [column.name];
  return {
    sql: `${drop === "" ? "" : `${drop}, `}ADD PRIMARY KEY (${key.map(quote).join(", ")})`,
    after: { ...table, key },
  };
};
const addCounter: Draw = (world, table) => {
  if (table.counter !== null || table.key.length > 0) return null;
  const column: Column = {
    name: freshName(world, "n"),
    type: INT,
    nullable: false,
    generated: false,
    definition: "INT NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST",
  };
  return {
    sql: `ADD COLUMN ${quote(column.name)} ${column.definition}`,
    after: { ...table, columns: [column, ...table.columns], key: [column.name], counter: column.name },
  };
};
const options: Draw = (world, table) => ({
  sql: world.random.pick([
    "COMMENT = 'altered'",
    "AUTO_INCREMENT = 5000",
    "ROW_FORMAT = COMPACT",
    "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    "CONVERT TO CHARACTER SET latin1",
    "DEFAULT CHARACTER SET utf8mb3",
    "ENGINE = InnoDB",
    "ENGINE = MyISAM",
    "FORCE",
    "DISABLE KEYS",
  ]),
  after: table,
});

const CLAUSES: readonly Draw[] = [
  addColumn,
  addColumn,
  addColumn,
  dropColumn,
  dropColumn,
  dropColumn,
  modifyColumn,
  modifyColumn,
  modifyColumn,
  changeColumn,
  changeColumn,
  renameColumn,
  swapColumns,
  setDefault,
  addIndex,
  addIndex,
  dropIndex,
  renameIndex,
  addKey,
  addKey,
  dropKey,
  dropKey,
  addCheck,
  dropCheck,
  changePrimaryKey,
  addCounter,
  options,
  options,
];

function changedNames(before: Table, after: Table): string[] {
  const columns = [...before.columns, ...after.columns].filter(
    (column) => !before.columns.includes(column) || !after.columns.includes(column),
  );
  const names = (one: Table): readonly string[] => [...one.indexes, ...one.checks, ...one.foreignKeys];
  const others = [...names(before), ...names(after)].filter(
    (name) => !names(before).includes(name) || !names(after).includes(name),
  );
  return [...columns.map(({ name }) => name), ...others, ...(before.key === after.key ? [] : after.key)];
}

/** One ALTER TABLE, with one clause or with several. */
export function alterTable(world: World, only: Table | null = null): string[] {
  const table = only ?? oneOf(world, world.tables);
  if (table === null) return [];
  if (chance(world, 0.12)) return alterAlone(world, table);
  const clauses: string[] = [];
  let after = table;
  for (let left = world.random.pick([1, 1, 1, 2, 2, 3, 4]); left > 0; left -= 1) {
    const drawn = oneOf(world, CLAUSES)?.(world, after) ?? null;
    // A clause sees the table as it was before the statement, and each thing may be named by one alone.
    if (drawn === null || changedNames(table, after).some((name) => drawn.sql.includes(quote(name)))) continue;
    clauses.push(drawn.sql);
    after = drawn.after;
  }
  if (clauses.length === 0) return [];
  const name = nameOf(world, table);
  replaceTable(world, table, after);
  const how = chance(world, 0.06) ? ", ALGORITHM = COPY" : "";
  return [`ALTER TABLE ${name} ${clauses.join(", ")}${how}`];
}

/** What stands alone in its ALTER: partitions, versioning, another name. */
function alterAlone(world: World, table: Table): string[] {
  const name = nameOf(world, table);
  const partition = oneOf(world, table.partitions ?? []);
  const column = table.columns.find((one) => one.name === table.key[0] && one.type.kind === "int");
  if (partition !== null) {
    const clause = world.random.pick([
      `TRUNCATE PARTITION ${partition}`,
      `DROP PARTITION ${partition}`,
      "REMOVE PARTITIONING",
      "ADD PARTITION PARTITIONS 2",
      "COALESCE PARTITION 1",
      "REORGANIZE PARTITION rest INTO (PARTITION more VALUES LESS THAN (100), PARTITION rest VALUES LESS THAN MAXVALUE)",
      `REBUILD PARTITION ${partition}`,
    ]);
    replaceTable(world, table, { ...table, partitions: clause === "REMOVE PARTITIONING" ? null : table.partitions });
    return [`ALTER TABLE ${name} ${clause}`];
  }
  if (world.versioning && chance(world, 0.5)) {
    replaceTable(world, table, { ...table, versioned: !table.versioned });
    return [`ALTER TABLE ${name} ${table.versioned ? "DROP" : "ADD"} SYSTEM VERSIONING`];
  }
  if (column !== undefined && chance(world, 0.5)) {
    const drawn = drawPartitions(world, quote(column.name));
    replaceTable(world, table, { ...table, partitions: drawn.names });
    return [`ALTER TABLE ${name} ${drawn.sql}`];
  }
  const after = {
    ...table,
    name: freshName(world, "t"),
    schema: schemaFor(world, table),
  };
  replaceTable(world, table, after);
  return [`ALTER TABLE ${name} RENAME TO ${fullName(after)}`];
}
