/** The session that keeps and restores, with its journal. */
import type { UndoConfig } from "../config/config.ts";
import type { OwnSession } from "../engine/ports.ts";
import { createJournal, type Journal } from "./journal.ts";
import type { Patience } from "./lock-waits.ts";
import { prepareSession } from "./session.ts";
import type { Product } from "./shelf.ts";

export type WayBackOptions = {
  readonly config: UndoConfig;
  readonly product: Product;
  readonly lowerCaseTableNames: number;
  readonly lockWaitTimeoutS: number;
  /** Opens the session that keeps and restores. */
  readonly open: () => Promise<OwnSession>;
  /** Ends the session for scripts, whatever it is doing, and waits until the server has let go of it. */
  readonly endScripts: () => Promise<void>;
  /** How waits for locks are borne. */
  readonly patience: Patience;
  readonly say: (message: string) => void;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
};

export type Desk = { readonly sql: OwnSession; readonly journal: Journal };

export type DeskOpener = {
  /** A session that was lost is replaced: what is journalled is all that is needed. */
  readonly get: () => Promise<Desk>;
  readonly close: () => Promise<void>;
};

export function createDesk(options: WayBackOptions): DeskOpener {
  let opened: Promise<Desk> | null = null;

  async function open(): Promise<Desk> {
    const session = await options.open();
    const query: OwnSession["query"] = (sql) => options.patience(session.id, () => session.query(sql));
    const sql: OwnSession = { id: session.id, query, lost: () => session.lost(), end: () => session.end() };
    await prepareSession(sql, options.product, options.lockWaitTimeoutS);
    return { sql, journal: createJournal(sql, options.config.controlSchema) };
  }

  return {
    async get() {
      const found = await opened?.catch(() => null);
      if (found === null || found === undefined || found.sql.lost()) opened = open();
      return opened ?? open();
    },
    async close() {
      const found = await opened?.catch(() => null);
      opened = null;
      await found?.sql.end();
    },
  };
}
