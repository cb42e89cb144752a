/** What a dump as text does not hold exactly, of the things that a schema has. */
import type { OwnSession } from "../engine/ports.ts";
import { text } from "../mysql/sql-text.ts";

type Ask = OwnSession["query"];

async function count(ask: Ask, from: string): Promise<number> {
  const [row] = await ask(`SELECT COUNT(*) AS n FROM information_schema.${from}`);
  return Number(row?.["n"] ?? 0);
}

const of = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${String(n)} ${many}`);

/** Whole sentences; empty if nothing is lost. */
export async function limitsOf(ask: Ask, schema: string): Promise<readonly string[]> {
  const here = `TABLE_SCHEMA = ${text(schema)}`;
  const floats = await count(ask, `COLUMNS WHERE ${here} AND DATA_TYPE = 'float'`);
  const versioned = await count(ask, `TABLES WHERE ${here} AND TABLE_TYPE = 'SYSTEM VERSIONED'`);
  const sequences = await count(ask, `TABLES WHERE ${here} AND TABLE_TYPE = 'SEQUENCE'`);
  const loose = await count(
    ask,
    `TABLES WHERE ${here} AND TABLE_TYPE = 'BASE TABLE' AND ENGINE IS NOT NULL AND ENGINE NOT IN ('InnoDB', 'ROCKSDB')`,
  );
  return [
    ...(floats === 0
      ? []
      : [`${of(floats, "FLOAT column is", "FLOAT columns are")} dumped with six significant digits.`]),
    ...(versioned === 0
      ? []
      : [
          `Of ${of(versioned, "system-versioned table", "system-versioned tables")} past versions of rows are not dumped.`,
        ]),
    ...(sequences === 0
      ? []
      : [`${of(sequences, "sequence goes", "sequences go")} on behind the values that the server held in memory.`]),
    ...(loose === 0
      ? []
      : [
          `${of(loose, "table has", "tables have")} an engine without transactions: what was written during the dump may be half in it.`,
        ]),
  ];
}
