import { DEFAULT_LEXICAL_MODE } from "./lexical-mode.ts";
import { firstWords } from "./sql-tokens.ts";

const COMMITTING = new Set(
  (
    "ALTER CREATE DROP RENAME TRUNCATE GRANT REVOKE ANALYZE CHECK OPTIMIZE REPAIR CACHE FLUSH RESET INSTALL UNINSTALL LOCK BEGIN START " +
    "STOP CHANGE IMPORT COMMIT"
  ).split(" "),
);

/**
 * True if the statement commits the open transaction before it does its own work, so even when it fails: what ran before it stays.
 * Source: MySQL Reference Manual, "Statements That Cause an Implicit Commit"; MariaDB documentation, "SQL statements Causing an
 * Implicit Commit".
 */
export function commitsFirst(sql: string): boolean {
  const [first = "", second = ""] = firstWords(sql, DEFAULT_LEXICAL_MODE, 2);
  return COMMITTING.has(first) && second !== "TEMPORARY";
}

/** Whether a transaction that the script has begun by itself is open after the statement. @param isOpen before it */
export function staysInTransaction(isOpen: boolean, sql: string): boolean {
  const [first = "", second = ""] = firstWords(sql, DEFAULT_LEXICAL_MODE, 2);
  if (first === "BEGIN" || (first === "START" && second === "TRANSACTION")) return true;
  return isOpen && !commitsFirst(sql) && !(first === "ROLLBACK" && second !== "TO");
}
