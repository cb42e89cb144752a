import type { DatabaseContext } from "../engine/context.ts";
import { failure } from "../core/problem.ts";
import type { WayBack } from "../engine/way-back.ts";
import type { Command } from "./command.ts";
import { chosenRun, withWayBack } from "./rollback.ts";

async function keepForGood(ctx: DatabaseContext, wayBack: WayBack): Promise<void> {
  const run = await chosenRun(ctx, wayBack);
  if (run === null) return;
  if (run.state !== "migrated") {
    throw failure(
      "UNFINISHED_RUN",
      `The run ${run.runId} has not gone through (it is ${run.state}), so there is nothing to commit.`,
    );
  }
  if (run.decidesHere) await wayBack.decide(run.runId, "committed");
  ctx.recorder.wayBack(await ctx.recorder.phase("commit", () => wayBack.commit(run)));
  ctx.recorder.changed();
}

/** Ends the possibility to take a run back: drops what was kept for it. */
export const commit: Command = {
  name: "commit",
  summary: "keep the last run for good: drop its snapshot and the log of writes",
  writes: true,
  readsFiles: false,
  async run(ctx) {
    await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
    await withWayBack(ctx, (wayBack) => keepForGood(ctx, wayBack));
  },
};
