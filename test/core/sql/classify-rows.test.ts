import { describe, expect, test } from "vitest";
import { touchesOf } from "./classifying.ts";

describe("INSERT, REPLACE and LOAD", () => {
  test.each([
    ["INSERT INTO t VALUES (1, 'a', NULL)", "insert t"],
    ["INSERT t (a) VALUES (1)", "insert t"],
    ["INSERT INTO t(a) VALUE (1)", "insert t"],
    ["INSERT LOW_PRIORITY IGNORE INTO `d`.`t u` PARTITION (p) (a, b) SELECT * FROM x", "insert d/t u"],
    ["INSERT INTO t SET a = 1, b = (SELECT MAX(c) FROM u)", "insert t"],
    ["INSERT INTO t TABLE u", "insert t"],
    ["INSERT INTO t VALUES ROW(1, 2), ROW(3, 4)", "insert t"],
    ["INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x RETURNING a", "insert t"],
    [
      "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), t.b = b + IF(c = 2, 1, 0)",
      "insert+update t(a,b)",
    ],
    ["INSERT INTO t VALUES (1) AS new (x) ON DUPLICATE KEY UPDATE `a b` = x RETURNING c", "insert+update t(a b)"],
    ["INSERT INTO t VALUES ('ON DUPLICATE KEY UPDATE x = 1') /* ON DUPLICATE KEY UPDATE y = 1 */", "insert t"],
    ["INSERT INTO t VALUES ('duplicate') ON/**/DUPLICATE -- x\nKEY UPDATE z = 'duplicate'", "insert+update t(z)"],
    ["INSERT INTO `t duplicate key update a=1` SELECT duplicate FROM u", "insert t duplicate key update a=1"],
    ["INSERT INTO t SELECT * FROM u ON DUPLICATE KEY UPDATE t.a = u.a", "insert+update t(a)"],
    [
      "INSERT INTO t VALUES (f(1), NOW(), d.`g`(2), F (3))",
      "insert t | function-call f | function-call d/g | function-call F",
    ],
    [
      "INSERT INTO t VALUES (NEXT VALUE FOR d.s), (nextval(`s`)), (SETVAL(u, 5))",
      "insert t | alter sequence d/s | alter sequence s | function-call nextval | alter sequence u | function-call SETVAL",
    ],
    ["INSERT INTO t VALUES (nextval('s'))", "insert t | function-call nextval"],
    ["INSERT INTO t VALUES ('nextval(s), next value for s')", "insert t"],
    ["REPLACE t VALUES (1)", "insert+delete t"],
    ["REPLACE LOW_PRIORITY INTO d.t (a) SELECT f() FROM u", "insert+delete d/t | function-call f"],
    [
      "LOAD DATA INFILE 'x' INTO TABLE d.t CHARACTER SET utf8mb4 IGNORE 1 LINES (a, @b) SET c = f(@b)",
      "insert d/t | function-call f",
    ],
    ["LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE t FIELDS TERMINATED BY ',' (a)", "insert+delete t"],
    ["LOAD DATA FROM INFILE 'x' INTO TABLE t", "insert t"],
    ["LOAD XML LOCAL INFILE 'x' IGNORE INTO TABLE t ROWS IDENTIFIED BY '<x>'", "insert t"],
    ["LOAD INDEX INTO CACHE t", ""],
    ["INSERT INTO 'x' VALUES (1)", "unknown: INSERT into no table"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });

  test("no row of many is read, neither is a string taken for SQL", () => {
    const rows = ", (1, 'f(x) @y duplicate \\' next')".repeat(300_000);
    expect(touchesOf(`INSERT INTO t VALUES (0, '')${rows} ON DUPLICATE KEY UPDATE a = 1`)).toBe("insert+update t(a)");
  });
});

describe("UPDATE", () => {
  test.each([
    ["UPDATE t SET a = 1", "update t(a) whole"],
    ["UPDATE t SET a = 1, `b` = (SELECT c FROM u WHERE d = 2 LIMIT 1)", "update t(a,b) whole"],
    ["UPDATE LOW_PRIORITY IGNORE d.t AS x SET x.a = CASE WHEN b = 1 THEN 2 ELSE c END WHERE id = 1", "update d/t(a)"],
    ["UPDATE t SET d.t.a = f(b) ORDER BY c LIMIT 1", "update t(a) | function-call f"],
    ["UPDATE t SET a = 1 ORDER BY c", "update t(a) whole"],
    ["UPDATE t PARTITION (p, q) SET a = 1", "update t(a)"],
    ["UPDATE t FOR PORTION OF p FROM '2000-01-01' TO '2001-01-01' SET a = 1", "update+insert t"],
    ["UPDATE t x, d.u y SET x.a = y.b WHERE x.id = y.id", "update t(a)"],
    ["UPDATE t, u SET t.a = 1, u.b = 2, t.c = 3", "update t(a,c) | update u(b)"],
    ["UPDATE t JOIN u USING (id) SET a = 1", "update t(a) | update u(a)"],
    ["UPDATE t x LEFT JOIN (SELECT id FROM z) y ON y.id = x.id SET X.a = 1 WHERE y.id IS NULL", "update t(a)"],
    ["UPDATE (t AS x INNER JOIN u) SET u.a = 1", "update u(a)"],
    ["UPDATE t STRAIGHT_JOIN d.t AS other SET t.a = 1, other.b = 2", "update t(a) | update d/t(b)"],
    ["UPDATE a.t, b.t SET b.t.x = 1", "update b/t(x)"],
    ["UPDATE a.t, b.t SET t.x = 1", "update a/t(x) | update b/t(x)"],
    ["UPDATE t, u SET nobody.x = 1", "update t(x) | update u(x)"],
    ["UPDATE t IGNORE INDEX (i), u FORCE INDEX FOR JOIN (j) SET t.a = 1", "update t(a)"],
    ["UPDATE t, JSON_TABLE(t.j, '$[*]' COLUMNS (x INT PATH '$')) AS jt SET t.a = jt.x", "update t(a)"],
    [
      "WITH x AS (SELECT f(1) AS id), y (a, b) AS (SELECT 1, 2) UPDATE t, x SET t.a = x.id",
      "update t(a) | function-call f",
    ],
    ["WITH RECURSIVE x AS (SELECT 1) UPDATE t JOIN x SET a = 1", "update t(a)"],
    ["UPDATE SET a = 1", "unknown: UPDATE of no table"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});

describe("DELETE", () => {
  test.each([
    ["DELETE FROM t", "delete t whole"],
    ["DELETE LOW_PRIORITY QUICK IGNORE FROM d.t AS x WHERE x.a = f()", "delete d/t | function-call f"],
    ["DELETE FROM t ORDER BY a LIMIT 5", "delete t"],
    ["DELETE FROM t ORDER BY a", "delete t whole"],
    ["DELETE FROM t PARTITION (p)", "delete t"],
    ["DELETE FROM t WHERE a = 1 RETURNING b", "delete t"],
    ["DELETE HISTORY FROM t BEFORE SYSTEM_TIME '2020-01-01'", "delete-history t"],
    ["DELETE HISTORY FROM d.t PARTITION (p)", "delete-history d/t"],
    ["DELETE FROM t FOR PORTION OF p FROM 1 TO 2", "delete+insert t"],
    ["DELETE t FROM t JOIN u USING (a) WHERE u.b = 1", "delete t"],
    ["DELETE x, y.* FROM t AS x, d.u y WHERE x.a = y.a", "delete t | delete d/u"],
    ["DELETE FROM x USING t x LEFT JOIN u ON x.a = u.a WHERE u.a IS NULL", "delete t"],
    ["DELETE FROM d.t.*, u USING d.t INNER JOIN u", "delete d/t | delete u"],
    ["DELETE d.t FROM t JOIN u", "delete t"],
    ["DELETE z FROM t JOIN u", "delete z"],
    ["WITH x AS (SELECT 1 AS a) DELETE t FROM t JOIN x USING (a)", "delete t"],
    ["WITH x AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM x)", "delete t"],
    ["DELETE", "unknown: DELETE from no table"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});
