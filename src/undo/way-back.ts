/** The way back of one database: the engine's port, over a session of its own. */
import type { UndoConfig } from "../config/config.ts";
import { failure } from "../core/problem.ts";
import type { WayBackResult } from "../core/result.ts";
import type { GoBack, JournalledRun, WayBack, WayBackStart } from "../engine/way-back.ts";
import { createBodies } from "./bodies.ts";
import { createForeignKeys } from "./cascades.ts";
import { listForeignKeys } from "./catalogue.ts";
import { cleanUp } from "./clean-up.ts";
import { readFingerprint } from "./fingerprint.ts";
import { goBackHere } from "./go-back.ts";
import { createJournal, type Journal, type RunDatabase } from "./journal.ts";
import { keep, type Keeping } from "./keeper.ts";
import type { Entry, QName } from "./kept.ts";
import { OWN_PREFIX } from "./names.ts";
import { ownContent, ownTables } from "./own-tables.ts";
import { createRunKeeping, type RunKeeping } from "./run-keeping.ts";
import { createShelf } from "./run-shelf.ts";
import { prepareSession } from "./session.ts";
import type { Product } from "./shelf.ts";
import { listSnapshots } from "./snapshots.ts";
import type { Sql } from "./sql.ts";
import { createWorld, type World } from "./world.ts";
import { triggersAllowed } from "./privileges.ts";

export type WayBackOptions = {
  readonly config: UndoConfig;
  readonly product: Product;
  readonly lowerCaseTableNames: number;
  readonly lockWaitTimeoutS: number;
  /** Opens the session that keeps and restores. */
  readonly open: () => Promise<Sql & { readonly end: () => Promise<void>; readonly lost: () => boolean }>;
  /** Ends the session for scripts, whatever it is doing, and waits until the server has let go of it. */
  readonly endScripts: () => Promise<void>;
  readonly say: (message: string) => void;
  readonly now: () => number;
};

type Active = {
  readonly keeping: Keeping;
  readonly work: RunKeeping;
  readonly copiedBytes: () => number;
  run: RunDatabase;
};

export const NOTHING_KEPT: WayBackResult = {
  state: "none",
  keptObjects: 0,
  snapshotBytes: 0,
  rowsCarried: 0,
  rowsSetAside: 0,
  steps: [],
  setAside: [],
  differences: [],
};

const STATES = ["migrating", "migrated", "rolling-back", "rolled-back", "committed", "needs-hand"] as const;

/** Things of flyback's own, which no fingerprint counts. */
export const OWN_THINGS = {
  tables: (_schema: string, name: string): boolean => name.startsWith(OWN_PREFIX),
  triggers: (_schema: string, name: string): boolean => name.startsWith(OWN_PREFIX),
};

type Desk = {
  readonly sql: Sql & { readonly end: () => Promise<void>; readonly lost: () => boolean };
  readonly journal: Journal;
};

export function createWayBack(options: WayBackOptions): WayBack {
  const { config } = options;
  let opened: Promise<Desk> | null = null;
  let active: Active | null = null;

  async function open(): Promise<Desk> {
    const sql = await options.open();
    await prepareSession(sql, options.lockWaitTimeoutS);
    return { sql, journal: createJournal(sql, config.controlSchema) };
  }

  /** A session that was lost is replaced: what is journalled is all that is needed. */
  async function desk(): Promise<Desk> {
    if (opened !== null && (await opened).sql.lost()) opened = null;
    opened ??= open();
    return opened;
  }

  function working(): Active {
    if (active === null) throw new Error("nothing has begun");
    return active;
  }

  async function findRun(run: Pick<JournalledRun, "runId" | "seq">): Promise<RunDatabase> {
    const { journal } = await desk();
    const found = (await journal.databasesOfRun(run.runId)).find(({ seq }) => seq === run.seq);
    if (found === undefined)
      throw failure("ROLLBACK_REFUSED", `The journal has no run ${run.runId} for this database.`);
    return found;
  }

  async function goBack(run: Pick<JournalledRun, "runId" | "seq">, how: GoBack): Promise<WayBackResult> {
    await options.endScripts().catch(() => undefined);
    const { sql, journal } = await desk();
    const entries = await journal.entries(run);
    const world = createWorld(sql, options.lowerCaseTableNames);
    const found = await findRun(run);
    const ownRows = active !== null && active.run.runId === run.runId ? active.work.ownRows : null;
    const isOwn = ownContent(sql, found, ownRows);
    const result = await goBackHere({ ...options, sql, journal, world, run: found, entries, how, isOwn });
    active = null;
    return result;
  }

  async function commit(run: Pick<JournalledRun, "runId" | "seq">): Promise<WayBackResult> {
    const { sql, journal } = await desk();
    const found = await findRun(run);
    await journal.setDatabaseState(run, "committed");
    const entries = await journal.entries(run);
    await cleanUp(sql, journal, found, { entries, snapshotSchema: config.snapshotSchema });
    return { ...NOTHING_KEPT, state: "committed", keptObjects: entries.length };
  }

  return {
    async runs(history) {
      const { journal } = await desk();
      if (!(await journal.exists())) return [];
      const found = await journal.databasesOf({ schema: history.schema, name: history.table }, STATES);
      return Promise.all(found.map((run) => describe(journal, run)));
    },
    async decision(runId) {
      const { journal } = await desk();
      if (!(await journal.exists())) return null;
      return (await journal.run(runId))?.state ?? null;
    },
    decide: async (runId, state) => (await desk()).journal.setRunState(runId, state),
    async begin(start) {
      active = await begin(await desk(), options, start, () => active);
    },
    async extend({ plan, schemasToCreate }) {
      const current = working();
      const { journal } = await desk();
      const facts = { ...current.run.facts, plan: [...current.run.facts.plan, ...plan] };
      current.run = { ...current.run, facts };
      await journal.setFacts(current.run, facts);
      await noteSchemas(current.keeping, schemasToCreate);
    },
    ahead: async (scripts) => working().work.ahead(scripts),
    before: async (statement, session) => working().work.before(statement, session),
    after: async (statement, done, session) => working().work.after(statement, done, session),
    sessionReset: () => active?.work.sessionReset(),
    async finish() {
      const { keeping, run, work, copiedBytes } = working();
      const { journal } = await desk();
      await stopImages(keeping);
      await journal.setFacts(run, { ...run.facts, ownTables: await ownTables(keeping, work.ownRows) });
      await journal.setDatabaseState(run, "migrated");
      return { ...NOTHING_KEPT, state: "kept", keptObjects: keeping.entries.size, snapshotBytes: copiedBytes() };
    },
    async settle() {
      const { run } = working();
      const { journal } = await desk();
      const history = { schema: run.schema, name: run.historyTable };
      for (const earlier of await journal.databasesOf(history, ["migrated"])) {
        if (earlier.runId !== run.runId) await commit(earlier);
      }
    },
    goBack,
    commit,
    finishLate: async (run) => (await desk()).journal.setDatabaseState(run, "migrated"),
    async list(history) {
      const { sql, journal } = await desk();
      return (await journal.exists()) ? listSnapshots(sql, journal, history) : [];
    },
    async close() {
      if (opened === null) return;
      const { sql } = await opened.catch(() => ({ sql: null }));
      await sql?.end();
    },
  };
}

async function describe(journal: Journal, run: RunDatabase): Promise<JournalledRun> {
  const head = await journal.run(run.runId);
  const coordinator = head?.databases[0] ?? run.name;
  const parts = coordinator === run.name ? [run] : await journal.databasesOfRun(run.runId);
  return {
    runId: run.runId,
    seq: run.seq,
    state: run.state,
    coordinator,
    decidesHere: parts.some(({ name }) => name === coordinator),
    job: head?.job ?? null,
    label: head?.label ?? "",
  };
}

/** The triggers that keep rows have done their work; the write log's stay until the run is committed. */
async function stopImages(keeping: Keeping): Promise<void> {
  const { suspendImages } = await import(/* webpackMode: "eager" */ "./keep-table.ts");
  for (const entry of keeping.entries.values())
    if (entry.kept.how === "table") await suspendImages(keeping.shelf, entry);
}

async function begin(
  { sql, journal }: Desk,
  options: WayBackOptions,
  start: WayBackStart,
  current: () => Active | null,
): Promise<Active> {
  const { config, product } = options;
  await makeJournal(journal);
  const world = createWorld(sql, options.lowerCaseTableNames, (thing) => knownOf(entries, thing));
  const schemas = start.schemas.map((schema) => world.foldSchema(schema));
  const run: RunDatabase = {
    runId: start.runId,
    seq: start.seq,
    name: start.name,
    schema: start.history.schema,
    historyTable: start.history.table,
    state: "migrating",
    facts: {
      rankBefore: start.rankBefore,
      plan: start.plan,
      snapshotSchemas: {},
      fingerprint: await readFingerprint(sql, schemas, OWN_THINGS),
      fingerprintSchemas: schemas,
      ownTables: null,
      scriptConnection: null,
    },
  };
  await journal.insertRun({
    runId: start.runId,
    state: "migrating",
    job: start.job,
    label: start.label,
    databases: [start.coordinator],
  });
  await journal.insertDatabase(run);
  const entries = new Map<string, Entry>();
  const shelf = createShelf({
    sql,
    product,
    runId: start.runId,
    snapshotSchema: config.snapshotSchema,
    schemas: {},
    async noteSchemas(made) {
      const active = current();
      const facts = { ...(active?.run ?? run).facts, snapshotSchemas: made };
      if (active !== null) active.run = { ...active.run, facts };
      await journal.setFacts(run, facts);
    },
    update: (entry) => journal.updateEntry(run, entry),
    mayLog: () => triggersAllowed(sql, product),
    maxBytes: config.snapshotMaxBytes,
    script: () => current()?.keeping.script ?? null,
  });
  const keeping: Keeping = {
    shelf,
    world,
    foreignKeys: createForeignKeys((schema) => listForeignKeys(sql, [schema])),
    entries,
    insert: (made) => journal.insertEntries(run, made),
    onIrreversible: config.onIrreversible,
    onUnknown: config.onUnknownStatement,
    mayMove: config.onFailure === "rollback",
    reachable: schemas,
    say: options.say,
    script: null,
  };
  await noteSchemas(keeping, start.schemasToCreate);
  const work = createRunKeeping(keeping, createBodies(sql), start.history.schema);
  return { keeping, work, run, copiedBytes: shelf.copiedBytes };
}

async function noteSchemas(keeping: Keeping, schemas: readonly string[]): Promise<void> {
  await keep(
    keeping,
    schemas.map((schema) => ({ kind: "create-schema", schema })),
  );
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
  thing: { readonly kind: string; readonly key: string; readonly world: World },
): { readonly isOurs: boolean; readonly known: QName } | null {
  for (const { kept, kind, schema, name } of entries.values()) {
    if (kind === "schema" || kind === "listing" || kind === "global-variable") continue;
    const { world, key } = thing;
    if (kept.how === "created") {
      const at = kept.at.at(-1);
      if (at !== undefined && world.keyOf(kind, at.schema, at.name) === key)
        return { isOurs: true, known: { schema, name } };
    } else if (kept.how === "table") {
      const at = kept.at.at(-1);
      if (at === undefined || world.keyOf(kind, at.schema, at.name) !== key) continue;
      return { isOurs: kept.moved !== null, known: { schema, name } };
    }
  }
  return null;
}
