/** A hold on the process that a library starts. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";

type Found = (child: ChildProcess) => void;

/** Node's own channel: it tells of every process that is made, before the library has it. */
const CHANNEL = "child_process";

const starting = new AsyncLocalStorage<Found>();

/**
 * Does work that starts one process by a library that keeps the process for itself, as @actions/exec does: it could be neither ended nor fed.
 *
 * @param found is given the process of this very work, whatever others start meanwhile; it is not running yet
 */
export async function withProcess<T>(found: Found, work: () => Promise<T>): Promise<T> {
  const tell = (message: unknown): void => {
    if (starting.getStore() === found) found((message as { readonly process: ChildProcess }).process);
  };
  subscribe(CHANNEL, tell);
  try {
    return await starting.run(found, work);
  } finally {
    unsubscribe(CHANNEL, tell);
  }
}
