import { planMigrations } from "../core/migration/plan.ts";
import type { ResolvedMigration } from "../core/migration/resolved-migration.ts";
import { failure, MigrationError, type ErrorCode } from "../core/problem.ts";
import { makeDatabase } from "../engine/database-run.ts";
import { recover } from "../engine/recover.ts";
import { nextRank } from "../core/history/history-row.ts";
import { createScripts, type Scripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { decideOpening, open, type Opening } from "../engine/opening.ts";
import { planHash } from "../engine/plan-hash.ts";
import type { ScannedFiles } from "../engine/ports.ts";
import type { Command } from "./command.ts";
import { throwAny } from "./info.ts";
import { infosOf, readState, recordStateAfter } from "./state.ts";
import { checkState } from "./validate.ts";

/** Everything decided, nothing changed. */
type Plan = { readonly opening: Opening; readonly pending: readonly ResolvedMigration[] };

/** The history's columns are as wide as Flyway's: what cannot be recorded must not be run. */
const MAX_VERSION_LENGTH = 50;

async function decide(ctx: DatabaseContext, files: ScannedFiles, scripts: Scripts): Promise<Plan> {
  const infos = await readState(ctx, files);
  if (ctx.config.migrate.validateOnMigrate) await checkState(ctx, scripts, infos, true);
  else ctx.recorder.skipPhase("validate", "`validate-on-migrate` is false");
  // Flyway's moment for them. A dry run, or a plan that may be refused yet, must not change anything before.
  if (!ctx.run.dryRun && ctx.run.planHash === null) await fireCreateSchema(ctx, scripts);
  return ctx.recorder.phase("plan", async () => {
    const opening = await decideOpening(ctx, infos.request.history);
    const before = opening.createHistory ? infosOf(ctx, files, opening.history) : infos;
    const plan = planMigrations(before, ctx.config.migrate.ignorePatterns);
    throwAny(plan.problems);
    for (const notice of plan.notices) ctx.recorder.notice(notice);
    const pending = plan.steps.map(({ migration }) => migration);
    checkVersions(pending);
    return { opening, pending };
  });
}

function checkVersions(pending: readonly ResolvedMigration[]): void {
  throwAny(
    pending
      .filter(({ version }) => (version?.text.length ?? 0) > MAX_VERSION_LENGTH)
      .map(({ source }) => ({
        code: "INVALID_MIGRATION_NAME" as const,
        message: `The version of ${source.shownPath} has more than ${MAX_VERSION_LENGTH} characters, which the history cannot hold.`,
        at: { file: source.shownPath, line: 1 },
        help: "Give the file a shorter version.",
      })),
  );
}

/** Names that the history table's character set cannot hold would make its row fail after the script has run. */
async function checkNames(ctx: DatabaseContext, pending: readonly ResolvedMigration[]): Promise<void> {
  const texts = pending.flatMap(({ description, script }) => [description, script]);
  const bad = await ctx.database.unwritableTexts(ctx.table, texts);
  const { schema, table } = ctx.table;
  if (bad.length === 0) return;
  throw failure("HISTORY", `The history table's character set cannot hold: ${bad.join(", ")}.`, {
    help: `Convert it first: ALTER TABLE ${schema}.${table} CONVERT TO CHARACTER SET utf8mb4; or rename the file.`,
  });
}

function changesSomething({ pending, opening }: Plan): boolean {
  return pending.length > 0 || opening.createHistory || opening.schemasToCreate.length > 0;
}

async function dryRun(ctx: DatabaseContext, plan: Plan): Promise<void> {
  for (const schema of plan.opening.schemasToCreate) {
    ctx.recorder.notice({ level: "notice", message: `would create the schema ${schema}` });
  }
  if (plan.opening.createHistory) {
    const row = plan.opening.firstRow;
    const first = row === null ? "" : `, with its first row: ${row.type} ${row.version ?? ""}`.trimEnd();
    ctx.recorder.notice({ level: "notice", message: `would create the history table ${ctx.table.table}${first}` });
  }
  if (ctx.run.undo.snapshot === "dump" && changesSomething(plan)) {
    ctx.recorder.notice({ level: "notice", message: `would write a dump to ${ctx.run.dump.folder} first` });
  }
  const { previewSteps } = await import(/* webpackMode: "eager" */ "../engine/preview.ts");
  await previewSteps(ctx, plan.pending, plan.opening);
}

/** Fired every time, also when all schemas are there. */
async function fireCreateSchema(ctx: DatabaseContext, scripts: Scripts): Promise<void> {
  if (!ctx.config.createSchemas) return;
  await scripts.fire("createSchema");
  await scripts.fire("beforeCreateSchema");
}

async function openSchemas(ctx: DatabaseContext, plan: Plan, scripts: Scripts): Promise<void> {
  if (ctx.run.planHash !== null) await fireCreateSchema(ctx, scripts);
  if (plan.opening.firstRow?.type === "BASELINE") {
    await scripts.fire("beforeBaseline");
    await open(ctx, plan.opening);
    await scripts.fire("afterBaseline");
    return;
  }
  await open(ctx, plan.opening);
  if (!ctx.config.migrate.baselineOnMigrate || !plan.opening.createHistory || plan.opening.firstRow !== null) return;
  ctx.recorder.notice({
    level: "notice",
    message: "The database is empty, so `baseline-on-migrate` writes no baseline row.",
  });
}

/** Problems after which nothing more can or should be run. */
const FINAL: readonly ErrorCode[] = ["SERVER_GONE", "CANCELLED"];

async function apply(ctx: DatabaseContext, plan: Plan, scripts: Scripts): Promise<void> {
  const { applyMigrations } = await import(/* webpackMode: "eager" */ "../engine/apply.ts");
  try {
    await applyMigrations(ctx, scripts, plan.pending, plan.opening.history);
  } catch (error) {
    const code = error instanceof MigrationError ? error.problems[0]?.code : undefined;
    if (code !== undefined && !FINAL.includes(code)) await scripts.fireAfterError("afterMigrateError");
    throw error;
  }
  await scripts.fire("afterMigrateApplied");
}

/** Everything that this run is going to write into the history, so that it can be told from what others write. */
function historyPlan({ opening, pending }: Plan): { rank: number; script: string }[] {
  const first = opening.firstRow;
  const rank = nextRank(opening.history, "other");
  return [
    ...(first === null ? [] : [{ rank: first.installedRank, script: first.script }]),
    ...pending.map(({ script }, index) => ({ rank: rank + index, script })),
  ];
}

/** Journals the run before its first change. */
async function beginKeeping(ctx: DatabaseContext, plan: Plan): Promise<void> {
  const { keeper } = ctx;
  if (keeper === null) return;
  const { schemasToCreate } = plan.opening;
  if (!changesSomething(plan)) {
    if (ctx.run.undo.snapshot === "dump" && !keeper.hasBegun()) {
      ctx.recorder.skipPhase("dump", "there is nothing to do, so nothing is dumped");
    }
    return;
  }
  await keeper.prepare();
  await ctx.recorder.phase("keep", () => keeper.begin({ plan: historyPlan(plan), schemasToCreate }));
}

async function change(ctx: DatabaseContext, files: ScannedFiles, plan: Plan, scripts: Scripts): Promise<void> {
  await beginKeeping(ctx, plan);
  await openSchemas(ctx, plan, scripts);
  await checkNames(ctx, plan.pending);
  await scripts.fire("beforeMigrate");
  if (plan.pending.length > 0) {
    try {
      await apply(ctx, plan, scripts);
    } finally {
      await recordStateAfter(ctx, files).catch(() => undefined);
    }
  } else {
    await scripts.fire("afterVersioned");
    if (plan.opening.createHistory) await recordStateAfter(ctx, files);
  }
  await scripts.fire("afterMigrate");
  await scripts.fire("afterMigrateOperationFinish");
}

async function planPhase(ctx: DatabaseContext, plan: Plan): Promise<void> {
  if (!ctx.run.dryRun && ctx.run.planHash === null) return;
  const hash = await planHash(ctx, plan.pending);
  ctx.recorder.planHash(hash);
  const wanted = ctx.run.planHash;
  if (wanted === null || ctx.run.databases.length > 1 || wanted === hash) return;
  throw failure("PLAN_CHANGED", `The plan has changed: its hash is ${hash}, not ${wanted}.`);
}

/** Validates, then runs what is pending, under the lock that excludes every other run, Flyway's too. */
export const migrate: Command = {
  name: "migrate",
  summary: "validate, then run the pending migrations of each database",
  writes: true,
  readsFiles: true,
  async run(ctx, files) {
    const scripts = createScripts(ctx, files.callbacks);
    try {
      if (ctx.run.dryRun) {
        ctx.recorder.skipPhase("lock", "a dry run changes nothing and takes no lock");
        const plan = await decide(ctx, files, scripts);
        await planPhase(ctx, plan);
        await dryRun(ctx, plan);
        return;
      }
      await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
      await recover(ctx);
      await makeDatabase(ctx);
      const plan = await decide(ctx, files, scripts);
      await planPhase(ctx, plan);
      if (ctx.config.migrate.group) {
        const message =
          "`group` is accepted: each row is still written with its migration, since one transaction cannot hold DDL here.";
        ctx.recorder.notice({ level: "notice", message });
      }
      await change(ctx, files, plan, scripts);
    } finally {
      scripts.stop();
    }
  },
};
