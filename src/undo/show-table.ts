/** SHOW CREATE TABLE, with nothing around it. */
import type { Sql } from "./sql.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";

const MISSING = new Set([1049, 1146]);

/** @returns null if there is no base table of the name */
export async function showTable(sql: Sql, at: QName): Promise<{ readonly createText: string } | null> {
  try {
    const rows = await sql.query(`SHOW CREATE TABLE ${qualified(at)}`);
    const text = rows[0]?.["Create Table"];
    return text === undefined || text === null ? null : { createText: String(text) };
  } catch (error) {
    if (MISSING.has((error as { readonly errno?: number }).errno ?? 0)) return null;
    throw error;
  }
}
