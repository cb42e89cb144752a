import type { Heartbeat, MessageLevel, MigrationEnd, MigrationStart, Progress } from "../core/progress.ts";
import { baseName, formatDuration, oneLine, visible } from "../report/format.ts";

/** `V3__add_email.sql (2 of 7)`. */
function describeMigration(event: MigrationStart): string {
  return `${baseName(event.script)} (${event.index} of ${event.of})`;
}

const ENDS: Readonly<Record<MigrationEnd["status"], string>> = {
  success: "done in",
  failed: "FAILED after",
  "skipped-executing": "recorded without executing in",
};

/** `visits: V3__add_email.sql (2 of 7) done in 0.41 s`. */
export function describeEnd(event: MigrationEnd): string {
  return `${event.database}: ${describeMigration(event)} ${ENDS[event.status]} ${formatDuration(event.durationMs)}`;
}

/** `statement 2 of 3 running for 1 min 12 s (stage 1 of 2, 43 %)`. */
function describeHeartbeat(event: Heartbeat): string {
  const of = event.of === null ? "" : ` of ${event.of}`;
  const server = event.serverProgress === null ? "" : ` (${oneLine(event.serverProgress)})`;
  return `statement ${event.statement}${of} running for ${formatDuration(event.elapsedMs)}${server}`;
}

/** `visits: warning: text`; information needs no word for its level. */
export function describeMessage(level: MessageLevel, text: string, database: string | undefined): string {
  const prefix = database === undefined ? "" : `${database}: `;
  const word = level === "info" ? "" : `${level}: `;
  return `${prefix}${word}${text}`;
}

/**
 * Progress as lines of a log, each of which names its database, since several run at once.
 * @param print one line without its line feed
 * @param debug whether debug messages are shown
 */
export function createLogProgress(print: (line: string) => void, debug: boolean): Progress {
  const say = (line: string): void => print(visible(line));
  return {
    migrationStarted: (event) => say(`${event.database}: ${describeMigration(event)} started`),
    migrationEnded: (event) => say(describeEnd(event)),
    heartbeat: (event) => say(`${event.database}: ${baseName(event.script)}: ${describeHeartbeat(event)}`),
    message: (level, text, database) => {
      if (level !== "debug" || debug) say(describeMessage(level, text, database));
    },
  };
}
