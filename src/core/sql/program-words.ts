export type Program = "routine" | "trigger" | "event" | "package";

/** What CREATE makes a stored program with. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ["PROCEDURE", "routine"],
  ["FUNCTION", "routine"],
  ["LIBRARY", "routine"],
  ["TRIGGER", "trigger"],
  ["EVENT", "event"],
  ["PACKAGE", "package"],
]);
/** What may stand between CREATE or ALTER and that. */
export const BEFORE_PROGRAM = words("OR REPLACE DEFINER AGGREGATE CURRENT_USER CURRENT_ROLE");
/** Words that begin a compound statement, besides BEGIN. */
export const COMPOUND_STARTS = words("IF CASE LOOP WHILE REPEAT FOR DECLARE");
/** What may stand between a program's kind and its name. */
export const BEFORE_NAME = words("IF NOT EXISTS BODY");
/** Statements that may be the whole body of a routine; from them on no block can open. */
export const STATEMENT_STARTS = words(
  "ALTER ANALYZE BINLOG CACHE CALL CHANGE CHECK CHECKSUM CLOSE COMMIT CREATE DEALLOCATE DELETE DESC DESCRIBE DO DROP " +
    "EXECUTE EXPLAIN FETCH FLUSH GET GRANT HANDLER HELP INSERT INSTALL KILL LOAD LOCK OPEN OPTIMIZE PREPARE PURGE " +
    "RELEASE RENAME REPAIR REPLACE RESET RESIGNAL REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW SIGNAL SONAME START TABLE " +
    "TRUNCATE UNINSTALL UNLOCK UPDATE VALUES WITH XA",
);
/** SET is a type after these. */
export const BEFORE_TYPE = words("RETURNS RETURN CHARACTER CHAR");

/** What END may be followed by without that being the start of something. */
export const AFTER_END = words("IF CASE LOOP WHILE REPEAT FOR");
/** After these an `END` in a CASE expression is the name of a column. */
export const OPERATOR_WORDS = words(
  "ALL AND ANY AS BETWEEN BINARY BY CASE COLLATE DISTINCT DIV ELSE ESCAPE EXISTS FROM HAVING IN INTERVAL IS LIKE MOD " +
    "NOT ON OR REGEXP RETURN RLIKE SELECT SET SOME SOUNDS THEN UNTIL USING WHEN WHERE XOR",
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
