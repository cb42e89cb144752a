/** Whether a table that the run made holds nothing but what the run has put there. */
import type { RunDatabase } from "./journal.ts";
import type { Keeping } from "./keeper.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";
import type { OwnRows } from "./own-rows.ts";
import type { Sql } from "./sql.ts";

/** Larger ones are not read for it: if the run goes back later, they are set aside. */
const MAX_ROWS = 100_000;
/** Asked for in one statement. */
const TABLES_AT_ONCE = 40;

/** True if the table that the journal knows by `key`, and that is at `at` now with so many rows, holds nothing of others. */
export type IsOwn = (key: string, at: QName, rows: number) => Promise<boolean>;

/** In the order of the tables, which is that of the server's rows; null where it has none. */
async function checksums(sql: Sql, tables: readonly QName[]): Promise<readonly (string | null)[]> {
  if (tables.length === 0) return [];
  const rows = await sql.query(`CHECKSUM TABLE ${tables.map(qualified).join(", ")}`);
  return tables.map((_, number) => {
    const value = rows[number]?.["Checksum"];
    return value === null || value === undefined ? null : String(value);
  });
}

async function counts(sql: Sql, tables: readonly QName[]): Promise<readonly number[]> {
  if (tables.length === 0) return [];
  const rows = await sql.query(
    `SELECT ${tables.map((at, number) => `(SELECT COUNT(*) FROM ${qualified(at)}) AS n${number}`).join(", ")}`,
  );
  return tables.map((_, number) => Number(rows[0]?.[`n${number}`] ?? 0));
}

/** What the made tables hold at the end of the run. */
export async function ownTables(
  sql: Sql,
  keeping: Keeping,
  ownRows: OwnRows,
): Promise<Readonly<Record<string, string>>> {
  const made = keeping.world
    .all()
    .filter(({ kind, isOurs }) => kind === "table" && isOurs)
    .map((at) => ({ at, key: keeping.world.keyOf("table", at.known.schema, at.known.name) }))
    .filter(({ key }) => ownRows.mayHold(key, MAX_ROWS));
  const sums: Record<string, string> = {};
  for (let from = 0; from < made.length; from += TABLES_AT_ONCE) {
    const some = made.slice(from, from + TABLES_AT_ONCE);
    const rows = await counts(
      sql,
      some.map(({ at }) => at),
    );
    const own = some.filter(({ key }, number) => (rows[number] ?? 0) > 0 && ownRows.isAll(key, rows[number] ?? 0));
    const found = await checksums(
      sql,
      own.map(({ at }) => at),
    );
    for (const [number, { key }] of own.entries()) {
      const sum = found[number] ?? null;
      if (sum !== null) sums[key] = sum;
    }
  }
  return sums;
}

/** @param ownRows what is known while the run is under way; null later, and for a run that was killed */
export function ownContent(sql: Sql, run: RunDatabase, ownRows: OwnRows | null): IsOwn {
  return async (key, at, rows) => {
    if (rows === 0) return true;
    if (ownRows !== null) return ownRows.isAll(key, rows);
    const sum = run.facts.ownTables?.[key];
    return sum !== undefined && sum === (await checksums(sql, [at]))[0];
  };
}
