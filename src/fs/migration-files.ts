import { duplicateCallbacks, withoutDuplicates } from "../core/migration/duplicates.ts";
import { parseEncoding } from "../core/migration/encoding.ts";
import type { ResolvedCallback, ResolvedMigration } from "../core/migration/resolved-migration.ts";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import type { MigrationFiles } from "../engine/ports.ts";
import { findMentions } from "./mentions.ts";
import type { IgnoredFile } from "./named-files.ts";
import { olderChecksums } from "./older-checksums.ts";
import { openScript, sha256OfScript } from "./open-script.ts";
import { readCallbacks, readMigrations } from "./read-scripts.ts";
import { createSettingsReader } from "./script-settings.ts";
import { selectFiles, type ScanRequest } from "./select-files.ts";

/** All that the locations hold. What has a problem is left out of the lists. */
export type ScannedFiles = {
  /** In order of execution. */
  readonly migrations: readonly ResolvedMigration[];
  /** By event, then by description in UTF-16 order. */
  readonly callbacks: readonly ResolvedCallback[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
  /** Files with a script's suffix whose names say nothing. */
  readonly ignoredFiles: readonly IgnoredFile[];
};

/** The engine's view of the file system. */
export function createMigrationFiles(workingDirectory: string): MigrationFiles {
  return {
    scan: (config, builtIns) => scanMigrationFiles({ config, workingDirectory, builtIns }),
    open: openScript,
    olderChecksums,
    sha256: sha256OfScript,
    mentions: (config, patterns) => findMentions({ config, workingDirectory, builtIns: new Map() }, patterns),
  };
}

/** Finds, names and sums up all migrations and callbacks. Everything wrong with them is collected and nothing thrown. */
export async function scanMigrationFiles(request: ScanRequest): Promise<ScannedFiles> {
  const { config, builtIns } = request;
  const encoding = parseEncoding(config.encoding);
  if (encoding === null) {
    const message = `encoding is "${config.encoding}", which is no charset that flyback knows.`;
    return {
      migrations: [],
      callbacks: [],
      notices: [],
      ignoredFiles: [],
      problems: [{ code: "CONFIGURATION", message }],
    };
  }

  const selected = selectFiles(request);
  const reading = { config, encoding, builtIns };
  const reader = { reading, settingsOf: createSettingsReader(selected.files, reading) };
  const read = await readMigrations(selected.migrations, reader);
  const { migrations, problems: duplicates } = withoutDuplicates(read.resolved);
  const callbacks = await readCallbacks(selected.callbacks, reader);
  return {
    migrations,
    callbacks: callbacks.resolved,
    ignoredFiles: selected.ignored,
    notices: selected.notices,
    problems: [
      ...selected.problems,
      ...read.problems,
      ...duplicates,
      ...callbacks.problems,
      ...duplicateCallbacks(callbacks.resolved),
    ],
  };
}
