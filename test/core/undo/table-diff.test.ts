import { describe, expect, it } from "vitest";
import { parseDefinition } from "../../../src/core/undo/table-definition.ts";
import type { TableDefinition } from "../../../src/core/undo/table-definition.ts";
import { alterBack, describeDifferences, sameDefinition } from "../../../src/core/undo/table-diff.ts";
import type { AlterBack, AlterBackOptions } from "../../../src/core/undo/table-diff.ts";

function table(lines: string, tail = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", name = "t"): TableDefinition {
  return parseDefinition(`CREATE TABLE \`${name}\` (\n  ${lines}\n) ${tail}`);
}

/** What there is to do, step by step; steps without anything are left out. */
function way(
  now: TableDefinition,
  before: TableDefinition,
  renamed: Record<string, string> = {},
  options: AlterBackOptions = {},
): unknown {
  const back = alterBack(now, before, new Map(Object.entries(renamed)), options);
  return Object.fromEntries(
    Object.entries(back as Record<keyof AlterBack, readonly unknown[]>).filter(([, step]) => step.length > 0),
  );
}

describe("two definitions are the same", () => {
  it.each([
    ["whatever the next number is", "`a` int", "`a` int", "ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4"],
    [
      "whatever a literal's introducer",
      "`a` int, CONSTRAINT `c` CHECK (`a` <> _utf8mb3'x')",
      "`a` int, CONSTRAINT `c` CHECK (`a` <> _latin1'x')",
    ],
    [
      "with the collation alone",
      "`a` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin",
      "`a` varchar(9) COLLATE latin1_bin",
    ],
    [
      "with the table's own collation",
      "`a` varchar(9) COLLATE utf8mb4_bin",
      "`a` varchar(9)",
      "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
    ],
    [
      "in whatever order indexes were made",
      "`a` int, KEY `x` (`a`), KEY `y` (`a`)",
      "`a` int, KEY `y` (`a`), KEY `x` (`a`)",
    ],
  ])("%s", (_title, a, b, tail = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4") => {
    const is = tail.includes("COLLATE") ? tail : "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4";
    expect(describeDifferences(table(a, is), table(b, tail))).toEqual([]);
    expect(way(table(a, is), table(b, tail))).toEqual({});
  });

  it("under other names, with foreign keys to themselves", () => {
    const lines = (name: string): string =>
      `\`a\` int, KEY \`f\` (\`a\`), CONSTRAINT \`f\` FOREIGN KEY (\`a\`) REFERENCES \`${name}\` (\`a\`)`;
    expect(sameDefinition(table(lines("t")), table(lines("u"), undefined, "u"))).toBe(true);
    expect(sameDefinition(table(lines("t")), table(lines("t"), undefined, "u"))).toBe(false);
  });
});

describe("two definitions differ", () => {
  it.each([
    ["`a` int NOT NULL", "`a` int", "column a: int NOT NULL → int"],
    ["`a` int COMMENT 'x'", "`a` int COMMENT 'X'", "column a: int COMMENT 'x' → int COMMENT 'X'"],
    ["`a` int, `b` int", "`b` int, `a` int", "order of columns: a, b → b, a"],
    ["`a` int, KEY `k` (`a`)", "`a` int, KEY `k` (`a` DESC)", "index k: KEY `k` (`a`) → KEY `k` (`a` DESC)"],
    ["`a` varchar(9)", "`a` varchar(9) COLLATE latin1_bin", "column a: varchar(9) → varchar(9) COLLATE latin1_bin"],
    ["`a` int", "`a` int, CONSTRAINT `c` CHECK (`a` > 1)", "check c: none → CONSTRAINT `c` CHECK (`a` > 1)"],
  ])("%s and %s", (a, b, difference) => {
    expect(describeDifferences(table(a), table(b))).toEqual([difference]);
  });

  it("in options and partitions", () => {
    const [a, b] = [
      table("`a` int", "ENGINE=InnoDB COMMENT='x'"),
      table("`a` int", "ENGINE=MyISAM\n PARTITION BY HASH (`a`)"),
    ];
    expect(describeDifferences(a, b)).toEqual([
      "option ENGINE: ENGINE=InnoDB → ENGINE=MyISAM",
      "option COMMENT: COMMENT=x → none",
      "partitions: none → PARTITION BY HASH (`a`)",
    ]);
  });
});

describe("the way back", () => {
  it("adds and drops columns in one ALTER TABLE, each in its place", () => {
    expect(way(table("`a` int, `new` int, `b` int"), table("`x` int, `a` int, `y` int NOT NULL, `b` bigint"))).toEqual({
      columns: [
        [
          "DROP COLUMN `new`",
          "ADD COLUMN `x` int FIRST",
          "ADD COLUMN `y` int NOT NULL AFTER `a`",
          "MODIFY COLUMN `b` bigint",
        ],
      ],
      lost: ["new"],
    });
  });

  it("moves as few columns as it can", () => {
    expect(way(table("`d` int, `a` int, `b` int, `c` int"), table("`a` int, `b` int, `c` int, `d` int"))).toEqual({
      columns: [["MODIFY COLUMN `d` int AFTER `c`"]],
    });
  });

  it("gives names back in a circle", () => {
    const lines = "`a` int, `b` int, KEY `k` (`a`)";
    expect(way(table("`b` int, `a` int, KEY `k` (`b`)"), table(lines), { a: "b", b: "a" })).toEqual({
      columns: [["RENAME COLUMN `b` TO `a`", "RENAME COLUMN `a` TO `b`"]],
    });
  });

  it("does not take a column for one whose name it has got", () => {
    expect(way(table("`b` int, KEY `k` (`b`)"), table("`a` int, `b` int, KEY `k` (`b`)"), { a: "b" })).toEqual({
      drops: [["DROP INDEX `k`"]],
      columns: [["RENAME COLUMN `b` TO `a`", "ADD COLUMN `b` int AFTER `a`"]],
      keys: [["ADD KEY `k` (`b`)"]],
    });
  });

  it("goes on where it was broken off: names that are back count no more", () => {
    const before = table("`a` int, `b` int, KEY `k` (`b`)");
    expect(way(table("`a` int, `b` int"), before, { a: "b" })).toEqual({ keys: [["ADD KEY `k` (`b`)"]] });
  });

  it("gives names back where the definition does not show that they were changed", () => {
    const same = table("`a` int, `b` int");
    expect(way(same, same, { a: "b", b: "a" })).toEqual({
      columns: [["RENAME COLUMN `b` TO `a`", "CHANGE COLUMN `a` `b` int AFTER `a`"]],
    });
  });

  it("renames an index that is there under another name", () => {
    expect(way(table("`a` int, KEY `new` (`a`)"), table("`a` int, KEY `old` (`a`)"))).toEqual({
      drops: [["RENAME INDEX `new` TO `old`"]],
    });
  });

  it("makes indexes again for their order only if that is wanted", () => {
    const before = table("`a` int, `b` int, KEY `k1` (`a`), KEY `k2` (`b`), KEY `k3` (`a`,`b`)");
    const now = table("`a` int, `b` int, KEY `k1` (`a`), KEY `k3` (`a`,`b`)");
    expect(way(now, before)).toEqual({ keys: [["ADD KEY `k2` (`b`)"]] });
    expect(way(now, before, {}, { exactOrder: true })).toEqual({
      drops: [["DROP INDEX `k3`"]],
      keys: [["ADD KEY `k2` (`b`)", "ADD KEY `k3` (`a`,`b`)"]],
    });
  });

  it("changes the primary key in one ALTER TABLE with the columns", () => {
    const now = table("`id` int NOT NULL AUTO_INCREMENT, `a` int, PRIMARY KEY (`id`)");
    expect(way(now, table("`a` int NOT NULL, PRIMARY KEY (`a`)"))).toEqual({
      columns: [["DROP PRIMARY KEY", "DROP COLUMN `id`", "MODIFY COLUMN `a` int NOT NULL", "ADD PRIMARY KEY (`a`)"]],
      lost: ["id"],
    });
  });

  it("takes AUTO_INCREMENT away with its index, and gives it back with it", () => {
    const now = table("`id` int NOT NULL AUTO_INCREMENT, `n` int, KEY `new` (`id`,`n`)");
    expect(way(now, table("`id` int NOT NULL AUTO_INCREMENT, `n` int, KEY `old` (`id`)"))).toEqual({
      drops: [["DROP INDEX `new`", "MODIFY COLUMN `id` int NOT NULL"]],
      keys: [["ADD KEY `old` (`id`)", "MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT"]],
    });
  });

  it("drops foreign keys first and adds them last, also those whose index or column changes", () => {
    const key = "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`id`)";
    expect(
      way(table(`\`a\` bigint, KEY \`k\` (\`a\`), ${key}`), table(`\`a\` int, KEY \`k\` (\`a\`), ${key}`)),
    ).toEqual({
      foreignKeyDrops: [["DROP FOREIGN KEY `f`"]],
      columns: [["MODIFY COLUMN `a` int"]],
      foreignKeyAdds: [[`ADD ${key}`]],
    });
    expect(
      way(
        table(`\`a\` int, KEY \`k\` (\`a\`,\`b\`), \`b\` int, ${key}`),
        table(`\`a\` int, \`b\` int, KEY \`k\` (\`a\`), ${key}`),
      ),
    ).toEqual({
      foreignKeyDrops: [["DROP FOREIGN KEY `f`"]],
      drops: [["DROP INDEX `k`"]],
      keys: [["ADD KEY `k` (`a`)"]],
      foreignKeyAdds: [[`ADD ${key}`]],
    });
  });

  it("writes out an index that a server made for a foreign key, unless it will get the same place and name by itself", () => {
    const key = "CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `p` (`id`)";
    const back = (index: string): unknown =>
      way(
        table(`\`a\` int, KEY \`${index}\` (\`a\`)`),
        table(`\`a\` int, KEY \`${index}\` (\`a\`), ${key}`),
        {},
        { exactOrder: true },
      );
    expect(back("a")).toEqual({
      drops: [["DROP INDEX `a`"]],
      keys: [["ADD KEY `a` (`a`)"]],
      foreignKeyAdds: [[`ADD ${key}`]],
    });
    expect(back("f")).toEqual({ foreignKeyAdds: [[`ADD ${key}`]] });
  });

  it("drops what is generated before what it is made of changes its name", () => {
    const now = table("`b` int, `g` int GENERATED ALWAYS AS (`b` + 1) STORED, KEY `k` (`g`)");
    const before = table("`a` int, `g` int GENERATED ALWAYS AS (`a` + 1) STORED, KEY `k` (`g`)");
    expect(way(now, before, { a: "b" })).toEqual({
      drops: [["DROP INDEX `k`"]],
      columns: [
        ["DROP COLUMN `g`"],
        ["RENAME COLUMN `b` TO `a`", "ADD COLUMN `g` int GENERATED ALWAYS AS (`a` + 1) STORED AFTER `a`"],
      ],
      keys: [["ADD KEY `k` (`g`)"]],
    });
  });

  it("takes the name of an index for none of its column's", () => {
    const now = table("`wid` int,\n KEY `wid` (`wid`)");
    expect(way(now, table("`pid` int,\n KEY `pid` (`pid`)"), { pid: "wid" }, { exactOrder: true })).toEqual({
      drops: [["DROP INDEX `wid`"]],
      columns: [["RENAME COLUMN `wid` TO `pid`"]],
      keys: [["ADD KEY `pid` (`pid`)"]],
    });
  });

  it("makes a column anew whose values no server converts", () => {
    expect(way(table("`j` varchar(9)"), table("`j` json"))).toEqual({
      columns: [["DROP COLUMN `j`", "ADD COLUMN `j` json FIRST"]],
      lost: ["j"],
    });
  });

  it("partitions in statements of their own", () => {
    const tail = (partition: string): string => `ENGINE=InnoDB DEFAULT CHARSET=utf8mb4\n/*!50100 ${partition} */`;
    const [hash, range] = ["PARTITION BY HASH (`a`)\nPARTITIONS 3", "PARTITION BY KEY (`b`)"];
    expect(way(table("`a` int, `b` int", tail(range)), table("`a` int, `b` int", tail(hash)))).toEqual({
      keys: [[`/*!50100 ${hash} */`]],
    });
    expect(way(table("`b` int", tail(range)), table("`a` int, `b` int", tail(hash)))).toEqual({
      drops: [["REMOVE PARTITIONING"]],
      columns: [["ADD COLUMN `a` int FIRST"]],
      keys: [[`/*!50100 ${hash} */`]],
    });
  });

  it("partitions that may have no place for the rows that come back go first", () => {
    const tail = (partition: string): string => `ENGINE=InnoDB DEFAULT CHARSET=utf8mb4\n/*!50100 ${partition} */`;
    const before = "PARTITION BY LIST (`a`)\n(PARTITION p VALUES IN (1) ENGINE = InnoDB)";
    const added =
      "PARTITION BY LIST (`a`)\n(PARTITION p VALUES IN (1) ENGINE = InnoDB,\n PARTITION q VALUES IN (2) ENGINE = InnoDB)";
    const tables = [table("`a` int", tail(added)), table("`a` int", tail(before))] as const;
    expect(way(...tables)).toEqual({ drops: [["REMOVE PARTITIONING"]], keys: [[`/*!50100 ${before} */`]] });
    expect(way(...tables, {}, { rowsComeBack: false })).toEqual({ keys: [[`/*!50100 ${before} */`]] });
  });

  it("takes options away that were not there", () => {
    const now = table(
      "`a` int",
      "ENGINE=InnoDB DEFAULT CHARSET=latin1 MAX_ROWS=3 ROW_FORMAT=COMPACT COMMENT='x' `encrypted`='yes'",
    );
    const before = table("`a` varchar(9)", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='it''s'");
    expect(way(now, before)).toEqual({
      columns: [["DEFAULT CHARSET=utf8mb4"], ["MODIFY COLUMN `a` varchar(9)"]],
      keys: [["COMMENT='it''s'", "MAX_ROWS=0", "ROW_FORMAT=DEFAULT", "`encrypted`=DEFAULT"]],
    });
  });

  it("has no introducers of the session's own character set", () => {
    const before = table("`a` int, CONSTRAINT `c` CHECK ((`a` <> _utf8mb4'_utf8mb4''x')) /*!80016 NOT ENFORCED */");
    expect(way(table("`a` int"), before)).toEqual({
      keys: [["ADD CONSTRAINT `c` CHECK ((`a` <> '_utf8mb4''x')) /*!80016 NOT ENFORCED */"]],
    });
  });
});
