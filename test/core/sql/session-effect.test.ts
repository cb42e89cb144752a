import { describe, expect, test } from "vitest";
import { sessionEffect } from "../../../src/core/sql/session-effect.ts";

const MODE = { ansiQuotes: false, noBackslashEscapes: false };

function touchesOf(sql: string, mode = MODE): string {
  return [...sessionEffect(sql, mode)].toSorted().join(" ");
}

describe("these statements touch nothing", () => {
  test.each([
    "INSERT INTO t VALUES (1, 'a@b.c', 'f(x)', \"GET_LOCK('a', 1)\", NULL)",
    "INSERT INTO `t` (`a`, b) VALUES (NOW(), UUID()), (DEFAULT(a), LAST_INSERT_ID())",
    "INSERT IGNORE INTO db.`t u` (a) SELECT COUNT(*) FROM x WHERE id IN (1, 2) GROUP BY (b)",
    "INSERT t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), b = IF(a, CONCAT('(', b), COALESCE(c, 10/(2)))",
    "REPLACE INTO t (a) VALUES (CAST('1' AS DECIMAL(10, 2)))",
    "REPLACE t(a) VALUES (1)",
    "UPDATE t SET a = REPLACE(a, 'x@y', '') WHERE id = 5 -- @x := f()",
    "DELETE FROM t WHERE a NOT IN (SELECT id FROM u) /* f(x) @y */",
    "SELECT @@version, @@session.sql_mode",
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "SELECT * FROM t LIMIT 1",
    "(SELECT 1) UNION (SELECT 2)",
    "TABLE t",
    "CREATE TABLE t (id INT(10) PRIMARY KEY, a VARCHAR(10) DEFAULT 'select @x', KEY idx (a), CHECK (f(a)))",
    "CREATE TABLE IF NOT EXISTS t (a INT) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (5))",
    "CREATE TABLE t SELECT MAX(id) FROM u",
    "CREATE TABLE t LIKE u",
    "CREATE OR REPLACE VIEW v AS SELECT f(x), @@version FROM t",
    "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN SET @x = 1; CREATE TEMPORARY TABLE t (a INT); END",
    "CREATE DEFINER='a'@'%' TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET @x := 1",
    "CREATE FUNCTION f() RETURNS INT RETURN GET_LOCK('x', 1)",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SET GLOBAL x = 1",
    "CREATE USER 'a'@'b' IDENTIFIED BY 'x'",
    "CREATE UNIQUE INDEX i ON t (a)",
    "CREATE DATABASE db",
    "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */ /*!50001 VIEW v AS SELECT 1 */",
    "ALTER TABLE t ADD COLUMN a VARCHAR(10) DEFAULT (UUID()), ADD KEY k (a)",
    "ALTER TABLE t COMMENT 'a@b := c'",
    "ALTER USER 'a'@'b' ACCOUNT LOCK",
    "DROP TABLE IF EXISTS t",
    "DROP PROCEDURE p",
    "TRUNCATE TABLE t",
    "RENAME TABLE a TO b",
    "GRANT ALL ON *.* TO 'a'@'b'",
    "ANALYZE TABLE t",
    "SHOW CREATE TABLE t",
    "SET PASSWORD FOR 'a'@'b' = 'x'",
    "SET STATEMENT max_statement_time = 1 FOR SELECT 1",
    "FLUSH PRIVILEGES",
    "-- c\n/* SET @x = 1 */ UPDATE t SET a = 1",
    "",
    "/*!999999 x */",
  ])("%s", (sql) => {
    if (sql.startsWith("/*!999999")) expect(touchesOf(sql)).toBe("hidden");
    else expect(touchesOf(sql)).toBe("");
  });
});

describe("these touch the session", () => {
  test.each([
    ["SET @x = 1", "user-variable"],
    ["SET @x := 1, @`y z` = 2", "user-variable"],
    ["SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'", "sql-mode user-variable"],
    ["/*!40101 SET @saved_cs_client = @@character_set_client */", "user-variable"],
    ["/*!40101 SET SQL_MODE=@OLD_SQL_MODE */", "sql-mode"],
    ["SET @@session.sql_mode = ''", "sql-mode"],
    ["SET `sql_mode` = ''", "sql-mode"],
    ["SET GLOBAL sql_mode = ''", "variable"],
    ["SET NAMES utf8mb4", "variable"],
    ["/*!40101 SET NAMES utf8mb4 */", "variable"],
    ["SET CHARACTER SET utf8", "variable"],
    ["SET foreign_key_checks = 0", "variable"],
    ["SET SESSION foreign_key_checks = 0, LOCAL unique_checks = 0", "variable"],
    ["SET autocommit = 0", "autocommit"],
    ["SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "variable"],
    ["SET SESSION TRANSACTION READ ONLY", "variable"],
    ["SET ROLE admin", "variable"],
    ["SET time_zone = '+00:00', @x = 1", "user-variable variable"],
    ["SET foreign_key_checks = f()", "hidden variable"],
    ["SET @x = GET_LOCK('a', 1)", "lock user-variable"],
    ["SET foreign_key_checks = (SELECT @x := 0)", "user-variable variable"],
    ["SET STATEMENT max_statement_time = 1 FOR CALL p()", "hidden"],
    ["USE db", "database"],
    ["DROP DATABASE db", "database"],
    ["ALTER DATABASE CHARACTER SET utf8mb4", "variable"],
    ["LOCK TABLES t WRITE", "lock"],
    ["UNLOCK TABLES", "lock"],
    ["LOCK INSTANCE FOR BACKUP", "lock"],
    ["FLUSH TABLES WITH READ LOCK", "lock"],
    ["FLUSH TABLES t FOR EXPORT", "lock"],
    ["BACKUP STAGE START", "lock"],
    ["CREATE TEMPORARY TABLE t (a INT)", "temporary-table"],
    ["CREATE OR REPLACE TEMPORARY TABLE t SELECT @x := 1", "temporary-table user-variable"],
    ["DROP TEMPORARY TABLE t", "temporary-table"],
    ["PREPARE s FROM 'SELECT 1'", "prepared-statement"],
    ["DEALLOCATE PREPARE s", "prepared-statement"],
    ["DROP PREPARE s", "prepared-statement"],
    ["EXECUTE s", "hidden"],
    ["EXECUTE IMMEDIATE 'SET @x = 1'", "hidden"],
    ["CALL p()", "hidden"],
    ["call /* c */ p", "hidden"],
    ["BEGIN", "transaction"],
    ["BEGIN WORK", "transaction"],
    ["START TRANSACTION", "transaction"],
    ["COMMIT", "transaction"],
    ["ROLLBACK TO s", "transaction"],
    ["SAVEPOINT s", "transaction"],
    ["RELEASE SAVEPOINT s", "transaction"],
    ["XA START 'x'", "transaction"],
    ["BEGIN NOT ATOMIC SET @x = 1; END", "hidden"],
    ["IF 1 THEN SET @x = 1; END IF", "hidden"],
    ["HANDLER t OPEN", "handler"],
    ["GET DIAGNOSTICS @n = NUMBER", "user-variable"],
    ["SELECT 1 INTO @x", "user-variable"],
    ["SELECT @x := 1", "user-variable"],
    ["SELECT 'a' '@' , @ x", "user-variable"],
    ["INSERT INTO t SELECT @n := @n + 1 FROM u", "user-variable"],
    ["UPDATE t SET a = (@n := @n + 1)", "user-variable"],
    ["LOAD DATA INFILE 'f' INTO TABLE t (@a) SET a = @a", "user-variable"],
    ["CREATE TABLE t SELECT @x := 1 AS a", "user-variable"],
    ["SELECT GET_LOCK('a', 1)", "lock"],
    ["DO RELEASE_LOCK('a')", "lock"],
    ["DO get_lock ('a', 1)", "lock"],
    ["DO get_lock /* c */ ('a', 1)", "hidden"],
    ["INSERT INTO t VALUES ('x', my_function(1))", "hidden"],
    ["INSERT INTO t VALUES ('x', `my function`(1))", "hidden"],
    ["UPDATE t SET a = db.my_function(1)", "hidden"],
    ["DELETE FROM t WHERE my_function/* c */(a)", "hidden"],
    ["SELECT funktion_ü(1)", "hidden"],
    ["SELECT db.concat(1), db . `concat`(2)", "hidden"],
    ["WITH x AS (SELECT my_function()) SELECT 1", "hidden"],
    ["EXPLAIN ANALYZE SELECT my_function()", "hidden"],
    ["SOMETHING new", "hidden"],
    ["SHUTDOWN", "hidden"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});

test("quotes are read in the session's mode", () => {
  expect(touchesOf("INSERT INTO t VALUES ('\\', @x, '')")).toBe("");
  expect(touchesOf("INSERT INTO t VALUES ('\\', @x, '')", { ansiQuotes: false, noBackslashEscapes: true })).toBe(
    "user-variable",
  );
  expect(touchesOf('SELECT "f"(1)', { ansiQuotes: true, noBackslashEscapes: false })).toBe("hidden");
});

test("statements of many megabytes with many escapes are no problem", () => {
  const blob = `INSERT INTO t VALUES ('@${"\\0\\'f(x)".repeat(1_000_000)}', '${"''".repeat(1_000_000)}')`;
  expect(touchesOf(blob)).toBe("");
  expect(touchesOf(`${blob}, (@x := 1, 2)`)).toBe("user-variable");
});
