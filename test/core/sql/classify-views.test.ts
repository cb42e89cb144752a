import { describe, expect, test } from "vitest";
import { viewSources } from "../../../src/core/sql/classify.ts";
import { DEFAULT_LEXICAL_MODE } from "../../../src/core/sql/lexical-mode.ts";
import { ANSI, shownName } from "./classifying.ts";

function sourcesOf(createView: string, mode = DEFAULT_LEXICAL_MODE): string | null {
  return viewSources(createView, mode)?.map(shownName).join(" ") ?? null;
}

/** The query of a view, and the tables it reads. */
const QUERIES: readonly (readonly [string, string])[] = [
  ["SELECT 1", ""],
  ["SELECT 1 FROM DUAL", ""],
  ["SELECT * FROM t", "t"],
  ["SELECT * FROM t, `d`.`u v` x, t", "t d/u v"],
  ["select `t`.`a` AS `a` from (`t` join `u` on(`t`.`a` = `u`.`b`)) where `t`.`from` = 1", "t u"],
  ["SELECT * FROM a LEFT JOIN b ON a.x = b.x AND a.y IN (SELECT y FROM c) RIGHT JOIN d USING (z), e", "a b c d e"],
  ["SELECT * FROM ((a JOIN b) CROSS JOIN (c, d))", "a b c d"],
  ["SELECT * FROM a NATURAL JOIN b STRAIGHT_JOIN c", "a b c"],
  ["SELECT STRAIGHT_JOIN x FROM a", "a"],
  ["SELECT (SELECT MAX(x) FROM a), EXISTS (SELECT 1 FROM b) FROM (SELECT * FROM c) AS d", "a b c"],
  ["SELECT * FROM (((SELECT * FROM a)) UNION (SELECT * FROM b)) x", "a b"],
  ["SELECT * FROM a UNION ALL SELECT x, y FROM b EXCEPT SELECT 1, 2 FROM c ORDER BY x, y LIMIT 1, 2", "a b c"],
  ["(SELECT * FROM a) UNION (SELECT * FROM b)", "a b"],
  ["SELECT EXTRACT(YEAR FROM a.x), TRIM(LEADING 'y' FROM z), SUBSTRING(w FROM 2 FOR 3) FROM a", "a"],
  ["SELECT a.from, b.`join`, c.select FROM a, b, c WHERE a.join = 1", "a b c"],
  ["SELECT * FROM a USE INDEX FOR ORDER BY (i, j), b FORCE INDEX FOR JOIN (k) IGNORE KEY FOR GROUP BY (l), c", "a b c"],
  ["SELECT * FROM a PARTITION (p, q) x, b", "a b"],
  ["SELECT * FROM a FOR SYSTEM_TIME FROM '2000-01-01' TO '2001-01-01' x, b FOR SYSTEM_TIME AS OF NOW(), c", "a b c"],
  [
    "SELECT * FROM a, JSON_TABLE(a.j, '$[*]' COLUMNS (x INT PATH '$', NESTED PATH '$' COLUMNS (y INT PATH '$'))) AS jt, b",
    "a b",
  ],
  ["SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) c, d", "a b d"],
  ["SELECT * FROM { OJ a LEFT OUTER JOIN b ON a.x = b.x }, c", "a b c"],
  ["SELECT SUM(x) OVER (PARTITION BY y ORDER BY z), w FROM a WINDOW v AS (ORDER BY z), u AS (v)", "a"],
  ["SELECT x, y FROM a GROUP BY x, y WITH ROLLUP HAVING COUNT(*) > 1", "a"],
  ["SELECT x FROM a WHERE MATCH (x) AGAINST ('y' WITH QUERY EXPANSION)", "a"],
  ["SELECT x IS DISTINCT FROM y, z FROM a", "a"],
  ["SELECT x FROM a WITH CASCADED CHECK OPTION", "a"],
  ["TABLE a", "a"],
  ["SELECT * FROM (TABLE a) x", "a"],
  ["VALUES ROW(1, (SELECT x FROM a))", "a"],
  ["WITH c AS (SELECT * FROM a) SELECT * FROM c, b", "a b"],
  ["WITH c (x, y) AS (SELECT 1, 2 FROM a), d AS (SELECT * FROM c JOIN e) SELECT * FROM c JOIN d JOIN db.c", "a e db/c"],
  ["WITH c AS (SELECT * FROM c) SELECT * FROM c", "c"],
  ["WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c JOIN a) SELECT * FROM c", "a"],
  [
    "WITH RECURSIVE c AS (SELECT 1 UNION SELECT * FROM c) CYCLE x, y RESTRICT, d AS (SELECT * FROM a) SELECT * FROM c, d",
    "a",
  ],
  ["SELECT * FROM (WITH c AS (SELECT * FROM a) SELECT * FROM c) x, c", "a c"],
  ["SELECT f(x), IF(a.x, 1, 2), CASE WHEN b.y THEN 1 END FROM a, b /* , c */ -- , d\n", "a b"],
];

describe("what a view is made of", () => {
  test.each(QUERIES)("%s: %s", (query, expected) => {
    expect(sourcesOf(`CREATE VIEW v AS ${query}`)).toBe(expected);
  });

  test("whatever its head", () => {
    const [query, expected] = ["SELECT x FROM a JOIN b", "a b"];
    for (const head of [
      "CREATE ALGORITHM=UNDEFINED DEFINER=`x`@`%` SQL SECURITY DEFINER VIEW `d`.`v` AS",
      "create or replace view if not exists v (`as`, b) as",
      "ALTER ALGORITHM = MERGE VIEW v AS",
      "/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */ /*!50001 VIEW `v` AS",
      "CREATE JSON RELATIONAL DUALITY VIEW v AS",
    ]) {
      expect(sourcesOf(`${head} ${query}`)).toBe(expected);
    }
    expect(sourcesOf('CREATE VIEW "v" AS SELECT * FROM "a b"."c", "e"', ANSI)).toBe("a b/c e");
  });

  test.each([
    "CREATE TABLE t AS SELECT * FROM a",
    "SELECT * FROM a",
    "CREATE VIEW v",
    "CREATE VIEW v AS SELECT (1 FROM a",
    "",
  ])("%s is not understood", (sql) => {
    expect(sourcesOf(sql)).toBeNull();
  });
});
