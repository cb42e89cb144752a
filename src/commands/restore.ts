import type { DatabaseContext } from "../engine/context.ts";
import { versionOfHistory } from "../engine/history-version.ts";
import { newRunId } from "../engine/run-ticket.ts";
import type { Command } from "./command.ts";

async function versionNow({ database, table }: DatabaseContext): Promise<string | null> {
  return versionOfHistory(await database.readHistory(table));
}

async function load(ctx: DatabaseContext): Promise<void> {
  const { run, config, database, ports, recorder, schemas, table } = ctx;
  const previous = await versionNow(ctx);
  recorder.versions({ previous, now: previous });
  ports.progress.message("info", `restoring from ${run.dump.source ?? ""}`, config.name);
  const restored = await recorder.phase("restore", () =>
    ports.dumps(config, database).restore(
      {
        runId: newRunId(ports.clock.iso(), ports.random()),
        seq: run.databases.indexOf(config),
        name: config.name,
        history: table,
        schemas,
        job: ports.ciJob,
        label: ports.runLabel,
      },
      (notice) => recorder.notice(notice),
    ),
  );
  if (restored.length === 0) {
    recorder.notice({
      level: "notice",
      message: `Nothing to do: ${run.dump.source ?? ""} has no dump of this database.`,
    });
    return;
  }
  recorder.restored(restored);
  recorder.changed();
  recorder.versions({ now: await versionNow(ctx) });
  for (const { path, limits } of restored) {
    for (const limit of limits) recorder.notice({ level: "notice", message: `${path}: ${limit}` });
  }
}

/** Puts a database back to a dump file; what is there goes aside, and is kept. */
export const restore: Command = {
  name: "restore",
  summary: "load the dump files of `snapshot` dump; what is there is set aside",
  writes: true,
  readsFiles: false,
  async run(ctx) {
    await ctx.recorder.phase("lock", () => ctx.database.acquireLock(ctx.table, ctx.config.lockTimeoutS));
    await load(ctx);
  },
};
