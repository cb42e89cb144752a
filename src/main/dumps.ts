import type { Config, DatabaseConfig } from "../config/config.ts";
import type { Dumps } from "../engine/dumps.ts";
import type { Database } from "../engine/ports.ts";
import { createDumps } from "../dump/dumps.ts";

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** Dump files of a connected database. */
export function openDumps(
  run: Config,
  config: DatabaseConfig,
  database: Database,
  { env, signal }: Surroundings,
): Dumps {
  return createDumps({ run, config, database, env, signal, now: () => performance.now(), wall: () => new Date() });
}
