import type { LexicalMode } from "./lexical-mode.ts";

/** What a statement may leave behind in its session. */
export type SessionTouch =
  | "variable" // system variables, session or global; names and character sets, SET ROLE, SET TRANSACTION
  | "sql-mode"
  | "autocommit"
  | "user-variable"
  | "database" // the current database
  | "lock" // tables, the instance, GET_LOCK
  | "temporary-table"
  | "prepared-statement"
  | "transaction" // begins or ends one on purpose; implicit commits of DDL do not count
  | "handler" // HANDLER … OPEN
  | "hidden"; // CALL and anything else that may do any of these out of sight

/** Everything that a statement may leave behind; empty: it touches nothing. False alarms are possible, misses are not. */
export type SessionEffect = ReadonlySet<SessionTouch>;

/** What `sql` may do to the session that runs it, told from its text alone. */
export function sessionEffect(sql: string, mode: LexicalMode): SessionEffect {
  throw new Error(`not written yet: ${sql} ${mode.ansiQuotes}`);
}
