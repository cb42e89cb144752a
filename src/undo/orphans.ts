/**
 * Rows that refer to nothing. Rows came back without checks, so the foreign keys of restored tables are looked through, and those that lead into
 * them. A row whose parent others have deleted since goes the way that the key says, and is set aside; all others stay and are told.
 */
import { GONE } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import { listForeignKeys, type ForeignKeyFacts } from "./catalogue.ts";
import type { KeptTable, QName } from "./kept.ts";
import { qualified } from "./names.ts";
import { setAside } from "./restore-content.ts";
import type { Restoring } from "./restore.ts";

/** How deep a chain of cascades is followed. */
const MOST_LEVELS = 20;

const changesRows = ({ copy, images, sides }: KeptTable): boolean =>
  copy !== null || images !== null || sides.length > 0;

/** Looks at every foreign key of and to tables whose rows were put back; gives what is left, in words. */
export async function findOrphans(restoring: Restoring): Promise<readonly string[]> {
  const { world, entries, shelf } = restoring;
  const restored = new Map<string, KeptTable>();
  for (const { kept, schema, name } of entries) {
    if (kept.how === "table" && changesRows(kept)) restored.set(world.keyOf("table", schema, name), kept);
  }
  if (restored.size === 0) return [];
  const schemas = [...new Set(entries.flatMap(({ kept, schema }) => (kept.how === "table" ? [schema] : [])))];
  const keys = (await listForeignKeys(shelf.sql, schemas)).filter(
    (key) =>
      restored.has(world.keyOf("table", key.schema, key.table)) ||
      restored.has(world.keyOf("table", key.referencedSchema, key.referencedTable)),
  );
  // A row that goes may leave further ones behind it.
  for (let level = 0, found = true; found && level < MOST_LEVELS; level += 1) {
    found = false;
    for (const key of keys) found = (await followDeletion(restoring, key, restored)) || found;
  }
  const left: string[] = [];
  for (const key of keys) left.push(...(await leftOrphans(restoring, key)));
  return left;
}

type Words = { readonly child: QName; readonly from: string; readonly missing: string };

function wordsOf(key: ForeignKeyFacts): Words {
  const child = { schema: key.schema, name: key.table };
  const parent = { schema: key.referencedSchema, name: key.referencedTable };
  const on = key.columns
    .map((column, index) => `p.${identifier(key.referencedColumns[index] ?? "")} = c.${identifier(column)}`)
    .join(" AND ");
  const isSet = key.columns.map((column) => `c.${identifier(column)} IS NOT NULL`).join(" AND ");
  return {
    child,
    from: `${qualified(child)} c LEFT JOIN ${qualified(parent)} p ON ${on}`,
    missing: `p.${identifier(key.referencedColumns[0] ?? "")} IS NULL AND ${isSet}`,
  };
}

/** The condition that others have deleted the parent, as its write log has it; null: that cannot be told. */
function deletedByOthers(key: ForeignKeyFacts, parent: KeptTable | undefined): string | null {
  const log = parent?.log ?? null;
  if (log === null || log.key === null || !log.ready || log.key.length !== key.referencedColumns.length) return null;
  const pairs = log.key.map((column) => {
    const index = key.referencedColumns.indexOf(column);
    return index < 0 ? null : `w.${identifier(column)} = c.${identifier(key.columns[index] ?? "")}`;
  });
  if (pairs.includes(null)) return null;
  return `EXISTS (SELECT 1 FROM ${qualified(log.table)} w WHERE ${pairs.join(" AND ")} AND w.${identifier(GONE)} = 1)`;
}

/** True if rows went. */
async function followDeletion(
  restoring: Restoring,
  key: ForeignKeyFacts,
  restored: ReadonlyMap<string, KeptTable>,
): Promise<boolean> {
  const { shelf, steps, world } = restoring;
  const parent = restored.get(world.keyOf("table", key.referencedSchema, key.referencedTable));
  const deleted = deletedByOthers(key, parent);
  if (deleted === null || (key.onDelete !== "CASCADE" && key.onDelete !== "SET NULL")) return false;
  const { child, from, missing } = wordsOf(key);
  const where = `${missing} AND ${deleted}`;
  const rows = await count(restoring, from, where);
  if (rows === 0) return false;
  const name = `${child.schema}.${child.name}`;
  await setAside(
    restoring,
    child,
    `SELECT c.* FROM ${from} WHERE ${where}`,
    `their parent by ${key.name} is gone: others deleted it`,
  );
  if (key.onDelete === "CASCADE") {
    await steps.run(`delete ${rows} rows of ${name} with their parents`, () =>
      shelf.sql.query(`DELETE c FROM ${from} WHERE ${where}`),
    );
    return true;
  }
  const set = key.columns.map((column) => `c.${identifier(column)} = NULL`).join(", ");
  await steps.run(`${rows} rows of ${name} lose their parents`, () =>
    shelf.sql.query(`UPDATE ${from} SET ${set} WHERE ${where}`),
  );
  return true;
}

async function count({ shelf }: Restoring, from: string, where: string): Promise<number> {
  const found = await shelf.sql.query(`SELECT COUNT(*) AS n FROM ${from} WHERE ${where}`);
  return Number(found[0]?.["n"] ?? 0);
}

async function leftOrphans(restoring: Restoring, key: ForeignKeyFacts): Promise<readonly string[]> {
  const { child, from, missing } = wordsOf(key);
  const rows = await count(restoring, from, missing);
  if (rows === 0) return [];
  const parent = `${key.referencedSchema}.${key.referencedTable}`;
  return [
    `${rows} rows of ${child.schema}.${child.name} refer to rows of ${parent} that are not there (foreign key ${key.name}): others wrote them since, or it was so before`,
  ];
}
