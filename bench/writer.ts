import { createConnection, type ResultSetHeader } from "mysql2/promise";
import { median } from "./measure.ts";
import type { Stage } from "./stage.ts";

/** What an application's session went through. */
export type Written = {
  readonly statements: number;
  readonly medianMs: number;
  /** The longest that one statement took: how long the application was blocked. */
  readonly longestMs: number;
};

/** An application that inserts and updates single rows of a table as fast as it can, until it is told to stop. */
export type Writer = { readonly stop: () => Promise<Written> };

/** Every fifth statement inserts. */
const INSERT_EVERY = 5;

/**
 * Begins to write. `stop` throws if a statement failed, or if a row is not as it was confirmed last.
 *
 * @param rows keys 1 to so many are there
 */
export async function startWriter(stage: Stage, database: string, table: string, rows: number): Promise<Writer> {
  const { host, port } = stage.server.address;
  const connection = await createConnection({ host, port, user: "root", database });
  const confirmed = new Map<number, string>();
  const times: number[] = [];
  const stopping = new AbortController();

  async function write(number: number): Promise<void> {
    const note = `written by the application: ${number}`;
    // Spread over the whole table, and the same every time.
    const id = 1 + ((number * 7919) % rows);
    const startedAt = performance.now();
    if (number % INSERT_EVERY === 0) {
      const [{ insertId }] = await connection.execute<ResultSetHeader>(
        `insert into ${table} (parent_id, state, amount, at, note) values (1, 'new', 1.25, '2026-05-01', ?)`,
        [note],
      );
      confirmed.set(insertId, note);
    } else {
      await connection.execute(`update ${table} set note = ? where id = ?`, [note, id]);
      confirmed.set(id, note);
    }
    times.push(performance.now() - startedAt);
  }

  async function work(): Promise<void> {
    for (let number = 1; !stopping.signal.aborted; number += 1) await write(number);
  }

  const done = work();
  // Told by `stop`, which may come long after.
  done.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      try {
        await done;
      } finally {
        await connection.end();
      }
      await checkRows(stage, `\`${database}\`.${table}`, confirmed);
      return {
        statements: times.length,
        medianMs: median(times),
        longestMs: times.reduce((most, one) => Math.max(most, one), 0),
      };
    },
  };
}

async function checkRows(stage: Stage, table: string, confirmed: ReadonlyMap<number, string>): Promise<void> {
  const rows = await stage.query(`select id, note from ${table} where note like 'written by the application: %'`);
  const found = new Map(rows.map((row) => [Number(row["id"]), String(row["note"])]));
  const lost = [...confirmed].filter(([id, note]) => found.get(id) !== note).map(([id]) => id);
  if (lost.length > 0)
    throw new Error(`${lost.length} of ${confirmed.size} rows that were written are lost, such as ${lost[0] ?? ""}`);
}
