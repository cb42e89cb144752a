/** What schemas hold, read from the server's catalogue without opening more tables than are asked for. */
import type { ObjectKind } from "../core/undo/touch.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { foreignKeysOf, type ForeignKeyFacts } from "./foreign-keys.ts";
import { inSchemas, showCreate, stringOf, stringOrNull } from "./read.ts";
import type { Row, Sql } from "./sql.ts";

export { listForeignKeys, type ForeignKeyFacts } from "./foreign-keys.ts";

export type CatalogueObject = {
  readonly schema: string;
  readonly name: string;
  readonly kind: ObjectKind;
  /** Triggers: their table; null for all others. */
  readonly table: string | null;
  /** Account that it acts as, in the form `user@host`; null for tables, sequences and views (see readProgram). */
  readonly definer: string | null;
};

const TABLE_KINDS: Readonly<Record<string, ObjectKind>> = {
  "BASE TABLE": "table",
  "SYSTEM VERSIONED": "table",
  VIEW: "view",
  "SYSTEM VIEW": "view",
  SEQUENCE: "sequence",
};

const ROUTINE_KINDS: Readonly<Record<string, ObjectKind>> = {
  PROCEDURE: "procedure",
  FUNCTION: "function",
  PACKAGE: "package",
  "PACKAGE BODY": "package-body",
};

/** Where objects of one kind, or several, are listed. */
type Listing = {
  readonly from: string;
  readonly schemaColumn: string;
  readonly columns: string;
  readonly kindOf: (type: string) => ObjectKind | null;
};

const TRIGGERS: Listing = {
  from: "TRIGGERS",
  // A trigger is always in its table's schema, and by the table's MariaDB looks into that folder only.
  schemaColumn: "EVENT_OBJECT_SCHEMA",
  columns: "TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t, '' AS kind, DEFINER AS d",
  kindOf: () => "trigger",
};

const LISTINGS: readonly Listing[] = [
  {
    from: "TABLES",
    schemaColumn: "TABLE_SCHEMA",
    columns: "TABLE_NAME AS n, TABLE_TYPE AS kind",
    kindOf: (type) => TABLE_KINDS[type] ?? null,
  },
  {
    from: "ROUTINES",
    schemaColumn: "ROUTINE_SCHEMA",
    columns: "ROUTINE_NAME AS n, ROUTINE_TYPE AS kind, DEFINER AS d",
    kindOf: (type) => ROUTINE_KINDS[type] ?? null,
  },
  TRIGGERS,
  {
    from: "EVENTS",
    schemaColumn: "EVENT_SCHEMA",
    columns: "EVENT_NAME AS n, '' AS kind, DEFINER AS d",
    kindOf: () => "event",
  },
];

/**
 * All objects of the schemas, in no particular order; temporary tables are left out. Four round trips, which on MariaDB read
 * names and types alone (EXPLAIN says Open_frm_only) and on MySQL the dictionary.
 *
 * @param schemas names as the server stores them
 */
export async function listObjects(sql: Sql, schemas: readonly string[]): Promise<readonly CatalogueObject[]> {
  return list(sql, schemas, LISTINGS);
}

/** The triggers alone, in one round trip. */
export async function listTriggers(sql: Sql, schemas: readonly string[]): Promise<readonly CatalogueObject[]> {
  return list(sql, schemas, [TRIGGERS]);
}

async function list(
  sql: Sql,
  schemas: readonly string[],
  listings: readonly Listing[],
): Promise<readonly CatalogueObject[]> {
  if (schemas.length === 0) return [];
  const wanted = new Set(schemas);
  const found: CatalogueObject[] = [];
  for (const { from, schemaColumn, columns, kindOf } of listings) {
    const rows = await sql.query(
      `SELECT ${schemaColumn} AS s, ${columns} FROM information_schema.${from} WHERE ${inSchemas(schemaColumn, schemas)}`,
    );
    for (const row of rows) {
      const kind = kindOf(stringOf(row["kind"]));
      const schema = stringOf(row["s"]);
      // The comparison above does not count case everywhere.
      if (kind === null || !wanted.has(schema)) continue;
      found.push({
        schema,
        name: stringOf(row["n"]),
        kind,
        table: stringOrNull(row["t"]),
        definer: stringOrNull(row["d"]),
      });
    }
  }
  return withoutRepeats(found);
}

/** A trigger for several events has a row for each (MariaDB 12). */
function withoutRepeats(objects: readonly CatalogueObject[]): readonly CatalogueObject[] {
  return [...new Map(objects.map((object) => [`${object.kind}\0${object.schema}\0${object.name}`, object])).values()];
}

export type TableSize = {
  /** Bytes of rows and of indexes. */
  readonly dataLength: number;
  readonly indexLength: number;
  /** The engine's estimate. */
  readonly rows: number;
};

export type TableFacts = TableSize & {
  readonly schema: string;
  readonly name: string;
  /** SHOW CREATE TABLE, with backticks whatever the session's sql_mode. */
  readonly createText: string;
  /** The next number, exact (from SHOW CREATE TABLE, which unlike MySQL's statistics is never old); null: none used yet, or no such column. */
  readonly autoIncrement: string | null;
  readonly engine: string;
  /** Names in the order in which they fire for each event. */
  readonly triggers: readonly string[];
  /** Foreign keys of this table. */
  readonly foreignKeys: readonly ForeignKeyFacts[];
  /** Foreign keys that refer to this table, its own among them. */
  readonly children: readonly ForeignKeyFacts[];
};

/**
 * Size as the engine has it at the moment; MySQL would else give what it stored up to a day ago
 * (MySQL Reference Manual, information_schema_stats_expiry).
 *
 * @returns null if there is no such base table
 */
export async function tableSize(sql: Sql, schema: string, name: string): Promise<TableSize | null> {
  const row = await tableRow(sql, schema, name);
  return row === null ? null : sizeOf(row);
}

async function tableRow(sql: Sql, schema: string, name: string): Promise<Row | null> {
  // A comment to MariaDB (which leaves out versions 5.7 to 9.9) and to MySQL before 8.
  await sql.query("/*!80000 SET SESSION information_schema_stats_expiry = 0 */");
  const rows = await sql.query(
    "SELECT TABLE_NAME AS n, ENGINE AS e, DATA_LENGTH AS dl, INDEX_LENGTH AS il, TABLE_ROWS AS r FROM information_schema.TABLES" +
      ` WHERE TABLE_SCHEMA = ${text(schema)} AND TABLE_NAME = ${text(name)} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')`,
  );
  return rows.find((row) => row["n"] === name) ?? rows[0] ?? null;
}

function sizeOf(row: Row): TableSize {
  return { dataLength: Number(row["dl"] ?? 0), indexLength: Number(row["il"] ?? 0), rows: Number(row["r"] ?? 0) };
}

/**
 * What must be known of one table before it is changed.
 *
 * @param foreignKeys of its schema (`listForeignKeys`), if the caller has them at hand; else they are read
 * @returns null if there is no such base table
 */
export async function describeTable(
  sql: Sql,
  schema: string,
  name: string,
  foreignKeys?: readonly ForeignKeyFacts[],
): Promise<TableFacts | null> {
  const row = await tableRow(sql, schema, name);
  if (row === null) return null;
  const stored = stringOf(row["n"]);
  const created = await showCreate(sql, `TABLE ${identifier(schema)}.${identifier(stored)}`);
  if (created === null) return null;
  const createText = stringOf(created["Create Table"]);
  const triggers = await sql.query(
    `SELECT TRIGGER_NAME AS n, EVENT_OBJECT_TABLE AS t FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${text(schema)}` +
      ` AND EVENT_OBJECT_TABLE = ${text(stored)} ORDER BY ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER`,
  );
  const keys = foreignKeys ?? (await foreignKeysOf(sql, schema, stored));
  return {
    schema,
    name: stored,
    createText,
    autoIncrement: autoIncrementOf(createText),
    engine: stringOf(row["e"]),
    ...sizeOf(row),
    triggers: triggers.filter((trigger) => trigger["t"] === stored).map((trigger) => stringOf(trigger["n"])),
    foreignKeys: keys.filter((key) => key.schema === schema && key.table === stored),
    children: keys.filter((key) => key.referencedSchema === schema && key.referencedTable === stored),
  };
}

/** Right behind the engine, so that a comment which says the same is not taken for it. */
function autoIncrementOf(createText: string): string | null {
  return /^\) (?:\/\*.*?\*\/ )?ENGINE=\S+ AUTO_INCREMENT=(\d+)/m.exec(createText)?.[1] ?? null;
}
