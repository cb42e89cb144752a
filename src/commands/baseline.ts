import { baselineRow, schemaRow } from "../core/history/history-row.ts";
import { decideBaseline } from "../core/history/schema-history.ts";
import { failure, MigrationError } from "../core/problem.ts";
import { createScripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { baselineVersion, installedBy } from "../engine/opening.ts";
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
      const { history } = (await readState(ctx, files)).request;
      if (ctx.config.createSchemas) {
        await scripts.fire("createSchema");
        await scripts.fire("beforeCreateSchema");
      }
      await scripts.fire("beforeBaseline");
      await ctx.recorder.phase("baseline", async () => {
        const decision = decideBaseline(history, baselineVersion(ctx), ctx.config.migrate.baselineDescription);
        if (decision.kind === "refused") throw new MigrationError([decision.problem]);
        if (decision.kind === "write") await create(ctx);
      });
      if (!history.exists) ctx.recorder.changed();
      await recordStateAfter(ctx, files);
      await scripts.fire("afterBaseline");
      await scripts.fire("afterBaselineOperationFinish");
    } catch (error) {
      await scripts.fireAfterError("afterBaselineError");
      throw error;
    } finally {
      scripts.stop();
    }
  },
};
