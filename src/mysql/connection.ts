/**
 * The only file that knows the driver. One `Connection` is one session on the server; statements are sent one at a time.
 * Driver options keep values exact: dates, BIGINT, DECIMAL and JSON come as text, several statements in one packet are off,
 * and LOAD DATA LOCAL is refused, since there the server chooses which file the client sends.
 */
import type { Duplex } from "node:stream";
import type { Connection as DriverConnection, ConnectionOptions, QueryError, SslOptions } from "mysql2";
import type { ConnectionConfig } from "../config/config.ts";
import type { DriverError } from "./driver-error.ts";

/** With the options below every value of our own statements comes as text, number or null. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Rows of one result set of a script's statement, for showing; at most `maxRows` are kept, `rowCount` counts all. */
type ShownResult = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number;
};

type StatementOutcome = {
  /** Number of warnings the server has for the statement. */
  readonly warnings: number;
  /** True if a transaction is open after the statement; null if the server did not say (after a result set it is not read). */
  readonly inTransaction: boolean | null;
  /** Rows that the statement changed, as the server counts them; null if it gave rows, or several results. */
  readonly affectedRows: number | null;
  readonly results: readonly ShownResult[];
};

export type Connection = {
  /** The server's connection id, as in its process list. */
  readonly id: number;
  /** TLS protocol of the session; null if it is not encrypted. */
  readonly tls: string | null;
  /** The server's version text from its greeting. */
  readonly serverVersion: string;
  /** True once the server or the network ended the session. */
  readonly lost: () => boolean;
  /** Runs a statement of our own and gives its rows (of the first result set). */
  readonly query: (sql: string) => Promise<readonly Row[]>;
  /** Runs a script's statement; rows are read and dropped but for the first `maxRows` of each result set. */
  readonly run: (sql: string, maxRows: number) => Promise<StatementOutcome>;
  /** Puts the session back to what it was after login (COM_RESET_CONNECTION); the default database stays. */
  readonly reset: () => Promise<void>;
  /** Says good-bye and waits for it; never throws. */
  readonly end: () => Promise<void>;
  /** Cuts the connection. */
  readonly destroy: () => void;
};

/** How long the server's answer to a good-bye is waited for. */
const GOODBYE_MS = 500;
const IN_TRANSACTION = 0x0001; // SERVER_STATUS_IN_TRANS, mysql_com.h

function tlsOptions(config: ConnectionConfig): SslOptions {
  const { mode, ca, cert, key } = config.tls;
  return {
    rejectUnauthorized: mode === "verify-ca" || mode === "verify-identity",
    verifyIdentity: mode === "verify-identity",
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
  };
}

function driverOptions(config: ConnectionConfig, database: string | null, encrypted: boolean): ConnectionOptions {
  return {
    ...(config.socketPath === null ? { host: config.host, port: config.port } : { socketPath: config.socketPath }),
    user: config.user,
    ...(config.password === null ? {} : { password: config.password.reveal() }),
    ...(database === null ? {} : { database }),
    ...(encrypted ? { ssl: tlsOptions(config) } : {}),
    charset: "utf8mb4",
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
    multipleStatements: false,
    // Statements are sent as they are; the driver would look through each for its own placeholders.
    queryFormat: (sql) => sql,
    // IGNORE_SPACE is on in the driver and would change how scripts are parsed (sql_mode IGNORE_SPACE).
    flags: ["-LOCAL_FILES", "-FOUND_ROWS", "-IGNORE_SPACE"],
    connectTimeout: config.connectTimeoutS * 1000,
    enableCleartextPlugin: config.cleartextPlugin,
    connectAttributes: { program_name: "flyback" },
  };
}

function handshake(driver: DriverConnection): Promise<{ serverVersion: string; connectionId: number }> {
  return new Promise((resolve, reject) => {
    driver.once("error", reject);
    // The greeting is the event's argument; the typings leave it out.
    driver.once("connect", (greeting: { serverVersion: string; connectionId: number }) => {
      driver.removeListener("error", reject);
      resolve(greeting);
    });
  });
}

async function login(config: ConnectionConfig, database: string | null, encrypted: boolean): Promise<Connection> {
  const { createConnection } = await import(/* webpackMode: "eager" */ "mysql2");
  const driver = createConnection(driverOptions(config, database, encrypted));
  const greeting = await handshake(driver);
  let lost = false;
  // Without a listener a connection that is lost while idle would end the process.
  driver.on("error", () => (lost = true));
  driver.on("end", () => (lost = true));
  const { stream: socket } = driver as unknown as {
    readonly stream: Duplex & { readonly getProtocol?: () => string | null };
  };
  // The driver does not pass on the end of an encrypted session.
  socket.once("close", () => (lost = true));
  return {
    id: greeting.connectionId,
    tls: socket.getProtocol?.() ?? null,
    serverVersion: greeting.serverVersion,
    lost: () => lost,
    query: (sql) => query(driver, sql),
    run: (sql, maxRows) => run(driver, sql, maxRows),
    reset: () => reset(driver),
    end: () => end(driver),
    destroy: () => driver.destroy(),
  };
}

/**
 * Opens one session. With `ssl-mode` preferred it is encrypted if the server can (over a Unix socket it is not, as with the
 * mysql client, since nothing crosses a network).
 *
 * @param database default database; null for none
 * @throws DriverError as the driver gives it (see driver-error.ts)
 */
export async function openConnection(config: ConnectionConfig, database: string | null): Promise<Connection> {
  const { mode } = config.tls;
  const encrypted = mode !== "disabled" && !(mode === "preferred" && config.socketPath !== null);
  try {
    return await login(config, database, encrypted);
  } catch (error) {
    const code = (error as DriverError).code;
    if (mode !== "preferred" || code !== "HANDSHAKE_NO_SSL_SUPPORT") throw error;
    return login(config, database, false);
  }
}

function query(driver: DriverConnection, sql: string): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    driver.query(sql, (error: QueryError | null, rows: unknown) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? (rows as Row[]) : []);
    });
  });
}

/** What the driver emits for a statement without rows (its OK packet). */
type OkPacket = { readonly warningStatus?: number; readonly serverStatus?: number; readonly affectedRows?: number };

function run(driver: DriverConnection, sql: string, maxRows: number): Promise<StatementOutcome> {
  return new Promise((resolve, reject) => {
    let warnings = 0;
    let inTransaction: boolean | null = null;
    let affectedRows: number | null = null;
    let failed: unknown = null;
    let shown: { columns: string[]; rows: unknown[][]; rowCount: number } | null = null;
    const results: ShownResult[] = [];
    // Events rather than a callback: with a callback the driver would keep every row in memory.
    const command = driver.query({ sql, rowsAsArray: true });
    command.on("fields", (fields: readonly { name: string }[] | undefined) => {
      shown = fields === undefined ? null : { columns: fields.map((f) => f.name), rows: [], rowCount: 0 };
      if (shown !== null) results.push(shown);
    });
    command.on("result", (row: unknown) => {
      if (shown === null) {
        const ok = row as OkPacket;
        warnings = ok.warningStatus ?? 0;
        affectedRows = ok.affectedRows ?? null;
        if (ok.serverStatus !== undefined) inTransaction = (ok.serverStatus & IN_TRANSACTION) !== 0;
        return;
      }
      shown.rowCount += 1;
      if (shown.rows.length < maxRows) shown.rows.push(row as unknown[]);
    });
    command.on("error", (error) => (failed = error));
    command.on("end", () =>
      failed === null
        ? resolve({ warnings, inTransaction, affectedRows: results.length > 0 ? null : affectedRows, results })
        : reject(asError(failed)),
    );
    // A connection that is lost ends no command that has no callback.
    driver.once("error", reject);
    command.once("end", () => driver.removeListener("error", reject));
  });
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}

function reset(driver: DriverConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const withReset = driver as unknown as { reset: (done: (error: Error | null) => void) => void };
    withReset.reset((error) => (error ? reject(error) : resolve()));
  });
}

function end(driver: DriverConnection): Promise<void> {
  return new Promise((resolve) => {
    // A session that is still busy (given up after a signal) takes no good-bye.
    const timer = setTimeout(() => {
      driver.destroy();
      resolve();
    }, GOODBYE_MS);
    driver.end(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
