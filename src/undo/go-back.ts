/** Taking a run back in one database: refusals first, then everything, then the proof. */
import { failure, MigrationError } from "../core/problem.ts";
import type { WayBackResult } from "../core/result.ts";
import type { OwnSession } from "../engine/ports.ts";
import type { GoBack } from "../engine/way-back.ts";
import type { UndoConfig } from "../config/config.ts";
import { listObjects } from "./catalogue.ts";
import { setAsideEarlier } from "./clean-up.ts";
import { clearBack } from "./commit-run.ts";
import { compareFingerprints, readFingerprint } from "./fingerprint.ts";
import { historyBack, newerRows } from "./history-back.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import type { Patience } from "./lock-waits.ts";
import type { Entry } from "./kept.ts";
import { findOrphans } from "./orphans.ts";
import { inexactReason, type ProgramDefinition } from "./programs.ts";
import { leaveSchemas, restoreAll, type Restoring } from "./restore.ts";
import { countWrites } from "./restore-rows.ts";
import { createRoom } from "./room.ts";
import { createShelf } from "./run-shelf.ts";
import { prepareSession } from "./session.ts";
import type { Product, Shelf } from "./shelf.ts";
import type { Sql } from "./sql.ts";
import type { IsOwn } from "./own-tables.ts";
import { stepsOf } from "./run-steps.ts";
import type { StepLog } from "./steps.ts";
import { NOTHING_KEPT, OWN_THINGS } from "./own-things.ts";
import type { World } from "./world.ts";

export type Way = {
  readonly config: UndoConfig;
  readonly product: Product;
  readonly sql: Sql;
  readonly journal: Journal;
  readonly world: World;
  readonly run: RunDatabase;
  readonly entries: readonly Entry[];
  readonly how: GoBack;
  readonly isOwn: IsOwn;
  readonly patience: Patience;
  readonly say: (message: string) => void;
  readonly now: () => number;
  readonly lockWaitTimeoutS: number;
  readonly open: () => Promise<OwnSession>;
};

/** @throws MigrationError ROLLBACK_REFUSED before anything is changed */
export async function refuse(
  { run, entries, how, sql }: Pick<Way, "run" | "entries" | "how" | "sql">,
  shelf: Pick<Shelf, "sql">,
): Promise<void> {
  const newer = await newerRows({ shelf }, run);
  if (newer.length > 0) {
    const list = newer.map(({ rank, script }) => `${script} (rank ${rank})`).join(", ");
    throw failure("ROLLBACK_REFUSED", `Newer migrations came since, so ${run.runId} cannot go back: ${list}.`, {
      help: "Take the newer ones back first, or write a migration that undoes the older change.",
    });
  }
  if (how.onNewerRows !== "refuse" || !run.facts.isThrough) return;
  const found: string[] = [];
  for (const { kept, schema, name } of entries) {
    const count = kept.how === "table" ? countWrites(kept) : null;
    if (kept.how === "table" && count === null && kept.copy !== null) found.push(`${schema}.${name}: not known`);
    if (count === null) continue;
    const rows = await sql.query(count).catch(() => []);
    const writes = Number(rows[0]?.["n"] ?? 0);
    if (writes > 0) found.push(`${schema}.${name}: ${writes}`);
  }
  if (found.length === 0) return;
  throw failure(
    "ROLLBACK_REFUSED",
    `Others have written rows since (\`on-newer-rows\` is refuse): ${found.join(", ")}.`,
    {
      help: "Set `on-newer-rows` to carry to keep them in the restored tables, or to set-aside to have them put aside.",
    },
  );
}

/** A way back that is done again must not meet the names of the one before. */
async function firstNumber({ sql, run, config }: Way): Promise<number> {
  const schemas = [
    ...Object.values(run.facts.snapshotSchemas),
    ...(config.snapshotSchema === null ? [] : [config.snapshotSchema]),
  ];
  const numbers = (await listObjects(sql, schemas)).map(({ name }) => Number(/q(\d+)$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers) + 1;
}

async function shelfOf(way: Way): Promise<Shelf> {
  const { sql, journal, run, config, product } = way;
  return createShelf({
    sql,
    product,
    part: run,
    firstNumber: await firstNumber(way),
    snapshotSchema: config.snapshotSchema,
    schemas: run.facts.snapshotSchemas,
    noteSchemas: (schemas) => journal.setFacts(run, { ...run.facts, snapshotSchemas: schemas }),
    update: (entry) => journal.updateEntry(run, entry),
    mayLog: () => Promise.resolve(false),
    room: createRoom(null, () => Promise.resolve({ bytes: null })),
    patience: way.patience,
    script: () => null,
  });
}

async function anotherSession({ open, product, lockWaitTimeoutS }: Way): Promise<OwnSession> {
  const session = await open();
  await prepareSession(session, product, lockWaitTimeoutS);
  return session;
}

/** What is not as it was before, in words. */
async function differences({ sql, run }: Way): Promise<readonly string[]> {
  const { fingerprint, fingerprintSchemas } = run.facts;
  if (fingerprint === null) return [];
  const { missing, added, changed } = compareFingerprints(
    fingerprint,
    await readFingerprint(sql, fingerprintSchemas, OWN_THINGS),
  );
  return [
    ...missing.map((name) => `${name} is missing`),
    ...added.map((name) => `${name} was not there before`),
    ...changed.map((name) => `${name} is not as it was`),
  ];
}

function resultOf(
  way: Way,
  steps: StepLog,
  state: WayBackResult["state"],
  differing: readonly string[],
): WayBackResult {
  return {
    state,
    keptObjects: way.entries.length,
    snapshotBytes: way.entries.reduce(
      (sum, { kept }) => sum + (kept.how === "table" && kept.copy !== null ? kept.bytes : 0),
      0,
    ),
    rowsCarried: steps.rowsCarried(),
    rowsSetAside: steps.setAside.reduce((sum, { rows }) => sum + rows, 0),
    steps: steps.done,
    setAside: steps.setAside,
    differences: differing,
  };
}

/** Whether a difference is about an object, which the fingerprint names by its kind. */
function isAbout(difference: string, kind: string, schema: string, name: string): boolean {
  const told = difference.toLowerCase();
  return (
    told.startsWith(`${kind} ${schema}.${name} `.toLowerCase()) ||
    (kind === "schema" && told.startsWith(`schema ${schema} `.toLowerCase()))
  );
}

function programsOf({ kept }: Entry): readonly ProgramDefinition[] {
  return kept.how === "table" ? kept.triggers : kept.how === "program" ? [kept.definition] : [];
}

/** Differences in what the run has touched that are no more than a server allows: they are told, and fail nothing. */
function excuse({ entries }: Way, difference: string): string | null {
  const program = entries.flatMap(programsOf).find(({ kind, schema, name }) => isAbout(difference, kind, schema, name));
  return program === undefined ? null : inexactReason(program);
}

/** True if the run itself has touched what differs. */
function isTouched({ entries }: Way, difference: string): boolean {
  return entries.some(
    (entry) =>
      isAbout(difference, entry.kind, entry.schema, entry.name) ||
      programsOf(entry).some(({ kind, schema, name }) => isAbout(difference, kind, schema, name)),
  );
}

/**
 * Takes the run back. What goes wrong on the way is in the result, and can be tried again.
 *
 * @throws MigrationError ROLLBACK_REFUSED; nothing is changed then
 */
export async function goBackHere(way: Way): Promise<WayBackResult> {
  const { journal, run, sql, config } = way;
  const earlier = await setAsideEarlier(sql, journal, run, config.snapshotSchema);
  if (run.state === "back") {
    await clearBack(sql, journal, run, config.snapshotSchema);
    const rowsSetAside = earlier.reduce((sum, { rows }) => sum + rows, 0);
    return { ...NOTHING_KEPT, state: "rolled-back", setAside: earlier, rowsSetAside };
  }
  const shelf = await shelfOf(way);
  if (!way.how.isOwn) await refuse(way, shelf);
  const steps = stepsOf(journal, run, way);
  // What a way back that was cut has set aside is told by the one that goes on.
  for (const aside of earlier) steps.tellAside(aside);
  const { world, entries, how } = way;
  const carry = how.onNewerRows !== "set-aside";
  const restoring: Restoring = {
    shelf,
    world,
    steps,
    entries,
    insert: (made) => journal.insertEntries(run, made),
    carry,
    isLater: run.facts.isThrough,
    isOwn: way.isOwn,
    open: () => anotherSession(way),
  };
  try {
    await journal.setDatabaseState(run, "rolling-back");
    await restoreAll(restoring);
    await historyBack(restoring, run);
    await leaveSchemas(restoring);
    const orphans = await findOrphans(restoring);
    const differing = await steps.run("compare with before", () => differences(way));
    const failed = differing.some((difference) => isTouched(way, difference) && excuse(way, difference) === null);
    const told = differing.map((difference) =>
      [difference, excuse(way, difference)].filter((part) => part !== null).join(": "),
    );
    await journal.setDatabaseState(run, failed ? "needs-hand" : "back");
    if (!failed) await clearBack(sql, journal, { ...run, facts: await factsOf(way) }, config.snapshotSchema);
    return resultOf(way, steps, failed ? "rollback-failed" : "rolled-back", [
      ...steps.differences,
      ...told,
      ...orphans,
    ]);
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    await journal.setDatabaseState(run, "needs-hand").catch(() => undefined);
    const result = resultOf(way, steps, "rollback-failed", []);
    if (steps.done.some(({ status }) => status === "failed")) return result;
    const message = error instanceof Error ? error.message : String(error);
    return { ...result, steps: [...result.steps, { text: "go back", status: "failed", durationMs: 0, message }] };
  }
}

/** As they are now: the way back itself may have made schemas. */
async function factsOf({ journal, run }: Way): Promise<RunDatabase["facts"]> {
  const found = (await journal.databasesOfRun(run.runId)).find(({ seq }) => seq === run.seq);
  return found?.facts ?? run.facts;
}
