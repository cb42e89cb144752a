import { describe, expect, test } from "vitest";
import { MARIADB_PROGRAMS, ORACLE_PROGRAMS, PACKAGES, PROGRAMS } from "./accepted-programs.ts";
import { ORACLE, bodyTouchesOf, touchesOf } from "./classifying.ts";

describe("bodies of stored programs", () => {
  test.each([
    ["CREATE PROCEDURE p() DELETE FROM t", "delete t whole"],
    ["CREATE PROCEDURE p() COMMIT", ""],
    [
      "CREATE DEFINER=`a`@`b` PROCEDURE `p`(IN a INT, OUT b SET('x'))\n SQL SECURITY INVOKER COMMENT 'BEGIN x' MODIFIES SQL DATA\nTRUNCATE t",
      "truncate t",
    ],
    [
      "CREATE FUNCTION f(a INT) RETURNS varchar(10) CHARSET utf8mb4 DETERMINISTIC RETURN CONCAT(a, g(1))",
      "function-call g",
    ],
    ["CREATE FUNCTION f() RETURNS SET('a') RETURN (SELECT 1)", ""],
    [
      "CREATE FUNCTION f() RETURNS INT BEGIN INSERT INTO t VALUES (1); RETURN NEXT VALUE FOR s; END",
      "insert t | alter sequence s",
    ],
    ["CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = f(NEW.b), NEW.password = 1", "function-call f"],
    ["CREATE TRIGGER t AFTER DELETE ON x FOR EACH ROW FOLLOWS `o` INSERT INTO log VALUES (OLD.id)", "insert log"],
    [
      "CREATE TRIGGER t AFTER UPDATE ON x FOR EACH ROW PRECEDES o BEGIN IF NEW.a <> OLD.a THEN UPDATE u SET b = 1 WHERE c = 2; END IF; END",
      "update u(b)",
    ],
    [
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2020-01-01' ON COMPLETION PRESERVE COMMENT 'do' DO CALL d.p(1)",
      "call d/p",
    ],
    ["CREATE EVENT e ON SCHEDULE AT NOW() DO BEGIN DELETE FROM t WHERE a = 1; CALL p; END", "delete t | call p"],
    ["ALTER EVENT e DISABLE", ""],
    ["ALTER EVENT e DO DROP TABLE t", "drop table t"],
    ["CREATE PROCEDURE p() x: BEGIN END x", ""],
    ["BEGIN DELETE FROM t; END", "delete t whole"],
    ["INSERT INTO t VALUES (1)", "insert t"],
    ["SET NEW.a = 1", ""],
    ["CREATE PROCEDURE p() BEGIN NOT ATOMIC DROP TABLE t; END", "drop table t"],
    [
      "BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR SQLEXCEPTION, NOT FOUND, 1062, SQLSTATE VALUE '23000', `c d` ROLLBACK; DROP TABLE t; END",
      "drop table t",
    ],
    ["BEGIN DECLARE CONTINUE HANDLER FOR 1062 SET @x = f(); END", "function-call f"],
    [
      "BEGIN DECLARE EXIT HANDLER FOR c BEGIN DELETE FROM t; RESIGNAL; END; TRUNCATE u; END",
      "delete t whole | truncate u",
    ],
    [
      "BEGIN DECLARE a, b INT DEFAULT f(1); DECLARE c CURSOR (x INT) FOR SELECT g(x); DECLARE d CONDITION FOR 1062; OPEN c (h(1)); FETCH c INTO a; CLOSE c; END",
      "function-call f | function-call g | function-call h",
    ],
    [
      "IF f(1) THEN DELETE FROM a; ELSEIF (SELECT g(2)) THEN DELETE FROM b; ELSE DELETE FROM c; END IF",
      "function-call f | delete a whole | function-call g | delete b whole | delete c whole",
    ],
    [
      "CASE f() WHEN 1 THEN DROP TABLE a; WHEN CASE WHEN x THEN g() END THEN DROP TABLE b; ELSE BEGIN END; END CASE",
      "function-call f | drop table a | function-call g | drop table b",
    ],
    ["CASE WHEN a = 1 THEN DROP TABLE a; END CASE", "drop table a"],
    ["WHILE i < f() DO SET i = i + 1; DELETE FROM t; END WHILE", "function-call f | delete t whole"],
    ["l: LOOP DELETE FROM t LIMIT 1; IF ROW_COUNT() = 0 THEN LEAVE l; END IF; ITERATE l; END LOOP l", "delete t"],
    ["REPEAT DELETE FROM t; UNTIL CASE WHEN f() THEN 1 ELSE 0 END END REPEAT", "delete t whole | function-call f"],
    ["FOR r IN (SELECT a FROM t WHERE f(a)) DO INSERT INTO u VALUES (r.a); END FOR", "function-call f | insert u"],
    ["FOR i IN REVERSE 1..10 DO TRUNCATE t; END FOR", "truncate t"],
    ["BEGIN SELECT a INTO x FROM t; SELECT f(1) INTO y; END", "function-call f"],
    [
      "BEGIN PREPARE s FROM @v; EXECUTE s USING @a; DEALLOCATE PREPARE s; EXECUTE IMMEDIATE x; END",
      "prepare s from @v | execute s | execute immediate x",
    ],
    ["BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'x'; GET DIAGNOSTICS CONDITION 1 @a = MESSAGE_TEXT; END", ""],
    [
      "BEGIN CREATE TEMPORARY TABLE t (a INT); ALTER TABLE u ADD b INT; GRANT ALL ON x TO y; SET GLOBAL z = 1; END",
      "create temporary table t | alter table u: add-column b | irreversible: grants (GRANT) | global z",
    ],
    ["BEGIN DELETE FROM t; DELETE FROM t; END", "delete t whole"],
    ["BEGIN FROBNICATE t; END", "unknown: a statement that begins with FROBNICATE"],
    ["BEGIN x := 5; END", "unknown: a statement that begins with X"],
    ["IF a DELETE FROM t; END IF", "unknown: IF without THEN in a program"],
    ["BEGIN END x DELETE FROM t", "unknown: END with something after it in a program"],
    ["CREATE PROCEDURE p() LANGUAGE JAVASCRIPT AS $$ x; $$", "unknown: a program whose body is not found"],
    ["CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS 'return 1'", "unknown: a program whose body is not found"],
    ["CREATE PROCEDURE p()", "unknown: a program whose body is not found"],
  ])("%s: %s", (definition, expected) => {
    expect(bodyTouchesOf(definition)).toBe(expected);
  });
});

describe("sql_mode=ORACLE, and packages", () => {
  test.each([
    [
      "CREATE PROCEDURE p(a IN INT) AS b INT := f(1); CURSOR c(x INT) IS SELECT g(x) FROM t; BEGIN DELETE FROM t; EXCEPTION WHEN OTHERS THEN NULL; WHEN NO_DATA_FOUND THEN DROP TABLE u; END p",
      "function-call f | function-call g | delete t whole | drop table u",
    ],
    ["CREATE FUNCTION f(a INT) RETURN INT IS BEGIN RETURN g(a); END", "function-call g"],
    [
      "BEGIN p; d.q(1, f(2)); pkg.r; d.pkg.s(3); x := g(4); y.z := h(5); END",
      "call p | call d/q | function-call f | call pkg/r | call d/pkg.s | function-call g | function-call h",
    ],
    [
      "DECLARE x INT; BEGIN <<l>> WHILE f() LOOP EXIT WHEN g(); DELETE FROM t; END LOOP l; END",
      "function-call f | function-call g | delete t whole",
    ],
    [
      "BEGIN IF a THEN NULL; ELSIF f() THEN GOTO x; END IF; FOR r IN c LOOP TRUNCATE t; END LOOP; END",
      "function-call f | truncate t",
    ],
    ["CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN :NEW.a := f(1); END", "function-call f"],
    ["CREATE OR REPLACE PACKAGE p SQL SECURITY INVOKER AS PROCEDURE a(x INT); FUNCTION b RETURN INT; END", ""],
    [
      "CREATE PACKAGE BODY p AS v INT := f(); PROCEDURE a(x INT) AS BEGIN DELETE FROM t; END; FUNCTION b RETURN INT IS y INT; BEGIN RETURN g(); END; BEGIN INSERT INTO u VALUES (1); END",
      "function-call f | delete t whole | function-call g | insert u",
    ],
  ])("%s: %s", (definition, expected) => {
    expect(bodyTouchesOf(definition, ORACLE)).toBe(expected);
  });

  test("MariaDB has packages in other modes, too", () => {
    const body =
      "CREATE PACKAGE BODY p PROCEDURE a() BEGIN DELETE FROM t; END; FUNCTION b() RETURNS INT RETURN g(); PROCEDURE c() DROP TABLE u; END";
    expect(bodyTouchesOf(body)).toBe("delete t whole | function-call g | drop table u");
  });
});

describe("what servers accept as one statement is understood", () => {
  test.each([...PROGRAMS, ...MARIADB_PROGRAMS, ...PACKAGES])("%s", (program) => {
    expect(touchesOf(program)).not.toContain("unknown");
    expect(bodyTouchesOf(program)).not.toContain("unknown");
  });

  test.each([...ORACLE_PROGRAMS, ...PACKAGES])("in sql_mode=ORACLE: %s", (program) => {
    expect(touchesOf(program, ORACLE)).not.toContain("unknown");
    expect(bodyTouchesOf(program, ORACLE)).not.toContain("unknown");
  });
});
