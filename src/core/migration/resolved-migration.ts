import type { Place } from "../problem.ts";
import type { CallbackEvent } from "./callback-event.ts";
import { compareVersions, type MigrationVersion } from "./migration-version.ts";

/** Kinds of migration files. A file's type code in the history is `SQL`, a baseline migration's `SQL_BASELINE`. */
export type MigrationKind = "versioned" | "repeatable" | "baseline";

/** What a script's own `<file>.conf` sets; absent keys leave the general setting in force. */
export type ScriptConfig = {
  readonly executeInTransaction?: boolean;
  readonly encoding?: string;
  readonly placeholderReplacement?: boolean;
};

/** Where a script's text is and how to read it; its statements are never held, since a file may be larger than memory. */
export type ScriptSource = {
  /** Path to open. */
  readonly path: string;
  /** Path as shown to the user and in annotations: relative to the working directory where it lies below it, with `/`. */
  readonly shownPath: string;
  /** Size in bytes. */
  readonly size: number;
  /** Charset label that the file is decoded with, decided when it was resolved. */
  readonly encoding: string;
  readonly config: ScriptConfig;
  /** Checksum of the raw text when it was resolved: whoever opens the file again learns if it has changed since. */
  readonly rawChecksum?: number;
  /** Whether the raw text held `/*` then. */
  readonly opensComment?: boolean;
  /** What the file system said of a large file then (size, time, inode): while it says the same, its text need not be summed up again. */
  readonly stamp?: string;
};

/** A migration found on disk. */
export type ResolvedMigration = {
  readonly kind: MigrationKind;
  /** null for a repeatable migration, as in the history's version column. */
  readonly version: MigrationVersion | null;
  readonly description: string;
  /** Path below its location with `/` on every system: the history's script column. */
  readonly script: string;
  /** Checksum as it is written: of the raw text; for a repeatable of the text after placeholder replacement. */
  readonly checksum: number;
  /** Checksum of the raw text; also accepted as a match for a repeatable. */
  readonly rawChecksum: number;
  readonly source: ScriptSource;
};

/** A SQL callback found on disk. */
export type ResolvedCallback = {
  /** Event id, such as `beforeMigrate`. */
  readonly event: CallbackEvent;
  readonly description: string;
  readonly script: string;
  readonly source: ScriptSource;
};

/** The type code that a run of the file gets in the history. */
export function typeCodeOf(kind: MigrationKind): "SQL" | "SQL_BASELINE" {
  return kind === "baseline" ? "SQL_BASELINE" : "SQL";
}

/**
 * Order of execution, for `sort`: by version, a baseline migration after the versioned one of the same version, then
 * repeatables by description in UTF-16 code unit order (`10`, `9`, `B`, `a`).
 */
export function compareResolved(a: ResolvedMigration, b: ResolvedMigration): number {
  if (a.version === null || b.version === null) {
    if (a.version !== null) return -1;
    if (b.version !== null) return 1;
    return compareTexts(a.description, b.description) || compareTexts(a.script, b.script);
  }
  return (
    compareVersions(a.version, b.version) ||
    Number(a.kind === "baseline") - Number(b.kind === "baseline") ||
    compareTexts(a.script, b.script)
  );
}

/** UTF-16 code unit order, as Java's `String.compareTo`; never the order of a language, which differs by machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The `at` of a problem with a migration: the start of its file; nothing where there is no file. */
export function placeOf(file: ResolvedMigration | null): { readonly at?: Place } {
  return file === null ? {} : { at: { file: file.source.shownPath, line: 1 } };
}
