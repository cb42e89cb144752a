import type { DatabaseConfig, UndoConfig } from "../config/config.ts";
import type { Progress } from "../core/progress.ts";
import type { Database } from "../engine/ports.ts";
import type { WayBack } from "../engine/way-back.ts";
import { createPatience } from "../undo/lock-waits.ts";
import { createWayBack } from "../undo/way-back.ts";

/** The way back of a connected database. */
export function openWayBack(undo: UndoConfig, config: DatabaseConfig, database: Database, progress: Progress): WayBack {
  const { product, lowerCaseTableNames } = database.server;
  const { lockWaitTimeoutS } = config;
  const say =
    (level: "info" | "warning") =>
    (message: string): void =>
      progress.message(level, message, config.name);
  const blockerOf = (session: number | null): Promise<string | null> => database.describeBlocker(session);
  return createWayBack({
    config: undo,
    product,
    lowerCaseTableNames,
    lockWaitTimeoutS,
    patience: createPatience({ lockWaitTimeoutS, blockerOf, warn: say("warning") }),
    open: () => database.openOwn(),
    ask: (sql) => database.ask(sql),
    endScripts: () => database.endScripts(),
    say: say("info"),
    now: () => performance.now(),
  });
}
