import type { Touches } from "../../undo/touch.ts";
import { irreversible, unknown } from "./words.ts";

/** What CREATE, ALTER, DROP and RENAME change outside of schemas, by the first word of its kind. */
const OUTSIDE: ReadonlyMap<string, string> = new Map([
  ["USER", "accounts"],
  ["ROLE", "roles"],
  ["SERVER", "servers of federated tables"],
  ["SPATIAL", "spatial reference systems"],
  ["TABLESPACE", "tablespaces"],
  ["LOGFILE", "log file groups"],
  ["RESOURCE", "resource groups"],
  ["INSTANCE", "the server itself"],
  ["LIBRARY", "libraries of code"],
]);

/** Statements that cannot be taken back, by their first word. */
const IRREVERSIBLE: ReadonlyMap<string, string> = new Map([
  ["GRANT", "grants"],
  ["REVOKE", "grants"],
  ["RESET", "logs, replication or settings of the server"],
  ["PURGE", "logs of the server"],
  ["CHANGE", "replication"],
  ["STOP", "replication"],
  ["START", "replication"],
  ["CLONE", "the data of a whole server"],
  ["IMPORT", "a table from files of the server"],
  ["INSTALL", "plugins or components of the server"],
  ["UNINSTALL", "plugins or components of the server"],
  ["SHUTDOWN", "the server itself"],
  ["RESTART", "the server itself"],
  ["KILL", "another session"],
  ["BINLOG", "events of a binary log"],
]);

/** CREATE, ALTER, DROP or RENAME of something that is in no schema; `kind` is the first word of what it is. */
export function outsideOfSchemas(verb: string, kind: string): Touches {
  const what = OUTSIDE.get(kind);
  return what === undefined ? unknown(`${verb} ${kind}`.trim()) : irreversible(`${what} (${verb} ${kind})`);
}

/** A statement that administers the server, by its first word; null: it is none of those that cannot be taken back. */
export function administration(word: string): Touches | null {
  const what = IRREVERSIBLE.get(word);
  return what === undefined ? null : irreversible(`${what} (${word})`);
}
