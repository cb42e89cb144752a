/** The only loop that changes a database by migrations. */
import { migrationRow, nextRank } from "../core/history/history-row.ts";
import type { SchemaHistory } from "../core/history/applied-migration.ts";
import { typeCodeOf, type ResolvedMigration } from "../core/migration/resolved-migration.ts";
import { failure, MigrationError, type ErrorCode, type Problem } from "../core/problem.ts";
import type { StepResult } from "../core/result.ts";
import type { Scripts } from "./callbacks.ts";
import type { DatabaseContext } from "./context.ts";
import type { Executor } from "./executor.ts";
import { installedBy } from "./opening.ts";
import { recordFailure, recordSuccess } from "./record.ts";
import { ScriptError } from "./script-error.ts";
import { checkScript, type CheckedScript } from "./script.ts";
import type { HistoryRow } from "./ports.ts";

const FAILURE_CODES: Readonly<Record<ResolvedMigration["kind"], ErrorCode>> = {
  versioned: "FAILED_VERSIONED_MIGRATION",
  repeatable: "FAILED_REPEATABLE_MIGRATION",
  baseline: "FAILED_BASELINE_MIGRATION",
};

type StepFacts = "status" | "durationMs" | "statementsDone" | "statementsApplied" | "statementsTotal" | "recorded";

/** A step's part that is the same however it ends. */
export function stepOf(migration: ResolvedMigration): Omit<StepResult, StepFacts> {
  return {
    version: migration.version?.text ?? null,
    description: migration.description,
    type: typeCodeOf(migration.kind),
    script: migration.script,
    path: migration.source.shownPath,
  };
}

/** What is known of a step that was not run. */
export const NOTHING_DONE = { durationMs: 0, statementsDone: null, statementsApplied: null, recorded: false } as const;

/** A script's check that was begun early; its outcome waits for the script's turn. */
type Ahead = Promise<{ readonly checked: CheckedScript } | { readonly error: unknown }>;

/**
 * Checks a script while the server is busy with the one before. It begins in a later turn of the event loop, when the first
 * statement of that one is on its way.
 */
function checkAhead(ctx: DatabaseContext, migration: ResolvedMigration): Ahead {
  return new Promise((resolve) => {
    setImmediate(() => {
      checkScript(ctx, migration.source).then(
        (checked) => resolve({ checked }),
        (error: unknown) => resolve({ error }),
      );
    });
  });
}

type Run = {
  readonly ctx: DatabaseContext;
  readonly executor: Executor;
  readonly migration: ResolvedMigration;
  readonly rank: number;
  readonly startedAt: number;
  readonly ahead: Ahead | null;
};

function rowOf(run: Run, success: boolean): HistoryRow {
  const { ctx, migration, rank } = run;
  const executionTimeMs = ctx.ports.clock.now() - run.startedAt;
  return {
    ...migrationRow(migration, { installedRank: rank, executionTimeMs, success }),
    installedBy: installedBy(ctx),
  };
}

/** What is known when a migration has failed. */
type Failed = {
  readonly problem: Problem;
  readonly done: number;
  readonly applied: number;
  readonly total: number | null;
  readonly recorded: boolean;
  /** It failed while the script ran, callbacks around its statements included; not before and not after. */
  readonly inScript: boolean;
};

/** Text that cannot be read: nothing was sent. Flyway leaves a failed row only if the script's own .conf sets the transaction. */
async function check(run: Run): Promise<CheckedScript | Failed> {
  try {
    const ahead = run.ahead === null ? null : await run.ahead;
    if (ahead === null) return await checkScript(run.ctx, run.migration.source);
    if ("checked" in ahead) return ahead.checked;
    throw ahead.error;
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const wanted = run.migration.source.config.executeInTransaction !== undefined;
    const recorded = wanted && (await recordFailure(run.ctx, run.executor, rowOf(run, false)));
    return { problem: error.problems[0] as Problem, done: 0, applied: 0, total: null, recorded, inScript: false };
  }
}

/** How far `execute` came. */
type Progress = { sent: boolean; inScript: boolean; done: number };

function toFailed(error: unknown, checked: CheckedScript, { done, inScript }: Progress): Omit<Failed, "recorded"> {
  if (error instanceof ScriptError) {
    return { problem: error.problem, done: error.done, applied: error.applied, total: error.total, inScript };
  }
  // A callback, or the row itself: the script is through, and what a rollback takes back of it is not known.
  if (error instanceof MigrationError) {
    return { problem: error.problems[0] as Problem, done, applied: done, total: checked.total, inScript };
  }
  throw error;
}

async function rollBack(run: Run): Promise<void> {
  const warnings = await run.executor.session.rollback().catch(() => []);
  for (const { message } of warnings) {
    run.ctx.recorder.notice({
      level: "warning",
      message: `The rollback was not complete: ${message}`,
      at: { file: run.migration.source.shownPath },
    });
  }
}

/** Runs the script with the callbacks around it and writes its row; all in one transaction unless the script wants none. */
async function execute(run: Run, checked: CheckedScript): Promise<number | Failed> {
  const { ctx, executor, migration } = run;
  const transactional = migration.source.config.executeInTransaction ?? ctx.config.migrate.executeInTransaction;
  const progress: Progress = { sent: false, inScript: false, done: 0 };
  try {
    await executor.prepare(!transactional);
    await ctx.keeper?.ahead([checked.foreseen]);
    await executor.innerCallbacks("beforeEachMigrate");
    progress.sent = true;
    progress.inScript = true;
    progress.done = await executor.run(migration.source, checked, FAILURE_CODES[migration.kind]);
    progress.inScript = false;
    await executor.innerCallbacks("afterEachMigrate");
    await recordSuccess(ctx, executor, rowOf(run, true));
    return progress.done;
  } catch (error) {
    const failed = toFailed(error, checked, progress);
    const lost = error instanceof ScriptError && error.lost;
    if (!lost) await rollBack(run);
    // A callback that fails before the script leaves nothing to record.
    const recorded = progress.sent && (await recordFailure(ctx, executor, rowOf(run, false), lost));
    return { ...failed, recorded };
  }
}

const isFailed = (value: object | number): value is Failed => typeof value === "object" && "problem" in value;

const UNTOUCHED_HELP = "Nothing of this migration is in effect. Correct the file";

/** The general help speaks of effects to undo; where there are none, it says so. */
function withHelp({ problem, applied, recorded }: Failed): Problem {
  if (problem.code === "FAILED_CALLBACK" && recorded) {
    return {
      ...problem,
      help: "The migration is recorded as failed. Correct the callback, undo the migration, then run `flyback repair` and `flyback migrate`.",
    };
  }
  const failures: readonly ErrorCode[] = Object.values(FAILURE_CODES);
  if (applied > 0 || !failures.includes(problem.code)) return problem;
  const next = recorded ? ", then run `flyback repair` and `flyback migrate`." : ", then run `flyback migrate`.";
  return { ...problem, help: UNTOUCHED_HELP + next };
}

/** A step, and whether it failed while its script ran. */
type Ran = { readonly step: StepResult; readonly failedInScript: boolean };

async function runOne(run: Run): Promise<Ran> {
  const { ctx, migration } = run;
  const base = stepOf(migration);
  const elapsed = (): number => Math.round(ctx.ports.clock.now() - run.startedAt);
  const checked = await check(run);
  if (ctx.config.migrate.skipExecutingMigrations && !isFailed(checked)) {
    await run.executor.prepare(false);
    await recordSuccess(ctx, run.executor, rowOf(run, true));
    const facts = { ...NOTHING_DONE, durationMs: elapsed(), statementsTotal: checked.total, recorded: true };
    return { step: { ...base, ...facts, status: "skipped-executing" }, failedInScript: false };
  }
  const outcome = isFailed(checked) ? checked : await execute(run, checked);
  const total = isFailed(checked) ? null : checked.total;
  const durationMs = elapsed();
  if (!isFailed(outcome)) {
    const counts = { statementsDone: outcome, statementsApplied: outcome, statementsTotal: total ?? outcome };
    return { step: { ...base, ...counts, status: "success", durationMs, recorded: true }, failedInScript: false };
  }
  const { done, applied, recorded, inScript } = outcome;
  const counts = { statementsDone: done, statementsApplied: applied, statementsTotal: total };
  const step: StepResult = { ...base, ...counts, status: "failed", durationMs, recorded, problem: withHelp(outcome) };
  return { step, failedInScript: inScript };
}

async function guarded(run: Run, index: number, of: number): Promise<Ran> {
  const { ctx, migration } = run;
  const event = { database: ctx.config.name, script: migration.source.shownPath, index, of };
  ctx.ports.progress.migrationStarted(event);
  const ran = await runOne(run);
  const { step } = ran;
  const status = step.status === "skipped-executing" || step.status === "failed" ? step.status : "success";
  ctx.ports.progress.migrationEnded({ ...event, durationMs: step.durationMs, status });
  return ran;
}

function recordNotRun(ctx: DatabaseContext, rest: readonly ResolvedMigration[]): void {
  for (const migration of rest) {
    ctx.recorder.step({ ...stepOf(migration), ...NOTHING_DONE, status: "not-run", statementsTotal: null });
  }
}

/** Problems after which no callback can be run. */
const FINAL: readonly ErrorCode[] = ["SERVER_GONE", "CANCELLED"];

/** Ends the run at a failed step. */
async function stopAt(scripts: Scripts, { step, failedInScript }: Ran): Promise<never> {
  const problem = step.problem ?? { code: "INTERNAL", message: "a migration failed without a problem" };
  // Flyway fires it for what fails inside the script, not for a callback around it, nor for text that cannot be read.
  if (failedInScript && !FINAL.includes(problem.code)) await scripts.fireAfterError("afterEachMigrateError");
  throw new MigrationError([problem]);
}

/** Before each migration. @throws MigrationError CANCELLED, SERVER_GONE */
function checkMayGoOn(ctx: DatabaseContext): void {
  if (ctx.ports.signal.aborted) throw failure("CANCELLED", "Stopped by a signal between two migrations.");
  if (ctx.database.lockIsHeld()) return;
  throw failure(
    "SERVER_GONE",
    "The session that holds the lock was lost, so another run may have begun; stopped between two migrations.",
    {
      help: "See why the server ended that session (its log, wait_timeout, KILL), then run again.",
    },
  );
}

/** Between the last versioned migration and the first repeatable one. */
async function beforeRepeatables(scripts: Scripts): Promise<void> {
  await scripts.fire("afterVersioned");
  await scripts.fire("beforeRepeatables");
}

/**
 * Runs migrations in order and writes each one's row with it; stops at the first that fails. Every one of `pending` becomes a
 * step of the result.
 *
 * @throws MigrationError the failed one's problem; CANCELLED; FAILED_CALLBACK
 */
export async function applyMigrations(
  ctx: DatabaseContext,
  scripts: Scripts,
  pending: readonly ResolvedMigration[],
  history: SchemaHistory,
): Promise<void> {
  const executor = await scripts.executor();
  const firstRank = nextRank(history, "other");
  const firstRepeatable = pending.findIndex(({ kind }) => kind === "repeatable");
  let ahead: Ahead | null = null;
  let done = 0;
  try {
    for (const migration of pending) {
      if (done === firstRepeatable) await beforeRepeatables(scripts);
      checkMayGoOn(ctx);
      const run: Run = { ctx, executor, migration, rank: firstRank + done, startedAt: ctx.ports.clock.now(), ahead };
      const next = pending[done + 1];
      ahead = next === undefined ? null : checkAhead(ctx, next);
      const ran = await guarded(run, done + 1, pending.length);
      done += 1;
      ctx.recorder.step(ran.step);
      if (ran.step.status === "failed") await stopAt(scripts, ran);
    }
  } catch (error) {
    recordNotRun(ctx, pending.slice(done));
    throw error;
  }
  if (firstRepeatable < 0) await scripts.fire("afterVersioned");
}
