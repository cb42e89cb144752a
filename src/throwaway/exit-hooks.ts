/** What is still to be cleaned up when this process ends. */
const cleanups = new Set<() => void>();

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs a clean-up, which must be synchronous, when this process ends by itself or by a signal.
 * @returns a function that takes it off the list again
 */
export function onProcessEnd(cleanup: () => void): () => void {
  if (cleanups.size === 0) listen();
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) unlisten();
  };
}

function listen(): void {
  process.on("exit", cleanUp);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", cleanUp);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function cleanUp(): void {
  for (const cleanup of cleanups) cleanup();
  cleanups.clear();
}

/**
 * A listener takes the signal's default effect away. If the program has listeners of its own it decides when to end, and "exit"
 * follows; if we are the only one, we clean up and let the signal do what it would have done.
 */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  cleanUp();
  unlisten();
  process.kill(process.pid, signal);
}
