import { expressionEffect } from "./expression-effect.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { parseSetStatement } from "./set-statement.ts";
import { withoutStrings } from "./sql-parts.ts";
import { firstWords } from "./sql-tokens.ts";

/** What a statement may leave behind in its session. */
type SessionTouch =
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

/** Everything that a statement may leave behind; empty: it touches nothing. */
export type SessionEffect = ReadonlySet<SessionTouch>;

const NOTHING: SessionEffect = new Set();
const HIDDEN: SessionEffect = new Set<SessionTouch>(["hidden"]);

/** Statements with expressions that are evaluated when they run. */
const QUERIES = words(
  "SELECT INSERT REPLACE UPDATE DELETE WITH VALUES TABLE LOAD DO EXPLAIN DESCRIBE DESC ANALYZE SHOW (",
);
/** Statements that leave nothing behind whatever is in them. */
const HARMLESS = words(
  "TRUNCATE RENAME OPTIMIZE CHECK CHECKSUM REPAIR GRANT REVOKE KILL HELP INSTALL UNINSTALL SIGNAL RESIGNAL PURGE RESET " +
    "CHANGE STOP CACHE CLONE IMPORT",
);
const DEFINITIONS = words(
  "PROCEDURE FUNCTION TRIGGER EVENT VIEW PACKAGE LIBRARY USER ROLE SERVER INDEX UNIQUE SEQUENCE",
);
const ALTERED_DATABASE = words("DATABASE SCHEMA");

const FIXED: ReadonlyMap<string, SessionEffect> = new Map<string, SessionEffect>([
  ["USE", new Set<SessionTouch>(["database"])],
  ["LOCK", new Set<SessionTouch>(["lock"])],
  ["UNLOCK", new Set<SessionTouch>(["lock"])],
  ["BACKUP", new Set<SessionTouch>(["lock"])],
  ["PREPARE", new Set<SessionTouch>(["prepared-statement"])],
  ["DEALLOCATE", new Set<SessionTouch>(["prepared-statement"])],
  ["HANDLER", new Set<SessionTouch>(["handler"])],
  ["GET", new Set<SessionTouch>(["user-variable"])],
  ["COMMIT", new Set<SessionTouch>(["transaction"])],
  ["ROLLBACK", new Set<SessionTouch>(["transaction"])],
  ["SAVEPOINT", new Set<SessionTouch>(["transaction"])],
  ["RELEASE", new Set<SessionTouch>(["transaction"])],
  ["XA", new Set<SessionTouch>(["transaction"])],
]);

/**
 * What `sql`, one statement, may do to the session that runs it, told from its text alone. It may name too much, but
 * nothing that shows in the text is missed; the triggers of a table that it writes to are not to be seen in it.
 */
export function sessionEffect(sql: string, mode: LexicalMode): SessionEffect {
  const [first = "", second = "", third = ""] = firstWords(sql, mode, 3);
  const fixed = FIXED.get(first);
  if (fixed !== undefined) return fixed;
  if (HARMLESS.has(first)) return NOTHING;
  if (QUERIES.has(first)) return effectOfQuery(sql, mode);
  switch (first) {
    case "SET":
      return effectOfSet(sql, mode);
    case "CREATE":
      return effectOfCreate(sql, mode);
    case "ALTER":
      return ALTERED_DATABASE.has(second) ? new Set<SessionTouch>(["variable"]) : NOTHING;
    case "DROP":
      return effectOfDrop(second);
    case "BEGIN":
      return second === "" || second === "WORK" || second === ";" ? new Set<SessionTouch>(["transaction"]) : HIDDEN;
    case "START":
      return second === "TRANSACTION" ? new Set<SessionTouch>(["transaction"]) : NOTHING;
    case "FLUSH":
      return /\b(?:LOCK|EXPORT)\b/i.test(sql) ? new Set<SessionTouch>(["lock"]) : NOTHING;
    default:
      return first === "" && third === "" ? NOTHING : HIDDEN;
  }
}

function effectOfQuery(sql: string, mode: LexicalMode): SessionEffect {
  const { userVariable, lock, unknownFunction } = expressionEffect(sql, mode);
  return touches(userVariable && "user-variable", lock && "lock", unknownFunction && "hidden");
}

function effectOfDrop(what: string): SessionEffect {
  if (ALTERED_DATABASE.has(what)) return new Set<SessionTouch>(["database"]);
  if (what === "PREPARE") return new Set<SessionTouch>(["prepared-statement"]);
  return touches(what === "TEMPORARY" && "temporary-table");
}

function effectOfCreate(sql: string, mode: LexicalMode): SessionEffect {
  const head = firstWords(sql, mode, 20);
  const kind = head.find((word) => word === "TABLE" || word === "TEMPORARY" || DEFINITIONS.has(word));
  if (kind !== undefined && kind !== "TABLE" && kind !== "TEMPORARY") return NOTHING;
  const isQuery = /\bSELECT\b|\bVALUES\s*(?:ROW\s*)?\(/i.test(withoutStrings(sql, mode));
  const query = isQuery ? effectOfQuery(sql, mode) : NOTHING;
  return kind === "TEMPORARY" ? new Set<SessionTouch>([...query, "temporary-table"]) : query;
}

function effectOfSet(sql: string, mode: LexicalMode): SessionEffect {
  const set = parseSetStatement(sql, mode);
  if (set.kind === "statement") return sessionEffect(sql.slice(set.from), mode);
  if (set.kind === "other") return touches(set.word !== "PASSWORD" && set.word !== "DEFAULT" && "variable");
  const found = new Set<SessionTouch>();
  for (const { target } of set.assignments) {
    if (target.kind === "user") found.add("user-variable");
    else if (target.scope !== "global" && target.name === "sql_mode") found.add("sql-mode");
    else if (target.scope !== "global" && target.name === "autocommit") found.add("autocommit");
    else found.add("variable");
  }
  const { assignment, userVariable, lock, unknownFunction } = expressionEffect(sql, mode);
  if (assignment && userVariable) found.add("user-variable");
  if (lock) found.add("lock");
  if (unknownFunction || found.size === 0) found.add("hidden");
  return found;
}

function touches(...found: readonly (SessionTouch | false)[]): SessionEffect {
  return new Set(found.filter((touch) => touch !== false));
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
