import { drawCheck, drawColumn, drawIndex, plainColumn } from "./columns.ts";
import { chance, freshName, fullName, oneOf, quote, someOf, valueFor } from "./model.ts";
import type { Column, ColumnType, Kind, Table, World } from "./model.ts";
import { INT } from "./types.ts";

const TEXT_KEY: ColumnType = {
  sql: "VARCHAR(40) CHARACTER SET utf8mb4",
  kind: "text",
  values: ["''", "'a'", "'b'", "'Straße'", "'ä'", "' x'", "'日本'"],
  index: "whole",
};
const BYTES_KEY: ColumnType = {
  sql: "BINARY(16)",
  kind: "bytes",
  values: ["0x00", "0x00112233445566778899AABBCCDDEEFF", "0xFF", "0x20"],
  index: "whole",
};

/** Keys for the first rows: what is equal in some collations is not among them. */
const KEYS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  int: ["0", "1", "2", "3", "4", "5", "6", "7", "8"],
  text: ["''", "'a'", "'Straße'", "'日本'", "'b'", "' x'", "'🙂'", "'z'", "'\\\\'"],
  bytes: ["0x00", "0x01", "0xFF", "0x20", "0x00FF", "0x41", "0x61", "0x8080", "0x5C27"],
};

type Key = { readonly columns: readonly Column[]; readonly counter: string | null };

function plain(name: string, type: ColumnType, rest: string): Column {
  return { name, type, nullable: false, generated: false, definition: `${type.sql} ${rest}` };
}

function drawKey(world: World): Key {
  const drawn = world.random.next();
  if (drawn < 0.5) {
    const type = chance(world, 0.2) ? { ...INT, sql: "BIGINT UNSIGNED", values: ["0", "1", "2", "5"] as const } : INT;
    return { columns: [plain("id", type, "NOT NULL AUTO_INCREMENT")], counter: "id" };
  }
  if (drawn < 0.65) return { columns: [plain("id", INT, "NOT NULL")], counter: null };
  if (drawn < 0.75)
    return { columns: [plain("id", INT, "NOT NULL"), plain("part", TEXT_KEY, "NOT NULL")], counter: null };
  if (drawn < 0.84) return { columns: [plain("code", TEXT_KEY, "NOT NULL")], counter: null };
  if (drawn < 0.89) return { columns: [plain("uuid", BYTES_KEY, "NOT NULL")], counter: null };
  return { columns: [], counter: null };
}

/** A table that is not made yet, and the statement that makes it. */
export function drawTable(world: World, schema: string): { table: Table; sql: string } {
  const { columns: keyColumns, counter } = drawKey(world);
  const columns = [...keyColumns];
  for (let n = world.random.whole(1, 5); n > 0; n -= 1) columns.push(drawColumn(world, columns));
  // What foreign keys will hang on.
  if (chance(world, 0.6)) columns.push(plainColumn(world, freshName(world, "ref"), INT));
  const order = chance(world, 0.15) ? columns.toReversed() : columns;
  const [first] = keyColumns;
  const versioned = world.versioning && chance(world, 0.35);
  const parted = first !== undefined && first.type === INT && !versioned && chance(world, 0.15);
  const partition = parted ? drawPartitions(world, quote(first.name)) : null;
  const indexes = [0, 1, 2].flatMap(() =>
    chance(world, 0.45) ? [drawIndex(world, columns, partition === null && chance(world, 0.3))] : [],
  );
  const usable = indexes.filter((index) => index !== null && !(partition !== null && index.sql.startsWith("FULLTEXT")));
  const check = chance(world, 0.25)
    ? drawCheck(
        world,
        columns.filter(({ generated }) => !generated),
      )
    : null;
  const table: Table = {
    schema,
    name: freshName(world, "t"),
    columns: order,
    key: keyColumns.map(({ name }) => name),
    counter,
    indexes: usable.map((index) => index?.name ?? ""),
    checks: check === null ? [] : [check.name],
    foreignKeys: [],
    partitions: partition?.names ?? null,
    versioned,
  };
  const lines = [
    ...order.map(({ name, definition }) => `${quote(name)} ${definition}`),
    ...(table.key.length > 0 ? [`PRIMARY KEY (${table.key.map(quote).join(", ")})`] : []),
    ...usable.map((index) => index?.sql ?? ""),
    ...(check === null ? [] : [check.sql]),
  ];
  const options = [drawOptions(world), versioned ? "WITH SYSTEM VERSIONING" : "", partition?.sql ?? ""];
  return {
    table,
    sql: `CREATE TABLE ${fullName(table)} (\n  ${lines.join(",\n  ")}\n) ${options.filter((one) => one !== "").join(" ")}`,
  };
}

function drawOptions(world: World): string {
  const options = [
    world.random.next() < 0.06
      ? `ENGINE=${world.random.pick(["MyISAM", "MyISAM", world.product === "mariadb" ? "Aria" : "MyISAM"])}`
      : "",
    chance(world, 0.15) ? "COMMENT='it''s a table'" : "",
    chance(world, 0.1) ? "DEFAULT CHARACTER SET latin1" : "",
    chance(world, 0.1) ? "AUTO_INCREMENT=1000" : "",
    chance(world, 0.05) ? "ROW_FORMAT=COMPACT" : "",
  ];
  return options.filter((one) => one !== "").join(" ");
}

/** Partitions by a column of whole numbers. */
export function drawPartitions(world: World, column: string): { names: readonly string[]; sql: string } {
  const drawn = world.random.next();
  if (drawn < 0.3) return { names: ["p0", "p1", "p2"], sql: `PARTITION BY HASH (${column}) PARTITIONS 3` };
  if (drawn < 0.45) return { names: ["p0", "p1"], sql: `PARTITION BY KEY (${column}) PARTITIONS 2` };
  return {
    names: ["low", "middle", "rest"],
    sql: `PARTITION BY RANGE (${column}) (PARTITION low VALUES LESS THAN (2), PARTITION middle VALUES LESS THAN (10), PARTITION rest VALUES LESS THAN MAXVALUE)`,
  };
}

/** A key that no row has yet. */
function freshKey(world: World, column: Column): string {
  const number = world.random.whole(10, 30_000);
  if (column.type.kind === "int") return column.type.sql.startsWith("TINYINT") ? String(number % 100) : String(number);
  if (column.type.kind === "text") return `'${number.toString(36)}'`;
  return column.type.kind === "bytes" ? `0x${number.toString(16).padStart(4, "0")}` : valueFor(world, column);
}

/** An INSERT of one row, or of some. `into`: all up to the table's name. */
export function insertInto(world: World, table: Table, into: string, rows: number): string {
  const taking = table.columns.filter((column) => {
    const needed = !column.nullable && !/DEFAULT|AUTO_INCREMENT/.test(column.definition);
    return !column.generated && (needed || chance(world, 0.8));
  });
  const columns = taking.length > 0 ? taking : table.columns.filter(({ generated }) => !generated).slice(0, 1);
  const value = (column: Column): string =>
    table.key.includes(column.name) && chance(world, 0.8) ? freshKey(world, column) : valueFor(world, column);
  const values = Array.from({ length: rows }, () => `(${columns.map(value).join(", ")})`);
  return `${into} (${columns.map((column) => quote(column.name)).join(", ")}) VALUES ${values.join(", ")}`;
}

/** Rows for a table that has just been made: keys that follow each other, and 0 where there is AUTO_INCREMENT. */
export function firstRows(world: World, table: Table): string[] {
  const count = chance(world, 0.1) ? 0 : world.random.whole(2, 9);
  const columns = table.columns.filter(({ generated }) => !generated);
  return Array.from({ length: count }, (_, row) => {
    const values = columns.map((column) => {
      if (table.key[0] === column.name) return KEYS[column.type.kind]?.[row] ?? valueFor(world, column);
      if (column.name.startsWith("ref")) return column.nullable && row % 3 === 2 ? "NULL" : String(row % 4);
      return valueFor(world, column);
    });
    return `INSERT INTO ${fullName(table)} (${columns.map(({ name }) => quote(name)).join(", ")}) VALUES (${values.join(", ")})`;
  });
}

/** A condition that finds some rows. */
export function whereOf(world: World, table: Table, alias = ""): string {
  const column = oneOf(world, table.columns);
  const prefix = alias === "" ? "" : `${alias}.`;
  if (column === null || chance(world, 0.1)) return "1 = 1";
  const name = `${prefix}${quote(column.name)}`;
  const ofKey = table.columns.find((one) => one.name === table.key[0]);
  if (ofKey?.type.kind === "int" && chance(world, 0.5))
    return `${prefix}${quote(ofKey.name)} ${world.random.pick(["<", ">=", "="])} ${String(world.random.whole(0, 5))}`;
  if (column.nullable && chance(world, 0.3)) return `${name} IS ${chance(world, 0.5) ? "NOT " : ""}NULL`;
  if (column.type.kind === "int" || column.type.kind === "number")
    return `${name} ${world.random.pick(["<", ">", "<>"])} 2`;
  return `${name} IS NOT NULL`;
}

/** Assignments to some columns that are not generated. */
export function assignments(world: World, table: Table, alias = ""): string {
  const columns = table.columns.filter(
    ({ generated, name }) => !generated && (!table.key.includes(name) || chance(world, 0.1)),
  );
  const prefix = alias === "" ? "" : `${alias}.`;
  const some = someOf(world, columns, 0.3).slice(0, 3);
  const chosen = some.length > 0 ? some : table.columns.filter(({ generated }) => !generated).slice(0, 1);
  return chosen
    .map((column) => {
      const name = `${prefix}${quote(column.name)}`;
      if (column.type.kind === "int" && chance(world, 0.3)) return `${name} = ${name} + 1`;
      if (column.type.kind === "text" && chance(world, 0.2)) return `${name} = CONCAT(LEFT(${name}, 2), 'z')`;
      return `${name} = ${valueFor(world, column)}`;
    })
    .join(", ");
}
