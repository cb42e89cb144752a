import type { Connection, RowDataPacket } from "mysql2/promise";
import type { SetAside } from "../../src/core/result.ts";
import { LIVE_TABLES, wholeRows } from "./ledger.ts";
import type { Ledger, LiveTable, Row } from "./ledger.ts";

/** What the ledger's rows have become. */
export type LedgerCheck = {
  readonly wrong: readonly string[];
  /** Rows in their tables with the value last written, and rows among those set aside. */
  readonly inPlace: number;
  readonly setAside: number;
  /** Rows that the migration wrote as well, which hold what it made of the value. */
  readonly asMigrated: number;
};

const MOST_TOLD = 10;

/** Looks for every row that was confirmed, and for rows that nobody wrote. `setAside` is what the report lists. */
export async function checkLedger(
  connection: Connection,
  database: string,
  ledger: Ledger,
  setAside: readonly SetAside[],
): Promise<LedgerCheck> {
  const total = { wrong: [] as string[], inPlace: 0, setAside: 0, asMigrated: 0 };
  for (const table of LIVE_TABLES) {
    const found = await wholeRows(connection, table.name);
    const aside = await asideOf(
      connection,
      setAside.filter((one) => one.table === `${database}.${table.name}`),
    );
    const wrong: string[] = [];
    for (const [id, row] of ledger.rows.get(table.name) ?? []) {
      const there = found.get(id);
      const fate = fateOf(
        table,
        row,
        there,
        aside.filter((one) => Number(one["id"]) === id),
      );
      if (fate === "lost")
        wrong.push(
          `${table.name} ${String(id)}: v = ${String(row.v)} was confirmed ${row.when}, and ${there === undefined ? "there is no such row" : `v is ${String(there["v"])}`}`,
        );
      else total[fate] += 1;
      const whole = ledger.initial.get(table.name)?.get(id);
      if (!row.touched && whole !== undefined && there !== undefined && JSON.stringify(there) !== whole)
        wrong.push(`${table.name} ${String(id)}: nobody wrote to it; it was ${whole} and is ${JSON.stringify(there)}`);
    }
    for (const id of found.keys()) {
      if (ledger.rows.get(table.name)?.has(id) === true) continue;
      const deletedAt = ledger.gone.get(table.name)?.get(id);
      const why =
        deletedAt === undefined ? "nobody was told that it was written" : `its deletion was confirmed ${deletedAt}`;
      wrong.push(`${table.name} ${String(id)}: the row is there, and ${why}`);
    }
    total.wrong.push(...wrong.slice(0, MOST_TOLD));
    if (wrong.length > MOST_TOLD) total.wrong.push(`${table.name}: and ${String(wrong.length - MOST_TOLD)} more`);
  }
  total.wrong.push(...(await untold(connection, ledger)));
  return total;
}

/** What the application's triggers note of each write must be there as well: a trigger was never absent while it wrote. */
async function untold(connection: Connection, ledger: Ledger): Promise<readonly string[]> {
  const [told] = await connection.query<RowDataPacket[]>("SELECT SUBSTRING_INDEX(what, ' ', -1) AS v FROM trail");
  const values = new Set(told.map((row) => Number(row["v"])));
  const missing = [...(ledger.rows.get("observed") ?? [])].filter(([, row]) => row.touched && !values.has(row.v));
  return missing
    .slice(0, MOST_TOLD)
    .map(([id, { v, when }]) => `trail: v = ${String(v)} of observed ${String(id)}, confirmed ${when}, is not noted`);
}

function fateOf(
  table: LiveTable,
  row: Row,
  there: RowDataPacket | undefined,
  aside: readonly RowDataPacket[],
): "inPlace" | "asMigrated" | "setAside" | "lost" {
  const v = there === undefined ? null : Number(there["v"]);
  if (v === row.v) return "inPlace";
  // What nobody wrote since must be as before, whatever the migration made of it.
  if (v !== null && row.touched && table.migrated?.(row.v) === v) return "asMigrated";
  return aside.some((one) => Number(one["v"]) === row.v) ? "setAside" : "lost";
}

/** A table that the report names must be there: an error here is a finding. */
async function asideOf(connection: Connection, setAside: readonly SetAside[]): Promise<readonly RowDataPacket[]> {
  const rows: RowDataPacket[] = [];
  for (const { kept } of setAside) {
    const [found] = await connection.query<RowDataPacket[]>(
      `SELECT * FROM ${kept
        .split(".")
        .map((part) => `\`${part}\``)
        .join(".")}`,
    );
    rows.push(...found);
  }
  return rows;
}
