/** What the engine needs for dump files: src/dump has it. */
import type { DumpResult, Notice, RestoreResult } from "../core/result.ts";
import type { TableName } from "./ports.ts";

export type DumpStart = {
  readonly runId: string;
  readonly schemas: readonly string[];
  /** Schema version by the history; null if there is none. */
  readonly schemaVersion: string | null;
};

export type WrittenDumps = {
  readonly dumps: readonly DumpResult[];
  /** What is worth a warning. */
  readonly warnings: readonly string[];
};

export type RestoreStart = {
  readonly runId: string;
  /** Number and name of the database in the run. */
  readonly seq: number;
  readonly name: string;
  readonly history: TableName;
  readonly schemas: readonly string[];
  /** The CI job; null in a terminal. */
  readonly job: string | null;
  readonly label: string;
};

export type Dumps = {
  /**
   * Writes a file for each of the schemas that are there.
   *
   * @throws MigrationError DUMP_TOOL, DUMP_FAILED, CANCELLED; the database is untouched
   */
  readonly write: (start: DumpStart) => Promise<WrittenDumps>;
  /**
   * Loads the files of `dump` that belong to this database, in the place of what is there. To be called under the lock.
   *
   * @param say is told what has happened besides, also where the restore is then refused
   * @returns none where the folder has no dump of this database
   * @throws MigrationError DUMP_INVALID, DUMP_TOOL, RESTORE_REFUSED, with nothing changed; RESTORE_FAILED, with everything as it was; RESTORE_INCOMPLETE
   */
  readonly restore: (start: RestoreStart, say: (notice: Notice) => void) => Promise<readonly RestoreResult[]>;
};
