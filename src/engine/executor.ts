/** Runs scripts, migrations and callbacks alike, on the one session for scripts. */
import type { CallbackEvent } from "../core/migration/callback-event.ts";
import type { ResolvedCallback, ScriptSource } from "../core/migration/resolved-migration.ts";
import { MigrationError, type ErrorCode } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";
import type { ScriptSession } from "./ports.ts";
import { ScriptError } from "./script-error.ts";
import { checkScript, openScript, type CheckedScript, type ScriptStatement } from "./script.ts";
import { openServerNotes } from "./server-notes.ts";
import { cancelledBefore, runStatement, type ScriptRun } from "./statement.ts";
import { createStatementWatch, type StatementWatch } from "./watch.ts";

export type Executor = {
  readonly session: ScriptSession;
  /** Makes the session a clean one, with the history's schema as default and autocommit as wanted. */
  readonly prepare: (autocommit: boolean) => Promise<void>;
  /**
   * Runs a checked script to its end.
   *
   * @returns how many statements were done
   * @throws ScriptError; MigrationError FAILED_CALLBACK, or for text that cannot be read
   */
  readonly run: (source: ScriptSource, checked: CheckedScript, failureCode: ErrorCode) => Promise<number>;
  /** True if there are callbacks for the event. */
  readonly has: (event: CallbackEvent) => boolean;
  /** Runs the callbacks of an event, each from a clean session in a transaction of its own. @throws MigrationError */
  readonly callbacks: (event: CallbackEvent) => Promise<void>;
  /** Runs the callbacks of an event inside the migration that is under way. @throws MigrationError */
  readonly innerCallbacks: (event: CallbackEvent) => Promise<void>;
  /** True if a script may have left something in the session since it was last clean. */
  readonly touched: () => boolean;
  readonly stop: () => void;
};

type State = {
  readonly ctx: DatabaseContext;
  readonly session: ScriptSession;
  readonly watch: StatementWatch;
  readonly byEvent: ReadonlyMap<CallbackEvent, readonly ResolvedCallback[]>;
  touched: boolean;
};

function groupByEvent(callbacks: readonly ResolvedCallback[]): ReadonlyMap<CallbackEvent, readonly ResolvedCallback[]> {
  const groups = new Map<CallbackEvent, ResolvedCallback[]>();
  for (const callback of callbacks) groups.set(callback.event, [...(groups.get(callback.event) ?? []), callback]);
  return groups;
}

async function prepare(state: State, autocommit: boolean): Promise<void> {
  if (state.touched) {
    await state.ctx.keeper?.sessionEnds(state.session);
    await state.session.reset(state.ctx.table.schema);
    state.ctx.keeper?.sessionReset();
    state.touched = false;
    if (state.byEvent.has("afterConnect")) {
      await innerCallbacks(state, "afterConnect");
      // As in Flyway: whatever else it sets reaches the migrations, these two do not.
      await state.session.restoreChecks();
    }
  }
  if (!autocommit) return;
  await state.session.setAutocommit(true);
  state.touched = true;
}

async function innerCallbacks(state: State, event: CallbackEvent): Promise<void> {
  for (const callback of state.byEvent.get(event) ?? []) {
    const checked = await checkScript(state.ctx, callback.source);
    try {
      await runScript(state, scriptRun(state, callback.source, checked, "FAILED_CALLBACK"), checked, false);
    } catch (error) {
      throw error instanceof ScriptError ? new MigrationError([error.problem], { cause: error }) : error;
    }
  }
}

async function callbacks(state: State, event: CallbackEvent): Promise<void> {
  if (!state.byEvent.has(event)) return;
  await prepare(state, false);
  state.ctx.ports.progress.message("info", `callback ${event}`, state.ctx.config.name);
  try {
    await innerCallbacks(state, event);
    await state.session.commit();
  } catch (error) {
    await state.session.rollback().catch(() => undefined);
    throw error;
  }
}

function scriptRun(state: State, source: ScriptSource, checked: CheckedScript, failureCode: ErrorCode): ScriptRun {
  const { ctx, session, watch } = state;
  const notes = openServerNotes(source.shownPath, (level, text) =>
    ctx.ports.progress.message(level, text, ctx.config.name),
  );
  return { ctx, session, watch, source, total: checked.total, failureCode, notes, applied: 0 };
}

const STATEMENT_EVENTS = [
  "beforeEachMigrateStatement",
  "afterEachMigrateStatement",
  "afterEachMigrateStatementError",
] as const;

/** Does not reject before somebody asks. */
type Later<T> = () => Promise<T>;

function later<T>(promise: Promise<T>): Later<T> {
  promise.catch(() => undefined);
  return () => promise;
}

/** True if the statements that follow can only be read once this one has been run: it may change how quotes are read. */
function mustWait({ effect }: ScriptStatement): boolean {
  return effect.has("sql-mode") || effect.has("hidden");
}

async function runScript(
  state: State,
  run: ScriptRun,
  checked: CheckedScript,
  withCallbacks: boolean,
): Promise<number> {
  const reader = openScript(state.ctx, run.source, checked);
  try {
    let done = 0;
    for (let next = await reader.next(); next !== null;) {
      if (state.ctx.ports.signal.aborted) throw cancelledBefore(run, next.statement, done + 1);
      const running = runOne(state, run, { ...next, number: done + 1, withCallbacks });
      // While the server works on one statement of a large script, the next one is read.
      const following: Later<ScriptStatement | null> | null =
        checked.kept !== null || mustWait(next) ? null : later(reader.next());
      const sqlMode = await running;
      if (sqlMode !== null) reader.setSqlMode(sqlMode);
      done += 1;
      next = await (following === null ? reader.next() : following());
    }
    return done;
  } finally {
    run.notes.end();
    await reader.close();
  }
}

type One = ScriptStatement & { readonly number: number; readonly withCallbacks: boolean };

/** Sends one statement, with the callbacks around it; gives the session's sql_mode if it may have changed. */
async function runOne(state: State, run: ScriptRun, { number, withCallbacks, ...one }: One): Promise<string | null> {
  if (one.effect.size > 0) state.touched = true;
  if (withCallbacks) await innerCallbacks(state, "beforeEachMigrateStatement");
  try {
    const sqlMode = await runStatement(run, one, number);
    if (withCallbacks) await innerCallbacks(state, "afterEachMigrateStatement");
    return sqlMode;
  } catch (error) {
    if (withCallbacks && error instanceof ScriptError && !error.lost)
      await innerCallbacks(state, "afterEachMigrateStatementError");
    throw error;
  }
}

/** Opens the session for scripts. */
export async function createExecutor(ctx: DatabaseContext, found: readonly ResolvedCallback[]): Promise<Executor> {
  const session = await ctx.database.scripts();
  const state: State = { ctx, session, watch: createStatementWatch(ctx), byEvent: groupByEvent(found), touched: true };
  const withCallbacks = STATEMENT_EVENTS.some((event) => state.byEvent.has(event));
  return {
    session,
    prepare: (autocommit) => prepare(state, autocommit),
    run: (source, checked, failureCode) =>
      runScript(state, scriptRun(state, source, checked, failureCode), checked, withCallbacks),
    has: (event) => state.byEvent.has(event),
    callbacks: (event) => callbacks(state, event),
    innerCallbacks: (event) => innerCallbacks(state, event),
    touched: () => state.touched,
    stop: () => state.watch.stop(),
  };
}
