import { describe, expect, it } from "vitest";
import { copyDefinition, keyOf, parseDefinition, sideDefinition } from "../../../src/core/undo/table-definition.ts";

const MYSQL = `CREATE TABLE \`t\` (
  \`my_row_id\` bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
  \`a,\`\`b\` varchar(30) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'it''s \\\\ "x"' COMMENT 'c''o\\\\m\\n\`x\`, (y)',
  \`c\` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  \`e\` enum('a','b,c)','d''e') DEFAULT 'a',
  \`g\` int GENERATED ALWAYS AS ((\`e\` + 1)) STORED NOT NULL COMMENT 'DEFAULT',
  \`v\` int GENERATED ALWAYS AS (1) VIRTUAL,
  \`p\` point NOT NULL /*!80003 SRID 4326 */,
  \`f\` int /*!50606 STORAGE MEMORY */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT NULL,
  PRIMARY KEY (\`my_row_id\`),
  UNIQUE KEY \`u\` (\`a,\`\`b\`(10),\`c\` DESC),
  KEY \`fi\` ((lower(\`e\`)) DESC,\`c\`) /*!80000 INVISIBLE */,
  FULLTEXT KEY \`ft\` (\`a,\`\`b\`) /*!50100 WITH PARSER \`ngram\` */ ,
  CONSTRAINT \`f1\` FOREIGN KEY (\`f\`, \`c\`) REFERENCES \`y\`.\`p\` (\`id\`, \`x\`) ON DELETE SET NULL ON UPDATE NO ACTION,
  CONSTRAINT \`k1\` CHECK ((\`c\` <> _utf8mb4'é,')) /*!80016 NOT ENFORCED */
) /*!50100 TABLESPACE \`innodb_system\` */ ENGINE=InnoDB AUTO_INCREMENT=18446744073709551615 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC COMMENT='x ENGINE=1' /*!80016 ENCRYPTION='N' */
/*!50100 PARTITION BY LINEAR KEY */ /*!50611 ALGORITHM = 1 */ /*!50100 (my_row_id)
PARTITIONS 3 */`;

const MARIADB = `CREATE TABLE \`m\` (
  \`a\` int(11) NOT NULL CHECK (\`a\` in (0,1)),
  \`c\` text /*M!100301 COMPRESSED*/ DEFAULT NULL,
  \`s\` bigint(20) NOT NULL DEFAULT nextval(\`x\`.\`sq\`),
  \`w\` int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  \`i\` int(11) INVISIBLE DEFAULT -1,
  \`rs\` timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE,
  \`re\` timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE,
  \`d1\` date NOT NULL,
  \`d2\` date NOT NULL,
  PERIOD FOR \`app\` (\`d1\`, \`d2\`),
  PRIMARY KEY (\`a\`,\`re\`,\`app\` WITHOUT OVERLAPS),
  UNIQUE KEY \`h\` (\`d1\`,\`s\`) USING HASH,
  KEY \`ig\` (\`w\`) IGNORED,
  VECTOR KEY \`v\` (\`c\`) \`m\`='6' \`distance\`='cosine',
  PERIOD FOR SYSTEM_TIME (\`rs\`, \`re\`),
  CONSTRAINT \`ck\` CHECK (\`w\` > TIMESTAMP/*WITH LOCAL TIME ZONE*/'0000-00-00 00:00:00')
) ENGINE=InnoDB DEFAULT CHARSET=latin1 \`page_compressed\`='1' DATA DIRECTORY='/tmp/' WITH SYSTEM VERSIONING
 PARTITION BY SYSTEM_TIME INTERVAL 1 DAY STARTS TIMESTAMP'2026-11-27 00:00:00'
(PARTITION \`p0\` HISTORY ENGINE = InnoDB,
 PARTITION \`pc\` CURRENT ENGINE = InnoDB)`;

describe("a definition of MySQL", () => {
  const table = parseDefinition(MYSQL);

  it("has its columns", () => {
    expect(table.name).toBe("t");
    expect(table.columns.map(({ name, type }) => [name, type])).toEqual([
      ["my_row_id", "bigint unsigned"],
      ["a,`b", "varchar(30)"],
      ["c", "datetime(3)"],
      ["e", "enum('a','b,c)','d''e')"],
      ["g", "int"],
      ["v", "int"],
      ["p", "point"],
      ["f", "int"],
    ]);
    expect(table.columns.flatMap(({ name, generated }) => (generated === null ? [] : [[name, generated]]))).toEqual([
      ["g", "stored"],
      ["v", "virtual"],
    ]);
    const [id, , time, , generated] = table.columns;
    expect(id).toMatchObject({ invisible: true, autoIncrement: true, nullable: false, hasDefault: false });
    expect(id?.text).toBe("bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */");
    expect(time).toMatchObject({ onUpdateNow: true, hasDefault: true, invisible: false });
    expect(generated).toMatchObject({ nullable: false, hasDefault: false });
  });

  it("has its keys", () => {
    expect(table.primaryKey).toEqual(["my_row_id"]);
    expect(table.indexes.map(({ name, kind, unique }) => [name, kind, unique])).toEqual([
      ["PRIMARY", "primary", true],
      ["u", "unique", true],
      ["fi", "plain", false],
      ["ft", "fulltext", false],
    ]);
    expect(table.indexes[1]?.parts).toEqual([
      { column: "a,`b", text: "`a,``b`(10)" },
      { column: "c", text: "`c` DESC" },
    ]);
    expect(table.indexes[2]?.parts[0]).toEqual({ column: null, text: "(lower(`e`)) DESC" });
    expect(table.indexes[3]?.text).toBe("FULLTEXT KEY `ft` (`a,``b`) /*!50100 WITH PARSER `ngram` */");
    expect(table.foreignKeys).toMatchObject([
      {
        name: "f1",
        columns: ["f", "c"],
        schema: "y",
        table: "p",
        referencedColumns: ["id", "x"],
        onDelete: "SET NULL",
        onUpdate: "NO ACTION",
      },
    ]);
    expect(table.checks).toEqual([
      { name: "k1", text: "CONSTRAINT `k1` CHECK ((`c` <> _utf8mb4'é,')) /*!80016 NOT ENFORCED */" },
    ]);
  });

  it("has its options, and partitions that can be run as they are", () => {
    expect(table.options.map(({ name, value }) => `${name}=${value}`)).toEqual([
      "TABLESPACE=innodb_system",
      "ENGINE=InnoDB",
      "CHARSET=utf8mb4",
      "COLLATE=utf8mb4_0900_ai_ci",
      "ROW_FORMAT=DYNAMIC",
      "COMMENT=x ENGINE=1",
      "ENCRYPTION=N",
    ]);
    expect(table.autoIncrement).toBe("18446744073709551615");
    expect(table.partition).toBe(
      "/*!50100 PARTITION BY LINEAR KEY */ /*!50611 ALGORITHM = 1 */ /*!50100 (my_row_id)\nPARTITIONS 3 */",
    );
  });
});

describe("a definition of MariaDB", () => {
  const table = parseDefinition(MARIADB);

  it("has its columns, periods and keys", () => {
    expect(table.columns.map(({ name, clauses }) => [name, clauses.map(({ kind }) => kind).join()])).toEqual([
      ["a", "null,check"],
      ["c", "other,default"],
      ["s", "null,default"],
      ["w", "default,other"],
      ["i", "visibility,default"],
      ["rs", "generated,visibility"],
      ["re", "generated,visibility"],
      ["d1", "null"],
      ["d2", "null"],
    ]);
    expect(table.columns.filter(({ rowTime }) => rowTime).map(({ name }) => name)).toEqual(["rs", "re"]);
    expect(table.periods.map(({ name, columns }) => [name, ...columns])).toEqual([
      ["app", "d1", "d2"],
      ["SYSTEM_TIME", "rs", "re"],
    ]);
    expect(table.indexes.map(({ kind }) => kind)).toEqual(["primary", "unique", "plain", "vector"]);
    expect(table.checks.map(({ name }) => name)).toEqual(["ck"]);
  });

  it("has its versioning and partitions", () => {
    expect(table.systemVersioned).toBe(true);
    expect(table.partition).toMatch(/^PARTITION BY SYSTEM_TIME INTERVAL[^]+`pc` CURRENT ENGINE = InnoDB\)$/);
    expect(table.options.map(({ name, text }) => [name, text])).toContainEqual([
      "DATA DIRECTORY",
      "DATA DIRECTORY='/tmp/'",
    ]);
  });
});

it.each([
  "CREATE VIEW `v` AS select 1",
  "CREATE TABLE `t` (\n  `a` int,\n  SOMETHING NEW (`a`)\n) ENGINE=InnoDB",
  "CREATE TABLE `t` (\n  `a` int\n) ENGINE=InnoDB WONDERFUL",
  "CREATE TABLE `t` (\n  `a` int",
])("refuses %s", (text) => {
  expect(() => parseDefinition(text)).toThrow(Error);
});

describe("the key by which rows are told apart", () => {
  const keys: readonly (readonly [string, string, readonly string[] | null])[] = [
    ["the primary key in its order", "`a` int, `b` int, PRIMARY KEY (`b`,`a`), UNIQUE KEY `u` (`a`)", ["b", "a"]],
    ["else a unique one", "`a` int NOT NULL, KEY `k` (`a`), UNIQUE KEY `u` (`a`)", ["a"]],
    ["without NULL", "`a` int, `b` int NOT NULL, UNIQUE KEY `u` (`b`,`a`), UNIQUE KEY `v` (`b`)", ["b"]],
    ["nothing", "`a` int, UNIQUE KEY `u` (`a`)", null],
    [
      "no generated column",
      "`a` int NOT NULL, `g` int GENERATED ALWAYS AS (`a`) STORED NOT NULL, PRIMARY KEY (`g`)",
      null,
    ],
    ["no expression", "`a` int NOT NULL, UNIQUE KEY `u` ((`a` + 1))", null],
    ["no beginning", "`a` text NOT NULL, `b` int NOT NULL, PRIMARY KEY (`a`(5) DESC), UNIQUE KEY `u` (`b`)", ["b"]],
    ["no period", "`a` int NOT NULL, `p` date NOT NULL, UNIQUE KEY `u` (`a`,`p` WITHOUT OVERLAPS)", null],
  ];
  it.each(keys)("is %s", (_title, items, expected) => {
    const notNull = items.replace("`a` int, `b` int, PRIMARY", "`a` int NOT NULL, `b` int NOT NULL, PRIMARY");
    expect(keyOf(parseDefinition(`CREATE TABLE \`t\` (${notNull}) ENGINE=InnoDB`))).toEqual(expected);
  });
});

describe("a copy", () => {
  it("holds the rows' own values, and refuses none", () => {
    expect(copyDefinition(parseDefinition(MYSQL), "`s`.`x`")).toBe(`CREATE TABLE \`s\`.\`x\` (
  \`my_row_id\` bigint unsigned NOT NULL AUTO_INCREMENT,
  \`a,\`\`b\` varchar(30) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL,
  \`c\` datetime(3) NOT NULL,
  \`e\` enum('a','b,c)','d''e') NULL,
  \`p\` point SRID 4326 NOT NULL,
  \`f\` int STORAGE MEMORY COLUMN_FORMAT FIXED NULL,
  PRIMARY KEY (\`my_row_id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC`);
  });

  it("is not versioned", () => {
    expect(copyDefinition(parseDefinition(MARIADB), "x")).toBe(`CREATE TABLE x (
  \`a\` int(11) NOT NULL,
  \`c\` text COMPRESSED NULL,
  \`s\` bigint(20) NOT NULL,
  \`w\` int(11) NULL,
  \`i\` int(11) NULL,
  \`d1\` date NOT NULL,
  \`d2\` date NOT NULL,
  PRIMARY KEY (\`d1\`, \`s\`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1`);
  });

  it("of some columns has the key with them", () => {
    expect(sideDefinition(parseDefinition(MARIADB), "x", ["S", "a", "d2"], ["`n` int"])).toBe(`CREATE TABLE x (
  \`a\` int(11) NULL,
  \`s\` bigint(20) NOT NULL,
  \`d1\` date NOT NULL,
  \`d2\` date NULL,
  \`n\` int,
  PRIMARY KEY (\`d1\`, \`s\`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1`);
  });

  it("of some columns needs a key", () => {
    const table = parseDefinition("CREATE TABLE `t` (`a` int) ENGINE=InnoDB");
    expect(() => sideDefinition(table, "x", ["a"])).toThrow("t has no key");
  });
});
