/** The way back of one database: the engine's port, over a session of its own. */
import { failure } from "../core/problem.ts";
import type { WayBackResult } from "../core/result.ts";
import type { GoBack, JournalledRun, WayBackWork } from "../engine/way-back.ts";
import { beginRun, noteSchemas, type Active } from "./begin-run.ts";
import { clearBack, commitEarlier, commitRun } from "./commit-run.ts";
import { createExplainer } from "./explain.ts";
import { discardRun } from "./discard.ts";
import { createDesk, type DeskOpener, type WayBackOptions } from "./desk.ts";
import { finishRun } from "./finish-run.ts";
import { goBackHere, refuse } from "./go-back.ts";
import type { Journal, RunDatabase } from "./journal.ts";
import { ownContent } from "./own-tables.ts";
import { NOTHING_KEPT } from "./own-things.ts";
import { asTooLarge } from "./room.ts";
import { listSnapshots } from "./snapshots.ts";
import { stepsOf } from "./run-steps.ts";
import { createWorld } from "./world.ts";

const STATES = [
  "migrating",
  "migrated",
  "rolling-back",
  "back",
  "rolled-back",
  "committing",
  "committed",
  "restoring",
  "needs-hand",
] as const;

type Part = Pick<JournalledRun, "runId" | "seq">;

async function findRun(journal: Journal, run: Part): Promise<RunDatabase> {
  const found = (await journal.databasesOfRun(run.runId)).find(({ seq }) => seq === run.seq);
  if (found === undefined) throw failure("ROLLBACK_REFUSED", `The journal has no run ${run.runId} for this database.`);
  return found;
}

async function describe(journal: Journal, run: RunDatabase, retentionDays: number): Promise<JournalledRun> {
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
    startedAt: run.startedAt,
    isExpired: run.state === "migrated" && run.ageDays >= retentionDays,
  };
}

/** What can be asked and done without a run of our own. */
function overRuns(options: WayBackOptions, desk: DeskOpener, active: () => Active | null) {
  const { config } = options;

  async function goBack(run: Part, how: GoBack): Promise<WayBackResult> {
    await options.endScripts().catch(() => undefined);
    const { sql, journal } = await desk.get();
    const entries = await journal.entries(run);
    const world = createWorld(sql, options.lowerCaseTableNames);
    const found = await findRun(journal, run);
    const current = active();
    const isOwn = ownContent(sql, found, current?.run.runId === run.runId ? current.work.ownRows : null);
    return goBackHere({ ...options, sql, journal, world, run: found, entries, how, isOwn });
  }

  async function commit(run: Part): Promise<WayBackResult> {
    const { sql, journal } = await desk.get();
    const keptObjects = await commitRun(sql, journal, await findRun(journal, run), config.snapshotSchema);
    return { ...NOTHING_KEPT, state: "committed", keptObjects };
  }

  async function withJournal<T>(none: T, work: (journal: Journal) => Promise<T>): Promise<T> {
    const { journal } = await desk.get();
    return (await journal.exists()) ? work(journal) : none;
  }

  return {
    goBack,
    async check(run: Part, how: GoBack) {
      const { sql, journal } = await desk.get();
      await refuse({ sql, run: await findRun(journal, run), entries: await journal.entries(run), how }, { sql });
    },
    commit,
    async discard(run: Part) {
      const { sql, journal } = await desk.get();
      const found = await findRun(journal, run);
      return discardRun(sql, journal, found, stepsOf(journal, found, options));
    },
    runs: (history: { schema: string; table: string }, runId: string | null) =>
      withJournal<readonly JournalledRun[]>([], async (journal) => {
        const found = await journal.databasesOf({ schema: history.schema, name: history.table }, STATES, runId);
        // A restore concerns others only while it is half done.
        const runs = found.filter(({ facts, state }) => facts.isRestore !== true || state === "restoring");
        return Promise.all(runs.map((run) => describe(journal, run, config.retentionDays)));
      }),
    decision: (runId: string) => withJournal(null, async (journal) => (await journal.run(runId))?.state ?? null),
    list: (history: { schema: string; table: string }) =>
      withJournal([], async (journal) =>
        listSnapshots((await desk.get()).sql, journal, history, config.snapshotSchema),
      ),
    clean: async (run: Part) => {
      const { sql, journal } = await desk.get();
      const found = await findRun(journal, run);
      if (found.state === "committing") await commitRun(sql, journal, found, config.snapshotSchema);
      if (found.state === "back") await clearBack(sql, journal, found, config.snapshotSchema);
    },
    finishLate: async (run: Part) => {
      const { sql, journal } = await desk.get();
      await finishRun(sql, journal, { run: await findRun(journal, run), entries: await journal.entries(run) });
    },
  } satisfies Partial<WayBackWork>;
}

export function createWayBack(options: WayBackOptions): WayBackWork {
  const { config } = options;
  const desk = createDesk(options);
  let active: Active | null = null;
  const runs = overRuns(options, desk, () => active);

  function working(): Active {
    if (active === null) throw new Error("nothing has begun");
    return active;
  }

  return {
    ...runs,
    explainer: async (start) => createExplainer((await desk.get()).sql, options, start),
    decide: async (runId, state) => (await desk.get()).journal.setRunState(runId, state),
    async begin(start) {
      active = await beginRun(await desk.get(), options, start);
    },
    async extend({ plan, schemasToCreate }) {
      const current = working();
      const facts = { ...current.run.facts, plan: [...current.run.facts.plan, ...plan] };
      current.run = { ...current.run, facts };
      await (await desk.get()).journal.setFacts(current.run, facts);
      await noteSchemas(current.keeping, schemasToCreate);
    },
    ahead: async (scripts) => working().work.ahead(scripts),
    before: async (statement, session) => working().work.before(statement, session),
    after: async (statement, done, session) => working().work.after(statement, done, session),
    sessionEnds: async (session) => active?.work.sessionEnds(session),
    asProblem: (error) => asTooLarge(error, config.snapshotMaxBytes),
    sessionReset: () => active?.work.sessionReset(),
    async finish() {
      const { keeping, run, work, copiedBytes } = working();
      const { sql, journal } = await desk.get();
      const entries = [...keeping.entries.values()];
      await finishRun(sql, journal, { run, entries, own: { keeping, ownRows: work.ownRows } });
      return { ...NOTHING_KEPT, state: "kept", keptObjects: entries.length, snapshotBytes: copiedBytes() };
    },
    async settle() {
      const { sql, journal } = await desk.get();
      await commitEarlier(sql, journal, working().run, config.snapshotSchema);
    },
    rest: () => desk.close(),
    close: () => desk.close(),
  };
}
