/**
 * A table takes another one's place, and nobody can write to either in between: MariaDB refuses RENAME under LOCK TABLES (1192), so the
 * lock must go to the RENAME and to nobody else.
 */
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";
import type { Restoring } from "./restore.ts";
import type { Sql } from "./sql.ts";

/** A statement that has been sent stands in the server's list within moments. */
const MOST_POLLS = 1000;

export type Places = {
  readonly live: QName;
  /** The name that the live table gets: in its own schema, since a table with triggers cannot go to another one (1435). */
  readonly old: QName;
  readonly copy: QName;
};

/**
 * Exchanges the tables. If this process dies at any point, either the copy is as `lock` left it or nothing has been sent.
 *
 * @param lock locks the live table and the copy with the shelf's session, and does what is to be done under that lock
 * @returns what `lock` gives
 */
export async function takePlace<T>(restoring: Restoring, places: Places, lock: () => Promise<T>): Promise<T> {
  const { sql } = restoring.shelf;
  const [live, old, copy] = [places.live, places.old, places.copy].map(qualified);
  const rename = `RENAME TABLE ${live} TO ${old}, ${copy} TO ${live}`;
  const hold = `LOCK TABLES ${live} WRITE`;
  return withTwo(restoring, async (holders) => {
    let held: Sent | null = null;
    let found: T;
    try {
      found = await lock();
      held = await queued(holders[0], hold, sql);
    } finally {
      await sql.query("UNLOCK TABLES");
    }
    await held.result;
    await passOn(holders, hold, async (holder) => queued(sql, rename, holder));
    return found;
  });
}

/**
 * Two sessions pass the lock of the table on to each other until the RENAME is through. Whoever waits to lock or to rename goes before all who wait
 * to write, so that nobody writes in between. One lock would not do: a RENAME takes its locks in the order of the names, and may be waiting
 * for the copy, in which the server still clears away old versions of rows.
 */
async function passOn(holders: Pair, hold: string, rename: (holder: Sql) => Promise<Sent>): Promise<void> {
  let [holder, next] = holders;
  try {
    const renaming = await rename(holder);
    while (!renaming.isOver) {
      const held = await queued(next, hold, holder);
      await holder.query("UNLOCK TABLES");
      await held.result;
      [holder, next] = [next, holder];
    }
    await renaming.result;
  } finally {
    await holder.query("UNLOCK TABLES");
  }
}

type Pair = readonly [Sql, Sql];

async function withTwo<T>(restoring: Restoring, work: (pair: Pair) => Promise<T>): Promise<T> {
  const one = await restoring.open();
  try {
    const other = await restoring.open();
    try {
      return await work([one, other]);
    } finally {
      await other.end();
    }
  } finally {
    await one.end();
  }
}

type Sent = { isOver: boolean; result: Promise<unknown> };

/** Sends a statement, and waits until it is seen to wait for a table, or has ended. */
async function queued(session: Sql, statement: string, watcher: Sql): Promise<Sent> {
  const sent: Sent = { isOver: false, result: Promise.resolve() };
  sent.result = session.query(statement).finally(() => void (sent.isOver = true));
  sent.result.catch(() => undefined);
  for (let poll = 0; poll < MOST_POLLS && !sent.isOver; poll += 1) if (await isWaiting(watcher, session.id)) break;
  return sent;
}

async function isWaiting(watcher: Sql, id: number): Promise<boolean> {
  const rows = await watcher.query(`SELECT STATE AS s FROM information_schema.PROCESSLIST WHERE ID = ${id}`);
  return /waiting for table/i.test(String(rows[0]?.["s"] ?? ""));
}
