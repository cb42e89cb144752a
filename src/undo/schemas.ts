/** Definition of a schema (a database) itself. */
import { identifier, text } from "../mysql/sql-text.ts";
import { stringOf, stringOrNull } from "./read.ts";
import type { Sql } from "./sql.ts";

/** Plain JSON. */
export type SchemaDefinition = {
  readonly schema: string;
  readonly characterSet: string;
  readonly collation: string;
  /** MySQL: YES or NO, whether new tables are encrypted; null where there is no such option. */
  readonly encryption: string | null;
  /** MariaDB; null where there is no such option. */
  readonly comment: string | null;
};

/** @returns null if there is no such schema */
export async function readSchemaDefinition(sql: Sql, schema: string): Promise<SchemaDefinition | null> {
  const rows = await sql.query(`SELECT * FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${text(schema)}`);
  const row = rows.find((one) => one["SCHEMA_NAME"] === schema);
  if (row === undefined) return null;
  return {
    schema,
    characterSet: stringOf(row["DEFAULT_CHARACTER_SET_NAME"]),
    collation: stringOf(row["DEFAULT_COLLATION_NAME"]),
    encryption: stringOrNull(row["DEFAULT_ENCRYPTION"]),
    comment: stringOrNull(row["SCHEMA_COMMENT"]),
  };
}

/**
 * The statements that make the schema, or make it what it was; none if nothing differs. They ask for the session's sql_mode to be put
 * back by the caller.
 *
 * @param now what it is at the moment; null if it is not there
 */
export function restoreSchemaStatements(definition: SchemaDefinition, now: SchemaDefinition | null): string[] {
  const { schema, characterSet, collation, encryption, comment } = definition;
  const options = [
    ...(now?.characterSet === characterSet && now.collation === collation
      ? []
      : [`CHARACTER SET ${characterSet} COLLATE ${collation}`]),
    // Asking for the option may take a privilege of its own (TABLE_ENCRYPTION_ADMIN), so only where it differs.
    ...(encryption === null || now?.encryption === encryption
      ? []
      : [`ENCRYPTION '${encryption === "YES" ? "Y" : "N"}'`]),
    ...(comment === (now?.comment ?? "") || comment === null ? [] : [`COMMENT ${literal(comment)}`]),
  ];
  if (now !== null && options.length === 0) return [];
  return [
    // In which the literal of the comment is read as it is written.
    "SET SESSION sql_mode = ''",
    `${now === null ? "CREATE" : "ALTER"} DATABASE ${identifier(schema)} ${options.join(" ")}`,
  ];
}

function literal(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
