/** How long after a signal the process is given to stop by itself, in ms. */
const LIMIT_MS = 4500;

/** What is needed of `process`; tests hand in an emitter. */
export type SignalSource = {
  readonly on: (signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void) => unknown;
  readonly off: (signal: "SIGINT" | "SIGTERM" | "SIGHUP", listener: () => void) => unknown;
  readonly exit: (code: number) => void;
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into one AbortSignal. A CI host kills the process some seconds after it asked it to stop
 * (GitHub: 7.5 s after SIGINT), so whatever hangs then is cut: the process ends with 5 and its connections with it.
 */
export function createSignal(
  source: SignalSource,
  say: (line: string) => void,
  /** Somebody watches who can wait until everything has gone back, and can send another signal if not. */
  isAttended = false,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const listeners = SIGNALS.map((name) => {
    const listener = (): void => {
      if (controller.signal.aborted) {
        if (!isAttended) return;
        say(`${name} again: ended here; the next run, or \`flyback rollback\`, takes back what is left`);
        source.exit(5);
        return;
      }
      say(`${name}: stopping; the running statement is ended on the server`);
      controller.abort();
      if (isAttended) return;
      timer = setTimeout(() => source.exit(5), LIMIT_MS);
      timer.unref();
    };
    source.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    stop() {
      if (timer !== null) clearTimeout(timer);
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
}
