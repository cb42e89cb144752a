/** The end of a run over all its databases: all of them went through, or all of them go back. */
import type { Config } from "../config/config.ts";
import { MigrationError, type Problem } from "../core/problem.ts";
import type { WayBackResult } from "../core/result.ts";
import type { DatabaseEnd } from "./database-run.ts";
import type { Keeper } from "./keeper.ts";
import type { Ports } from "./ports.ts";
import type { Recorder } from "./recorder.ts";
import type { RunTicket } from "./run-ticket.ts";

type Begun = { readonly recorder: Recorder; readonly keeper: Keeper; readonly close: () => Promise<void> };

export type RunEnd = { readonly failed: boolean; readonly config: Config; readonly ports: Ports };

/** Decides for the run and carries it out in every database that has begun; then their locks go. Never throws. */
export async function settleRun(ticket: RunTicket, ends: readonly DatabaseEnd[], end: RunEnd): Promise<void> {
  const begun = ends.flatMap(({ recorder, held }) => (held === null ? [] : [{ recorder, ...held }]));
  // Nothing was changed anywhere.
  if (begun.length === 0) return;
  try {
    if (!end.failed || end.config.undo.onFailure === "keep") await goForward(ticket, begun);
    else if (end.ports.signal.aborted && end.ports.ciJob !== null) await leavePending(begun);
    else await goBack(ticket, begun, end.ports);
  } finally {
    for (const { close } of begun) await close().catch(() => undefined);
    // Its own part may have ended before, and the decision has opened it again.
    await ticket.coordinator()?.wayBack.close();
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof MigrationError && error.problems[0] !== undefined) return error.problems[0];
  return { code: "ROLLBACK_FAILED", message: error instanceof Error ? error.message : String(error) };
}

/** The coordinator's record is the moment from which the run has gone through, whatever happens to the others' records. */
async function goForward(ticket: RunTicket, begun: readonly Begun[]): Promise<void> {
  const coordinator = ticket.coordinator();
  if (coordinator === null || begun.length === 0) return;
  try {
    await coordinator.wayBack.decide(ticket.runId, "migrated");
  } catch (error) {
    for (const { recorder } of begun) recorder.problem({ ...problemOf(error), code: "UNFINISHED_RUN" });
    return;
  }
  for (const { recorder, keeper } of begun) {
    try {
      recorder.wayBack(await keeper.finish());
      await keeper.settle();
    } catch (error) {
      const message = `The run went through, but its records could not be completed: ${problemOf(error).message}. The next run does it.`;
      recorder.notice({ level: "warning", message });
    }
  }
}

const PENDING: WayBackResult = {
  state: "pending",
  keptObjects: 0,
  snapshotBytes: 0,
  rowsCarried: 0,
  rowsSetAside: 0,
  steps: [],
  setAside: [],
  differences: [],
};

/** A CI host gives seconds: its post step, `rollback` or the next run goes back. */
function leavePending(begun: readonly Begun[]): Promise<void> {
  for (const { recorder } of begun) recorder.wayBack(PENDING);
  return Promise.resolve();
}

async function goBack(ticket: RunTicket, begun: readonly Begun[], ports: Ports): Promise<void> {
  await ticket
    .coordinator()
    ?.wayBack.decide(ticket.runId, "rolling-back")
    .catch(() => undefined);
  let all = true;
  for (const { recorder, keeper } of begun.toReversed()) {
    try {
      const result = await recorder.phase("way back", () => keeper.goBack());
      recorder.wayBack(result);
      if (result.state === "rolled-back") continue;
      const last = result.steps.findLast(({ status }) => status === "failed");
      const why = last === undefined ? result.differences.join("; ") : `${last.text}: ${last.message ?? ""}`;
      recorder.problem({ code: "ROLLBACK_FAILED", message: `The run could not be taken back: ${why}.` });
    } catch (error) {
      recorder.wayBack({ ...PENDING, state: ports.signal.aborted ? "pending" : "rollback-failed" });
      recorder.problem({ ...problemOf(error), code: "ROLLBACK_FAILED" });
    }
    all = false;
  }
  if (all)
    await ticket
      .coordinator()
      ?.wayBack.decide(ticket.runId, "rolled-back")
      .catch(() => undefined);
}
