/** Statements of our own that wait for a lock: who holds it is asked while the wait lasts, and they are sent again as the script's are. */

const LOCK_WAIT_TIMEOUT = 1205;
/** How often a statement is sent again, and the first pause in ms (then doubled). */
const RETRIES = 2;
const PAUSE_MS = 1000;
/** A statement may take long without waiting for anybody: how long it is left alone at most, in ms. */
const LOOK_MS = 10_000;

export type LockWaitOptions = {
  readonly lockWaitTimeoutS: number;
  /** Who holds the lock that a session waits for, in words; null if it waits for none, or that cannot be told. @param session connection id; null: the script's */
  readonly blockerOf: (session: number | null) => Promise<string | null>;
  readonly warn: (message: string) => void;
};

/** Sends a statement on a session (as for `blockerOf`), again if it waited too long for a lock. */
export type Patience = <T>(session: number | null, send: () => Promise<T>) => Promise<T>;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const isLockWait = (error: unknown): error is Error =>
  error instanceof Error && (error as { readonly errno?: number }).errno === LOCK_WAIT_TIMEOUT;

/** The server's error with the name of who was in the way. */
function withHolder(error: Error, holder: string | null): Error {
  if (holder === null) return error;
  const { errno, code, sqlState } = error as Error & Readonly<Record<"errno" | "code" | "sqlState", unknown>>;
  const message = `${error.message}; blocked by ${holder}`;
  return Object.assign(new Error(message, { cause: error }), { errno, code, sqlState, sqlMessage: message });
}

export function createPatience({ lockWaitTimeoutS, blockerOf, warn }: LockWaitOptions): Patience {
  /** The holder must be looked for while the wait lasts: after the time-out it may be gone. */
  async function once<T>(session: number | null, send: () => Promise<T>): Promise<T> {
    let asked = Promise.resolve<string | null>(null);
    async function look(): Promise<string | null> {
      const holder = await blockerOf(session).catch(() => null);
      if (holder !== null) warn(`the way back: waits for a lock held by ${holder}`);
      return holder;
    }
    const timer = setTimeout(
      () => {
        asked = look();
      },
      Math.min(LOOK_MS, lockWaitTimeoutS * 400),
    );
    try {
      return await send();
    } catch (error) {
      if (!isLockWait(error)) throw error;
      throw withHolder(error, await asked);
    } finally {
      clearTimeout(timer);
    }
  }

  return async (session, send) => {
    for (let again = 0; ; again += 1) {
      try {
        return await once(session, send);
      } catch (error) {
        // It has done nothing, so it can be sent again.
        if (!isLockWait(error) || again === RETRIES) throw error;
        const waitMs = PAUSE_MS * 2 ** again;
        warn(`the way back: ${error.message}; trying again in ${waitMs / 1000} s`);
        await pause(waitMs);
      }
    }
  };
}
