/** Restores the schemas of a database from dump files: what is there goes aside, the files are loaded, and a failure takes all of it back. */
import { failure, type MigrationError } from "../core/problem.ts";
import type { Notice, RestoreResult } from "../core/result.ts";
import type { RestoreStart } from "../engine/dumps.ts";
import type { ServerFacts } from "../engine/ports.ts";
import { identifier } from "../mysql/sql-text.ts";
import { listObjects } from "../undo/catalogue.ts";
import type { Journal, RunDatabase } from "../undo/journal.ts";
import { readSchemaDefinition, restoreSchemaStatements } from "../undo/programs.ts";
import { OWN_PREFIX, qualified } from "../undo/names.ts";
import { resetSession } from "../undo/session.ts";
import type { Sql } from "../undo/sql.ts";
import { countRows, moveAside, putBack, type Place } from "./aside.ts";
import type { DumpFile } from "./choose-files.ts";
import { checkTarget } from "./check-target.ts";
import { beginRestore, endEarlier, openRestores, restoreOf } from "./restore-journal.ts";
import { waitForClient } from "./restore-session.ts";

export type Restoring = {
  readonly sql: Sql;
  readonly journal: Journal;
  readonly product: ServerFacts["product"];
  readonly start: RestoreStart;
  readonly files: readonly DumpFile[];
  readonly over: "refuse" | "set-aside";
  /** Loads one file. @throws MigrationError */
  readonly load: (file: DumpFile) => Promise<void>;
  readonly now: () => number;
  readonly say: (notice: Notice) => void;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What an earlier restore that was cut off has left goes back first. @throws MigrationError RESTORE_INCOMPLETE */
async function finishEarlier({ sql, journal, start, say }: Restoring): Promise<void> {
  for (const run of await openRestores(journal, start.history)) {
    const said = await back(sql, journal, run);
    const message = `The restore ${run.runId} had stopped half-way; what was there before it was put back first.`;
    say({ level: "warning", message: [message, ...said].join(" ") });
  }
}

async function back(sql: Sql, journal: Journal, run: RunDatabase): Promise<readonly string[]> {
  const places = placesOf(run);
  try {
    await waitForClient(sql, run.runId);
    const said = await putBack(sql, places);
    await journal.setDatabaseState(run, "rolled-back");
    return said;
  } catch (error) {
    const where = places.map(({ aside }) => aside).join(", ");
    const message = `What was there before the restore ${run.runId} could not be put back; it is in ${where}: ${messageOf(error)}`;
    throw failure("RESTORE_INCOMPLETE", message, { cause: error });
  }
}

function placesOf({ facts }: RunDatabase): readonly Place[] {
  return Object.entries(facts.snapshotSchemas).map(([schema, aside]) => ({ schema, aside }));
}

/** Makes the schema, or gives it the character set that it had when it was dumped. */
async function prepareSchema(sql: Sql, { header }: DumpFile): Promise<void> {
  const { schema, characterSet, collation } = header;
  const now = await readSchemaDefinition(sql, schema);
  const wanted = {
    schema,
    characterSet,
    collation,
    encryption: now?.encryption ?? null,
    comment: now?.comment ?? null,
  };
  for (const statement of restoreSchemaStatements(wanted, now)) await sql.query(statement);
  await resetSession(sql);
}

/** Triggers of the way back that stood on the tables when they were dumped: what they write to belongs to a run of then. */
async function dropOwnTriggers(sql: Sql, schema: string): Promise<void> {
  for (const { kind, name } of await listObjects(sql, [schema])) {
    if (kind !== "trigger" || !name.startsWith(OWN_PREFIX)) continue;
    await sql.query(`DROP TRIGGER IF EXISTS ${qualified({ schema, name })}`);
  }
}

async function resultOf(sql: Sql, { header, path, sha256 }: DumpFile, place: Place | null): Promise<RestoreResult> {
  const { schema, takenAt, limits } = header;
  const now = await countRows(sql, schema);
  const before = place === null ? { tables: 0, rows: 0 } : await countRows(sql, place.aside);
  return {
    schema,
    path,
    sha256,
    takenAt,
    limits,
    ...now,
    setAsideIn: place?.aside ?? null,
    tablesSetAside: before.tables,
    rowsSetAside: before.rows,
    durationMs: 0,
  };
}

/** Loads everything and looks at it; until `decide` a failure of anything is a failure of the restore. */
async function loadAll(
  { sql, files, load, now }: Restoring,
  places: ReadonlyMap<string, Place>,
): Promise<readonly RestoreResult[]> {
  const restored: RestoreResult[] = [];
  for (const file of files) {
    const from = now();
    const { schema } = file.header;
    await prepareSchema(sql, file);
    await load(file);
    await dropOwnTriggers(sql, schema);
    const result = await resultOf(sql, file, places.get(schema) ?? null);
    restored.push({ ...result, durationMs: Math.round(now() - from) });
  }
  return restored;
}

/** One commit: the database is the dump's, and what earlier runs kept belongs to it no more. */
async function decide({ sql, journal }: Restoring, run: RunDatabase): Promise<readonly Notice[]> {
  await sql.query("START TRANSACTION");
  try {
    const notices = await endEarlier(journal, run);
    await journal.setDatabaseState(run, "committed");
    await sql.query("COMMIT");
    return notices;
  } catch (error) {
    // Else the first DDL of the way back would commit a part of it.
    await sql.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** The error of a restore that was taken back, or was not. */
async function failed({ sql, journal }: Restoring, run: RunDatabase, error: unknown): Promise<MigrationError> {
  const said = await back(sql, journal, run);
  return failure("RESTORE_FAILED", [messageOf(error), ...said].join(" "), { cause: error });
}

/**
 * Restores what the files have.
 *
 * @throws MigrationError RESTORE_REFUSED, PRIVILEGE, with nothing changed; RESTORE_FAILED, with everything back; RESTORE_INCOMPLETE
 */
export async function restoreFiles(restoring: Restoring): Promise<readonly RestoreResult[]> {
  const { sql, journal, product, start, files, over, say } = restoring;
  await finishEarlier(restoring);
  const schemas = files.map(({ header }) => header.schema);
  const run = restoreOf(start, schemas);
  const places = placesOf(run);
  const asides = places.map(({ aside }) => aside);
  const occupied = await checkTarget(sql, { product, schemas, journal, asides, over });
  const full = places.filter(({ schema }) => occupied.includes(schema));
  await beginRestore(journal, run, start);
  let restored: readonly RestoreResult[];
  let notices: readonly Notice[];
  try {
    await moveAside(sql, places);
    restored = await loadAll(restoring, new Map(full.map((place) => [place.schema, place])));
    notices = await decide(restoring, run);
  } catch (error) {
    throw await failed(restoring, run, error);
  }
  for (const { aside } of places.filter((place) => !full.includes(place))) {
    await sql.query(`DROP DATABASE IF EXISTS ${identifier(aside)}`);
  }
  for (const notice of notices) say(notice);
  return restored;
}
