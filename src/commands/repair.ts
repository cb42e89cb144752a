import { planRepair, type RepairStep } from "../core/history/repair.ts";
import { createScripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { installedBy } from "../engine/opening.ts";
import type { HistoryChange, ScannedFiles } from "../engine/ports.ts";
import { makeDatabase } from "../engine/database-run.ts";
import { recover } from "../engine/recover.ts";
import type { Command } from "./command.ts";
import { throwAny } from "./info.ts";
import { readState, recordStateAfter } from "./state.ts";

function toChange(ctx: DatabaseContext, { change }: RepairStep): HistoryChange {
  return change.kind === "insert" ? { kind: "insert", row: { ...change.row, installedBy: installedBy(ctx) } } : change;
}

async function repairHistory(ctx: DatabaseContext, files: ScannedFiles): Promise<void> {
  const infos = await readState(ctx, files);
  await ctx.recorder.phase("repair", async () => {
    const { history } = infos.request;
    if (!history.exists) {
      const message = `There is no history table ${ctx.table.table}, so there is nothing to repair.`;
      ctx.recorder.notice({ level: "notice", message });
      return;
    }
    const plan = planRepair({ resolved: files.migrations, history, ignorePatterns: ctx.config.migrate.ignorePatterns });
    throwAny(plan.problems);
    if (plan.steps.length > 0) {
      await ctx.database.changeHistory(
        ctx.table,
        plan.steps.map((step) => toChange(ctx, step)),
      );
    }
    for (const { action, applied, resolved } of plan.steps) {
      const { version, description } = applied;
      const path = resolved?.source.shownPath ?? null;
      ctx.recorder.repair({ action, version: version?.text ?? null, description, path });
    }
  });
}

/** Removes failed rows, marks missing migrations as deleted, aligns rows with their files; runs no migration. */
export const repair: Command = {
  name: "repair",
  summary: "mend the history: remove failed rows, mark missing migrations as deleted, accept changed files",
  writes: true,
  readsFiles: true,
  async run(ctx, files) {
    const scripts = createScripts(ctx, files.callbacks);
    try {
      await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
      await recover(ctx);
      await makeDatabase(ctx);
      await scripts.fire("beforeRepair");
      try {
        await repairHistory(ctx, files);
      } catch (error) {
        await scripts.fireAfterError("afterRepairError");
        throw error;
      }
      await recordStateAfter(ctx, files);
      await scripts.fire("afterRepair");
      await scripts.fire("afterRepairOperationFinish");
    } finally {
      scripts.stop();
    }
  },
};
