import { failure } from "../core/problem.ts";
import type { Command } from "./command.ts";

/** Lists what is kept; takes no lock and changes nothing. */
export const snapshots: Command = {
  name: "snapshots",
  summary: "list the runs that can be taken back, what is kept for them and its size",
  writes: false,
  readsFiles: false,
  run: () => Promise.reject(failure("INTERNAL", "snapshots is not built yet.")),
};
