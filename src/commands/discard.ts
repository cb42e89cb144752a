import { failure } from "../core/problem.ts";
import type { DatabaseContext } from "../engine/context.ts";
import type { WayBack } from "../engine/way-back.ts";
import type { Command } from "./command.ts";
import { withWayBack } from "./rollback.ts";

async function drop(ctx: DatabaseContext, wayBack: WayBack): Promise<void> {
  const runId = ctx.run.undo.runId ?? "";
  const run = (await wayBack.runs(ctx.table, runId)).find((one) => one.runId === runId);
  if (run === undefined) {
    const message = `The journal has no run ${runId} of this database.`;
    // `agreeOnRun` has seen to it that some database of several has it.
    if (ctx.run.databases.length > 1) return ctx.recorder.notice({ level: "notice", message });
    throw failure("CONFIGURATION", message, { help: "`flyback snapshots` lists the runs that have set rows aside." });
  }
  if (run.state !== "rolled-back" && run.state !== "committed") {
    throw failure("UNFINISHED_RUN", `The run ${runId} is ${run.state}: what it keeps may be needed yet.`, {
      help: "Take it back with `flyback rollback`, or end it with `flyback commit`, first.",
    });
  }
  const result = await ctx.recorder.phase("discard", () => wayBack.discard(run));
  ctx.recorder.wayBack(result);
  if (result.steps.length > 0) ctx.recorder.changed();
}

/** Drops rows that a way back set aside: the only command that does. */
export const discard: Command = {
  name: "discard",
  summary: "drop the rows that a run has set aside (--run-id), once nobody needs them",
  writes: true,
  readsFiles: false,
  async run(ctx) {
    await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
    await withWayBack(ctx, (wayBack) => drop(ctx, wayBack));
  },
};
