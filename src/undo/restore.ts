/**
 * The way back of one database: every object of the journal is brought to what it was, whatever of the run has happened. Each step is
 * told by the catalogue, not by how far the run came, so all of it can be done again after any cut.
 */
import type { Entry, Kept, QName } from "./kept.ts";
import { listObjects } from "./catalogue.ts";
import { readSchemaDefinition, restoreSchemaStatements } from "./programs.ts";
import { leaveSequences, leaveTables, occupant } from "./restore-created.ts";
import { restorePrograms } from "./restore-programs.ts";
import { returnLastSequences, returnSequences } from "./return-sequences.ts";
import { locate, restoreTable, returnTables, structureStep, type TableWork } from "./restore-table.ts";
import { silenceTriggers } from "./restore-triggers.ts";
import type { OwnSession } from "../engine/ports.ts";
import type { IsOwn } from "./own-tables.ts";
import type { Shelf } from "./shelf.ts";
import type { Steps } from "./steps.ts";
import type { World } from "./world.ts";
import { identifier, text } from "../mysql/sql-text.ts";

export type Restoring = {
  readonly shelf: Shelf;
  /** As it is now. */
  readonly world: World;
  readonly steps: Steps;
  readonly entries: readonly Entry[];
  /** Journals further ones. */
  readonly insert: (entries: readonly Entry[]) => Promise<void>;
  /** Rows that others wrote stay; false: they are set aside. */
  readonly carry: boolean;
  /** The run was through, so that others could use what it made. */
  readonly isLater: boolean;
  readonly isOwn: IsOwn;
  /** Opens another session like the shelf's, to be ended by the caller. */
  readonly open: () => Promise<OwnSession>;
};

type Of<H extends Kept["how"]> = Entry & { readonly kept: Extract<Kept, { how: H }> };

const only = <H extends Kept["how"]>(entries: readonly Entry[], how: H): readonly Of<H>[] =>
  entries.filter((entry): entry is Of<H> => entry.kept.how === how);

/** Takes everything back. @throws the server's error of the step that failed; it can be called again */
export async function restoreAll(restoring: Restoring): Promise<void> {
  const { entries, shelf } = restoring;
  const created = [...only(entries, "created"), ...(await unlisted(restoring))];
  const tables = only(entries, "table");
  await missingSchemas(restoring);
  const others = await silenceTriggers(restoring, tables, created);
  // A default may take a sequence's next value.
  await returnSequences(restoring);
  await restorePrograms(restoring, await freeSequences(restoring), []);
  const works: TableWork[] = [];
  for (const entry of tables) works.push(await locate(restoring, entry));
  // Each step for all tables before the next one: a foreign key of one holds indexes and types of another.
  for (const work of works) await structureStep(restoring, work, "foreignKeyDrops", "drop foreign keys");
  for (const work of works) await structureStep(restoring, work, "drops", "take away additions");
  const sequences = await leaveTables(restoring, created);
  await returnTables(restoring, works);
  await returnLastSequences(restoring);
  for (const work of works) await restoreTable(restoring, work);
  for (const work of works) await structureStep(restoring, work, "foreignKeyAdds", "put back foreign keys");
  await leaveSequences(restoring, sequences);
  await restorePrograms(restoring, only(entries, "program"), tables, others);
  for (const { name, kept } of only(entries, "global")) {
    await restoring.steps.run(`put back @@GLOBAL.${name}`, async () => {
      const value = kept.value === null ? "NULL" : /^-?\d+(?:\.\d+)?$/.test(kept.value) ? kept.value : text(kept.value);
      await shelf.sql.query(`SET GLOBAL ${name} = ${value}`);
    });
  }
}

/** Sequences whose names no table or view has by now. */
async function freeSequences(restoring: Restoring): Promise<readonly Of<"program">[]> {
  const free: Of<"program">[] = [];
  for (const entry of only(restoring.entries, "program")) {
    if (entry.kind !== "sequence") continue;
    const there = await occupant(restoring, entry);
    if (there === null || there === "sequence") free.push(entry);
  }
  return free;
}

/** What appeared in a schema where a statement of unknown effect was run. */
async function unlisted(restoring: Restoring): Promise<readonly Of<"created">[]> {
  const found: Of<"created">[] = [];
  for (const { schema, kept } of only(restoring.entries, "listing")) {
    const before = new Set(kept.objects);
    const after = kept.after === undefined ? null : new Set(kept.after);
    for (const { kind, name } of await listObjects(restoring.shelf.sql, [schema])) {
      const key = restoring.world.keyOf(kind, schema, name);
      if (before.has(key) || name.startsWith("flyback_") || after?.has(key) === false) continue;
      if (restoring.entries.some((entry) => isAt(restoring, entry, kind, { schema, name }))) continue;
      found.push({ seq: 0, kind, schema, name, kept: { how: "created", at: [{ schema, name }] } });
    }
  }
  return found;
}

function isAt({ world }: Restoring, { kept, kind, schema, name }: Entry, wanted: Entry["kind"], at: QName): boolean {
  if (kind === "schema" || kind === "listing" || kind === "global-variable") return false;
  if (wanted === "schema" || wanted === "listing" || wanted === "global-variable") return false;
  const places = kept.how === "table" || kept.how === "created" ? kept.at : [{ schema, name }];
  const key = world.keyOf(wanted, at.schema, at.name);
  return places.some((place) => world.keyOf(kind, place.schema, place.name) === key);
}

/** A database that was dropped must be there before its tables can come back. */
async function missingSchemas({ entries, shelf, steps }: Restoring): Promise<void> {
  for (const { schema, kept } of only(entries, "schema")) {
    const statements = restoreSchemaStatements(kept.definition, await readSchemaDefinition(shelf.sql, schema));
    if (statements.length === 0) continue;
    await steps.run(`put the database ${schema} back`, async () => {
      for (const statement of statements) await shelf.sql.query(statement);
      await shelf.resetSession();
    });
  }
}

/** Databases that the run made go, unless others put something there. */
export async function leaveSchemas({ shelf, steps, entries }: Restoring): Promise<void> {
  for (const { kind, schema } of only(entries, "created")) {
    if (kind !== "schema") continue;
    const left = await listObjects(shelf.sql, [schema]);
    if (left.length > 0) {
      steps.say(`the database ${schema} was made by the run, and stays: others have put ${left.length} objects there`);
      continue;
    }
    await steps.run(`drop the database ${schema}`, () =>
      shelf.sql.query(`DROP DATABASE IF EXISTS ${identifier(schema)}`),
    );
  }
}
