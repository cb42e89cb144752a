/** Getting to a server: tries, what it must be, and `init-sql`. */
import type { DatabaseConfig } from "../config/config.ts";
import { failure, MigrationError } from "../core/problem.ts";
import type { Connection } from "./connection.ts";
import { openConnection } from "./connection.ts";
import { connectProblem, ER, errorText, isServerError, isWorthRetrying, sqlErrorOf } from "./driver-error.ts";
import type { Server } from "./server.ts";
import { readServer } from "./server.ts";

export type DatabaseOptions = {
  /** `init-sql`, split into statements: run on every session that runs scripts. */
  readonly initStatements: readonly string[];
  /** What the run is called for others. */
  readonly runLabel: string;
  readonly signal: AbortSignal;
  readonly onMessage: (text: string) => void;
};

/** Host and port, or the socket, as shown: no account, no password. */
export function addressOf(config: DatabaseConfig): string {
  const { socketPath, host, port } = config.connection;
  return socketPath ?? `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Opens a session; without the database if there is none of that name yet and it may be made. */
async function openSession(config: DatabaseConfig): Promise<Connection> {
  const { database } = config.connection;
  try {
    return await openConnection(config.connection, database);
  } catch (error) {
    const mayBeMade = config.createDatabases || config.schemas.length > 0 || config.defaultSchema !== null;
    if (database === null || !mayBeMade || !isServerError(error, ER.BAD_DB)) throw error;
    return openConnection(config.connection, null);
  }
}

/**
 * Opens the first session, with the tries that `connect-retries` allows.
 *
 * @throws MigrationError DB_CONNECTION, ACCESS_DENIED, UNKNOWN_DATABASE, TLS
 */
export async function openWithRetries(config: DatabaseConfig, options: DatabaseOptions): Promise<Connection> {
  const { connectRetries, connectRetryIntervalS } = config.connection;
  for (let left = connectRetries; ; left -= 1) {
    try {
      return await openSession(config);
    } catch (error) {
      const problem = connectProblem(error, addressOf(config));
      if (left <= 0 || options.signal.aborted || !isWorthRetrying(error))
        throw new MigrationError([problem], { cause: error });
      options.onMessage(`${problem.message}; trying again in ${connectRetryIntervalS} s (${left} more)`);
      await pause(connectRetryIntervalS * 1000);
    }
  }
}

/** @throws MigrationError SERVER_UNSUPPORTED, DB_CONNECTION */
function checkServer(server: Server, config: DatabaseConfig): void {
  if (server.product === "unknown" && !config.connection.allowUnknownServer) {
    throw failure(
      "SERVER_UNSUPPORTED",
      `${addressOf(config)} is neither MySQL nor MariaDB: it calls itself ${server.version}.`,
    );
  }
  if (!server.ready) {
    throw failure(
      "DB_CONNECTION",
      `The Galera node ${addressOf(config)} takes no queries now (${server.topology ?? ""}).`,
      {
        help: "Wait until the node is synced and in the primary component, or connect to another one.",
      },
    );
  }
}

/** `init-sql` may take a role without which nothing can be read, or set an sql_mode that scripts then start with. */
async function runInitSql(connection: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await connection.query(statement);
    } catch (error) {
      const sqlError = sqlErrorOf(error);
      throw failure("DB_CONNECTION", `\`init-sql\` failed: ${errorText(error)}`, {
        help: "Correct `init-sql`; it is run on every new session, before anything else.",
        cause: error,
        ...(sqlError === undefined ? {} : { sqlError }),
      });
    }
  }
}

/**
 * Looks at the server before anything else is sent to it, then runs `init-sql`.
 *
 * @throws MigrationError SERVER_UNSUPPORTED, DB_CONNECTION (also for `init-sql`)
 */
export async function readyServer(
  connection: Connection,
  config: DatabaseConfig,
  options: DatabaseOptions,
): Promise<Server> {
  const { user } = config.connection;
  const server = await readServer(connection, user);
  checkServer(server, config);
  if (options.initStatements.length === 0) return server;
  await runInitSql(connection, options.initStatements);
  // It may have changed what scripts start with.
  return readServer(connection, user);
}
