import { type Case, info, migrate, table } from "../case.ts";

const T = "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(200));\n";

/** One script that both must split alike. */
function same(name: string, script: string, only?: Case["only"]): Case {
  return {
    name: `splitter: ${name}`,
    files: { "V1__t.sql": T, "V2__x.sql": script },
    steps: [migrate()],
    ...(only === undefined ? {} : { only }),
  };
}

export const SPLITTER: readonly Case[] = [
  same(
    "delimiters of all kinds",
    "DELIMITER //\nINSERT INTO t VALUES (1, ';') //\ndelimiter $$\nINSERT INTO t VALUES (2, '//') $$\nDelimiter |\nINSERT INTO t VALUES (3, '$$') |\nDELIMITER ;;\nINSERT INTO t VALUES (4, '|') ;;\nDELIMITER #\nINSERT INTO t VALUES (5, ';;') #\nDELIMITER ;\nINSERT INTO t VALUES (6, '#');\n",
  ),
  same(
    "a delimiter without a blank",
    "DELIMITER//\nINSERT INTO t VALUES (1, 'x')//\nDELIMITER;\nINSERT INTO t VALUES (2, 'y');\n",
  ),
  same(
    "several statements on a line, none at the end",
    "INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b');;INSERT INTO t VALUES (3, 'c')",
  ),
  same(
    "quotes of all kinds",
    `INSERT INTO t VALUES (1, 'it''s; \\' \\\\');\nINSERT INTO t VALUES (2, "a ""b"" ; \\" ");\nCREATE TABLE \`odd;\`\`name\` (\`a;b\` INT);\nINSERT INTO t VALUES (3, 'ends with x'), (4, 'b'), (5, _utf8'x;y'), (6, N'z;'), (7, X'41'), (8, x'42');\n`,
  ),
  same(
    "comments of all kinds",
    "-- one; two\n# three; four\n/* five; six */ INSERT INTO t VALUES (1, '-- no; # no /* no */'); -- seven;\nINSERT INTO t /* in; side */ VALUES (2, /* ' */ 'b' -- it's; \n);\n--\nINSERT INTO t VALUES (3, 'c'); # it's\n",
  ),
  same(
    "a comment before a statement is no statement",
    "/* about */\n-- it\nINSERT INTO t VALUES (1, 'a');\n/* the end */\n",
  ),
  same(
    "versioned directives",
    "/*!40101 SET @old = @@sql_mode */;\n/*!50001 INSERT INTO t VALUES (1, 'a') */;\n/*!99999 INSERT INTO t VALUES (2, 'b') */;\nINSERT INTO t VALUES (3, /*!50001 'c' */ /*!99999 'd' */);\n",
  ),
  same(
    "a parenthesis in excess",
    "INSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b'));\nINSERT INTO t VALUES (3, 'c');\n",
  ),
  same("optimizer hints", "INSERT /*+ MAX_EXECUTION_TIME(1000) */ INTO t SELECT /*+ NO_INDEX_MERGE(t) */ 1, 'a';\n"),
  same(
    "a procedure without a delimiter",
    "CREATE PROCEDURE p(IN a INT)\nBEGIN\n  DECLARE i INT DEFAULT 0;\n  DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN SET i = 1; END;\n  outer_loop: LOOP\n    SET i = i + 1;\n    IF i > a THEN LEAVE outer_loop; END IF;\n    CASE i WHEN 1 THEN INSERT INTO t VALUES (i, 'one'); ELSE INSERT INTO t VALUES (i, CASE WHEN i = 2 THEN 'two' ELSE 'more' END); END CASE;\n  END LOOP;\n  REPEAT SET i = i - 1; UNTIL i < 1 END REPEAT;\n  WHILE i < 0 DO SET i = 0; END WHILE;\nEND;\nCALL p(3);\n",
  ),
  same(
    "a function with a definer",
    "CREATE DEFINER=`root`@`localhost` FUNCTION f(a INT) RETURNS INT DETERMINISTIC\nBEGIN\n  RETURN IF(a > 1, a, 1);\nEND;\nINSERT INTO t VALUES (f(5), 'f');\n",
  ),
  same(
    "a trigger and an event without delimiters",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN\n  SET NEW.s = CONCAT(NEW.s, ';');\nEND;\nCREATE EVENT e ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01' DO BEGIN\n  DELETE FROM t;\n  DELETE FROM t;\nEND;\nINSERT INTO t VALUES (1, 'a');\n",
  ),
  same(
    "transactions are no blocks",
    "BEGIN;\nINSERT INTO t VALUES (1, 'a');\nCOMMIT;\nSTART TRANSACTION;\nINSERT INTO t VALUES (2, 'b');\nCOMMIT;\nBEGIN WORK;\nINSERT INTO t VALUES (3, 'c');\nCOMMIT WORK;\n",
  ),
  same(
    "a body of one statement",
    "CREATE PROCEDURE p() INSERT INTO t VALUES (1, 'a');\nCREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 7;\nCALL p();\nINSERT INTO t VALUES (f(), 'f');\n",
  ),
  same(
    "a compound statement of MariaDB",
    "BEGIN NOT ATOMIC\n  DECLARE n INT DEFAULT 1;\n  INSERT INTO t VALUES (n, 'a');\nEND;\nINSERT INTO t VALUES (2, 'b');\n",
    "mariadb",
  ),
  same(
    "a sequence and a versioned table of MariaDB",
    "CREATE SEQUENCE s START WITH 5;\nCREATE TABLE h (id INT) WITH SYSTEM VERSIONING;\nINSERT INTO t VALUES (NEXTVAL(s), 'seq');\n",
    "mariadb",
  ),
  same(
    "a prepared statement",
    "SET @s = 'INSERT INTO t VALUES (1, ''a;b'')';\nPREPARE x FROM @s;\nEXECUTE x;\nDEALLOCATE PREPARE x;\n",
  ),
  same(
    "result sets of all kinds",
    "SELECT 1; SELECT * FROM t;\nSHOW TABLES;\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; INSERT INTO t VALUES (1, 'a'); END;\nCALL p();\nEXPLAIN SELECT 1;\nANALYZE TABLE t;\nDO 1;\n",
  ),
  same(
    "big numbers, dates and bytes go through unchanged",
    "CREATE TABLE n (a BIGINT UNSIGNED, d DECIMAL(40,10), f DOUBLE, b VARBINARY(20), s VARCHAR(30));\nINSERT INTO n SELECT 18446744073709551615, 12345678901234567890.0123456789, 0.1, X'00FF27', '2024-02-30';\nINSERT INTO n SELECT a, d, f, b, s FROM n;\n",
  ),
  {
    name: "splitter: a statement of two megabytes",
    files: {
      "V1__t.sql": "CREATE TABLE big (s LONGTEXT);\n",
      "V2__x.sql": `INSERT INTO big VALUES ('${"0123456789;'' ".repeat(150_000)}');\n`,
    },
    steps: [migrate()],
  },
  {
    name: "splitter: two thousand statements",
    files: {
      "V1__t.sql": T,
      "V2__x.sql": Array.from({ length: 2000 }, (_, id) => `INSERT INTO t VALUES (${String(id)}, 'x');\n`).join(""),
    },
    steps: [migrate()],
  },
  {
    name: "splitter: nothing but a select",
    files: { "V1__a.sql": "SELECT 1", "V2__b.sql": table("b") },
    steps: [migrate(), info()],
  },
];
