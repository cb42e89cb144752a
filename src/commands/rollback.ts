import { failure } from "../core/problem.ts";
import type { Command } from "./command.ts";

/** Takes back what a run did to its databases; needs the connections and no files. */
export const rollback: Command = {
  name: "rollback",
  summary: "take back the last run, keeping the rows that were written since",
  writes: true,
  readsFiles: false,
  run: () => Promise.reject(failure("INTERNAL", "rollback is not built yet.")),
};
