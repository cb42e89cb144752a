import type { DatabaseConfig } from "../config/config.ts";
import { MigrationError } from "../core/problem.ts";
import type { Database, RunLock, ScriptSession, ServerError, TableName } from "../engine/ports.ts";
import { addressOf, openWithRetries, readyServer, type DatabaseOptions } from "./connect.ts";
import type { Connection } from "./connection.ts";
import { openConnection } from "./connection.ts";
import {
  connectProblem,
  ER,
  errorText,
  isConnectionLost,
  isPrivilegeError,
  isServerError,
  sqlErrorOf,
} from "./driver-error.ts";
import type { Guard, LockRequest, SharedConnection } from "./guard.ts";
import { acquireGuard, acquireScriptLock, endScriptHolder } from "./guard.ts";
import { changeHistory, createHistory, readHistory, unwritableTexts } from "./history-table.ts";
import { createSchema, schemaExists, schemaIsEmpty } from "./schema.ts";
import type { Server } from "./server.ts";
import { createScriptSession } from "./session.ts";
import { blockerOf, statementProgress } from "./waits.ts";

function describeError(error: unknown): ServerError {
  const message = errorText(error);
  const sqlError = sqlErrorOf(error);
  if (isConnectionLost(error)) return { kind: "lost", message, sqlError };
  if (isServerError(error, ER.LOCK_WAIT_TIMEOUT)) return { kind: "lock-wait", message, sqlError };
  if (isServerError(error, ER.QUERY_INTERRUPTED)) return { kind: "interrupted", message, sqlError };
  if (isServerError(error, ER.PACKET_TOO_LARGE)) return { kind: "packet-too-large", message, sqlError };
  if (isPrivilegeError(error)) return { kind: "privilege", message, sqlError };
  return { kind: sqlError === undefined ? "other" : "sql", message, sqlError };
}

/**
 * Connects to one database of the run: first one session, which holds the lock, reads and writes the history and looks at the
 * other; the session that runs scripts is opened when the first script is.
 *
 * @throws MigrationError DB_CONNECTION, ACCESS_DENIED, UNKNOWN_DATABASE, TLS, SERVER_UNSUPPORTED
 */
export async function openDatabase(config: DatabaseConfig, options: DatabaseOptions): Promise<Database> {
  const main = await openWithRetries(config, options);
  try {
    const server = await readyServer(main, config, options);
    if (server.galera) await main.query("SET SESSION wsrep_sync_wait = 15");
    return databaseOver(main, server, config, options);
  } catch (error) {
    main.destroy();
    if (error instanceof MigrationError) throw error;
    throw new MigrationError([connectProblem(error, addressOf(config))], { cause: error });
  }
}

/** The session for scripts, as far as the other one deals with it. */
type ScriptSide = {
  readonly open: () => Promise<ScriptSession>;
  /** Its connection id; null while there is none. */
  readonly id: () => number | null;
  /** Ends the statement that the main session runs. */
  readonly wakeMain: () => Promise<void>;
  /** Cuts the session, whatever it is doing. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

function createScriptSide(
  main: Connection,
  server: Server,
  config: DatabaseConfig,
  options: DatabaseOptions & { readonly claim: (session: Connection) => Promise<void> },
): ScriptSide {
  let script: Connection | null = null;
  let session: ScriptSession | null = null;

  async function connect(): Promise<void> {
    script?.destroy();
    script = await openConnection(config.connection, null);
  }

  function connection(): Connection {
    if (script === null) throw new Error("the session for scripts is not open");
    return script;
  }

  return {
    async open() {
      if (session !== null) return session;
      await connect();
      session = createScriptSession(
        { connection, reopen: connect, claim: async () => options.claim(connection()) },
        server,
        config,
        options.initStatements,
      );
      return session;
    },
    id: () => script?.id ?? null,
    cut() {
      script?.destroy();
      script = null;
      session = null;
    },
    wakeMain: async () => void (await connection().query(`KILL QUERY ${main.id}`)),
    async close() {
      const ended = script;
      script = null;
      session = null;
      await ended?.end();
    },
  };
}

async function reconnect(
  config: DatabaseConfig,
  options: DatabaseOptions,
  table: TableName,
  withinMs: number,
): Promise<Database | null> {
  const connection = { ...config.connection, connectRetries: Math.floor(withinMs / 1000), connectRetryIntervalS: 1 };
  try {
    const database = await openDatabase({ ...config, connection }, options);
    await database.acquireLock(table, Math.ceil(withinMs / 1000));
    return database;
  } catch {
    return null;
  }
}

/** The session with its queries counted, for the holder of the lock to stand back. */
function counted(connection: Connection): { readonly own: SharedConnection; readonly main: Connection } {
  let wanted = 0;
  const query: Connection["query"] = async (sql) => {
    wanted += 1;
    try {
      return await connection.query(sql);
    } finally {
      wanted -= 1;
    }
  };
  return { own: { ...connection, isWanted: () => wanted > 0 }, main: { ...connection, query } };
}

/** What the main session does to and for the statement that the other one runs. */
function watching(
  main: Connection,
  server: Server,
  script: ScriptSide,
): Pick<Database, "killRunningStatement" | "runningStatementProgress" | "describeBlocker"> {
  return {
    async killRunningStatement() {
      const id = script.id();
      if (id !== null) await main.query(`KILL QUERY ${id}`);
    },
    async runningStatementProgress() {
      const id = script.id();
      return id === null ? null : statementProgress(main, server, id);
    },
    async describeBlocker(session) {
      const id = session ?? script.id();
      const state = id === null ? null : await statementProgress(main, server, id);
      if (id === null || state === null || !/lock|waiting/i.test(state)) return null;
      return blockerOf(main, server, id);
    },
  };
}

/** What the main session does while it need not show that it holds the lock; `rest` gives what the lock was asked with. */
function withoutHolding(
  main: Connection,
  script: ScriptSide,
  rest: () => Promise<LockRequest | null>,
): Pick<Database, "ask" | "restScripts" | "endScripts"> {
  return {
    async restScripts() {
      await rest();
      await script.close();
    },
    async ask(sql) {
      await rest();
      return main.query(sql);
    },
    async endScripts() {
      const request = await rest();
      script.cut();
      if (request !== null) await endScriptHolder(main, request);
    },
  };
}

function databaseOver(
  connection: Connection,
  server: Server,
  config: DatabaseConfig,
  options: DatabaseOptions,
): Database {
  const { own, main } = counted(connection);
  const claim = async (session: Connection): Promise<void> => {
    if (request !== null) await acquireScriptLock(session, request);
  };
  const script = createScriptSide(main, server, config, { ...options, claim });
  let guard: Guard | null = null;
  let request: LockRequest | null = null;

  async function acquireLock(table: TableName, timeoutS: number): Promise<RunLock> {
    // The session waits for hours while a long migration runs: the server must not end it for being idle.
    await main.query(`SET SESSION lock_wait_timeout = ${config.lockWaitTimeoutS}, wait_timeout = 2147483`);
    request = {
      table,
      timeoutS,
      subject: `Another run holds the lock of ${table.schema}.${table.table}`,
      label: options.runLabel,
      signal: options.signal,
      onWait: (holder) => options.onMessage(`waiting for the lock, held by ${holder}`),
    };
    guard = await acquireGuard(own, request);
    return guard;
  }

  return {
    server,
    schemaExists: (schema) => schemaExists(main, schema),
    schemaIsEmpty: (schema) => schemaIsEmpty(main, schema),
    createSchema: (schema) => createSchema(main, schema),
    async readHistory(table) {
      await guard?.rest();
      return readHistory(main, table);
    },
    createHistory: (table, first) => createHistory(main, table, first),
    async changeHistory(table, changes) {
      await guard?.rest();
      return changeHistory(main, table, changes);
    },
    unwritableTexts: (table, texts) => unwritableTexts(main, table, texts),
    acquireLock,
    lockIsHeld: () => guard === null || guard.held(),
    async scripts() {
      const session = await script.open();
      guard?.showHolding(script.wakeMain);
      return session;
    },
    openOwn: () => openConnection(config.connection, null),
    ...withoutHolding(main, script, async () => {
      await guard?.rest();
      return request;
    }),
    ...watching(main, server, script),
    describeError,
    reconnect: (table, withinMs) => reconnect(config, options, table, withinMs),
    async close() {
      await guard?.release();
      await Promise.all([script.close(), main.end()]);
    },
  };
}
