/**
 * How many rows the run itself has put into the tables that it made, as the server counted them. A made table with just as many holds
 * nothing of others, and can be dropped when the run goes back; any other is set aside.
 */
import type { Touches } from "../core/undo/touch.ts";
import type { Need } from "./needs.ts";
import type { Thing, World } from "./world.ts";

/** Null: it can no longer be told. */
type Count = number | null;

export type OwnRows = {
  /** A statement was done, or was not (`affectedRows` undefined). */
  readonly note: (change: Change) => void;
  /** Everything so far is committed. */
  readonly committed: () => void;
  /** True if a made table with so many rows holds nothing but the run's own. */
  readonly isAll: (key: string, rows: number) => boolean;
  /** True if it has some rows of the run's own, and not more than `most`. */
  readonly mayHold: (key: string, most: number) => boolean;
};

type Change = {
  readonly world: World;
  readonly needs: readonly Need[];
  readonly touches: Touches;
  readonly affectedRows: Count | undefined;
};

const keyOf = (world: World, thing: Thing): string => world.keyOf("table", thing.known.schema, thing.known.name);

/** The number of rows that come to a table by one statement whose text says all that it does; null: that cannot be told. */
function gain(touches: Touches, affectedRows: Count): Count {
  const [touch, ...others] = touches;
  if (touch === undefined || others.length > 0 || affectedRows === null) return null;
  if (touch.kind === "truncate") return null;
  if (touch.kind !== "rows") return null;
  if (touch.verbs.length > 1) return null;
  if (touch.verbs[0] === "insert") return affectedRows;
  return touch.verbs[0] === "delete" ? -affectedRows : 0;
}

export function createOwnRows(): OwnRows {
  const now = new Map<string, Count>();
  const saved = new Map<string, Count>();
  /** Where the two may differ. */
  const changed = new Set<string>();

  function set(key: string, rows: Count): void {
    now.set(key, rows);
    changed.add(key);
  }

  function add(key: string, rows: Count): void {
    const before = now.get(key) ?? 0;
    set(key, now.get(key) === null || rows === null ? null : before + rows);
  }

  function note({ world, needs, touches, affectedRows }: Change): void {
    const made = touches.length === 1 && touches[0]?.kind === "create" ? touches[0] : null;
    for (const need of needs) {
      if (need.kind === "create" && need.object === "table" && made !== null) {
        const key = world.keyOf("table", need.at.schema, need.at.name);
        // CREATE TABLE … SELECT fills it.
        set(key, affectedRows ?? null);
        continue;
      }
      if (need.kind !== "rows" && need.kind !== "copy" && need.kind !== "cascade" && need.kind !== "alter") continue;
      const thing = world.find("table", need.at.schema, need.at.name);
      if (thing === null || !thing.isOurs) continue;
      const isPlain = need.kind === "rows" && world.triggersOf(thing.schema, thing.name).length === 0;
      const keepsRows =
        need.kind === "alter" && need.actions.every(({ kind }) => kind !== "partition-rows" && kind !== "other");
      if (keepsRows) continue;
      // A statement that failed has changed nothing; where an engine leaves a part of it, there are more rows than are known of.
      const rows = affectedRows === undefined ? 0 : gain(touches, affectedRows);
      add(keyOf(world, thing), isPlain ? rows : null);
    }
  }

  return {
    note,
    committed() {
      for (const key of changed) saved.set(key, now.get(key) ?? null);
      changed.clear();
    },
    isAll: (key, rows) => rows === now.get(key) || rows === saved.get(key),
    mayHold(key, most) {
      const rows = now.get(key) ?? 0;
      return rows > 0 && rows <= most;
    },
  };
}
