import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, ResultSetHeader } from "mysql2/promise";
import { LIVE_TABLES, errnoOf } from "./ledger.ts";
import type { Ledger, LiveTable, Row } from "./ledger.ts";
import { randomOf } from "./random.ts";
import type { Random } from "./random.ts";
import type { ProofServer } from "./server.ts";

/** An application's session that writes all the time and notes what the server has confirmed. */
export type Writer = { readonly stop: () => Promise<void> };

/** Told of every error of a statement, with the table that it was for. */
type OnError = (table: LiveTable, errno: number | null, message: string) => void;

export type WriterOptions = {
  readonly server: ProofServer;
  readonly database: string;
  readonly ledger: Ledger;
  readonly seed: string;
  /** Which of how many: rows are shared out by their keys, so that the last value of each is known. */
  readonly number: number;
  readonly of: number;
  readonly onError: OnError;
};

/** Statements done, over all writers of this process: values are never used twice. */
let value = 10_000;

const WRITTEN = LIVE_TABLES.filter(({ name }) => name !== "untouched");
const PAUSE_MS = 3;

/** Begins to write; `stop` waits for the statement that is running. */
export async function startWriter(options: WriterOptions): Promise<Writer> {
  const connection = await options.server.connect(options.database);
  const random = randomOf(options.seed, "writer", options.number);
  const stopping = new AbortController();
  const work = (async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await step(connection, options, random);
      await sleep(PAUSE_MS);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await work;
      await connection.end();
    },
  };
}

async function step(connection: Connection, options: WriterOptions, random: Random): Promise<void> {
  const [first, ...others] = WRITTEN;
  if (first === undefined) return;
  const table = random.pick([first, ...others]);
  try {
    await act(connection, options, random, table);
  } catch (error: unknown) {
    await connection.query("ROLLBACK").catch(() => undefined);
    options.onError(table, errnoOf(error), error instanceof Error ? error.message : String(error));
  }
}

async function act(connection: Connection, options: WriterOptions, random: Random, table: LiveTable): Promise<void> {
  const id = existing(options, random, table);
  const what = random.whole(0, 9);
  if (id === null || what < 4) await insert(connection, options, random, table);
  else if (what < 7) await update(connection, options, table, id);
  else if (what === 7) await updateTwo(connection, options, table, [id, existing(options, random, table) ?? id]);
  else if (what === 8) await upsert(connection, options, table, id);
  else await remove(connection, options, table, id);
}

/** A row of this writer's, old or new; null if a few draws hit none. */
function existing({ ledger, number, of }: WriterOptions, random: Random, { name }: LiveTable): number | null {
  const ids = [...(ledger.rows.get(name)?.keys() ?? [])];
  for (let draw = 0; draw < 5 * of; draw += 1) {
    const id = ids[random.whole(0, ids.length - 1)];
    if (id !== undefined && ownerOf(ledger, name, id, of) === number) return id;
  }
  return null;
}

/** Children belong to whom their parent belongs to, since they go with it. */
function ownerOf(ledger: Ledger, table: string, id: number, of: number): number {
  const row = ledger.rows.get(table)?.get(id);
  const parent = LIVE_TABLES.find(({ name }) => name === table)?.parent;
  if (parent !== undefined && row?.parent !== null && row?.parent !== undefined)
    return ownerOf(ledger, parent.table, row.parent, of);
  return row?.owner ?? id % of;
}

async function insert(connection: Connection, options: WriterOptions, random: Random, table: LiveTable): Promise<void> {
  const { ledger, number } = options;
  const v = (value += 1);
  const above = LIVE_TABLES.find(({ name }) => name === table.parent?.table);
  const parent = above === undefined ? null : existing(options, random, above);
  if (above !== undefined && parent === null) return;
  // One version of the application still knows the column that the migration drops.
  const column = table.parent?.column ?? (table.name === "account" && random.next() < 0.3 ? "old" : null);
  const named = [
    ["v", v],
    ...(column === null ? [] : [[column, parent ?? "new"]]),
    ...(table.ownKeys === true ? [["id", v]] : []),
  ];
  const columns = named.map(([name]) => name).join(", ");
  const values = named.map(([, given]) => given);
  const [result] = await connection.query<ResultSetHeader>(`INSERT INTO ${table.name} (${columns}) VALUES (?)`, [
    values,
  ]);
  const id = table.ownKeys === true ? v : result.insertId;
  ledger.written(table.name, id, { v, parent, owner: number });
}

async function update(
  connection: Connection,
  { ledger }: WriterOptions,
  { name }: LiveTable,
  id: number,
): Promise<void> {
  const v = (value += 1);
  const [result] = await connection.query<ResultSetHeader>(`UPDATE ${name} SET v = ? WHERE id = ?`, [v, id]);
  // A row that the migration has deleted is not written, and the application is told so.
  if (result.affectedRows === 1) ledger.written(name, id, { ...placeOf(ledger, name, id), v });
}

/** Both or none. In the order of their keys, as the migration goes through them, so that neither waits for the other. */
async function updateTwo(
  connection: Connection,
  { ledger }: WriterOptions,
  { name }: LiveTable,
  ids: readonly number[],
): Promise<void> {
  const done: (readonly [number, number])[] = [];
  await connection.query("START TRANSACTION");
  for (const id of ids.toSorted((one, other) => one - other)) {
    const v = (value += 1);
    const [result] = await connection.query<ResultSetHeader>(`UPDATE ${name} SET v = ? WHERE id = ?`, [v, id]);
    if (result.affectedRows === 1) done.push([id, v]);
  }
  await connection.query("COMMIT");
  for (const [id, v] of done) ledger.written(name, id, { ...placeOf(ledger, name, id), v });
}

/** Of tables without a parent, since a row that is gone would need one. */
async function upsert(connection: Connection, options: WriterOptions, table: LiveTable, id: number): Promise<void> {
  if (table.parent !== undefined) return update(connection, options, table, id);
  const v = (value += 1);
  await connection.query(`INSERT INTO ${table.name} (id, v) VALUES (?, ?) ON DUPLICATE KEY UPDATE v = ?`, [id, v, v]);
  options.ledger.written(table.name, id, { ...placeOf(options.ledger, table.name, id), v });
}

async function remove(
  connection: Connection,
  { ledger }: WriterOptions,
  { name }: LiveTable,
  id: number,
): Promise<void> {
  const [result] = await connection.query<ResultSetHeader>(`DELETE FROM ${name} WHERE id = ?`, [id]);
  if (result.affectedRows === 1) ledger.deleted(name, id);
}

function placeOf(ledger: Ledger, table: string, id: number): Pick<Row, "parent" | "owner"> {
  const row = ledger.rows.get(table)?.get(id);
  return { parent: row?.parent ?? null, owner: row?.owner ?? null };
}
