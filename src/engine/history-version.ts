import type { SchemaHistory } from "../core/history/applied-migration.ts";
import { buildMigrationInfos } from "../core/migration/migration-info.ts";

/** The schema version by the history alone. */
export function versionOfHistory(history: SchemaHistory): string | null {
  const target = { kind: "latest" } as const;
  const request = { resolved: [], history, target, outOfOrder: false, foreseenBaseline: null };
  return buildMigrationInfos(request).currentVersion?.text ?? null;
}
