import type { MigrationVersion } from "../migration/migration-version.ts";

/** A row of the schema history table. */
export type AppliedMigration = {
  readonly installedRank: number;
  /** null for repeatables and for SCHEMA rows. */
  readonly version: MigrationVersion | null;
  readonly description: string;
  /** Type code as stored: SQL, SQL_BASELINE, BASELINE, SCHEMA, DELETE, JDBC, UNDO_SQL, … */
  readonly type: string;
  readonly script: string;
  /** Signed 32 bit; null where the row has none. */
  readonly checksum: number | null;
  readonly installedBy: string;
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  readonly installedOn: string;
  readonly executionTimeMs: number;
  readonly success: boolean;
};

/** The history as it was read; `exists` tells an empty table from none. */
export type SchemaHistory = { readonly exists: boolean; readonly applied: readonly AppliedMigration[] };
