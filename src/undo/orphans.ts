/**
 * Rows that refer to nothing. Rows came back without checks, so the foreign keys of restored tables are looked through, and those that lead into
 * them. A row whose parent others have deleted since goes the way that the key says, and is set aside; all others stay and are told.
 */
import { GONE, WAS_THERE } from "../core/undo/log-sql.ts";
import { keyOf, parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import { listForeignKeys, type ForeignKeyFacts } from "./catalogue.ts";
import type { KeptTable, QName } from "./kept.ts";
import { columnList, qualified } from "./names.ts";
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
    for (const key of keys) found = (await followDeletion({ restoring, keys, restored }, key)) || found;
  }
  const left: string[] = [];
  for (const key of keys) left.push(...(await leftOrphans(restoring, key)));
  return left;
}

type Tables = {
  readonly restoring: Restoring;
  readonly keys: readonly ForeignKeyFacts[];
  readonly restored: ReadonlyMap<string, KeptTable>;
};

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

/** Rows of the child that the way back itself has put in again. */
function writtenBack(kept: KeptTable): string | null {
  const key = keyOf(parseDefinition(kept.createText));
  if (key === null) return null;
  const same = (alias: string): string =>
    key.map((column) => `${alias}.${identifier(column)} = c.${identifier(column)}`).join(" AND ");
  const parts = [
    ...(kept.copy?.ready === true ? [`EXISTS (SELECT 1 FROM ${qualified(kept.copy.table)} k WHERE ${same("k")})`] : []),
    ...(kept.images?.ready === true
      ? [
          `EXISTS (SELECT 1 FROM ${qualified(kept.images.chosen)} u WHERE ${same("u")} AND u.${identifier(WAS_THERE)} = 1)`,
        ]
      : []),
  ];
  return parts.length === 0 ? null : `(${parts.join(" OR ")})`;
}

/** Whether others have deleted rows of the table, or of one that its rows go with; cascades leave no trace in a write log. */
async function othersDelete(tables: Tables, table: string, seen: readonly string[] = []): Promise<boolean> {
  const { restoring, keys, restored } = tables;
  const { world, shelf } = restoring;
  const log = restored.get(table)?.log ?? null;
  if (log !== null && log.ready && log.key !== null) {
    const found = await shelf.sql.query(
      `SELECT 1 AS one FROM ${qualified(log.table)} WHERE ${identifier(GONE)} = 1 LIMIT 1`,
    );
    if (found.length > 0) return true;
  }
  for (const key of keys) {
    const parent = world.keyOf("table", key.referencedSchema, key.referencedTable);
    if (world.keyOf("table", key.schema, key.table) !== table || seen.includes(parent)) continue;
    if (await othersDelete(tables, parent, [...seen, table])) return true;
  }
  return false;
}

/** True if rows went. */
async function followDeletion(tables: Tables, key: ForeignKeyFacts): Promise<boolean> {
  const { restoring, restored } = tables;
  const { shelf, steps, world } = restoring;
  const kept = restored.get(world.keyOf("table", key.schema, key.table));
  const own = kept === undefined ? null : writtenBack(kept);
  if (own === null || (key.onDelete !== "CASCADE" && key.onDelete !== "SET NULL")) return false;
  const { child, from, missing } = wordsOf(key);
  const where = `${missing} AND ${own}`;
  const rows = await count(restoring, from, where);
  if (rows === 0) return false;
  if (!(await othersDelete(tables, world.keyOf("table", key.referencedSchema, key.referencedTable)))) return false;
  const name = `${child.schema}.${child.name}`;
  const why = `their parent by ${key.name} is gone: others deleted it`;
  // All by their names: `*` leaves invisible ones out.
  const columns = columnList((await shelf.presentColumns(child)).names, "c");
  await setAside(restoring, child, `SELECT ${columns} FROM ${from} WHERE ${where}`, why);
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
