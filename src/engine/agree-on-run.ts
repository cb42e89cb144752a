/** `rollback`, `commit` and `discard` of several databases mean one run, and all of them or none. */
import type { Config } from "../config/config.ts";
import { failure } from "../core/problem.ts";
import { chooseRun } from "./choose-run.ts";
import { schemaOf } from "./database-run.ts";
import type { Database, Ports } from "./ports.ts";
import type { JournalledRun, WayBack } from "./way-back.ts";

type Open = { readonly database: Database; readonly wayBack: WayBack; readonly runs: readonly JournalledRun[] };

/** By the servers' clocks: those of the machines that migrate may differ more. */
function newestFirst(a: JournalledRun, b: JournalledRun): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1;
  return a.runId < b.runId ? 1 : -1;
}

/** What is dropped for good is never guessed. @throws MigrationError CONFIGURATION if no database has the run */
function known(runId: string | null, all: ReadonlyMap<string, JournalledRun>): string | null {
  if (runId !== null && all.has(runId)) return runId;
  throw failure("CONFIGURATION", `The journals have no run ${runId ?? ""} of these databases.`, {
    help: "`flyback snapshots` lists the runs that have set rows aside.",
  });
}

/**
 * The run that the command means in all databases: the one that is chosen among all their runs. For `rollback` each of its databases is asked
 * whether it would refuse, before anything is changed in the first.
 *
 * @returns null if there is none, which each database then says for itself
 * @throws MigrationError what a database cannot be reached for; ROLLBACK_REFUSED
 */
export async function agreeOnRun(config: Config, ports: Ports): Promise<string | null> {
  const { runId, onNewerRows } = config.undo;
  const open: Open[] = [];
  try {
    for (const one of config.databases) {
      const database = await ports.connect(one);
      const wayBack = ports.wayBack(one, database);
      const runs = await wayBack.runs({ schema: schemaOf(one), table: one.historyTable }, runId);
      open.push({ database, wayBack, runs });
    }
    const all = new Map(open.flatMap(({ runs }) => runs).map((run) => [run.runId, run]));
    const newest = [...all.values()].toSorted(newestFirst);
    if (config.command === "discard") return known(runId, all);
    const choice = chooseRun(newest, { runId, job: ports.ciJob });
    if (choice.kind === "none") return runId ?? (ports.ciJob === null ? (newest[0]?.runId ?? null) : null);
    if (config.command === "rollback") {
      for (const { wayBack, runs } of open) {
        const run = runs.find((found) => found.runId === choice.run.runId);
        if (run !== undefined && run.state !== "rolled-back") await wayBack.check(run, { onNewerRows, isOwn: false });
      }
    }
    return choice.run.runId;
  } finally {
    for (const { database, wayBack } of open) {
      await wayBack.close();
      await database.close();
    }
  }
}
