import type { MigrationInfos } from "../core/migration/migration-info.ts";
import { validateMigrations } from "../core/migration/validate.ts";
import { failure } from "../core/problem.ts";
import { createScripts, type Scripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import type { Command } from "./command.ts";
import { throwAny } from "./info.ts";
import { readState } from "./state.ts";

/**
 * The validate phase of `validate` and `migrate`.
 *
 * @throws MigrationError with every finding
 */
export async function checkState(
  ctx: DatabaseContext,
  scripts: Scripts,
  infos: MigrationInfos,
  pendingIgnored: boolean,
): Promise<void> {
  await ctx.recorder.phase("validate", async () => {
    await scripts.fire("beforeValidate");
    try {
      const { ignorePatterns } = ctx.config.migrate;
      throwAny([...infos.problems, ...validateMigrations(infos, { ignorePatterns, pendingIgnored })]);
    } catch (error) {
      await scripts.fireAfterError("afterValidateError");
      throw error;
    }
    await scripts.fire("afterValidate");
  });
}

function warnIfNothingFound(ctx: DatabaseContext, infos: MigrationInfos): void {
  const files = infos.infos.some(({ resolved }) => resolved !== null);
  const rows = infos.infos.some(({ applied }) => applied !== null);
  const where = ctx.config.files.locations.join(", ");
  if (!files) {
    const message = rows
      ? `The history has rows, but there is no migration file in ${where}: every row counts as newer than the files.`
      : `There is no migration file in ${where}: nothing was compared.`;
    ctx.recorder.notice({ level: "warning", message });
  }
}

/**
 * Compares files with the history; takes no lock and changes nothing. Pending migrations are listed and are no finding, since
 * it stands before `migrate` in a pipeline, unless `ignore-migration-patterns` was given: then as Flyway's.
 */
export const validate: Command = {
  name: "validate",
  summary: "compare the migration files with the history of each database, changing nothing",
  writes: false,
  readsFiles: true,
  async run(ctx, files) {
    const scripts = createScripts(ctx, files.callbacks);
    try {
      const pendingIgnored = !ctx.config.migrate.ignorePatternsGiven;
      const infos = await readState(ctx, files);
      if (!pendingIgnored && files.migrations.length > 0 && !(await ctx.database.schemaExists(ctx.table.schema))) {
        throw failure("SCHEMA_DOES_NOT_EXIST", `There is no schema ${ctx.table.schema}.`);
      }
      warnIfNothingFound(ctx, infos);
      await checkState(ctx, scripts, infos, pendingIgnored);
    } finally {
      await scripts.fireAfterError("afterValidateOperationFinish");
      scripts.stop();
    }
  },
};
