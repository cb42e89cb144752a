import { describe, expect, test } from "vitest";
import { ANSI, touchesOf } from "./classifying.ts";

describe("CREATE", () => {
  test.each([
    ["CREATE TABLE t (a INT)", "create table t"],
    ["create table if not exists `my db`.`t.x`(a INT)", "create table my db/t.x"],
    ["CREATE TABLE db . t LIKE u", "create table db/t"],
    ["CREATE TABLE .t (a INT)", "create table t"],
    ["CREATE TABLE 1db.2t (a INT)", "create table 1db/2t"],
    ["CREATE OR REPLACE TABLE t (a INT)", "create table t replacing"],
    ["CREATE TEMPORARY TABLE t (a INT)", "create temporary table t"],
    ["CREATE OR REPLACE TEMPORARY TABLE t SELECT 1", "create temporary table t replacing"],
    ["/*!50001 CREATE */ /*M!100100 OR REPLACE */ TABLE t (a INT)", "create table t replacing"],
    ["CREATE TABLE t (a INT DEFAULT (f()), KEY i (a), CHECK (f(a))) COMMENT 'select f(1)'", "create table t"],
    ["CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (5))", "create table t"],
    ["CREATE TABLE t (KEY i (a)) SELECT f(a) a, COUNT(*) FROM u", "create table t | function-call f"],
    ["CREATE TABLE t AS WITH x AS (SELECT db.f(1)) SELECT * FROM x", "create table t | function-call db/f"],
    ["CREATE VIEW v AS SELECT f(x) FROM t", "create view v"],
    [
      "CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a b`@`%` SQL SECURITY INVOKER VIEW db.v (a) AS SELECT 1",
      "create view db/v replacing",
    ],
    ["CREATE OR REPLACE JSON RELATIONAL DUALITY VIEW v AS SELECT 1", "create view v replacing"],
    [
      "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS select 1 */",
      "create view v",
    ],
    ["CREATE VIEW IF NOT EXISTS v AS SELECT 1", "create view v"],
    ["CREATE PROCEDURE p() BEGIN DELETE FROM t; END", "create procedure p"],
    ["CREATE DEFINER=root@127.0.0.1 PROCEDURE IF NOT EXISTS db.p() SELECT f(1)", "create procedure db/p"],
    ["CREATE DEFINER = CURRENT_USER() FUNCTION f() RETURNS INT RETURN 1", "create function f"],
    ["CREATE DEFINER='x'@'y' FUNCTION f() RETURNS INT RETURN 1", "create function f"],
    ["CREATE DEFINER=CURRENT_ROLE AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1", "create function f"],
    ["CREATE OR REPLACE AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1", "create function f replacing"],
    [
      "CREATE AGGREGATE FUNCTION f RETURNS INTEGER SONAME 'u.so'",
      "irreversible: a loadable function of the server (SONAME)",
    ],
    ["CREATE TRIGGER db.t BEFORE INSERT ON u FOR EACH ROW SET NEW.a = 1", "create trigger db/t"],
    ["CREATE DEFINER=`a`@`b` EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY DO CALL p()", "create event e"],
    ["CREATE OR REPLACE SEQUENCE IF NOT EXISTS s START WITH 5", "create sequence s replacing"],
    ["CREATE TEMPORARY SEQUENCE s", "create temporary sequence s"],
    ["CREATE OR REPLACE PACKAGE p AS END", "create package p replacing"],
    ["CREATE DEFINER=a@b PACKAGE BODY IF NOT EXISTS db.p AS END", "create package-body db/p"],
    ["CREATE UNIQUE INDEX i USING BTREE ON db.t (a)", "alter table db/t: structure"],
    ["CREATE OR REPLACE FULLTEXT INDEX IF NOT EXISTS i ON t (a) WAIT 5", "alter table t: structure"],
    ["CREATE SPATIAL INDEX i ON t (a)", "alter table t: structure"],
    ["CREATE VECTOR INDEX i ON t (a)", "alter table t: structure"],
    ["CREATE DATABASE db", "create-schema db"],
    ["CREATE SCHEMA IF NOT EXISTS `d b` CHARACTER SET utf8mb4", "create-schema d b"],
    ["CREATE OR REPLACE DATABASE db", "drop-schema db | create-schema db"],
    ["CREATE USER 'a'@'b' IDENTIFIED BY 'x'", "irreversible: accounts (CREATE USER)"],
    ["CREATE OR REPLACE ROLE r", "irreversible: roles (CREATE ROLE)"],
    [
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'x')",
      "irreversible: servers of federated tables (CREATE SERVER)",
    ],
    [
      "CREATE OR REPLACE SPATIAL REFERENCE SYSTEM 4120 NAME 'x'",
      "irreversible: spatial reference systems (CREATE SPATIAL)",
    ],
    ["CREATE UNDO TABLESPACE u ADD DATAFILE 'x'", "irreversible: tablespaces (CREATE TABLESPACE)"],
    ["CREATE LOGFILE GROUP g ADD UNDOFILE 'x'", "irreversible: log file groups (CREATE LOGFILE)"],
    ["CREATE RESOURCE GROUP g TYPE = USER", "irreversible: resource groups (CREATE RESOURCE)"],
    ["CREATE LIBRARY l LANGUAGE JAVASCRIPT AS 'x'", "irreversible: libraries of code (CREATE LIBRARY)"],
    ["CREATE SOMETHING t", "unknown: CREATE SOMETHING"],
    ["CREATE TABLE", "unknown: CREATE TABLE without a name"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});

describe("DROP, RENAME, TRUNCATE and ALTER of others than tables", () => {
  test.each([
    ["DROP TABLE a", "drop table a"],
    ["DROP TABLES IF EXISTS a, `b`.c , .d CASCADE", "drop table a | drop table b/c | drop table d"],
    ["DROP TABLE a WAIT 5", "drop table a"],
    ["DROP TEMPORARY TABLE IF EXISTS a, b", "drop temporary table a | drop temporary table b"],
    ["DROP VIEW IF EXISTS a, db.b RESTRICT", "drop view a | drop view db/b"],
    ["DROP PROCEDURE IF EXISTS p", "drop procedure p"],
    ["DROP FUNCTION db.f", "drop function db/f"],
    ["DROP TRIGGER IF EXISTS db.t", "drop trigger db/t"],
    ["DROP EVENT e", "drop event e"],
    ["DROP SEQUENCE a, b", "drop sequence a | drop sequence b"],
    ["DROP TEMPORARY SEQUENCE a", "drop temporary sequence a"],
    ["DROP PACKAGE BODY IF EXISTS p", "drop package-body p"],
    ["DROP PACKAGE p", "drop package p"],
    ["DROP INDEX i ON db.t", "alter table db/t: structure"],
    ["DROP INDEX IF EXISTS i ON t WAIT 1", "alter table t: structure"],
    ["DROP INDEX `PRIMARY` ON t", "alter table t: drop-primary-key"],
    ["DROP DATABASE IF EXISTS `d-b`", "drop-schema d-b"],
    ["DROP SCHEMA db", "drop-schema db"],
    ["DROP PREPARE s", ""],
    ["DROP USER IF EXISTS a, b", "irreversible: accounts (DROP USER)"],
    ["DROP ROLE r", "irreversible: roles (DROP ROLE)"],
    ["DROP SERVER s", "irreversible: servers of federated tables (DROP SERVER)"],
    ["DROP UNDO TABLESPACE u", "irreversible: tablespaces (DROP TABLESPACE)"],
    ["DROP SPATIAL REFERENCE SYSTEM IF EXISTS 5", "irreversible: spatial reference systems (DROP SPATIAL)"],
    ["DROP TABLE a,", "unknown: DROP TABLE without a name"],
    ["RENAME TABLE a TO b, db.c TO d . e", "rename a to b | rename db/c to d/e"],
    ["RENAME TABLES IF EXISTS a WAIT 10 TO b, c NOWAIT TO d", "rename a to b | rename c to d"],
    ["RENAME TABLE wait TO nowait", "rename wait to nowait"],
    ["RENAME TABLE a TO", "unknown: RENAME TABLE without a pair of names"],
    ["RENAME USER a TO b", "irreversible: accounts (RENAME USER)"],
    ["TRUNCATE t", "truncate t"],
    ["TRUNCATE TABLE db.t NOWAIT", "truncate db/t"],
    ["ALTER DATABASE db COLLATE utf8mb4_bin", "alter-schema db"],
    ["ALTER SCHEMA DEFAULT CHARACTER SET = utf8mb4", "alter-schema null"],
    ["ALTER DATABASE CHARSET utf8", "alter-schema null"],
    ["ALTER ALGORITHM=MERGE DEFINER=a@b SQL SECURITY DEFINER VIEW v AS SELECT 1", "alter view v"],
    ["ALTER PROCEDURE db.p COMMENT 'x'", "alter procedure db/p"],
    ["ALTER FUNCTION f SQL SECURITY INVOKER", "alter function f"],
    [
      "ALTER DEFINER=a@b EVENT e ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE RENAME TO db.f ENABLE",
      "alter event e to db/f",
    ],
    ["ALTER EVENT e DO ALTER TABLE t RENAME TO u", "alter event e"],
    ["ALTER SEQUENCE IF EXISTS s RESTART 5", "alter sequence s"],
    ["ALTER USER a ACCOUNT LOCK", "irreversible: accounts (ALTER USER)"],
    ["ALTER INSTANCE ROTATE INNODB MASTER KEY", "irreversible: the server itself (ALTER INSTANCE)"],
    ["ALTER SERVER s OPTIONS (USER 'x')", "irreversible: servers of federated tables (ALTER SERVER)"],
    ["ALTER UNDO TABLESPACE u SET INACTIVE", "irreversible: tablespaces (ALTER TABLESPACE)"],
    ["ALTER RESOURCE GROUP g DISABLE", "irreversible: resource groups (ALTER RESOURCE)"],
    ["ALTER LOGFILE GROUP g ADD UNDOFILE 'x'", "irreversible: log file groups (ALTER LOGFILE)"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});

test("double quotes enclose a name where the session says so", () => {
  expect(touchesOf('DROP TABLE "a b"."c""d"', ANSI)).toBe('drop table a b/c"d');
  expect(touchesOf('DROP TABLE "a"')).toBe("unknown: DROP TABLE without a name");
});
