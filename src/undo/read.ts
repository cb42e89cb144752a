/** Small parts that all readers of the catalogue share. */
import { text } from "../mysql/sql-text.ts";
import type { Row, Sql } from "./sql.ts";

/** Error numbers of the servers that readers decide by; names as in their error lists. */
export const ER = {
  BAD_DB: 1049,
  DUP_KEYNAME: 1061,
  DUP_ENTRY: 1062,
  TOO_MANY_KEY_PARTS: 1070,
  TOO_LONG_KEY: 1071,
  UNKNOWN_TABLE: 1109,
  UNKNOWN_CHARACTER_SET: 1115,
  TOO_MANY_FIELDS: 1117,
  TOO_BIG_ROWSIZE: 1118,
  TABLE_ACCESS_DENIED: 1142,
  NO_SUCH_TABLE: 1146,
  SPECIFIC_ACCESS_DENIED: 1227,
  SP_DOES_NOT_EXIST: 1305,
  WRONG_OBJECT: 1347,
  VIEW_INVALID: 1356,
  TRG_DOES_NOT_EXIST: 1360,
  NO_SUCH_USER: 1449,
  EVENT_DOES_NOT_EXIST: 1539,
  NOT_SEQUENCE: 4089,
} as const;

/** True if the server answered with one of these error numbers. */
export function isOneOf(error: unknown, numbers: readonly number[]): boolean {
  const { errno } = error as { readonly errno?: number };
  return error instanceof Error && errno !== undefined && numbers.includes(errno);
}

const MISSING: readonly number[] = [
  ER.BAD_DB,
  ER.NO_SUCH_TABLE,
  ER.SP_DOES_NOT_EXIST,
  ER.WRONG_OBJECT,
  ER.TRG_DOES_NOT_EXIST,
  ER.EVENT_DOES_NOT_EXIST,
  ER.NOT_SEQUENCE,
];

export function stringOf(value: string | number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

export function stringOrNull(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A condition on a column of information_schema; of one schema alone, MariaDB opens no other folder. */
export function inSchemas(column: string, schemas: readonly string[]): string {
  const [first, ...more] = schemas.map(text);
  return more.length === 0 ? `${column} = ${first ?? "NULL"}` : `${column} IN (${[first, ...more].join(", ")})`;
}

/** Modes in which SHOW CREATE quotes names with `"` or leaves parts out. */
const CHANGES_SHOW_CREATE = /ANSI_QUOTES|NO_(?:TABLE|FIELD|KEY)_OPTIONS/;

/**
 * Runs SHOW CREATE under a sql_mode that quotes names with backticks and leaves nothing out; the session's own is put back.
 *
 * @param what what follows SHOW CREATE
 * @returns null if there is no such object
 */
export async function showCreate(sql: Sql, what: string): Promise<Row | null> {
  const [session] = await sql.query("SELECT @@SESSION.sql_mode AS mode");
  const mode = stringOf(session?.["mode"]);
  const changed = CHANGES_SHOW_CREATE.test(mode);
  if (changed) await sql.query("SET SESSION sql_mode = ''");
  try {
    const [row] = await sql.query(`SHOW CREATE ${what}`);
    return row ?? null;
  } catch (error) {
    if (isOneOf(error, MISSING)) return null;
    throw error;
  } finally {
    if (changed) await sql.query(`SET SESSION sql_mode = '${mode}'`);
  }
}
