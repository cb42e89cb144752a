import { failure } from "../core/problem.ts";
import { chooseRun } from "../engine/choose-run.ts";
import type { DatabaseContext } from "../engine/context.ts";
import type { JournalledRun, WayBack } from "../engine/way-back.ts";
import { refuseHalfRestored } from "../engine/recover.ts";
import { NO_FILES } from "../engine/database-run.ts";
import type { Command } from "./command.ts";
import { infosOf } from "./state.ts";

/** Opens the way back of a database for a command that runs no scripts. */
export async function withWayBack(ctx: DatabaseContext, work: (wayBack: WayBack) => Promise<void>): Promise<void> {
  const wayBack = ctx.ports.wayBack(ctx.config, ctx.database);
  try {
    await work(wayBack);
  } finally {
    await wayBack.close();
  }
}

/** The run that is meant; null, with a notice, if there is none. @throws MigrationError ROLLBACK_REFUSED if a named one is not there */
export async function chosenRun(ctx: DatabaseContext, wayBack: WayBack): Promise<JournalledRun | null> {
  const { runId } = ctx.run.undo;
  const runs = await wayBack.runs(ctx.table, runId);
  refuseHalfRestored(runs);
  const choice = chooseRun(runs, { runId, job: ctx.ports.ciJob });
  if (choice.kind === "run") return choice.run;
  // A run of several databases may have had nothing to do in some of them.
  if (choice.isUnknown && ctx.run.databases.length === 1) throw failure("ROLLBACK_REFUSED", choice.why);
  ctx.recorder.notice({ level: "notice", message: `Nothing to do: ${choice.why}` });
  return null;
}

/** The schema version by the history alone. */
async function versionNow(ctx: DatabaseContext): Promise<string | null> {
  const history = await ctx.database.readHistory(ctx.table);
  return infosOf(ctx, NO_FILES, history).currentVersion?.text ?? null;
}

async function goBack(ctx: DatabaseContext, wayBack: WayBack): Promise<void> {
  const previous = await versionNow(ctx);
  ctx.recorder.versions({ previous, now: previous });
  const run = await chosenRun(ctx, wayBack);
  if (run === null) return;
  const how = { onNewerRows: ctx.run.undo.onNewerRows, isOwn: false };
  // A refusal leaves the decision as it was.
  await wayBack.check(run, how);
  if (run.decidesHere) await wayBack.decide(run.runId, "rolling-back");
  const result = await ctx.recorder.phase("way back", () => wayBack.goBack(run, how));
  ctx.recorder.wayBack(result);
  if (result.state === "rolled-back") {
    if (run.decidesHere) await wayBack.decide(run.runId, "rolled-back");
    ctx.recorder.versions({ now: await versionNow(ctx) });
    return;
  }
  const last = result.steps.findLast(({ status }) => status === "failed");
  const why = last === undefined ? result.differences.join("; ") : `${last.text}: ${last.message ?? ""}`;
  throw failure("ROLLBACK_FAILED", `The run ${run.runId} could not be taken back: ${why}.`);
}

/** Takes back what a run did to its databases; needs the connections and no files. */
export const rollback: Command = {
  name: "rollback",
  summary: "take back the last run, keeping the rows that were written since",
  writes: true,
  readsFiles: false,
  async run(ctx) {
    await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
    await withWayBack(ctx, (wayBack) => goBack(ctx, wayBack));
  },
};
