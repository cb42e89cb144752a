import type { DatabaseConfig, UndoConfig } from "../config/config.ts";
import type { Progress } from "../core/progress.ts";
import type { Database, TableName } from "../engine/ports.ts";
import type { WayBack, WayBackWork } from "../engine/way-back.ts";
import { hasOpenRun } from "../undo/open-runs.ts";

/** A run with nothing to do asks only whether an earlier one is open: what keeps and restores is loaded when it has work. */
function openedLate(open: () => Promise<WayBackWork>): WayBackWork {
  let opening: Promise<WayBackWork> | null = null;
  let opened: WayBackWork | null = null;
  const get = (): Promise<WayBackWork> => (opening ??= open().then((work) => (opened = work)));
  return {
    explainer: async (start) => (await get()).explainer(start),
    runs: async (history, runId) => (await get()).runs(history, runId),
    decision: async (runId) => (await get()).decision(runId),
    decide: async (runId, state) => (await get()).decide(runId, state),
    begin: async (start) => (await get()).begin(start),
    extend: async (more) => (await get()).extend(more),
    ahead: async (scripts) => (await get()).ahead(scripts),
    before: async (statement, session) => (await get()).before(statement, session),
    after: async (statement, done, session) => (await get()).after(statement, done, session),
    finish: async () => (await get()).finish(),
    settle: async () => (await get()).settle(),
    goBack: async (run, options) => (await get()).goBack(run, options),
    check: async (run, options) => (await get()).check(run, options),
    commit: async (run) => (await get()).commit(run),
    discard: async (run) => (await get()).discard(run),
    clean: async (run) => (await get()).clean(run),
    finishLate: async (run) => (await get()).finishLate(run),
    list: async (history) => (await get()).list(history),
    // Where nothing was opened, there is nothing that these could concern.
    asProblem: (error) => opened?.asProblem(error) ?? null,
    sessionEnds: async (session) => opened?.sessionEnds(session),
    sessionReset: () => opened?.sessionReset(),
    rest: async () => opened?.rest(),
    close: async () => opened?.close(),
  };
}

/** The way back of a connected database. */
export function openWayBack(undo: UndoConfig, config: DatabaseConfig, database: Database, progress: Progress): WayBack {
  const { product, lowerCaseTableNames } = database.server;
  const { lockWaitTimeoutS } = config;
  const say =
    (level: "info" | "warning") =>
    (message: string): void =>
      progress.message(level, message, config.name);
  const blockerOf = (session: number | null): Promise<string | null> => database.describeBlocker(session);
  const open = async (): Promise<WayBackWork> => {
    const { createPatience } = await import(/* webpackMode: "eager" */ "../undo/lock-waits.ts");
    const { createWayBack } = await import(/* webpackMode: "eager" */ "../undo/way-back.ts");
    return createWayBack({
      config: undo,
      product,
      lowerCaseTableNames,
      lockWaitTimeoutS,
      patience: createPatience({ lockWaitTimeoutS, blockerOf, warn: say("warning") }),
      open: () => database.openOwn(),
      endScripts: () => database.endScripts(),
      say: say("info"),
      now: () => performance.now(),
    });
  };
  const isOpen = ({ schema, table }: TableName, days: number | null): Promise<boolean> =>
    hasOpenRun((sql) => database.ask(sql), undo.controlSchema, { schema, name: table }, days);
  return {
    ...openedLate(open),
    hasOpenRun: (history) => isOpen(history, undo.retentionDays),
    hasUnfinishedRun: (history) => isOpen(history, null),
  };
}
