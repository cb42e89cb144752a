import { chance, freshName, oneOf, quote, someOf } from "./model.ts";
import type { Column, ColumnType, Table, World } from "./model.ts";
import { anyType } from "./types.ts";

/** What servers let no expression refer to. */
const COUNTS = /AUTO_INCREMENT/;

/** A column of any kind: plain, generated, invisible, with a default, filled by the moment. */
export function drawColumn(world: World, beside: readonly Column[], type: ColumnType | null = null): Column {
  const generated = type === null && chance(world, 0.15) ? generatedColumn(world, beside) : null;
  if (generated !== null) return generated;
  const name = freshName(world, "c");
  if (type === null && !world.versioning && chance(world, 0.06)) return stampedColumn(name);
  return plainColumn(world, name, type ?? anyType(world));
}

/** The column once more, with another type or other attributes under the same or another name. */
export function plainColumn(world: World, name: string, type: ColumnType): Column {
  const nullable = chance(world, 0.6);
  const canDefault = type.defaults !== undefined && chance(world, 0.5);
  const hidden = chance(world, 0.1) && (nullable || canDefault) && hides(world);
  return {
    name,
    type,
    nullable,
    generated: false,
    definition: [
      type.sql,
      nullable ? "NULL" : "NOT NULL",
      ...(canDefault ? [`DEFAULT ${type.defaults ?? "NULL"}`] : []),
      ...(hidden ? ["INVISIBLE"] : []),
      ...(chance(world, 0.1) ? ["COMMENT 'a \\\\ comment, it''s'"] : []),
    ].join(" "),
  };
}

function hides({ product, version }: World): boolean {
  return product === "mariadb" || version >= 800;
}

function stampedColumn(name: string): Column {
  return {
    name,
    type: { sql: "DATETIME(6)", kind: "date", values: ["'2001-02-03 04:05:06.000007'"], index: "whole" },
    nullable: false,
    generated: false,
    definition: "DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
  };
}

function generatedColumn(world: World, beside: readonly Column[]): Column | null {
  const source = oneOf(
    world,
    beside.filter(
      ({ type, generated, definition }) =>
        (type.kind === "int" || type.kind === "text") && !generated && !COUNTS.test(definition),
    ),
  );
  if (source === null) return null;
  const [type, expression] =
    source.type.kind === "int"
      ? ["DECIMAL(30,0)", `${quote(source.name)} % 7 + 1`]
      : ["VARCHAR(60)", `CONCAT(LEFT(${quote(source.name)}, 10), '-')`];
  return {
    name: freshName(world, "g"),
    type: { sql: type, kind: source.type.kind === "int" ? "number" : "text", values: ["DEFAULT"], index: "whole" },
    nullable: true,
    generated: true,
    definition: `${type} GENERATED ALWAYS AS (${expression}) ${chance(world, 0.5) ? "STORED" : "VIRTUAL"}`,
  };
}

/** Columns as an index takes them. */
function indexColumns(world: World, columns: readonly Column[]): string {
  return columns
    .map(({ name, type }) => {
      const prefix =
        type.index === "prefix" || (/CHAR|BINARY/.test(type.sql) && type.kind === "text" && chance(world, 0.2));
      const downwards = chance(world, 0.15) ? " DESC" : "";
      return `${quote(name)}${prefix ? "(3)" : ""}${downwards}`;
    })
    .join(", ");
}

/** An index as CREATE TABLE and ALTER TABLE … ADD take it, with its name; null if there is nothing to index. */
export function drawIndex(
  world: World,
  columns: readonly Column[],
  unique: boolean,
): { name: string; sql: string } | null {
  const usable = columns.filter(({ type }) => type.index !== "none");
  const of = someOf(world, usable, 0.3).slice(0, 3);
  if (of.length === 0) return null;
  const name = freshName(world, unique ? "u" : "k");
  const text = of.length === 1 && of[0]?.type.kind === "text" && !unique && !of[0].generated && chance(world, 0.15);
  if (text && /CHAR|TEXT/.test(of[0]?.type.sql ?? ""))
    return { name, sql: `FULLTEXT KEY ${quote(name)} (${quote(of[0]?.name ?? "")})` };
  const functional =
    world.product === "mysql" &&
    !unique &&
    of[0]?.type.kind === "int" &&
    !COUNTS.test(of[0].definition) &&
    chance(world, 0.15);
  const keys = functional ? `(${quote(of[0]?.name ?? "")} + 1)` : indexColumns(world, of);
  return { name, sql: `${unique ? "UNIQUE " : ""}KEY ${quote(name)} (${keys})` };
}

export function drawCheck(world: World, columns: readonly Column[]): { name: string; sql: string } | null {
  const column = oneOf(
    world,
    columns.filter(
      ({ name, type, definition }) =>
        (type.kind === "int" || type.kind === "text") && !COUNTS.test(definition) && !name.startsWith("ref"),
    ),
  );
  if (column === null) return null;
  const name = freshName(world, "x");
  const condition = column.type.kind === "int" ? `${quote(column.name)} <> 12345` : `${quote(column.name)} <> 'never'`;
  return { name, sql: `CONSTRAINT ${quote(name)} CHECK (${condition})` };
}

/** A foreign key from one column of a table to the key of another, as ADD takes it; null where the types cannot be told to fit. */
export function drawForeignKey(world: World, table: Table, parent: Table): { name: string; sql: string } | null {
  const [key, ...more] = parent.key;
  if (key === undefined || more.length > 0 || parent.partitions !== null) return null;
  const type = parent.columns.find(({ name }) => name === key)?.type.sql;
  const column = oneOf(
    world,
    table.columns.filter((one) => one.type.sql === type && !one.generated && one.name !== table.counter),
  );
  if (column === null) return null;
  const name = freshName(world, "f");
  const rule = (): string =>
    world.random.pick(["CASCADE", "CASCADE", column.nullable ? "SET NULL" : "CASCADE", "RESTRICT", "NO ACTION"]);
  return {
    name,
    sql:
      `CONSTRAINT ${quote(name)} FOREIGN KEY (${quote(column.name)}) REFERENCES ${quote(parent.schema)}.${quote(parent.name)} (${quote(key)})` +
      `${chance(world, 0.7) ? ` ON DELETE ${rule()}` : ""}${chance(world, 0.5) ? ` ON UPDATE ${rule()}` : ""}`,
  };
}
