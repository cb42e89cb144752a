/**
 * Rows that refer to nothing. Rows came back without checks, so each foreign key of a table whose rows were restored is looked
 * through. A row that the run had changed and whose parent others have deleted since goes the way that the key says, and is set aside.
 */
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";
import { setAside } from "./restore-content.ts";
import type { Restoring } from "./restore.ts";

/** How deep a chain of cascades is followed. */
const MOST_LEVELS = 20;

/** Looks at the foreign keys of every table whose rows were put back. */
export async function findOrphans(restoring: Restoring): Promise<void> {
  // A row that goes may leave further ones behind it.
  for (let passes = 0; passes < MOST_LEVELS && (await onePass(restoring)); passes += 1);
}

/** True if rows went. */
async function onePass(restoring: Restoring): Promise<boolean> {
  let found = false;
  for (const { kept, schema, name } of restoring.entries) {
    if (kept.how !== "table" || (kept.copy === null && kept.images === null && kept.sides.length === 0)) continue;
    const child = { schema, name };
    for (const key of parseDefinition(kept.createText).foreignKeys) {
      const parent = { schema: key.schema ?? schema, name: key.table };
      const on = key.columns
        .map((column, index) => `p.${identifier(key.referencedColumns[index] ?? "")} = c.${identifier(column)}`)
        .join(" AND ");
      const isSet = key.columns.map((column) => `c.${identifier(column)} IS NOT NULL`).join(" AND ");
      const missing = `p.${identifier(key.referencedColumns[0] ?? "")} IS NULL AND ${isSet}`;
      const from = `${qualified(child)} c LEFT JOIN ${qualified(parent)} p ON ${on}`;
      found =
        (await handle(restoring, child, {
          from,
          missing,
          onDelete: key.onDelete ?? "",
          columns: key.columns,
          name: key.name,
        })) || found;
    }
  }
  return found;
}

type Key = {
  readonly from: string;
  readonly missing: string;
  readonly onDelete: string;
  readonly columns: readonly string[];
  readonly name: string;
};

/** True if rows went. */
async function handle(restoring: Restoring, child: QName, key: Key): Promise<boolean> {
  const { shelf, steps } = restoring;
  const found = await shelf.sql.query(`SELECT COUNT(*) AS n FROM ${key.from} WHERE ${key.missing}`);
  const rows = Number(found[0]?.["n"] ?? 0);
  if (rows === 0) return false;
  const name = `${child.schema}.${child.name}`;
  if (key.onDelete !== "CASCADE" && key.onDelete !== "SET NULL") {
    steps.say(`${rows} rows of ${name} have no parent by ${key.name}`);
    return false;
  }
  const why = `their parent by ${key.name} is gone: others deleted it`;
  await setAside(restoring, child, `SELECT c.* FROM ${key.from} WHERE ${key.missing}`, why);
  if (key.onDelete === "CASCADE") {
    await steps.run(`delete ${rows} rows of ${name} with their parents`, () =>
      shelf.sql.query(`DELETE c FROM ${key.from} WHERE ${key.missing}`),
    );
    return true;
  }
  const set = key.columns.map((column) => `c.${identifier(column)} = NULL`).join(", ");
  await steps.run(`${rows} rows of ${name} lose their parents`, () =>
    shelf.sql.query(`UPDATE ${key.from} SET ${set} WHERE ${key.missing}`),
  );
  return true;
}
