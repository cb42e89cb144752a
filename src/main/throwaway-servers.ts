import type { Config, DatabaseConfig } from "../config/config.ts";
import { failure } from "../core/problem.ts";
import type { ServerProduct } from "../throwaway/server-program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration whose throw-away servers run. */
export type Running = { readonly config: Config; readonly stop: () => Promise<void> };

type Started = {
  readonly port: number | null;
  readonly socketPath: string;
  readonly words: string;
  readonly stop: () => Promise<void>;
};

async function startServer(wanted: "any" | ServerProduct, env: Environment): Promise<Started> {
  const { obtainServerProgram } = await import(/* webpackMode: "eager" */ "../throwaway/unpack.ts");
  const { startThrowawayServer } = await import(/* webpackMode: "eager" */ "../throwaway/start.ts");
  try {
    const program = await obtainServerProgram({ env, ...(wanted === "any" ? {} : { product: wanted }) });
    const server = await startThrowawayServer(program, { env, skipNetworking: true });
    const { port, socketPath, product, version } = server;
    return { port, socketPath, words: `${product} ${version}`, stop: () => server.stop() };
  } catch (error) {
    throw failure("THROWAWAY_SERVER", error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function at(config: DatabaseConfig, server: Started): DatabaseConfig {
  const { socketPath, port } = server;
  return {
    ...config,
    // Nothing is there yet, so everything may be made.
    createDatabases: true,
    connection: { ...config.connection, host: "127.0.0.1", port: port ?? 0, socketPath, user: "root", password: null },
  };
}

/**
 * Starts the throw-away servers that the configuration asks for, one for each product, and puts them into it.
 *
 * @throws MigrationError THROWAWAY_SERVER with what to install
 */
export async function startThrowawayServers(
  config: Config,
  env: Environment,
  say: (line: string) => void,
): Promise<Running> {
  const servers = new Map<string, Started>();
  const databases: DatabaseConfig[] = [];
  for (const database of config.databases) {
    const wanted = database.connection.throwaway;
    if (wanted === null) {
      databases.push(database);
      continue;
    }
    let server = servers.get(wanted);
    if (server === undefined) {
      say(`starting a throw-away ${wanted === "any" ? "server" : `${wanted} server`}`);
      server = await startServer(wanted, env);
      say(`throw-away server: ${server.words}; it ends with this run`);
      servers.set(wanted, server);
    }
    databases.push(at(database, server));
  }
  return {
    config: { ...config, databases },
    async stop() {
      for (const server of servers.values()) await server.stop();
    },
  };
}
