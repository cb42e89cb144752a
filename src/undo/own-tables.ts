/** Whether a table that the run made holds nothing but what the run has put there. */
import type { RunDatabase } from "./journal.ts";
import type { Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";
import type { OwnRows } from "./own-rows.ts";
import type { Sql } from "./sql.ts";

/** Larger ones are not read for it: if the run goes back later, they are set aside. */
const MAX_ROWS = 100_000;

/** True if the table that the journal knows by `key`, and that is at `at` now with so many rows, holds nothing of others. */
export type IsOwn = (key: string, at: QName, rows: number) => Promise<boolean>;

async function checksum(sql: Sql, at: QName): Promise<string | null> {
  const rows = await sql.query(`CHECKSUM TABLE ${qualified(at)}`);
  const value = rows[0]?.["Checksum"];
  return value === null || value === undefined ? null : String(value);
}

/** What the made tables hold at the end of the run. */
export async function ownTables(
  sql: Sql,
  keeping: Keeping,
  ownRows: OwnRows,
): Promise<Readonly<Record<string, string>>> {
  const sums: Record<string, string> = {};
  for (const at of keeping.world.all()) {
    const key = keeping.world.keyOf("table", at.known.schema, at.known.name);
    if (at.kind !== "table" || !at.isOurs || !ownRows.mayHold(key, MAX_ROWS)) continue;
    const counted = await sql.query(`SELECT COUNT(*) AS n FROM ${qualified(at)}`);
    const rows = Number(counted[0]?.["n"] ?? 0);
    const sum = rows > 0 && ownRows.isAll(key, rows) ? await checksum(sql, at) : null;
    if (sum !== null) sums[key] = sum;
  }
  return sums;
}

/** @param ownRows what is known while the run is under way; null later, and for a run that was killed */
export function ownContent(sql: Sql, run: RunDatabase, ownRows: OwnRows | null): IsOwn {
  return async (key, at, rows) => {
    if (rows === 0) return true;
    if (ownRows !== null) return ownRows.isAll(key, rows);
    const sum = run.facts.ownTables?.[key];
    return sum !== undefined && sum === (await checksum(sql, at));
  };
}
