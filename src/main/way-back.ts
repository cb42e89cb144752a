import type { DatabaseConfig, UndoConfig } from "../config/config.ts";
import type { Progress } from "../core/progress.ts";
import type { Database } from "../engine/ports.ts";
import type { WayBack } from "../engine/way-back.ts";
import { createWayBack } from "../undo/way-back.ts";

/** The way back of a connected database. */
export function openWayBack(undo: UndoConfig, config: DatabaseConfig, database: Database, progress: Progress): WayBack {
  const { product, lowerCaseTableNames } = database.server;
  return createWayBack({
    config: undo,
    product,
    lowerCaseTableNames,
    lockWaitTimeoutS: config.lockWaitTimeoutS,
    open: () => database.openOwn(),
    ask: (sql) => database.ask(sql),
    endScripts: () => database.endScripts(),
    say: (message) => progress.message("info", message, config.name),
    now: () => performance.now(),
  });
}
