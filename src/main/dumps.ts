import type { Config, DatabaseConfig } from "../config/config.ts";
import type { Dumps } from "../engine/dumps.ts";
import type { Database } from "../engine/ports.ts";

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
  // Few runs write or read dumps: the code for them is loaded by those that do.
  const load = async (): Promise<Dumps> => {
    const { createDumps } = await import(/* webpackMode: "eager" */ "../dump/dumps.ts");
    return createDumps({ run, config, database, env, signal, now: () => performance.now(), wall: () => new Date() });
  };
  return {
    write: async (start) => (await load()).write(start),
    restore: async (start, say) => (await load()).restore(start, say),
  };
}
