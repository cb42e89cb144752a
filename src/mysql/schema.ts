import type { Connection } from "./connection.ts";
import { identifier, text } from "./sql-text.ts";

export async function schemaExists(connection: Connection, schema: string): Promise<boolean> {
  const rows = await connection.query(
    `SELECT 1 AS one FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${text(schema)}`,
  );
  return rows.length > 0;
}

/**
 * True if the schema holds no table, view, routine, trigger or event, which is when Flyway takes it for empty
 * (its MySQLSchema.doEmpty).
 */
export async function schemaIsEmpty(connection: Connection, schema: string): Promise<boolean> {
  const name = text(schema);
  const parts = [
    `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${name}`,
    `SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ${name}`,
    `SELECT 1 FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${name}`,
    `SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = ${name}`,
  ];
  const rows = await connection.query(`SELECT ${parts.map((part) => `EXISTS(${part})`).join(" OR ")} AS used`);
  return Number(rows[0]?.["used"]) === 0;
}

export async function createSchema(connection: Connection, schema: string): Promise<void> {
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${identifier(schema)}`);
}
