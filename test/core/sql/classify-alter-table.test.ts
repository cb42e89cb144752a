import { describe, expect, test } from "vitest";
import { touchesOf } from "./classifying.ts";

describe("the head of ALTER TABLE", () => {
  test.each([
    ["ALTER TABLE t ADD a INT", "alter table t: add-column a"],
    ["ALTER TABLE `d`.`t` ADD a INT", "alter table d/t: add-column a"],
    ["ALTER ONLINE TABLE IF EXISTS t WAIT 5 ADD a INT", "alter table t: add-column a"],
    ["ALTER TABLE t NOWAIT DROP a", "alter table t: drop-column a"],
    ["ALTER IGNORE TABLE t ADD UNIQUE (a)", "alter table t: structure, other [IGNORE]"],
    ["ALTER TABLE t", "alter table t: "],
    ["/*!40000 ALTER TABLE `t` DISABLE KEYS */", "alter table t: structure"],
    ["ALTER TABLE 'x' ADD a INT", "unknown: ALTER TABLE without a name"],
  ])("%s: %s", (sql, expected) => {
    expect(touchesOf(sql)).toBe(expected);
  });
});

/** Clause, and what it does. */
const CLAUSES: readonly (readonly [string, string])[] = [
  ["ADD a INT NOT NULL DEFAULT 0 COMMENT 'x, y' FIRST", "add-column a"],
  ["ADD COLUMN IF NOT EXISTS `a b` DECIMAL(10, 2) AFTER c", "add-column a b"],
  [
    "ADD COLUMN (a INT, b INT, UNIQUE KEY (a), PRIMARY KEY (b))",
    "add-column a, add-column b, structure, add-primary-key (b)",
  ],
  ["ADD (a INT PRIMARY KEY)", "add-column a, add-primary-key (a)"],
  ["ADD a INT AUTO_INCREMENT KEY", "add-column a, add-primary-key (a)"],
  ["ADD a INT UNIQUE KEY", "add-column a"],
  ["ADD a INT REFERENCES u (id)", "add-column a, structure"],
  ["ADD a INT GENERATED ALWAYS AS (b + IF(c, 1, 2)) STORED", "add-column a"],
  ["ADD `key` INT", "add-column key"],
  ["ADD period INT", "add-column period"],
  ["ADD system INT", "add-column system"],
  ["ADD vector VECTOR(3)", "add-column vector"],
  ["ADD INDEX i (a, b)", "structure"],
  ["ADD KEY IF NOT EXISTS (a)", "structure"],
  ["ADD UNIQUE INDEX (a)", "structure"],
  ["ADD FULLTEXT i (a)", "structure"],
  ["ADD SPATIAL INDEX (a)", "structure"],
  ["ADD VECTOR INDEX (a)", "structure"],
  ["ADD CONSTRAINT FOREIGN KEY (a) REFERENCES u (b) ON DELETE CASCADE", "structure"],
  ["ADD CONSTRAINT `f` FOREIGN KEY (a) REFERENCES u (b)", "structure"],
  ["ADD CONSTRAINT IF NOT EXISTS f CHECK (a > 0)", "structure"],
  ["ADD CONSTRAINT UNIQUE (a)", "structure"],
  ["ADD CHECK (a IN (1, 2))", "structure"],
  ["ADD PRIMARY KEY USING BTREE (a, `b`(10) DESC)", "add-primary-key (a,b)"],
  ["ADD CONSTRAINT pk PRIMARY KEY (a)", "add-primary-key (a)"],
  ["ADD CONSTRAINT PRIMARY KEY (a)", "add-primary-key (a)"],
  ["ADD PERIOD FOR SYSTEM_TIME (a, b)", "versioning"],
  ["ADD SYSTEM VERSIONING", "versioning"],
  ["ADD PARTITION (PARTITION p VALUES IN (1, 2), PARTITION q VALUES IN (3))", "structure"],
  ["ADD PARTITION PARTITIONS 4", "structure"],
  ["DROP a", "drop-column a"],
  ["DROP COLUMN IF EXISTS `a` CASCADE", "drop-column a"],
  ["DROP system", "drop-column system"],
  ["DROP PRIMARY KEY", "drop-primary-key"],
  ["DROP INDEX IF EXISTS i", "structure"],
  ["DROP KEY i", "structure"],
  ["DROP INDEX `PRIMARY`", "drop-primary-key"],
  ["DROP FOREIGN KEY IF EXISTS f", "structure"],
  ["DROP CHECK c", "structure"],
  ["DROP CONSTRAINT IF EXISTS c", "structure"],
  ["DROP CONSTRAINT `primary`", "drop-primary-key"],
  ["DROP PERIOD FOR SYSTEM_TIME", "versioning"],
  ["DROP SYSTEM VERSIONING", "versioning"],
  ["DROP PARTITION IF EXISTS p, q", "partition-rows"],
  ["MODIFY a BIGINT UNSIGNED", "modify a to a [BIGINT UNSIGNED]"],
  [
    "MODIFY COLUMN IF EXISTS a VARCHAR(10) /* x */ NOT NULL -- y\n DEFAULT 'f, x' AFTER b",
    "modify a to a [VARCHAR(10) NOT NULL DEFAULT 'f, x']",
  ],
  ["MODIFY a INT /*!80023 INVISIBLE */ FIRST", "modify a to a [INT INVISIBLE]"],
  ["MODIFY a INT PRIMARY KEY", "modify a to a [INT PRIMARY KEY], add-primary-key (a)"],
  ["CHANGE a b INT", "modify a to b [INT]"],
  ["CHANGE COLUMN IF EXISTS `a` `b`   SET('x','y') AFTER `first`", "modify a to b [SET('x','y')]"],
  ["ALTER a SET DEFAULT 5", "alter-column a"],
  ["ALTER COLUMN IF EXISTS a DROP DEFAULT", "alter-column a"],
  ["ALTER COLUMN a SET INVISIBLE", "alter-column a"],
  ["ALTER INDEX i INVISIBLE", "structure"],
  ["ALTER KEY i IGNORED", "structure"],
  ["ALTER CHECK c NOT ENFORCED", "structure"],
  ["ALTER CONSTRAINT c ENFORCED", "structure"],
  ["RENAME TO u", "rename-table u"],
  ["RENAME AS d.u", "rename-table d/u"],
  ["RENAME u", "rename-table u"],
  ["RENAME = u", "rename-table u"],
  ["RENAME COLUMN IF EXISTS a TO b", "rename-column a to b"],
  ["RENAME INDEX a TO b", "structure"],
  ["RENAME KEY IF EXISTS a TO b", "structure"],
  ["CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "convert-charset"],
  ["CONVERT TO CHARSET DEFAULT", "convert-charset"],
  ["DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin", "structure"],
  ["CHARSET utf8", "structure"],
  ["COLLATE utf8mb4_bin", "structure"],
  ["ORDER BY a, b DESC, t.c", "structure"],
  ["ENGINE=InnoDB", "structure"],
  ["ENGINE 'innodb' ROW_FORMAT DYNAMIC", "structure"],
  ["COMMENT = 'ENGINE=MyISAM' AUTO_INCREMENT 7", "structure"],
  ["ENGINE=MyISAM", "other [ENGINE=MyISAM]"],
  ["COMMENT 'x' ENGINE Aria", "other [COMMENT 'x' ENGINE Aria]"],
  ["AUTO_INCREMENT=100", "structure"],
  ["PAGE_COMPRESSED=1", "structure"],
  ["`ENCRYPTED`=YES", "structure"],
  ["ENCRYPTION='Y'", "structure"],
  ["UNION=(a, b)", "structure"],
  ["DATA DIRECTORY='/x'", "structure"],
  ["TABLESPACE ts STORAGE DISK", "structure"],
  ["SECONDARY_LOAD", "structure"],
  ["FORCE", "structure"],
  ["DISABLE KEYS", "structure"],
  ["ALGORITHM=INSTANT", "structure"],
  ["LOCK NONE", "structure"],
  ["WITH VALIDATION", "structure"],
  ["WITHOUT SYSTEM VERSIONING", "versioning"],
  ["DISCARD TABLESPACE", "partition-rows"],
  ["IMPORT TABLESPACE", "partition-rows"],
  ["DISCARD PARTITION p, q TABLESPACE", "partition-rows"],
  ["IMPORT PARTITION ALL TABLESPACE", "partition-rows"],
  ["TRUNCATE PARTITION p, q", "partition-rows"],
  ["EXCHANGE PARTITION p WITH TABLE d.u WITHOUT VALIDATION", "partition-rows with d/u"],
  ["COALESCE PARTITION 2", "structure"],
  ["REORGANIZE PARTITION p, q INTO (PARTITION r VALUES LESS THAN (5))", "structure"],
  ["REBUILD PARTITION p, q", "structure"],
  ["ANALYZE PARTITION ALL", "structure"],
  ["REMOVE PARTITIONING", "structure"],
  ["PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (5), PARTITION q VALUES LESS THAN MAXVALUE)", "structure"],
  ["PARTITION BY KEY (a, b) PARTITIONS 4", "structure"],
  ["FROBNICATE a", "other [FROBNICATE a]"],
  ["ADD 'a' INT", "other [ADD 'a' INT]"],
];

describe("clauses of ALTER TABLE", () => {
  test.each(CLAUSES)("%s: %s", (clause, expected) => {
    expect(touchesOf(`ALTER TABLE t ${clause}`)).toBe(`alter table t: ${expected}`);
  });

  /** After these, names may follow behind a comma. */
  const OPEN_LISTS =
    /^(?:DROP|DISCARD|TRUNCATE|REORGANIZE|REBUILD|ANALYZE|IMPORT|COALESCE|EXCHANGE|REMOVE) PARTITION|^PARTITION BY|^ORDER BY/;

  test("several are read one by one", () => {
    const some = CLAUSES.filter(([clause]) => !OPEN_LISTS.test(clause));
    for (const [first, ofFirst] of some) {
      for (const [second, ofSecond] of some) {
        expect(touchesOf(`ALTER TABLE t ${first},\n ${second}`)).toBe(`alter table t: ${ofFirst}, ${ofSecond}`);
      }
    }
  });

  test("partitions need no comma in front of them", () => {
    expect(touchesOf("ALTER TABLE t ADD a INT, ENGINE=InnoDB PARTITION BY HASH (a) PARTITIONS 4")).toBe(
      "alter table t: add-column a, structure, structure",
    );
    expect(touchesOf("ALTER TABLE t MODIFY a INT REMOVE PARTITIONING")).toBe(
      "alter table t: modify a to a [INT], structure",
    );
  });

  test("MariaDB makes a table of a partition, and a partition of a table", () => {
    expect(touchesOf("ALTER TABLE t CONVERT PARTITION p TO TABLE d.u")).toBe(
      "alter table t: partition-rows | create table d/u",
    );
    expect(touchesOf("ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (5)")).toBe(
      "alter table t: partition-rows | alter table u: other [CONVERT TABLE]",
    );
  });

  test("a new column may take values of a sequence", () => {
    expect(touchesOf("ALTER TABLE t ADD a INT DEFAULT NEXT VALUE FOR d.s")).toBe(
      "alter table t: add-column a | alter sequence d/s",
    );
    expect(touchesOf("ALTER TABLE t ADD a INT DEFAULT nextval(s)")).toBe(
      "alter table t: add-column a | alter sequence s",
    );
  });
});
