import type { CallbackEvent } from "../core/migration/callback-event.ts";
import type { ResolvedCallback } from "../core/migration/resolved-migration.ts";
import type { DatabaseContext } from "./context.ts";
import type { Executor } from "./executor.ts";

/** The executor and the command's callbacks; the session for scripts is opened only when one of them is needed. */
export type Scripts = {
  readonly executor: () => Promise<Executor>;
  /** Runs the callbacks of an event, if there are any. @throws MigrationError FAILED_CALLBACK */
  readonly fire: (event: CallbackEvent) => Promise<void>;
  /** The same where an error is being reported already: a failing callback is said and does not replace that error. */
  readonly fireAfterError: (event: CallbackEvent) => Promise<void>;
  readonly stop: () => void;
};

export function createScripts(ctx: DatabaseContext, callbacks: readonly ResolvedCallback[]): Scripts {
  let opened: Promise<Executor> | null = null;
  let current: Executor | null = null;

  async function open(): Promise<Executor> {
    const { createExecutor } = await import(/* webpackMode: "eager" */ "./executor.ts");
    current = await createExecutor(ctx, callbacks);
    return current;
  }
  const executor = (): Promise<Executor> => (opened ??= open());

  async function fire(event: CallbackEvent): Promise<void> {
    if (callbacks.some((callback) => callback.event === event)) await (await executor()).callbacks(event);
  }

  async function fireAfterError(event: CallbackEvent): Promise<void> {
    try {
      await fire(event);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      ctx.recorder.notice({ level: "warning", message: `The callback ${event} failed as well: ${message}` });
    }
  }

  return { executor, fire, fireAfterError, stop: () => current?.stop() };
}
