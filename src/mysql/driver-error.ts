import type { ErrorCode, Problem } from "../core/problem.ts";

/** An error as the driver throws it: the server's (errno of its error list) or the network's (errno absent or negative). */
export type DriverError = Error & {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly sqlMessage?: string;
  readonly fatal?: boolean;
};

/** Server error numbers that the engine decides by; names as in the server's error list. */
export const ER = {
  ACCESS_DENIED: 1045,
  DB_ACCESS_DENIED: 1044,
  BAD_DB: 1049,
  NO_SUCH_TABLE: 1146,
  TABLE_EXISTS: 1050,
  DB_CREATE_EXISTS: 1007,
  LOCK_WAIT_TIMEOUT: 1205,
  QUERY_INTERRUPTED: 1317,
  PACKET_TOO_LARGE: 1153,
  CONNECTION_KILLED: 1927,
  SERVER_SHUTDOWN: 1053,
  NO_SUCH_THREAD: 1094,
  TABLE_ACCESS_DENIED: 1142,
  COLUMN_ACCESS_DENIED: 1143,
  ROUTINE_ACCESS_DENIED: 1370,
  SPECIFIC_ACCESS_DENIED: 1227,
} as const;

function isDriverError(error: unknown): error is DriverError {
  return error instanceof Error && ("code" in error || "errno" in error || "fatal" in error);
}

/** True if the server answered with this error number. */
export function isServerError(error: unknown, errno: number): boolean {
  return isDriverError(error) && error.errno === errno;
}

const LOST_CODES = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ECONNABORTED",
  "ER_SERVER_SHUTDOWN",
  "ER_CLIENT_INTERACTION_TIMEOUT",
]);

const PRIVILEGE_ERRORS: ReadonlySet<number> = new Set([
  ER.DB_ACCESS_DENIED,
  ER.TABLE_ACCESS_DENIED,
  ER.COLUMN_ACCESS_DENIED,
  ER.ROUTINE_ACCESS_DENIED,
  ER.SPECIFIC_ACCESS_DENIED,
]);

/** True if the server refused for want of a privilege. */
export function isPrivilegeError(error: unknown): boolean {
  return isDriverError(error) && error.errno !== undefined && PRIVILEGE_ERRORS.has(error.errno);
}

/** True if the session is gone, so that nothing is known of the statement that was running. */
export function isConnectionLost(error: unknown): boolean {
  if (!isDriverError(error)) return false;
  if (error.errno === ER.CONNECTION_KILLED || error.errno === ER.SERVER_SHUTDOWN) return true;
  return LOST_CODES.has(error.code ?? "") || (error.fatal === true && (error.errno === undefined || error.errno < 0));
}

function connectCode(error: DriverError): ErrorCode {
  if (error.errno === ER.ACCESS_DENIED || error.errno === ER.DB_ACCESS_DENIED) return "ACCESS_DENIED";
  if (error.errno === ER.BAD_DB) return "UNKNOWN_DATABASE";
  if (error.code?.startsWith("HANDSHAKE_") || /certificate|ssl|tls/i.test(`${error.code ?? ""} ${error.message}`))
    return "TLS";
  return "DB_CONNECTION";
}

/** The server's words, or the network's; never the statement, which the driver hangs on the error. */
export function errorText(error: unknown): string {
  if (!isDriverError(error)) return error instanceof Error ? error.message : String(error);
  const text = error.sqlMessage ?? error.message;
  // A refused connection to a name with several addresses has an empty message and its parts in `errors`.
  if (text !== "") return text;
  const parts = (error as { errors?: readonly Error[] }).errors ?? [];
  return parts.map((part) => part.message).join("; ") || (error.code ?? "unknown error");
}

/** Error number, state and symbol, if the server said it. */
export function sqlErrorOf(error: unknown): Problem["sqlError"] {
  if (!isDriverError(error) || error.sqlState === undefined || error.errno === undefined) return undefined;
  return { errno: error.errno, sqlState: error.sqlState, symbol: error.code ?? "" };
}

/** A failed try to connect, as a problem. `address` is shown, so it must not hold a secret. */
export function connectProblem(error: unknown, address: string): Problem {
  const code = isDriverError(error) ? connectCode(error) : "DB_CONNECTION";
  const sqlError = sqlErrorOf(error);
  return {
    code,
    message: `Cannot connect to ${address}: ${errorText(error)}`,
    ...(sqlError === undefined ? {} : { sqlError }),
  };
}

/** True if another try may help: the server is not up yet, or too busy; not if it refused the account or the database. */
export function isWorthRetrying(error: unknown): boolean {
  return isDriverError(error) && connectCode(error) === "DB_CONNECTION" && error.code !== "AUTH_SWITCH_PLUGIN_ERROR";
}
