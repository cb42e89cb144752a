import { existsSync } from "node:fs";
import { startThrowawayServer } from "../../src/throwaway/start.ts";
import { getRecipe, type RecipeName, usualArguments } from "../support/servers/recipes.ts";
import type { Address } from "./tool.ts";

export type Server = {
  readonly name: RecipeName;
  /** Such as `MariaDB 10.11.19`. */
  readonly version: string;
  readonly address: Address;
  readonly stop: () => Promise<void>;
};

/** Both products, each in the version that is in use most. */
export const CONFORMANCE_SERVERS: readonly RecipeName[] = ["mariadb-10.11", "mysql-8.0"];

// Nothing here outlives the run, so nothing need reach the disk.
const MEMORY = "/dev/shm";
const FAST = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--innodb-buffer-pool-size=128M"];

/** Starts a throw-away server of the test matrix. */
export async function startServer(name: RecipeName): Promise<Server> {
  const { program } = await getRecipe(name, process.env);
  const server = await startThrowawayServer(program, {
    env: process.env,
    extraArguments: [...usualArguments(program), ...FAST],
    ...(existsSync(MEMORY) ? { temporaryFolder: MEMORY } : {}),
  });
  const { product: kind, host, port } = server;
  if (port === null) throw new Error(`${name} does not listen on a port`);
  return { name, version: `${kind} ${server.version}`, address: { kind, host, port }, stop: server.stop };
}
