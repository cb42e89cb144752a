/** Where a run keeps things, and the means to put them there. */
import type { Entry, QName } from "./kept.ts";
import type { ScriptSession } from "../engine/ports.ts";
import type { Room } from "./room.ts";
import type { Patience } from "./lock-waits.ts";
import type { Sql } from "./sql.ts";

export type Product = "MySQL" | "MariaDB" | "unknown";

/** Names of columns, which never count case. */
export type PresentColumns = { readonly names: readonly string[]; readonly has: (name: string) => boolean };

export type Shelf = {
  /** The session that keeps and restores. */
  readonly sql: Sql;
  readonly product: Product;
  /** Commits the entry's new state. */
  readonly update: (entry: Entry) => Promise<void>;
  /** A name among the run's own things, in a schema beside `schema` that is made when it is first needed. */
  readonly place: (schema: string, name: string) => Promise<QName>;
  /** How names of triggers on the entry's table begin. */
  readonly prefix: (entry: Entry) => string;
  /** Numbers that no other name of the run has. */
  readonly next: () => number;
  /** False: this account may not make triggers there. */
  readonly mayLog: (schema: string) => Promise<boolean>;
  /** The server has refused one there after all. */
  readonly refuseLog: (schema: string) => void;
  /** How waits of the script's session for locks are borne; `sql` does that by itself. */
  readonly patience: Patience;
  /** Ends the transaction that the script's session may have open: it holds tables, and triggers could not be made on them. */
  readonly quiet: () => Promise<void>;
  /** @throws MigrationError CANNOT_UNDO where the script holds table locks, for which a copy would wait */
  readonly unlocked: () => Promise<void>;
  /** The columns that a table has at the moment; none where it is not there. */
  readonly presentColumns: (at: QName) => Promise<PresentColumns>;
  /** Puts the session's settings back to what this work needs, after a definition was made under its own. */
  readonly resetSession: () => Promise<void>;
  readonly room: Room;
  /** The session for scripts, while a statement of it is prepared; null: none is. */
  readonly script: () => ScriptSession | null;
};
