import type { SchemaHistory } from "../core/history/applied-migration.ts";
import { baselineRow, schemaRow } from "../core/history/history-row.ts";
import { decideBaseline } from "../core/history/schema-history.ts";
import { failure, MigrationError } from "../core/problem.ts";
import { createScripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { baselineVersion, installedBy } from "../engine/opening.ts";
import { makeDatabase } from "../engine/database-run.ts";
import { recover } from "../engine/recover.ts";
import type { Command } from "./command.ts";
import { recordStateAfter, readState } from "./state.ts";

async function create(ctx: DatabaseContext): Promise<void> {
  const { database, table, config } = ctx;
  const missing: string[] = [];
  for (const schema of ctx.schemas) if (!(await database.schemaExists(schema))) missing.push(schema);
  if (missing.length > 0 && !config.createSchemas) {
    throw failure("SCHEMA_DOES_NOT_EXIST", `There is no schema ${missing.join(", ")}.`);
  }
  for (const schema of missing) await database.createSchema(schema);
  const by = installedBy(ctx);
  const row = { ...baselineRow(1, baselineVersion(ctx), config.migrate.baselineDescription), installedBy: by };
  await database.createHistory(table, row);
  if (missing.length === 0) return;
  await database.changeHistory(table, [{ kind: "insert", row: { ...schemaRow(2, missing), installedBy: by } }]);
}

/** Writes the row, unless the very same one is there. */
async function adopt(ctx: DatabaseContext, history: SchemaHistory): Promise<void> {
  const decision = decideBaseline(history, baselineVersion(ctx), ctx.config.migrate.baselineDescription);
  if (decision.kind === "refused") throw new MigrationError([decision.problem]);
  if (decision.kind === "done") return;
  await create(ctx);
  ctx.recorder.changed();
}

/** Adopts an existing database: writes the row that says at which version it is. */
export const baseline: Command = {
  name: "baseline",
  summary: "adopt an existing database: write the row that says at which version it is",
  writes: true,
  readsFiles: true,
  async run(ctx, files) {
    const scripts = createScripts(ctx, files.callbacks);
    try {
      await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
      await recover(ctx);
      await makeDatabase(ctx);
      const { history } = (await readState(ctx, files)).request;
      if (ctx.config.createSchemas) {
        await scripts.fire("createSchema");
        await scripts.fire("beforeCreateSchema");
      }
      await scripts.fire("beforeBaseline");
      try {
        await ctx.recorder.phase("baseline", () => adopt(ctx, history));
      } catch (error) {
        await scripts.fireAfterError("afterBaselineError");
        throw error;
      }
      await recordStateAfter(ctx, files);
      await scripts.fire("afterBaseline");
      await scripts.fire("afterBaselineOperationFinish");
    } finally {
      scripts.stop();
    }
  },
};
