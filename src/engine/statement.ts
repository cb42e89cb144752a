/** Sending one statement of a script: size check, lock waits, what the server says to it, and what it means when it fails. */
import type { ScriptSource } from "../core/migration/resolved-migration.ts";
import { MigrationError, type ErrorCode, type Problem } from "../core/problem.ts";
import { renderRows } from "../core/render-rows.ts";
import { displayStatement } from "../core/sql/display.ts";
import { commitsFirst } from "../core/sql/implicit-commit.ts";
import type { SessionEffect } from "../core/sql/session-effect.ts";
import type { Statement } from "../core/sql/splitter.ts";
import type { DatabaseContext } from "./context.ts";
import type { ScriptSession, StatementResult } from "./ports.ts";
import { ScriptError } from "./script-error.ts";
import type { ScriptStatement } from "./script.ts";
import type { ServerNotes } from "./server-notes.ts";
import type { StatementWatch } from "./watch.ts";

/** How often a statement is sent again after it waited too long for a lock, and the first pause in ms (then doubled). */
const LOCK_RETRIES = 2;
const LOCK_PAUSE_MS = 1000;
/** Rows of a script's SELECT that are shown. */
const SHOWN_ROWS = 50;
/** What a packet holds besides the statement's text, generously. */
const PACKET_OVERHEAD = 64;

/** A script that is being run. */
export type ScriptRun = {
  readonly ctx: DatabaseContext;
  readonly session: ScriptSession;
  readonly watch: StatementWatch;
  readonly source: ScriptSource;
  readonly total: number | null;
  /** The code of a problem when a statement fails. */
  readonly failureCode: ErrorCode;
  readonly notes: ServerNotes;
  /** Statements so far that a rollback would not take back: those up to the last commit, an implicit one included. */
  applied: number;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

function placeOf(run: ScriptRun, statement: Statement): NonNullable<Problem["at"]> {
  return { file: run.source.shownPath, line: statement.line, column: statement.column };
}

function say(run: ScriptRun, level: "info" | "warning", text: string): void {
  run.ctx.ports.progress.message(level, text, run.ctx.config.name);
}

async function sendWithRetries(
  run: ScriptRun,
  statement: Statement,
  number: number,
  effect: SessionEffect,
): Promise<StatementResult> {
  const { ctx, watch } = run;
  const options = {
    sqlModeMayChange: effect.has("sql-mode") || effect.has("hidden"),
    maxRows: ctx.config.migrate.outputQueryResults ? SHOWN_ROWS : 0,
  };
  // A lock wait ends before the statement has done anything, so it can be sent again; but not what may hide several steps.
  const retries = effect.has("hidden") || ctx.database.server.rollbackOnTimeout ? 0 : LOCK_RETRIES;
  for (let again = 0; ; again += 1) {
    try {
      const running = { script: run.source.shownPath, number, of: run.total };
      return await watch.over(running, () => run.session.run(statement.sql, options));
    } catch (error) {
      const waited = ctx.database.describeError(error).kind === "lock-wait";
      if (!waited || again >= retries || ctx.ports.signal.aborted) throw error;
      const waitMs = LOCK_PAUSE_MS * 2 ** again;
      const holder = watch.lastBlocker();
      const who = holder === null ? "" : ` (held by ${holder})`;
      say(
        run,
        "warning",
        `${run.source.shownPath}:${statement.line}: waited too long for a lock${who}; trying again in ${waitMs / 1000} s`,
      );
      await pause(waitMs);
    }
  }
}

function showResult(run: ScriptRun, statement: Statement, result: StatementResult): void {
  run.notes.show(statement.line, result.warnings);
  if (!run.ctx.config.migrate.outputQueryResults) return;
  for (const rows of result.results) say(run, "info", renderRows(rows));
}

/** A statement larger than the server takes would cost the connection, so it is not sent. */
function checkSize(run: ScriptRun, statement: Statement, number: number): void {
  const limit = run.ctx.database.server.maxAllowedPacket;
  // A UTF-16 unit is at most three bytes in UTF-8: only large ones are worth counting.
  if (statement.sql.length * 3 + PACKET_OVERHEAD <= limit) return;
  const bytes = new TextEncoder().encode(statement.sql).length + PACKET_OVERHEAD;
  if (bytes <= limit) return;
  throw new ScriptError(
    {
      code: "PACKET_TOO_LARGE",
      message: `The statement has ${bytes} bytes, but the server takes ${limit} at most (max_allowed_packet).`,
      at: placeOf(run, statement),
      statement: { sql: displayStatement(statement.sql), number, of: run.total },
    },
    countsOf(run, number, false),
  );
}

/** What is known when statement `number` fails. */
function countsOf(
  run: ScriptRun,
  number: number,
  lost: boolean,
): { done: number; applied: number; total: number | null; lost: boolean } {
  return { done: number - 1, applied: run.applied, total: run.total, lost };
}

/**
 * Sends a statement, once what it may change is kept.
 *
 * @returns the session's sql_mode if the statement may have changed it, else null
 * @throws ScriptError when the server refuses it, it is cancelled, or the connection is lost
 */
export async function runStatement(
  run: ScriptRun,
  { statement, effect, mode, touches }: ScriptStatement,
  number: number,
): Promise<string | null> {
  checkSize(run, statement, number);
  if (run.ctx.run.reports.logSql === "all") {
    say(
      run,
      "info",
      `${run.source.shownPath}:${statement.line}: ${displayStatement(statement.sql, { maxLength: 2000 })}`,
    );
  }
  const keeper = run.ctx.keeper;
  const touching = { sql: statement.sql, mode, touches };
  try {
    await keeper?.before(touching, run.session);
    const result = await sendWithRetries(run, statement, number, effect);
    await keeper?.after(touching, { affectedRows: result.affectedRows }, run.session);
    if (result.inTransaction === false) run.applied = number;
    showResult(run, statement, result);
    return result.sqlMode;
  } catch (error) {
    if (commitsFirst(statement.sql)) run.applied = number - 1;
    await keeper?.after(touching, null, run.session).catch(() => undefined);
    throw toScriptError(run, statement, number, keeper?.asProblem(error) ?? error);
  }
}

type Verdict = { readonly code: ErrorCode; readonly message: string; readonly help?: string };

function verdictOf(run: ScriptRun, error: unknown): Verdict & { readonly lost: boolean } {
  const { kind, message } = run.ctx.database.describeError(error);
  const { watch, ctx } = run;
  if (kind === "lost")
    return {
      code: "SERVER_GONE",
      message: `The connection was lost while the statement was running: ${message}`,
      lost: true,
    };
  if (kind === "packet-too-large") return { code: "PACKET_TOO_LARGE", message, lost: true };
  if (ctx.ports.signal.aborted) return { code: "CANCELLED", message: `Stopped by a signal: ${message}`, lost: false };
  if (watch.timedOut()) {
    return {
      code: run.failureCode,
      message: `Ended after ${ctx.config.statementTimeoutS} s (statement-timeout): ${message}`,
      lost: false,
    };
  }
  if (kind === "lock-wait") {
    const holder = watch.lastBlocker();
    return { code: "LOCK_WAIT", message: `${message}${holder === null ? "" : `; blocked by ${holder}`}`, lost: false };
  }
  return { code: run.failureCode, message, lost: false };
}

function toScriptError(run: ScriptRun, statement: Statement, number: number, error: unknown): ScriptError {
  if (error instanceof MigrationError) {
    const problem = { ...error.problems[0], at: placeOf(run, statement) } as Problem;
    // Given up after a signal the session still runs the statement, so it is of no more use; one that was refused was never sent.
    return new ScriptError(problem, countsOf(run, number, problem.code === "CANCELLED"), error);
  }
  const { lost, ...verdict } = verdictOf(run, error);
  const { sqlError } = run.ctx.database.describeError(error);
  const problem: Problem = {
    ...verdict,
    at: placeOf(run, statement),
    ...(sqlError === undefined ? {} : { sqlError }),
    ...(run.ctx.run.reports.logSql === "none"
      ? {}
      : { statement: { sql: displayStatement(statement.sql), number, of: run.total } }),
  };
  return new ScriptError(problem, countsOf(run, number, lost), error);
}

/** The run was stopped between two statements. */
export function cancelledBefore(run: ScriptRun, statement: Statement, number: number): ScriptError {
  return new ScriptError(
    { code: "CANCELLED", message: "Stopped by a signal before this statement.", at: placeOf(run, statement) },
    countsOf(run, number, false),
  );
}
