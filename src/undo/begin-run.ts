/** A run begins in a database: its journal, what it will be compared with, and the means to keep what it changes. */
import { failure } from "../core/problem.ts";
import type { WayBackStart } from "../engine/way-back.ts";
import { createBodies } from "./bodies.ts";
import { commitEarlier } from "./commit-run.ts";
import { createForeignKeys } from "./cascades.ts";
import { listForeignKeys, listObjects } from "./catalogue.ts";
import { guarded, rightsOf } from "./definers.ts";
import type { Desk, WayBackOptions } from "./desk.ts";
import { readFingerprint } from "./fingerprint.ts";
import { readFreeSpace, type FreeSpace } from "./free-space.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import { keep, type Keeping } from "./keeper.ts";
import type { Entry, QName } from "./kept.ts";
import { meansOf } from "./means.ts";
import { OWN_THINGS, ownSchemas } from "./own-things.ts";
import { mayDefineAs, missingPrivileges, triggersAllowed } from "./privileges.ts";
import { createRunKeeping, type RunKeeping } from "./run-keeping.ts";
import { createRoom } from "./room.ts";
import { createShelf, runPrefix } from "./run-shelf.ts";
import type { Shelf } from "./shelf.ts";
import type { Sql } from "./sql.ts";
import { createWorld, type World } from "./world.ts";

/** A run under way. */
export type Active = {
  readonly keeping: Keeping;
  readonly work: RunKeeping;
  readonly copiedBytes: () => number;
  run: RunDatabase;
};

/** The run as it is journalled first. */
async function firstRecord({ sql }: Desk, start: WayBackStart, schemas: readonly string[]): Promise<RunDatabase> {
  return {
    runId: start.runId,
    seq: start.seq,
    name: start.name,
    schema: start.history.schema,
    historyTable: start.history.table,
    state: "migrating",
    startedAt: "",
    ageDays: 0,
    facts: {
      rankBefore: start.rankBefore,
      plan: start.plan,
      snapshotSchemas: {},
      fingerprint: await readFingerprint(sql, schemas, OWN_THINGS),
      fingerprintSchemas: schemas,
      isThrough: false,
      ownTables: null,
    },
  };
}

/**
 * Journals the run; nothing else is changed.
 *
 * @throws MigrationError PRIVILEGE if there is no journal and none can be made
 */
export async function beginRun(desk: Desk, options: WayBackOptions, start: WayBackStart): Promise<Active> {
  const { sql, journal } = desk;
  await checkPrivileges(desk, options, start);
  await makeJournal(journal);
  const entries = new Map<string, Entry>();
  const world = createWorld(sql, options.lowerCaseTableNames, (thing) => knownOf(entries, thing));
  const schemas = start.schemas.map((schema) => world.foldSchema(schema));
  const run = await firstRecord(desk, start, schemas);
  const { runId, job, label, coordinator } = start;
  await journal.insertRun({ runId, state: "migrating", job, label, databases: [coordinator] });
  await journal.insertDatabase(run);
  const shelf = shelfOf(desk, options, run, () => active);
  const keeping = keepingOf(desk, options, { shelf, world, entries, run, reachable: schemas });
  const work = createRunKeeping(keeping, createBodies(sql), start.history.schema);
  const active: Active = { keeping, work, run, copiedBytes: shelf.room.copied };
  await noteSchemas(keeping, start.schemasToCreate);
  return active;
}

function shelfOf({ sql, journal }: Desk, options: WayBackOptions, run: RunDatabase, active: () => Active): Shelf {
  const { config, product } = options;
  return createShelf({
    sql,
    product,
    part: run,
    firstNumber: 1,
    snapshotSchema: config.snapshotSchema,
    schemas: {},
    async noteSchemas(snapshotSchemas) {
      const current = active();
      current.run = { ...current.run, facts: { ...current.run.facts, snapshotSchemas } };
      await journal.setFacts(run, current.run.facts);
    },
    update: (entry) => journal.updateEntry(run, entry),
    mayLog: () => triggersAllowed(sql, product),
    room: createRoom(config.snapshotMaxBytes, () => freeSpace(sql, options)),
    patience: options.patience,
    script: () => active().keeping.script,
  });
}

/** What the server does not tell is said. */
async function freeSpace(sql: Sql, { product, say }: WayBackOptions): Promise<FreeSpace> {
  const found = await readFreeSpace(sql, product);
  if (found.bytes === null) {
    say("how much room the server has left cannot be read: only `snapshot-max-size` bounds what is copied");
  }
  return found;
}

type Parts = Pick<Keeping, "shelf" | "world" | "entries" | "reachable"> & { readonly run: RunDatabase };

function keepingOf({ sql, journal }: Desk, options: WayBackOptions, { run, ...parts }: Parts): Keeping {
  const { config, product, say } = options;
  const may = rightsOf(
    (definer) => mayDefineAs(sql, product, { definer, schema: journal.schema }),
    () => triggersAllowed(sql, product),
  );
  return {
    ...parts,
    means: guarded(meansOf(parts.shelf), may),
    may,
    foreignKeys: createForeignKeys((schema) => listForeignKeys(sql, [schema])),
    insert: (made) => journal.insertEntries(run, made),
    onIrreversible: config.onIrreversible,
    onUnknown: config.onUnknownStatement,
    mayMove: config.onFailure === "rollback",
    isOwnSchema: ownSchemas(config),
    async endEarlier() {
      for (const runId of await commitEarlier(sql, journal, run, config.snapshotSchema)) {
        say(`${runId} can no longer be taken back: its triggers name a key that is about to change`);
      }
    },
    say,
    script: null,
  };
}

/** Databases that the run will make. Whoever has asked for them before found nothing, which will no longer be so. */
export async function noteSchemas(keeping: Keeping, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) keeping.world.forget(schema);
  await keep(
    keeping,
    schemas.map((schema) => ({ kind: "create-schema", schema })),
  );
}

/** @throws MigrationError PRIVILEGE, with everything that the way back would lack */
async function checkPrivileges({ sql, journal }: Desk, options: WayBackOptions, start: WayBackStart): Promise<void> {
  const { config, product, say } = options;
  const kept = config.snapshotSchema ?? `${runPrefix(start)}1`;
  const needs = {
    controlSchemas: [journal.schema, kept],
    createSchema: config.snapshotSchema === null,
    schemas: start.schemas,
  };
  const missing = await missingPrivileges(sql, product, { ...needs, objects: [] });
  if (missing.length > 0) {
    throw failure("PRIVILEGE", `To be able to go back, the account lacks: ${missing.join("; ")}.`, {
      help:
        "Grant it, such as: GRANT ALL ON `flyback`.*, and ON `flyback\\_%`.* for what is kept; or name schemas made beforehand in " +
        "`control-schema` and `snapshot-schema`; or migrate without a way back: `snapshot` none.",
    });
  }
  // What is there may never be touched, so this alone stops nothing.
  const objects = await listObjects(sql, start.schemas);
  for (const one of await missingPrivileges(sql, product, { ...needs, objects })) {
    say(`if the run changes programs that need it, it could not put them back: the account lacks ${one}`);
  }
}

async function makeJournal(journal: Journal): Promise<void> {
  if (await journal.exists()) return;
  try {
    await journal.create();
  } catch (error) {
    const { errno, message } = error as { readonly errno?: number; readonly message: string };
    if (![1044, 1142, 1227].includes(errno ?? 0)) throw error;
    throw failure("PRIVILEGE", `The way back needs the schema ${journal.schema} for its journal: ${message}`, {
      cause: error,
      help:
        `Grant it: GRANT ALL ON \`${journal.schema}\`.* and, for what is kept, ON \`flyback\\_%\`.*; or make ${journal.schema} beforehand ` +
        "and name a made one in `snapshot-schema`; or migrate without a way back: `snapshot` none.",
    });
  }
}

/** What the run already knows of a thing that is found: that it made it, or what it was called before. */
function knownOf(
  entries: ReadonlyMap<string, Entry>,
  { key, world }: { readonly key: string; readonly world: World },
): { readonly isOurs: boolean; readonly known: QName } | null {
  let made: QName | null = null;
  for (const { kept, kind, schema, name } of entries.values()) {
    if (kind === "schema" || kind === "listing" || kind === "global-variable") continue;
    const isAt = (at: QName | undefined): boolean => at !== undefined && world.keyOf(kind, at.schema, at.name) === key;
    if (kept.how === "table" && isAt(kept.at.at(-1))) return { isOurs: kept.moved !== null, known: { schema, name } };
    if (kept.how === "program" && isAt(kept.at?.at(-1))) return { isOurs: false, known: { schema, name } };
    if (kept.how === "created" && kept.at.some(isAt)) made = { schema, name };
  }
  return made === null ? null : { isOurs: true, known: made };
}
