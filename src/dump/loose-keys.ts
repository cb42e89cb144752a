import { identifier } from "../mysql/sql-text.ts";
import { listForeignKeys } from "../undo/catalogue.ts";
import { qualified } from "../undo/names.ts";
import type { Sql } from "../undo/sql.ts";

/**
 * Takes foreign keys away from tables that were loaded before those they refer to. Else the server would have them refer to the tables of these names
 * that are put back, from which rows could then not be deleted.
 *
 * @param loaded tables of the schemas: names as the server stores them
 */
export async function dropLooseKeys(
  sql: Sql,
  loaded: readonly { readonly schema: string; readonly name: string }[],
): Promise<void> {
  const isLoaded = (schema: string, name: string): boolean =>
    loaded.some((one) => one.schema === schema && one.name === name);
  const schemas = [...new Set(loaded.map(({ schema }) => schema))];
  for (const key of await listForeignKeys(sql, schemas)) {
    if (!isLoaded(key.schema, key.table) || isLoaded(key.referencedSchema, key.referencedTable)) continue;
    await sql.query(
      `ALTER TABLE ${qualified({ schema: key.schema, name: key.table })} DROP FOREIGN KEY ${identifier(key.name)}`,
    );
  }
}
