/** What a migrate does before its first migration: schemas, history table, baseline row. Decided first, then done. */
import type { AppliedMigration, SchemaHistory } from "../core/history/applied-migration.ts";
import { baselineRow, schemaRow, type HistoryRow } from "../core/history/history-row.ts";
import { parseVersion, type MigrationVersion } from "../core/migration/migration-version.ts";
import { failure } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";

export type Opening = {
  readonly schemasToCreate: readonly string[];
  readonly createHistory: boolean;
  /** First row of a new history: SCHEMA or BASELINE; null for an empty one. */
  readonly firstRow: HistoryRow | null;
  /** The history as it will be when the first migration starts. */
  readonly history: SchemaHistory;
};

/** The version of `baseline-version`. @throws MigrationError CONFIGURATION */
export function baselineVersion(ctx: DatabaseContext): MigrationVersion {
  const text = ctx.config.migrate.baselineVersion;
  const version = parseVersion(text);
  if (version === null) throw failure("CONFIGURATION", `\`baseline-version\` is "${text}", which is not a version.`);
  return version;
}

/** A row as it will be read back. */
function asApplied(row: HistoryRow): AppliedMigration {
  return {
    ...row,
    version: row.version === null ? null : parseVersion(row.version),
    installedBy: "",
    installedOn: "1970-01-01 00:00:00",
  };
}

async function missingSchemas(ctx: DatabaseContext): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const schema of ctx.schemas) {
    if (!(await ctx.database.schemaExists(schema))) missing.push(schema);
  }
  return missing;
}

/** True if none of the schemas holds anything. */
async function allEmpty(ctx: DatabaseContext): Promise<boolean> {
  for (const schema of ctx.schemas) {
    if (!(await ctx.database.schemaIsEmpty(schema))) return false;
  }
  return true;
}

/** The baseline that `baseline-on-migrate` would write: if there is no history and the schemas are not empty; else null. */
export async function foreseenBaseline(ctx: DatabaseContext, history: SchemaHistory): Promise<MigrationVersion | null> {
  if (history.exists || !ctx.config.migrate.baselineOnMigrate) return null;
  return (await allEmpty(ctx)) ? null : baselineVersion(ctx);
}

/**
 * Decides what must be made before the first migration, changing nothing (Flyway's DbSchemas and Flyway.migrate).
 *
 * @throws MigrationError SCHEMA_DOES_NOT_EXIST, NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE, CONFIGURATION
 */
export async function decideOpening(ctx: DatabaseContext, history: SchemaHistory): Promise<Opening> {
  if (history.exists) return { schemasToCreate: [], createHistory: false, firstRow: null, history };
  const missing = await missingSchemas(ctx);
  if (missing.length > 0 && !ctx.config.createSchemas) {
    throw failure("SCHEMA_DOES_NOT_EXIST", `There is no schema ${missing.join(", ")}.`);
  }
  const firstRow = await firstRowOf(ctx, missing);
  const applied = firstRow === null ? [] : [asApplied(firstRow)];
  return { schemasToCreate: missing, createHistory: true, firstRow, history: { exists: true, applied } };
}

async function firstRowOf(ctx: DatabaseContext, missing: readonly string[]): Promise<HistoryRow | null> {
  // A schema that `create-databases` made has no row: it is the one that the url names.
  const recorded = missing.filter(
    (schema) => ctx.config.schemas.includes(schema) || schema === ctx.config.defaultSchema,
  );
  if (recorded.length > 0) return schemaRow(0, recorded);
  const { baselineOnMigrate, baselineDescription, skipExecutingMigrations } = ctx.config.migrate;
  if (skipExecutingMigrations || (await allEmpty(ctx))) return null;
  if (baselineOnMigrate) return baselineRow(1, baselineVersion(ctx), baselineDescription);
  throw failure(
    "NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE",
    `${ctx.schemas.join(", ")} is not empty but has no history table ${ctx.table.table}.`,
  );
}

/** Does what was decided. */
export async function open(ctx: DatabaseContext, opening: Opening): Promise<void> {
  const { database, table } = ctx;
  for (const schema of opening.schemasToCreate) await database.createSchema(schema);
  if (!opening.createHistory) return;
  const { firstRow } = opening;
  await database.createHistory(table, firstRow === null ? null : { ...firstRow, installedBy: installedBy(ctx) });
}

/** Who is written as installer: as configured, else the account. */
export function installedBy(ctx: DatabaseContext): string {
  return ctx.config.migrate.installedBy ?? ctx.database.server.user;
}
