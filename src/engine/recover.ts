/** Runs that died half-way are finished before anything else is done: back, or, if the run as a whole was through, forward. */
import type { DatabaseConfig } from "../config/config.ts";
import { failure } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";
import type { JournalledRun, WayBack } from "./way-back.ts";

const OPEN: readonly JournalledRun["state"][] = ["migrating", "rolling-back", "back", "committing", "needs-hand"];

/** What the coordinator of a run has decided; null: it has not. @throws MigrationError UNFINISHED_RUN if it cannot be asked */
async function decisionOn(
  ctx: DatabaseContext,
  wayBack: WayBack,
  run: JournalledRun,
): Promise<JournalledRun["state"] | null> {
  if (run.decidesHere) return wayBack.decision(run.runId);
  const config = ctx.run.databases.find(({ name }) => name === run.coordinator);
  if (config === undefined) {
    throw failure(
      "UNFINISHED_RUN",
      `The run ${run.runId} stopped half-way, and whether it went through is known to the database ${run.coordinator} only, which is not configured here.`,
      { help: `Run again with ${run.coordinator} among the databases.` },
    );
  }
  return askElsewhere(ctx, config, run);
}

async function askElsewhere(
  ctx: DatabaseContext,
  config: DatabaseConfig,
  run: JournalledRun,
): Promise<JournalledRun["state"] | null> {
  const database = await ctx.ports.connect(config);
  const wayBack = ctx.ports.wayBack(config, database);
  try {
    return await wayBack.decision(run.runId);
  } finally {
    await wayBack.close();
    await database.close();
  }
}

/**
 * Finishes what earlier runs have left. To be called under the lock.
 *
 * @throws MigrationError UNFINISHED_RUN if that fails; nothing of this run has begun then
 */
export async function recover(ctx: DatabaseContext): Promise<void> {
  const wayBack = ctx.keeper?.wayBack ?? ctx.ports.wayBack(ctx.config, ctx.database);
  if (!(await wayBack.hasOpenRun(ctx.table))) return;
  try {
    const runs = await wayBack.runs(ctx.table, null);
    refuseHalfRestored(runs);
    for (const run of runs.filter(({ isExpired }) => isExpired)) {
      await wayBack.commit(run);
      const message = `The run ${run.runId} was never committed and its time is over (\`snapshot-retention\`): what was kept for it is dropped.`;
      ctx.recorder.notice({ level: "notice", message });
    }
    const open = runs.filter(({ state }) => OPEN.includes(state));
    if (open.length === 0) return;
    await ctx.recorder.phase("recover", async () => {
      for (const run of open) await finish(ctx, wayBack, run);
    });
  } finally {
    if (ctx.keeper === null) await wayBack.close();
  }
}

/** A database that is half of a dump is nothing to migrate, nor to take a run back in. @throws MigrationError RESTORE_INCOMPLETE */
export function refuseHalfRestored(runs: readonly JournalledRun[]): void {
  const half = runs.find(({ state }) => state === "restoring");
  if (half === undefined) return;
  throw failure("RESTORE_INCOMPLETE", `The restore ${half.runId} stopped half-way.`, {
    help: "Run `flyback restore` again: it first puts back what was there before.",
  });
}

async function finish(ctx: DatabaseContext, wayBack: WayBack, run: JournalledRun): Promise<void> {
  if (run.state === "back" || run.state === "committing") return wayBack.clean(run);
  const decision = await decisionOn(ctx, wayBack, run);
  const whose = run.label === "" ? run.runId : `${run.runId} (${run.label})`;
  if (decision === "migrated" || decision === "committed") {
    await wayBack.finishLate(run);
    ctx.recorder.notice({
      level: "notice",
      message: `The run ${whose} had gone through; its records are now complete.`,
    });
    return;
  }
  if (run.decidesHere) await wayBack.decide(run.runId, "rolling-back");
  const result = await wayBack.goBack(run, { onNewerRows: "carry", isOwn: false });
  const last = result.steps.findLast(({ status }) => status === "failed");
  if (result.state !== "rolled-back") {
    const why = last === undefined ? result.differences.join("; ") : `${last.text}: ${last.message ?? ""}`;
    throw failure("UNFINISHED_RUN", `The run ${whose} stopped half-way and could not be taken back: ${why}.`);
  }
  if (run.decidesHere) await wayBack.decide(run.runId, "rolled-back");
  ctx.recorder.notice({
    level: "warning",
    message: `The run ${whose} had stopped half-way; everything it had done was taken back first.`,
  });
  for (const aside of result.setAside) {
    ctx.recorder.notice({
      level: "warning",
      message: `${aside.rows} rows of ${aside.table} were set aside in ${aside.kept}: ${aside.why}`,
    });
  }
}

/** Says that a run stopped half-way, or is under way, to a command that changes nothing. */
export async function noticeUnfinished(ctx: DatabaseContext): Promise<void> {
  if (!(await ctx.ports.wayBack(ctx.config, ctx.database).hasUnfinishedRun(ctx.table))) return;
  ctx.recorder.notice({
    level: "warning",
    message:
      "A run is under way, or stopped half-way: what is shown may be half of it. If none is under way, the next `flyback migrate` finishes it first: it takes it back, or completes its records if it had gone through.",
  });
}
