import { MigrationError, type Problem } from "../core/problem.ts";
import { createScripts } from "../engine/callbacks.ts";
import { noticeUnfinished } from "../engine/recover.ts";
import type { Command } from "./command.ts";
import { readState } from "./state.ts";

/** Throws if there are problems. */
export function throwAny(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first !== undefined) throw new MigrationError([first, ...others]);
}

/** Shows the state of every migration; takes no lock and changes nothing. */
export const info: Command = {
  name: "info",
  summary: "show the version of each database and the state of every migration",
  writes: false,
  readsFiles: true,
  async run(ctx, files) {
    const scripts = createScripts(ctx, files.callbacks);
    try {
      await scripts.fire("beforeInfo");
      try {
        const { problems } = await readState(ctx, files, true);
        await noticeUnfinished(ctx);
        throwAny(problems);
      } catch (error) {
        await scripts.fireAfterError("afterInfoError");
        throw error;
      }
      await scripts.fire("afterInfo");
      await scripts.fire("afterInfoOperationFinish");
    } finally {
      scripts.stop();
    }
  },
};
