import { failure } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";

/** How often a running statement is looked at, and how often a line about it is printed. */
const TICK_MS = 500;
const HEARTBEAT_MS = 10_000;
/** After a signal: how long the server gets to end the statement before we leave it behind. */
const CANCEL_MS = 3500;

type RunningStatement = {
  readonly script: string;
  readonly number: number;
  readonly of: number | null;
};

/** A signal came while the statement ran, and it ended without an error of its own. */
class InterruptedError extends Error {
  constructor() {
    super("the statement ended, but how much of it was done is not known");
    this.name = "InterruptedError";
  }
}

/** Looks after the statement that is running: heartbeat, time limit, who blocks it, and ending it on a signal. */
export type StatementWatch = {
  /** Runs `work` (the sending of one statement) under watch. */
  readonly over: <T>(statement: RunningStatement, work: () => Promise<T>) => Promise<T>;
  /** Who blocked the statement that ended last, as far as it was seen. */
  readonly lastBlocker: () => string | null;
  /** True if the statement that ended last was ended by its time limit. */
  readonly timedOut: () => boolean;
  readonly stop: () => void;
};

type Watched = RunningStatement & {
  readonly since: number;
  readonly abandon: (error: Error) => void;
  /** Elapsed time at the last heartbeat, in ms. */
  beaten: number;
  /** Who blocks it has been asked. */
  asked: boolean;
  blocker: string | null;
  timedOut: boolean;
};

/** The blocker must be looked for while the wait lasts: after the time-out it may be gone. */
async function findBlocker({ database, ports, config }: DatabaseContext, statement: Watched): Promise<void> {
  statement.asked = true;
  statement.blocker = await database.describeBlocker(null);
  if (statement.blocker === null) return;
  ports.progress.message("warning", `${statement.script}: waits for a lock held by ${statement.blocker}`, config.name);
}

async function beat(
  { database, ports, config }: DatabaseContext,
  statement: Watched,
  elapsedMs: number,
): Promise<void> {
  statement.beaten = elapsedMs;
  const serverProgress = await database.runningStatementProgress();
  const { script, number, of } = statement;
  ports.progress.heartbeat({ database: config.name, script, statement: number, of, elapsedMs, serverProgress });
}

async function look(ctx: DatabaseContext, statement: Watched): Promise<void> {
  const { config, database, ports } = ctx;
  const elapsedMs = Math.round(ports.clock.now() - statement.since);
  if (config.statementTimeoutS > 0 && elapsedMs >= config.statementTimeoutS * 1000 && !statement.timedOut) {
    statement.timedOut = true;
    await database.killRunningStatement();
    return;
  }
  // The answer may take a second, since the session that asks shows what the lock is held for.
  const askAfterMs = Math.min(HEARTBEAT_MS, config.lockWaitTimeoutS * 400);
  if (!statement.asked && elapsedMs >= askAfterMs) await findBlocker(ctx, statement);
  if (elapsedMs - statement.beaten >= HEARTBEAT_MS) await beat(ctx, statement, elapsedMs);
}

function endOnServer({ database }: DatabaseContext, statement: Watched): void {
  void database.killRunningStatement().catch(() => undefined);
  const message = "The running statement could not be ended in time; it may still be running on the server.";
  setTimeout(() => statement.abandon(failure("CANCELLED", message)), CANCEL_MS).unref();
}

export function createStatementWatch(ctx: DatabaseContext): StatementWatch {
  const { ports } = ctx;
  let current: Watched | null = null;
  let last: Watched | null = null;
  const timer = setInterval(() => {
    // What is shown is not worth failing for.
    if (current !== null) void look(ctx, current).catch(() => undefined);
  }, TICK_MS);
  timer.unref();
  const onAbort = (): void => {
    if (current !== null) endOnServer(ctx, current);
  };
  ports.signal.addEventListener("abort", onAbort);

  return {
    over(statement, work) {
      // One promise and no race: this is done for every statement of every script.
      return new Promise((resolve, reject) => {
        const watched: Watched = {
          ...statement,
          since: ports.clock.now(),
          abandon: reject,
          beaten: 0,
          asked: false,
          blocker: null,
          timedOut: false,
        };
        current = watched;
        last = watched;
        async function settle(): Promise<void> {
          try {
            const result = await work();
            // A statement that is killed may still report success (a cut-short SLEEP does): it cannot count as done.
            if (ports.signal.aborted || watched.timedOut) throw new InterruptedError();
            resolve(result);
          } catch (error) {
            reject(error);
          } finally {
            current = null;
          }
        }
        void settle();
      });
    },
    lastBlocker: () => last?.blocker ?? null,
    timedOut: () => last?.timedOut ?? false,
    stop() {
      clearInterval(timer);
      ports.signal.removeEventListener("abort", onAbort);
    },
  };
}
