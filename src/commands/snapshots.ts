import type { Command } from "./command.ts";
import { withWayBack } from "./rollback.ts";

/** Lists what is kept; takes no lock and changes nothing. */
export const snapshots: Command = {
  name: "snapshots",
  summary: "list the runs that can be taken back, what is kept for them and its size",
  writes: false,
  readsFiles: false,
  run: (ctx) => withWayBack(ctx, async (wayBack) => ctx.recorder.snapshots(await wayBack.list(ctx.table))),
};
