import { sameDescription } from "../history/history-text.ts";
import type { AppliedMigration } from "../history/applied-migration.ts";
import { rowType } from "../history/row-type.ts";
import type { Problem } from "../problem.ts";
import type { MigrationInfo } from "./migration-info.ts";
import { compareVersions, type MigrationVersion } from "./migration-version.ts";
import { explainByOlderRule, type OlderChecksums } from "./older-checksums.ts";
import { placeOf, typeCodeOf, type ResolvedMigration } from "./resolved-migration.ts";

export type CompareOptions = {
  /** Rows at or below it are not compared. */
  readonly appliedBaseline: MigrationVersion | null;
  /** Pending migrations are ignored as a whole: only then are repeatables compared by checksum. */
  readonly pendingIgnored: boolean;
  readonly olderChecksums: (file: ResolvedMigration) => OlderChecksums | null;
};

/** Type, checksum and description of a row against its file: the first difference (Flyway's MigrationInfoImpl.validate). */
export function compareWithRow(info: MigrationInfo, options: CompareOptions): Problem | null {
  const { resolved, applied } = info;
  if (resolved === null || applied === null) return null;
  const type = rowType(applied.type);
  if (type.code === "DELETE" || type.undo) return null;
  const { appliedBaseline } = options;
  if (info.version !== null && appliedBaseline !== null && compareVersions(info.version, appliedBaseline) <= 0) {
    return null;
  }
  return typeMismatch(resolved, applied) ?? checksumMismatch(info, options) ?? descriptionMismatch(resolved, applied);
}

function rowName(applied: AppliedMigration): string {
  return applied.version === null ? applied.script : `version ${applied.version.text}`;
}

function typeMismatch(file: ResolvedMigration, applied: AppliedMigration): Problem | null {
  const { code } = rowType(applied.type);
  if (code === typeCodeOf(file.kind)) return null;
  return {
    code: "TYPE_MISMATCH",
    message: `The history says that ${rowName(applied)} is of type ${code}, the file is of type ${typeCodeOf(file.kind)}.`,
    ...placeOf(file),
  };
}

function checksumMismatch({ state, resolved, applied }: MigrationInfo, options: CompareOptions): Problem | null {
  if (resolved === null || applied === null || applied.checksum === null) return null;
  const compared =
    resolved.version !== null || (options.pendingIgnored && state !== "OUTDATED" && state !== "SUPERSEDED");
  if (!compared || applied.checksum === resolved.checksum) return null;
  const found = `The file of ${rowName(applied)} is not what was run: its checksum is ${resolved.checksum}, the history has ${applied.checksum}.`;
  const explanation = explain(resolved, applied.checksum, options);
  return {
    code: "CHECKSUM_MISMATCH",
    message: explanation === null ? found : `${found} ${explanation}`,
    ...placeOf(resolved),
  };
}

function explain(file: ResolvedMigration, stored: number, { olderChecksums }: CompareOptions): string | null {
  if (stored === file.rawChecksum) {
    return "The row's checksum is that of the file before placeholders are replaced: the file is unchanged, and repair brings the row up to date.";
  }
  const older = olderChecksums(file);
  return older === null ? null : explainByOlderRule(stored, older);
}

function descriptionMismatch(file: ResolvedMigration, applied: AppliedMigration): Problem | null {
  if (sameDescription(applied.description, file.description)) return null;
  return {
    code: "DESCRIPTION_MISMATCH",
    message: `The history describes ${rowName(applied)} as "${applied.description}", the file as "${file.description}".`,
    ...placeOf(file),
  };
}
