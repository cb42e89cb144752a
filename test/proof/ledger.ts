import type { Connection, RowDataPacket } from "mysql2/promise";

/** A table that the application writes to: its key is `id`, and `v` is what it writes. */
export type LiveTable = {
  readonly name: string;
  /** The table above it, whose rows take this one's with them, and the column that refers to it. */
  readonly parent?: { readonly table: string; readonly column: string };
  /** Errors that the migration makes unavoidable from its start to the end of the way back. */
  readonly unavoidable?: readonly number[];
  /** Also before and after. */
  readonly always?: readonly number[];
  /** The application gives the keys: those of the server begin again after TRUNCATE, and are then no names of rows. */
  readonly ownKeys?: boolean;
  /** What the migration itself makes of a value: rows that both wrote hold either. */
  readonly migrated?: (v: number) => number;
};

const NO_SUCH_TABLE = 1146;
const NO_PARENT = 1452;
const NO_SUCH_COLUMN = 1054;
/** The migration deletes children before parents in one transaction, and the application's cascades lock parents first. */
const DEADLOCK = 1213;

/** As `migrations/live` has them. */
export const LIVE_TABLES: readonly LiveTable[] = [
  { name: "account", unavoidable: [NO_SUCH_COLUMN, DEADLOCK] },
  { name: "entry", parent: { table: "account", column: "account_id" }, unavoidable: [NO_PARENT, DEADLOCK] },
  { name: "mark", parent: { table: "entry", column: "entry_id" }, unavoidable: [NO_PARENT, DEADLOCK] },
  { name: "rewritten", migrated: (v) => v + 1_000_000 },
  { name: "narrowed" },
  { name: "corrected" },
  { name: "large" },
  { name: "extended" },
  { name: "truncated", ownKeys: true },
  // For a moment a stand-in without columns of its own is in its place.
  { name: "dropped", unavoidable: [NO_SUCH_TABLE, NO_SUCH_COLUMN] },
  { name: "observed" },
  { name: "made", always: [NO_SUCH_TABLE] },
  { name: "untouched" },
];

export type Row = {
  readonly v: number;
  readonly parent: number | null;
  /** The writer that made it; null for one that was there before. */
  readonly owner: number | null;
  readonly touched: boolean;
  /** When it was confirmed, in words. */
  readonly when: string;
};

/** What the server has confirmed: the rows that there are, and those that are gone. */
export type Ledger = {
  readonly rows: ReadonlyMap<string, Map<number, Row>>;
  /** With the time of their deletion. */
  readonly gone: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly written: (table: string, id: number, row: Pick<Row, "v" | "parent" | "owner">) => void;
  /** With what goes along through cascades. */
  readonly deleted: (table: string, id: number) => void;
  /** Names what begins now, so that it can be told when something was confirmed. */
  readonly mark: (what: string) => void;
  /** Whole rows as they were at the beginning, by table and key. */
  readonly initial: ReadonlyMap<string, ReadonlyMap<number, string>>;
};

/** Begins with what is in the tables. */
export async function openLedger(connection: Connection): Promise<Ledger> {
  const rows = new Map<string, Map<number, Row>>();
  const gone = new Map<string, Map<number, string>>();
  let began = { what: "the writers began", at: performance.now() };
  const when = (): string => `${((performance.now() - began.at) / 1000).toFixed(2)} s after ${began.what}`;
  const initial = new Map<string, Map<number, string>>();
  for (const table of LIVE_TABLES) {
    const found = await wholeRows(connection, table.name);
    gone.set(table.name, new Map());
    initial.set(table.name, new Map([...found].map(([id, row]) => [id, JSON.stringify(row)])));
    rows.set(
      table.name,
      new Map(
        [...found].map(([id, row]) => [
          id,
          { v: Number(row["v"]), parent: parentOf(table, row), owner: null, touched: false, when: "before all" },
        ]),
      ),
    );
  }
  const deleted = (table: string, id: number): void => {
    rows.get(table)?.delete(id);
    gone.get(table)?.set(id, when());
    for (const child of LIVE_TABLES) {
      if (child.parent?.table !== table) continue;
      for (const [key, row] of rows.get(child.name) ?? []) if (row.parent === id) deleted(child.name, key);
    }
  };
  const written: Ledger["written"] = (table, id, row) => {
    gone.get(table)?.delete(id);
    rows.get(table)?.set(id, { ...row, touched: true, when: when() });
  };
  const mark = (what: string): void => {
    began = { what, at: performance.now() };
  };
  return { rows, gone, initial, written, deleted, mark };
}

/** All rows of a table by key; none if there is no such table. */
export async function wholeRows(connection: Connection, table: string): Promise<ReadonlyMap<number, RowDataPacket>> {
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${table}`).catch((error: unknown) => {
    if (errnoOf(error) === NO_SUCH_TABLE) return [[]] as const;
    throw error;
  });
  return new Map(rows.map((row) => [Number(row["id"]), row]));
}

export function errnoOf(error: unknown): number | null {
  return error instanceof Error && "errno" in error && typeof error.errno === "number" ? error.errno : null;
}

function parentOf({ parent }: LiveTable, row: RowDataPacket): number | null {
  return parent === undefined ? null : Number(row[parent.column]);
}
