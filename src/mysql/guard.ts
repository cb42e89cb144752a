import { lockName } from "../core/history/lock-name.ts";
import { failure } from "../core/problem.ts";
import type { RunLock, TableName } from "../engine/ports.ts";
import type { Connection } from "./connection.ts";
import { isConnectionLost } from "./driver-error.ts";
import { text } from "./sql-text.ts";

/**
 * How long one of the holder's sleeping statements lasts, in seconds. It shows in the process list what the lock is held for;
 * a server notices a dead client only when such a statement ends, and other work of this session waits for it.
 */
const HOLD_S = 1;
/** How long one wait for the lock lasts, in seconds, before the holder is looked up again. */
const WAIT_S = 2;

/** A comment cannot end early, whatever the label holds. */
function comment(label: string): string {
  return `/* flyback: ${label.replace(/[^\x20-\x7e]|\*\//g, "?").slice(0, 200)} */`;
}

type Holder = { readonly id: number; readonly words: string };

function quoted(info: string): string {
  const ours = /\/\* flyback: (.*?) \*\//.exec(info);
  return ours?.[1] === undefined ? `running: ${info.slice(0, 120)}` : `flyback, ${ours[1]}`;
}

async function holderOf(connection: Connection, name: string): Promise<Holder | null> {
  const [used] = await connection.query(`SELECT IS_USED_LOCK(${text(name)}) AS id`);
  if (used?.["id"] === null || used?.["id"] === undefined) return null;
  const id = Number(used["id"]);
  const rows = await connection.query(
    `SELECT USER AS user, HOST AS host, TIME AS seconds, INFO AS info FROM information_schema.PROCESSLIST WHERE ID = ${id}`,
  );
  const row = rows[0];
  if (row === undefined)
    return { id, words: `connection ${id} (who that is can be seen with the PROCESS privilege only)` };
  const info = row["info"] === null ? `idle for ${String(row["seconds"])} s` : quoted(String(row["info"]));
  return { id, words: `connection ${id}, user ${String(row["user"])} from ${String(row["host"])}, ${info}` };
}

export type LockRequest = {
  readonly table: TableName;
  readonly timeoutS: number;
  /** What is waited for, as the start of the message when the time is over. */
  readonly subject: string;
  /** What the run is called for others. */
  readonly label: string;
  readonly signal: AbortSignal;
  /** Called when the wait begins and when the holder changes. */
  readonly onWait: (holder: string) => void;
};

/** GET_LOCK answers 1: got it, 0: timed out, NULL: an error, such as being killed. */
async function tryLock(connection: Connection, name: string, request: LockRequest, waitS: number): Promise<boolean> {
  const rows = await connection.query(
    `SELECT GET_LOCK(${text(name)}, ${waitS}) AS got ${comment(`${request.label}, waiting`)}`,
  );
  const got = rows[0]?.["got"];
  if (got === null || got === undefined) {
    throw failure(
      "LOCK_TIMEOUT",
      `The server gave no answer to the request for the lock ${name} (GET_LOCK returned NULL).`,
    );
  }
  return Number(got) === 1;
}

async function waitForLock(connection: Connection, name: string, request: LockRequest): Promise<void> {
  if (await tryLock(connection, name, request, 0)) return;
  let holder: Holder | null = null;
  for (let left = request.timeoutS; left > 0; left -= WAIT_S) {
    const now = await holderOf(connection, name);
    if (now !== null && now.id !== holder?.id) request.onWait(now.words);
    holder = now ?? holder;
    if (request.signal.aborted) throw failure("CANCELLED", "Stopped while waiting for the lock; nothing was changed.");
    if (await tryLock(connection, name, request, Math.min(WAIT_S, left))) return;
  }
  holder = (await holderOf(connection, name)) ?? holder;
  throw failure(
    "LOCK_TIMEOUT",
    `${request.subject} (${name}): no end of it within ${request.timeoutS} s.` +
      ` Held by ${holder?.words ?? "a connection that has ended meanwhile"}.`,
  );
}

/**
 * Ends the sleeping statement. Its end may be asked for just before it begins, so it is asked for until it has come. The asking
 * is not waited for: the session that asks may itself be busy, and the statement ends by itself soon.
 */
async function wakeUntil(wake: () => Promise<void>, done: Promise<void>): Promise<void> {
  const over = done.then(() => true);
  const soon = (): Promise<boolean> => new Promise((resolve) => void setTimeout(() => resolve(false), 50));
  let asking: Promise<void> | null = null;
  do {
    asking ??= wake()
      .catch(() => undefined)
      .finally(() => (asking = null));
  } while (!(await Promise.race([over, soon()])));
}

/** The lock of the run, with a way to show what it is held for. */
export type Guard = RunLock & {
  /** From now on the session runs short sleeping statements that carry the label. `wake` ends the one that is running. */
  readonly showHolding: (wake: () => Promise<void>) => void;
  /** Stops that, so that the session is free for other work; the lock stays. */
  readonly rest: () => Promise<void>;
};

/** The main session, with the news whether others than the holder of the lock have queries for it. */
export type SharedConnection = Connection & { readonly isWanted: () => boolean };

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The sleeping statements of a session, one after the other until they are ended. */
type Holding = { readonly end: () => Promise<void> };

function startHolding(connection: SharedConnection, statement: string, wake: () => Promise<void>): Holding {
  const state = { ended: false };
  async function hold(): Promise<void> {
    while (!state.ended && !connection.lost()) {
      // Other work of the session goes first, also when it comes in several queries.
      if (connection.isWanted()) {
        await pause(20);
        continue;
      }
      await connection.query(statement).catch((error: unknown) => {
        if (isConnectionLost(error)) state.ended = true;
      });
    }
  }
  const done = hold();
  return {
    async end() {
      state.ended = true;
      await wakeUntil(wake, done);
    },
  };
}

/**
 * Takes the run's lock: one advisory lock for the history table, held by this session until it is released or ends.
 * (On a cluster an advisory lock excludes runs on the same node only; the seam for a lock row is this function.)
 *
 * @throws MigrationError LOCK_TIMEOUT naming the holder; CANCELLED
 */
export async function acquireGuard(connection: SharedConnection, request: LockRequest): Promise<Guard> {
  const name = lockName(request.table.schema, request.table.table);
  await waitForLock(connection, name, request);
  const since = new Date().toISOString();
  const statement = `SELECT SLEEP(${HOLD_S}) ${comment(`${request.label}, lock held since ${since}`)}`;
  let holding: Holding | null = null;

  async function rest(): Promise<void> {
    const current = holding;
    holding = null;
    await current?.end();
  }

  return {
    held: () => !connection.lost(),
    showHolding(wake) {
      holding ??= startHolding(connection, statement, wake);
    },
    rest,
    async release() {
      await rest();
      if (connection.lost()) return;
      await connection.query(`SELECT RELEASE_LOCK(${text(name)}) AS released`).catch(() => undefined);
    },
  };
}

/**
 * Takes the lock of the session that runs scripts. A killed run loses the run's lock at once, but the server goes on with the
 * statement that its script session had sent, and gives up that session's locks only when it has ended: until then a new run
 * must not send anything, or it would meet half of the old one's work.
 *
 * @throws MigrationError LOCK_TIMEOUT naming the surviving statement; CANCELLED
 */
export async function acquireScriptLock(connection: Connection, request: LockRequest): Promise<void> {
  const name = `${lockName(request.table.schema, request.table.table)}-scripts`;
  await waitForLock(connection, name, {
    ...request,
    subject: "A statement of an ended run is still running on the server",
  });
}

/**
 * Ends the session that holds the lock for scripts, with the statement that it may still be running, and waits for the lock: from then on
 * nothing of a run that was killed, or is being stopped, can change anything any more.
 *
 * @throws MigrationError LOCK_TIMEOUT
 */
export async function endScriptHolder(connection: Connection, request: LockRequest): Promise<void> {
  const name = `${lockName(request.table.schema, request.table.table)}-scripts`;
  const [used] = await connection.query(`SELECT IS_USED_LOCK(${text(name)}) AS id`);
  const holder = used?.["id"] ?? null;
  // It may be gone by now, or belong to another account.
  if (holder !== null && Number(holder) !== connection.id) {
    await connection.query(`KILL ${Number(holder)}`).catch(() => undefined);
  }
  // A signal has stopped the scripts, not what brings them back.
  await acquireScriptLock(connection, { ...request, signal: new AbortController().signal });
  await connection.query(`SELECT RELEASE_LOCK(${text(name)}) AS released`);
}
