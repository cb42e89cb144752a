import type { CommandName } from "../config/config.ts";
import type { DatabaseContext } from "../engine/context.ts";
import type { ScannedFiles } from "../engine/ports.ts";

/** What a command does with one database of the run. */
export type Command = {
  readonly name: CommandName;
  /** One line for help. */
  readonly summary: string;
  /** True if it writes: then a read-only server is refused, and missing databases may be made. */
  readonly writes: boolean;
  /** True if it needs the migration files. */
  readonly readsFiles: boolean;
  /** @throws MigrationError what was found or went wrong; everything else goes to the recorder */
  readonly run: (ctx: DatabaseContext, files: ScannedFiles) => Promise<void>;
};
