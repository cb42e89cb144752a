import { versionOfHistory } from "./history-version.ts";
import type { DatabaseContext } from "./context.ts";
import type { Ports } from "./ports.ts";

type Parts = Pick<DatabaseContext, "run" | "config" | "database" | "table" | "schemas" | "recorder">;

/**
 * With `snapshot: dump`: writes the dump files of a database before its first change.
 *
 * @throws MigrationError DUMP_TOOL, DUMP_FAILED; nothing of the run has begun in this database
 */
export async function dumpFirst(ports: Ports, parts: Parts, runId: string): Promise<void> {
  const { run, config, database, table, schemas, recorder } = parts;
  if (run.undo.snapshot !== "dump") return;
  const there: string[] = [];
  for (const schema of schemas) if (await database.schemaExists(schema)) there.push(schema);
  if (there.length === 0) {
    recorder.skipPhase("dump", `there is no schema ${schemas.join(", ")} yet, so there is nothing to dump`);
    return;
  }
  await recorder.phase("dump", async () => {
    const schemaVersion = versionOfHistory(await database.readHistory(table));
    // It may take minutes.
    ports.progress.message("info", `writing a dump of ${there.join(", ")}`, config.name);
    const { dumps, warnings } = await ports.dumps(config, database).write({ runId, schemas: there, schemaVersion });
    recorder.dumps(dumps);
    for (const message of warnings) recorder.notice({ level: "warning", message });
    for (const { path, limits } of dumps) {
      for (const limit of limits) recorder.notice({ level: "notice", message: `${path}: ${limit}` });
    }
  });
}
