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

/** Servers follow cascades no deeper. Source: MySQL Reference Manual, "FOREIGN KEY Constraints". */
const MOST_STEPS = 15;

const ACTING = new Set(["CASCADE", "SET NULL", "SET DEFAULT"]);

function reaches(key: ForeignKeyFacts, { verbs, columns }: Change): boolean {
  if (verbs.includes("delete") && ACTING.has(key.onDelete)) return true;
  if (!verbs.includes("update") || !ACTING.has(key.onUpdate)) return false;
  if (columns === null) return true;
  const assigned = new Set(columns.map((column) => column.toLowerCase()));
  return key.referencedColumns.some((column) => assigned.has(column.toLowerCase()));
}

/** A table whose rows may go or change with those of another. */
export type Cascade = {
  readonly at: QName;
  /** The foreign keys on the way to it. */
  readonly path: readonly ForeignKeyFacts[];
  /** The way leads through the table itself, so that no trigger can follow it to its end. */
  readonly isCircular: boolean;
};

/** All tables whose rows may go or change when rows of `table` do, at any depth, itself excluded unless it refers to itself. */
export async function cascadesFrom(
  foreignKeys: ForeignKeys,
  world: World,
  table: QName,
  change: Change,
): Promise<readonly Cascade[]> {
  if (!change.verbs.includes("delete") && !change.verbs.includes("update")) return [];
  const keyOf = (at: QName): string => world.keyOf("table", at.schema, at.name);
  const found: Cascade[] = [];
  type Open = { at: QName; change: Change; path: readonly ForeignKeyFacts[]; seen: readonly string[] };
  const open: Open[] = [{ at: table, change, path: [], seen: [keyOf(table)] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { at, change, path, seen } = next;
    const wanted = keyOf(at);
    for (const key of await foreignKeys.into(at.schema)) {
      if (!reaches(key, change) || keyOf({ schema: key.referencedSchema, name: key.referencedTable }) !== wanted)
        continue;
      const child = { schema: world.foldSchema(key.schema), name: key.table };
      const isCircular = seen.includes(keyOf(child));
      const to = [...path, key];
      found.push({ at: child, path: to, isCircular });
      if (isCircular || to.length === MOST_STEPS) continue;
      open.push({
        at: child,
        change: { verbs: ["update", "delete"], columns: null },
        path: to,
        seen: [...seen, keyOf(child)],
      });
    }
  }
  return found;
}
