/** Files and history rows for tests, from the little that a case is about. */
import type { NamingConfig, TargetConfig } from "../../../src/config/config.ts";
import type { AppliedMigration, SchemaHistory } from "../../../src/core/history/applied-migration.ts";
import {
  buildMigrationInfos,
  type InfoRequest,
  type MigrationInfo,
  type MigrationInfos,
} from "../../../src/core/migration/migration-info.ts";
import { parseMigrationName } from "../../../src/core/migration/migration-name.ts";
import { stateFacts } from "../../../src/core/migration/migration-state.ts";
import { parseVersion, type MigrationVersion } from "../../../src/core/migration/migration-version.ts";
import type { ResolvedMigration } from "../../../src/core/migration/resolved-migration.ts";

export const NAMING: NamingConfig = {
  sqlMigrationPrefix: "V",
  repeatableSqlMigrationPrefix: "R",
  baselineMigrationPrefix: "B",
  undoSqlMigrationPrefix: "U",
  sqlMigrationSeparator: "__",
  sqlMigrationSuffixes: [".sql"],
};

export const LATEST: TargetConfig = { kind: "latest" };

export function version(text: string): MigrationVersion {
  const parsed = parseVersion(text);
  if (parsed === null) throw new Error(`${text} is no version`);
  return parsed;
}

/** `V1`, `V1__a`, `sub/B2__b` or `R__r`, with the checksum 1. */
export function file(
  script: string,
  more: { readonly checksum?: number; readonly rawChecksum?: number } = {},
): ResolvedMigration {
  const name = parseMigrationName(`${script.slice(script.lastIndexOf("/") + 1)}.sql`, NAMING);
  if (name.kind !== "versioned" && name.kind !== "baseline" && name.kind !== "repeatable") {
    throw new Error(`${script} is ${name.kind}`);
  }
  const checksum = more.checksum ?? 1;
  return {
    kind: name.kind,
    version: name.version,
    description: name.description,
    script: `${script}.sql`,
    checksum,
    rawChecksum: more.rawChecksum ?? checksum,
    source: { path: `/db/${script}.sql`, shownPath: `db/${script}.sql`, size: 0, encoding: "UTF-8", config: {} },
  };
}

export type Row = Partial<Omit<AppliedMigration, "version">> & { readonly version?: string | null };

/** A row for the file of the same text, with the checksum 1: `V1__a`, `B2`, `R__r`. */
export function row(script: string, more: Row = {}): Row {
  const { version: found, description, kind } = file(script);
  return {
    version: found?.text ?? null,
    description,
    type: kind === "baseline" ? "SQL_BASELINE" : "SQL",
    script: `${script}.sql`,
    ...more,
  };
}

/** Rows get ranks from 1 in their order, unless they have one. */
export function history(...rows: readonly Row[]): SchemaHistory {
  return {
    exists: true,
    applied: rows.map((given, i) => ({
      installedRank: i + 1,
      description: "",
      type: "SQL",
      script: "",
      checksum: 1,
      installedBy: "me",
      installedOn: "2026-01-01 00:00:00",
      executionTimeMs: 0,
      success: true,
      ...given,
      version: given.version === undefined || given.version === null ? null : version(given.version),
    })),
  };
}

export const BASELINE_ROW = (text: string): Row => ({
  version: text,
  type: "BASELINE",
  description: "<< Flyway Baseline >>",
  script: "<< Flyway Baseline >>",
  checksum: null,
});

export const SCHEMA_ROW: Row = {
  installedRank: 0,
  type: "SCHEMA",
  description: "<< Flyway Schema Creation >>",
  script: "`fw`",
  checksum: null,
};

export function infosOf(
  files: readonly ResolvedMigration[],
  rows: readonly Row[],
  more: Partial<InfoRequest> = {},
): MigrationInfos {
  return buildMigrationInfos({
    resolved: files,
    history: history(...rows),
    target: LATEST,
    outOfOrder: false,
    foreseenBaseline: null,
    ...more,
  });
}

/** `1 Success`, `B2 Pending`, `r Outdated`, `DELETE r Success`: what has no file of its own kind shows its type. */
function shown({ version: found, description, type, state }: MigrationInfo): string {
  const name = found?.text ?? description;
  const prefix = { SQL: "", SQL_BASELINE: "B" }[type] ?? `${type} `;
  return `${prefix}${name} ${stateFacts(state).displayName}`;
}

export function states(infos: MigrationInfos): readonly string[] {
  return infos.infos.map(shown);
}
