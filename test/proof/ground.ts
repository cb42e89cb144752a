import { takeDump } from "./dump.ts";
import type { Dump } from "./dump.ts";
import type { ProofServer } from "./server.ts";

/** The state that runs begin from and have to lead back to. */
export type Ground = {
  /** What it is like, read once. Made again, a state has other times in it, and is read again. */
  readonly dump: () => Promise<Dump>;
  /** After a run that did not lead back. */
  readonly rebuild: () => Promise<void>;
};

/** The state must be there; `make` makes it of any other. */
export function openGround(server: ProofServer, make: () => Promise<void>): Ground {
  let dump: Promise<Dump> | null = null;
  return {
    dump: () => (dump ??= takeDump(server)),
    rebuild: async () => {
      dump = null;
      await make();
    },
  };
}
