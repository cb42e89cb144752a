/** Reading the state that all commands start from: history rows beside files. */
import type { SchemaHistory } from "../core/history/applied-migration.ts";
import { buildMigrationInfos, type MigrationInfos } from "../core/migration/migration-info.ts";
import type { MigrationVersion } from "../core/migration/migration-version.ts";
import type { DatabaseContext } from "../engine/context.ts";
import { foreseenBaseline } from "../engine/opening.ts";
import type { ScannedFiles } from "../engine/ports.ts";

export function infosOf(
  ctx: DatabaseContext,
  files: ScannedFiles,
  history: SchemaHistory,
  baseline: MigrationVersion | null = null,
): MigrationInfos {
  const { target, outOfOrder } = ctx.config.migrate;
  return buildMigrationInfos({
    resolved: files.migrations,
    history,
    target,
    outOfOrder,
    foreseenBaseline: baseline,
  });
}

/**
 * Reads the history and decides all states; records versions and the list of migrations.
 *
 * @param foresees count the baseline that `baseline-on-migrate` would write as there, as the `info` of Flyway 13.12 does
 */
export async function readState(ctx: DatabaseContext, files: ScannedFiles, foresees = false): Promise<MigrationInfos> {
  const history = await ctx.recorder.phase("history", () => ctx.database.readHistory(ctx.table));
  const infos = infosOf(ctx, files, history, foresees ? await foreseenBaseline(ctx, history) : null);
  const version = infos.currentVersion?.text ?? null;
  ctx.recorder.versions({ previous: version, now: version });
  ctx.recorder.migrations(infos.infos);
  return infos;
}

/** Reads the history again after it was changed, for the result. */
export async function recordStateAfter(ctx: DatabaseContext, files: ScannedFiles): Promise<void> {
  const infos = infosOf(ctx, files, await ctx.database.readHistory(ctx.table));
  ctx.recorder.versions({ now: infos.currentVersion?.text ?? null });
  ctx.recorder.migrations(infos.infos);
}
