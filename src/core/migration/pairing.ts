import { shortenDescription } from "../history/history-text.ts";
import { checksumFits } from "./entry-state.ts";
import type { MarkedHistory, MarkedRow } from "./history-rows.ts";
import { highestVersion, versionKey, type MigrationVersion } from "./migration-version.ts";
import { typeCodeOf, type ResolvedMigration } from "./resolved-migration.ts";

export type PairedRow = { readonly row: MarkedRow; readonly file: ResolvedMigration | null };

/** Rows with their files, and the files that have no row that counts. */
export type Pairing = {
  readonly rows: readonly PairedRow[];
  readonly pending: readonly ResolvedMigration[];
  /** Highest version of a baseline migration among `pending`. */
  readonly pendingBaseline: MigrationVersion | null;
};

/**
 * Pairs rows and files: versioned ones by version and type, repeatables by description, never by script path (Flyway's
 * MigrationInfoServiceImpl). One defect is mended: Flyway compares a repeatable's full description with the row's
 * shortened one, so that a description over 200 characters never pairs and the migration runs every time.
 */
export function pairRows(history: MarkedHistory, files: readonly ResolvedMigration[]): Pairing {
  const byKey = new Map(files.map((file) => [fileKey(file), file]));
  const pending = new Set(files);
  const paired = [...history.versioned, ...history.unversioned].map((row) => {
    const file = byKey.get(rowKey(row)) ?? null;
    if (file !== null && settles(row, file)) pending.delete(file);
    return { row, file };
  });
  const baselines = [...pending].filter(({ kind }) => kind === "baseline");
  return {
    rows: paired,
    pending: [...pending],
    pendingBaseline: highestVersion(baselines.map((file) => file.version)),
  };
}

function fileKey(file: ResolvedMigration): string {
  return file.version === null
    ? `R ${shortenDescription(file.description)}`
    : `${typeCodeOf(file.kind)} ${versionKey(file.version)}`;
}

function rowKey({ applied, type }: MarkedRow): string {
  return applied.version === null ? `R ${applied.description}` : `${type.code} ${versionKey(applied.version)}`;
}

/** Whether the row means that the file has been run as it is. Success is not looked at: failed rows stop elsewhere. */
function settles(row: MarkedRow, file: ResolvedMigration): boolean {
  if (row.deleted || row.undone || row.type.code === "DELETE") return false;
  return row.applied.version !== null || (row.latest && checksumFits(file, row.applied.checksum));
}
