/** Foreign keys with what they do, from both ends. */
import { text } from "../mysql/sql-text.ts";
import { ER, inSchemas, isOneOf, stringOf } from "./read.ts";
import type { Row, Sql } from "./sql.ts";

/** ON DELETE and ON UPDATE. */
type ReferentialRule = "CASCADE" | "SET NULL" | "SET DEFAULT" | "RESTRICT" | "NO ACTION";

export type ForeignKeyFacts = {
  readonly name: string;
  /** The child: the table that the constraint belongs to. */
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly referencedSchema: string;
  readonly referencedTable: string;
  /** In the order of `columns`. */
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialRule;
  readonly onUpdate: ReferentialRule;
};

/**
 * The foreign keys of the tables of these schemas, and those of tables elsewhere that refer to them. On MariaDB this opens the
 * tables of the schemas that have them (some 0.05 ms each): read it once and keep it until DDL. An account without PROCESS makes
 * MariaDB look through all schemas for the children elsewhere.
 *
 * @param schemas names as the server stores them
 */
export async function listForeignKeys(sql: Sql, schemas: readonly string[]): Promise<readonly ForeignKeyFacts[]> {
  if (schemas.length === 0) return [];
  const wanted = new Set(schemas);
  const children = await innodbChildren(sql, `${fromFileName("REF_NAME", 1)} IN (${schemas.map(text).join(", ")})`);
  const keys = await readKeys(sql, ({ schema, referencedSchema }) =>
    children === null
      ? `(${inSchemas(schema, schemas)} OR ${inSchemas(referencedSchema, schemas)})`
      : inSchemas(schema, [...new Set([...schemas, ...children.map((child) => child.schema)])]),
  );
  return keys.filter((key) => wanted.has(key.schema) || wanted.has(key.referencedSchema));
}

/** The foreign keys of one table and those that refer to it, opening no tables but these. */
export async function foreignKeysOf(sql: Sql, schema: string, table: string): Promise<readonly ForeignKeyFacts[]> {
  const children = await innodbChildren(
    sql,
    `${fromFileName("REF_NAME", 1)} = ${text(schema)} AND ${fromFileName("REF_NAME", -1)} = ${text(table)}`,
  );
  return readKeys(sql, (columns) => {
    const is = (child: { readonly schema: string; readonly table: string }): string =>
      `(${columns.schema} = ${text(child.schema)} AND TABLE_NAME = ${text(child.table)})`;
    const refers = `(${columns.referencedSchema} = ${text(schema)} AND REFERENCED_TABLE_NAME = ${text(table)})`;
    const own = is({ schema, table });
    return `(${(children === null ? [own, refers] : [own, ...children.map(is)]).join(" OR ")})`;
  });
}

/** Names of the columns by which two views of the catalogue find the same keys. */
type KeyColumns = { readonly schema: string; readonly referencedSchema: string };

async function readKeys(sql: Sql, where: (columns: KeyColumns) => string): Promise<ForeignKeyFacts[]> {
  const rules = await sql.query(
    "SELECT CONSTRAINT_SCHEMA AS s, TABLE_NAME AS t, CONSTRAINT_NAME AS n, UPDATE_RULE AS u, DELETE_RULE AS d" +
      " FROM information_schema.REFERENTIAL_CONSTRAINTS" +
      ` WHERE ${where({ schema: "CONSTRAINT_SCHEMA", referencedSchema: "UNIQUE_CONSTRAINT_SCHEMA" })}`,
  );
  if (rules.length === 0) return [];
  const columns = await sql.query(
    "SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, CONSTRAINT_NAME AS n, COLUMN_NAME AS c, REFERENCED_TABLE_SCHEMA AS rs," +
      " REFERENCED_TABLE_NAME AS rt, REFERENCED_COLUMN_NAME AS rc FROM information_schema.KEY_COLUMN_USAGE" +
      ` WHERE ${where({ schema: "TABLE_SCHEMA", referencedSchema: "REFERENCED_TABLE_SCHEMA" })} AND REFERENCED_TABLE_NAME IS NOT NULL` +
      " ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION",
  );
  return joinKeys(rules, columns);
}

const keyName = (row: Row): string => JSON.stringify([row["s"], row["t"], row["n"]]);

function joinKeys(rules: readonly Row[], columns: readonly Row[]): ForeignKeyFacts[] {
  const byKey = new Map<string, Row[]>();
  for (const row of columns) byKey.set(keyName(row), [...(byKey.get(keyName(row)) ?? []), row]);
  return rules.flatMap((rule) => {
    const parts = byKey.get(keyName(rule)) ?? [];
    const first = parts[0];
    if (first === undefined) return [];
    return {
      name: stringOf(rule["n"]),
      schema: stringOf(rule["s"]),
      table: stringOf(rule["t"]),
      columns: parts.map((part) => stringOf(part["c"])),
      referencedSchema: stringOf(first["rs"]),
      referencedTable: stringOf(first["rt"]),
      referencedColumns: parts.map((part) => stringOf(part["rc"])),
      onDelete: stringOf(rule["d"]) as ReferentialRule,
      onUpdate: stringOf(rule["u"]) as ReferentialRule,
    };
  });
}

/** InnoDB on MariaDB keeps `schema/table` as in file names, where no name has a slash. `part`: 1 the schema, -1 the table. */
function fromFileName(column: string, part: 1 | -1): string {
  return `CONVERT(CAST(CAST(SUBSTRING_INDEX(${column}, '/', ${part}) AS BINARY) AS CHAR CHARACTER SET filename) USING utf8mb4)`;
}

/**
 * Tables with foreign keys that refer to certain ones, from InnoDB's own list, which opens no table (MariaDB, with PROCESS). Null: not
 * to be had, so that all schemas must be looked through. MySQL has no such view, and its dictionary answers without it.
 */
async function innodbChildren(
  sql: Sql,
  where: string,
): Promise<readonly { readonly schema: string; readonly table: string }[] | null> {
  try {
    const rows = await sql.query(
      `SELECT DISTINCT ${fromFileName("FOR_NAME", 1)} AS s, ${fromFileName("FOR_NAME", -1)} AS t` +
        ` FROM information_schema.INNODB_SYS_FOREIGN WHERE ${where}`,
    );
    return rows.map((row) => ({ schema: stringOf(row["s"]), table: stringOf(row["t"]) }));
  } catch (error) {
    if (isOneOf(error, [ER.UNKNOWN_TABLE, ER.SPECIFIC_ACCESS_DENIED, ER.UNKNOWN_CHARACTER_SET])) return null;
    throw error;
  }
}
