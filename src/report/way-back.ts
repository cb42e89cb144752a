/** What was kept of a database and how it went back, in the words that all reports share. */
import type { DatabaseResult, RunResult, SetAside, WayBackResult } from "../core/result.ts";
import { formatBytes, plural } from "./format.ts";

/** True if everything that this run did to the database was taken back. */
export function isRolledBack(database: DatabaseResult): boolean {
  return database.wayBack?.state === "rolled-back";
}

function rowsText({ rowsCarried, rowsSetAside }: WayBackResult): string {
  const parts: string[] = [];
  if (rowsCarried > 0) parts.push(`${plural(rowsCarried, "row")} written since carried over`);
  if (rowsSetAside > 0) parts.push(`${plural(rowsSetAside, "row")} set aside`);
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function keptText({ keptObjects, snapshotBytes }: WayBackResult): string {
  const copied = snapshotBytes === 0 ? "nothing" : formatBytes(snapshotBytes);
  return `${plural(keptObjects, "object")} kept, ${copied} copied`;
}

/** How it stands, as one line such as `rolled back: everything is as before the run`; null if nothing was kept. */
export function wayBackText(wayBack: WayBackResult): string | null {
  switch (wayBack.state) {
    case "planned":
      return `to go back: ${keptText(wayBack)}`;
    case "kept":
      return `can go back: ${keptText(wayBack)}`;
    case "rolled-back": {
      const { length } = wayBack.differences;
      const how = length === 0 ? "everything is as before the run" : `${plural(length, "difference")} left`;
      return `rolled back: ${how}${rowsText(wayBack)}`;
    }
    case "rollback-failed": {
      const failed = wayBack.steps.find(({ status }) => status === "failed");
      return `the way back failed${failed === undefined ? "" : ` at: ${failed.text}`}${rowsText(wayBack)}`;
    }
    case "pending":
      return "not rolled back yet: the next run does it first, or `flyback rollback`";
    case "committed":
      return "committed: what was kept is gone";
    case "discarded":
      return wayBack.steps.length === 0
        ? "no rows are set aside"
        : `discarded: ${plural(wayBack.steps.length, "table")} of rows set aside`;
    case "none":
      return null;
  }
}

/** `2 rows of visits.patient are in flyback_7.patient_2: no key`. */
export function setAsideText({ table, kept, rows, why }: SetAside): string {
  const verb = rows === 1 ? "is" : "are";
  return `${plural(rows, "row")} of ${table} ${verb} in ${kept}${why === "" ? "" : `: ${why}`}`;
}

/** What a failed run is left with, as the end of a sentence; empty where there was no way back. */
export function wayBackEnding(result: RunResult): string {
  const states = new Set(result.databases.map(({ wayBack }) => wayBack?.state));
  if (states.has("rollback-failed")) return "; the way back failed";
  if (states.has("pending")) return "; not rolled back yet";
  return states.has("rolled-back") ? "; everything of the run was rolled back" : "";
}
