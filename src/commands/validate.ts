import type { MigrationInfos } from "../core/migration/migration-info.ts";
import { isStateIgnored } from "../core/migration/ignore-pattern.ts";
import { validateMigrations } from "../core/migration/validate.ts";
import { failure } from "../core/problem.ts";
import { skippedByFlyway } from "../core/sql/flyway-skips.ts";
import { createScripts, type Scripts } from "../engine/callbacks.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { noticeUnfinished } from "../engine/recover.ts";
import type { Command } from "./command.ts";
import { throwAny } from "./info.ts";
import { readState } from "./state.ts";

/** Larger scripts (bytes) are data, and not worth reading once more. */
const MAX_SKIP_CHECK = 4 * 1024 * 1024;

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
      throwAny([
        ...infos.problems,
        ...validateMigrations(infos, {
          ignorePatterns,
          pendingIgnored,
          olderChecksums: ctx.ports.files.olderChecksums,
        }),
      ]);
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

const SKIPPED = {
  "nested comment": "it stands behind a comment that holds another opening of a comment",
  "conditional comment": "it stands in a conditional comment without a version",
} as const;

/** Flyway silently leaves some SQL out and records the migration as done: a history that it wrote may claim too much. */
async function warnOfSkippedSql(ctx: DatabaseContext, infos: MigrationInfos): Promise<void> {
  for (const { resolved, applied } of infos.infos) {
    if (resolved === null || applied === null || !applied.success || resolved.source.size > MAX_SKIP_CHECK) continue;
    // All that Flyway leaves out stands in or behind a comment of this kind; most files need no second reading.
    if (resolved.source.opensComment === false) continue;
    let text = "";
    for await (const chunk of ctx.ports.files.open(resolved.source)) text += chunk;
    for (const { line, why } of skippedByFlyway(text)) {
      const message = `Flyway leaves SQL out here and records success: ${SKIPPED[why]}. If Flyway ran this migration, look whether it took effect; flyback runs it.`;
      ctx.recorder.notice({ level: "warning", message, at: { file: resolved.source.shownPath, line } });
    }
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
      const isPendingFine = pendingIgnored || isStateIgnored(ctx.config.migrate.ignorePatterns, "PENDING");
      const infos = await readState(ctx, files);
      await noticeUnfinished(ctx);
      if (!isPendingFine && files.migrations.length > 0 && !(await ctx.database.schemaExists(ctx.table.schema))) {
        throw failure("SCHEMA_DOES_NOT_EXIST", `There is no schema ${ctx.table.schema}.`);
      }
      warnIfNothingFound(ctx, infos);
      try {
        await checkState(ctx, scripts, infos, pendingIgnored);
      } catch (error) {
        await scripts.fireAfterError("afterValidateOperationFinish");
        throw error;
      }
      await warnOfSkippedSql(ctx, infos);
      await scripts.fire("afterValidateOperationFinish");
    } finally {
      scripts.stop();
    }
  },
};
