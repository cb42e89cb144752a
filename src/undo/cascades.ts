/** Rows that go or change with others by foreign keys; no trigger fires for them on either server. */
import type { RowVerb } from "../core/undo/touch.ts";
import type { ForeignKeyFacts } from "./catalogue.ts";
import type { QName } from "./kept.ts";
import type { World } from "./world.ts";

/** The foreign keys that lead into tables of a schema; read once until they may have changed. */
export type ForeignKeys = {
  readonly into: (schema: string) => Promise<readonly ForeignKeyFacts[]>;
  readonly forget: () => void;
};

export function createForeignKeys(list: (schema: string) => Promise<readonly ForeignKeyFacts[]>): ForeignKeys {
  const known = new Map<string, Promise<readonly ForeignKeyFacts[]>>();
  return {
    into(schema) {
      const found = known.get(schema) ?? list(schema);
      known.set(schema, found);
      return found;
    },
    forget: () => known.clear(),
  };
}

type Change = { readonly verbs: readonly RowVerb[]; readonly columns: readonly string[] | null };

const ACTING = new Set(["CASCADE", "SET NULL", "SET DEFAULT"]);

function reaches(key: ForeignKeyFacts, { verbs, columns }: Change): boolean {
  if (verbs.includes("delete") && ACTING.has(key.onDelete)) return true;
  if (!verbs.includes("update") || !ACTING.has(key.onUpdate)) return false;
  if (columns === null) return true;
  const assigned = new Set(columns.map((column) => column.toLowerCase()));
  return key.referencedColumns.some((column) => assigned.has(column.toLowerCase()));
}

/** All tables whose rows may go or change when rows of `table` do, at any depth, itself excluded unless it refers to itself. */
export async function cascadesFrom(
  foreignKeys: ForeignKeys,
  world: World,
  table: QName,
  change: Change,
): Promise<readonly QName[]> {
  const found = new Map<string, QName>();
  const open: { at: QName; change: Change }[] = [{ at: table, change }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, change } = next;
    const name = world.keyOf("table", at.schema, at.name);
    for (const key of await foreignKeys.into(at.schema)) {
      if (world.keyOf("table", key.referencedSchema, key.referencedTable) !== name || !reaches(key, change)) continue;
      const child = { schema: world.foldSchema(key.schema), name: key.table };
      const childName = world.keyOf("table", child.schema, child.name);
      if (found.has(childName)) continue;
      found.set(childName, child);
      open.push({ at: child, change: { verbs: ["update", "delete"], columns: null } });
    }
  }
  return [...found.values()];
}
