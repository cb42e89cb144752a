/** What the run made goes: dropped if it holds nothing, else set aside. */
import { parseDefinition } from "../core/undo/table-definition.ts";
import { identifier } from "../mysql/sql-text.ts";
import type { Entry, Kept, QName } from "./kept.ts";
import { moveAway } from "./moves.ts";
import { qualified, sequencesIn, shown } from "./names.ts";
import { PROGRAM_WORDS } from "./program-definition.ts";
import { ER, isOneOf } from "./read.ts";
import { showTable } from "./show-table.ts";
import type { Restoring } from "./restore.ts";

export type Leaving = Entry & { readonly kept: Extract<Kept, { how: "created" }> };

type Occupant = "table" | "view" | "sequence";

/** What is at a name among tables, views and sequences; null: nothing. */
export async function occupant({ shelf }: Restoring, at: QName): Promise<Occupant | null> {
  const rows = await shelf.sql
    .query(`SHOW FULL TABLES FROM ${identifier(at.schema)} LIKE ${like(at.name)}`)
    .catch((error: unknown) => {
      if (isOneOf(error, [ER.BAD_DB])) return [];
      throw error;
    });
  for (const row of rows) {
    const [name, type] = Object.values(row).map(String);
    if (name !== at.name && name?.toLowerCase() !== at.name.toLowerCase()) continue;
    return type === "VIEW" ? "view" : type === "SEQUENCE" ? "sequence" : "table";
  }
  return null;
}

/** A name as a pattern; our sessions' sql_mode has backslash escapes. */
function like(name: string): string {
  return `'${name
    .replaceAll(/[\\_%]/g, (sign) => `\\${sign}`)
    .replaceAll("\\\\", "\\\\\\\\")
    .replaceAll("'", "''")}'`;
}

/**
 * Frees a name: a table that holds nothing of others is dropped, any other is moved to the run's own schema and reported.
 *
 * @param key the table's in the journal; null if it is not known there
 */
export async function vacate(restoring: Restoring, at: QName, why: string, key: string | null = null): Promise<void> {
  const kind = await occupant(restoring, at);
  if (kind !== null) await leave(restoring, kind, { at, why, key });
}

type Departure = { readonly at: QName; readonly why: string; readonly key: string | null };

async function leave(restoring: Restoring, kind: Occupant, { at, why, key }: Departure): Promise<void> {
  const { shelf, steps } = restoring;
  if (kind !== "table") {
    const { words } = PROGRAM_WORDS[kind];
    await steps.run(`drop the ${kind} ${shown(at)}`, () => shelf.sql.query(`DROP ${words} ${qualified(at)}`));
    return;
  }
  if (await dropOwn(restoring, at, key)) return;
  const rows = await countRows(restoring, at);
  const place = await shelf.place(at.schema, `q${shelf.next()}`);
  const gap = { schema: at.schema, name: `flyback_gap_${place.name}`.slice(0, 64) };
  await dropDefaults(restoring, at);
  // Noted before it is done: who goes on after a cut drops what no note names.
  const aside = { table: shown(at), kept: shown(place), rows, why };
  await steps.noteAside(aside);
  await steps.run(`move ${at.schema}.${at.name} with its ${rows} rows to ${place.schema}`, () =>
    moveAway(shelf.sql, at, { gap, table: place, standIn: null }),
  );
  steps.tellAside(aside);
}

/** Rows that are set aside must be there to be read when the sequences that the run made with their table are gone. */
async function dropDefaults({ shelf }: Restoring, at: QName): Promise<void> {
  const now = await showTable(shelf.sql, at);
  if (now === null || sequencesIn(now.createText).length === 0) return;
  const taking = parseDefinition(now.createText).columns.filter(({ text }) => sequencesIn(text).length > 0);
  const clauses = taking.map(({ name }) => `ALTER COLUMN ${identifier(name)} DROP DEFAULT`);
  await shelf.sql.query(`ALTER TABLE ${qualified(at)} ${clauses.join(", ")}`);
}

/** Drops a table that holds nothing of others; locked, so that nothing can come in between. False: it stays. */
async function dropOwn({ shelf, steps, isOwn }: Restoring, at: QName, key: string | null): Promise<boolean> {
  const now = await showTable(shelf.sql, at);
  const locks = [qualified(at), ...sequencesIn(now?.createText ?? "")].map((name) => `${name} WRITE`);
  const from = steps.now();
  await shelf.sql.query(`LOCK TABLES ${locks.join(", ")}`);
  try {
    const found = await shelf.sql.query(`SELECT COUNT(*) AS n FROM ${qualified(at)}`);
    const rows = Number(found[0]?.["n"] ?? 0);
    if (rows > 0 && (key === null || !(await isOwn(key, at, rows)))) return false;
    await shelf.sql.query(`DROP TABLE ${qualified(at)}`);
  } finally {
    await shelf.sql.query("UNLOCK TABLES");
  }
  await steps.did(`drop the table ${at.schema}.${at.name}`, steps.now() - from);
  return true;
}

export async function countRows({ shelf }: Restoring, at: QName): Promise<number> {
  const rows = await shelf.sql.query(`SELECT COUNT(*) AS n FROM ${qualified(at)}`);
  return Number(rows[0]?.["n"] ?? 0);
}

type Routine = "procedure" | "function" | "package" | "package-body";

/** MariaDB before 11.4 has the word PACKAGE in Oracle's mode alone. Source: MariaDB documentation, "DROP PACKAGE". */
async function dropRoutine({ shelf }: Restoring, kind: Routine, at: QName): Promise<void> {
  const isPackage = kind === "package" || kind === "package-body";
  if (isPackage) await shelf.sql.query("SET SESSION sql_mode = 'ORACLE'");
  try {
    await shelf.sql.query(`DROP ${PROGRAM_WORDS[kind].words} IF EXISTS ${qualified(at)}`);
  } finally {
    if (isPackage) await shelf.resetSession();
  }
}

const WHY = "the run made this table, and it holds rows that others may have written";

/** Programs first, then tables wherever they are now. @returns where sequences are, for `leaveSequences` */
export async function leaveTables(restoring: Restoring, created: readonly Leaving[]): Promise<readonly QName[]> {
  const { steps, entries, world } = restoring;
  for (const { kind, schema, name } of created) {
    if (kind !== "procedure" && kind !== "function" && kind !== "package" && kind !== "package-body") continue;
    await steps.run(`drop the ${kind} ${schema}.${name}`, () => dropRoutine(restoring, kind, { schema, name }));
  }
  // After renames a table or sequence from before may stand under a name that the run has made: it is dealt with as such.
  const before = new Set(
    entries.flatMap((entry) =>
      entry.kept.how === "table" || entry.kept.how === "program"
        ? (entry.kept.at ?? []).map((at) => world.keyOf("table", at.schema, at.name))
        : [],
    ),
  );
  const sequences: QName[] = [];
  for (const { kind, kept, schema, name } of created) {
    if (kind !== "table" && kind !== "view" && kind !== "sequence") continue;
    for (const at of kept.at) {
      if (before.has(world.keyOf("table", at.schema, at.name))) continue;
      const there = await occupant(restoring, at);
      if (there === "sequence") sequences.push(at);
      else if (there !== null) await leave(restoring, there, { at, why: WHY, key: world.keyOf(kind, schema, name) });
    }
  }
  return sequences;
}

/** Once no default takes a value of them: a table whose sequence is gone cannot be opened (1146). */
export async function leaveSequences(restoring: Restoring, sequences: readonly QName[]): Promise<void> {
  for (const at of sequences) await vacate(restoring, at, "the run made this sequence");
}
