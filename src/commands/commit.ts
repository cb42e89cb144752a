import { failure } from "../core/problem.ts";
import type { Command } from "./command.ts";

/** Ends the possibility to take a run back: drops what was kept for it. */
export const commit: Command = {
  name: "commit",
  summary: "keep the last run for good: drop its snapshot and the log of writes",
  writes: true,
  readsFiles: false,
  run: () => Promise.reject(failure("INTERNAL", "commit is not built yet.")),
};
