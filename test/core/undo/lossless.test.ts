import { describe, expect, it } from "vitest";
import { lossOf } from "../../../src/core/undo/lossless.ts";
import { parseDefinition } from "../../../src/core/undo/table-definition.ts";
import type { AlterAction } from "../../../src/core/undo/touch.ts";

function loss(column: string, action: AlterAction, rest = "PRIMARY KEY (`id`)"): unknown {
  const text = `CREATE TABLE \`t\` (\n  \`id\` int NOT NULL,\n  \`c\` ${column},\n  ${rest}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3`;
  return lossOf(action, parseDefinition(text));
}

const modify = (definition: string): AlterAction => ({ kind: "modify-column", column: "C", to: "c", definition });
const COLUMN = { kind: "columns", columns: ["c"] };

describe("no value changes from", () => {
  it.each([
    ["int(11) DEFAULT NULL", "BIGINT(20)"],
    ["int DEFAULT NULL", "INTEGER NULL COMMENT 'x'"],
    ["smallint unsigned NOT NULL", "MEDIUMINT UNSIGNED"],
    ["int(10) unsigned NOT NULL", "int(4) zerofill not null"],
    ["tinyint(1) NOT NULL", "bool not null default 1"],
    ["varchar(20) NOT NULL", "VARCHAR(21) NOT NULL"],
    ["varchar(20) DEFAULT NULL", "character varying(255) character set utf8mb4"],
    ["varchar(20) DEFAULT NULL", "varchar(20) charset utf8mb3 collate utf8mb3_bin"],
    ["varchar(20) DEFAULT NULL", "varchar(20) character set utf8"],
    ["varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL", "varchar(20) collate utf8mb4_0900_ai_ci"],
    ["varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL", "varchar(30) collate utf8mb4_general_ci"],
    ["varchar(255) DEFAULT NULL", "text"],
    ["varchar(30000) DEFAULT NULL", "mediumtext"],
    ["char(3) DEFAULT NULL", "nchar(5)"],
    ["varbinary(9) DEFAULT NULL", "varbinary(10)"],
    ["varbinary(9) DEFAULT NULL", "longblob"],
    ["tinytext", "longtext"],
    ["blob", "mediumblob"],
    ["enum('a','b') DEFAULT NULL", "ENUM('a', 'b', 'it''s')"],
    ["set('a') DEFAULT NULL", "set('a','b')"],
    ["decimal(5,2) DEFAULT NULL", "NUMERIC(7,3)"],
    ["decimal(10,0) DEFAULT NULL", "dec"],
    ["datetime DEFAULT NULL", "datetime(6)"],
    ["timestamp(3) NULL DEFAULT NULL", "timestamp(6) null"],
    ["time DEFAULT NULL", "time(1) invisible"],
    ["float DEFAULT NULL", "float default 2"],
    ["json DEFAULT NULL", "JSON"],
    ["longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`c`))", "json"],
    ["int GENERATED ALWAYS AS ((`id` + 1)) STORED", "int as (id + 2) stored"],
    ["int GENERATED ALWAYS AS ((`id` + 1)) STORED", "int"],
    ["int NOT NULL AUTO_INCREMENT", "bigint not null auto_increment"],
    ["year(4) DEFAULT NULL", "year"],
    ["point NOT NULL", "point"],
  ])("%s to %s", (now, definition) => {
    expect(loss(now, modify(definition))).toBe("none");
  });
});

describe("values may change from", () => {
  it.each([
    ["bigint DEFAULT NULL", "int"],
    ["int DEFAULT NULL", "int unsigned"],
    ["int unsigned DEFAULT NULL", "bigint"],
    ["int DEFAULT NULL", "int not null"],
    ["int DEFAULT NULL", "varchar(20)"],
    ["int DEFAULT NULL", "int as (id) stored"],
    ["int NOT NULL", "int not null auto_increment"],
    ["varchar(20) NOT NULL", "varchar(19) not null"],
    ["varchar(20) DEFAULT NULL", "varchar(20) character set latin1"],
    ["varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL", "varchar(30)"],
    ["varchar(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL", "varchar(20) character set utf8mb4"],
    ["varchar(20) DEFAULT NULL", "varchar(20) binary"],
    ["varchar(20) DEFAULT NULL", "varbinary(80)"],
    ["varchar(30000) DEFAULT NULL", "text"],
    ["varchar(20) DEFAULT NULL", "tinytext"],
    ["text", "text(70000)"],
    ["text", "tinytext"],
    ["mediumblob", "blob"],
    ["enum('a','b') DEFAULT NULL", "enum('b','a')"],
    ["enum('a','b') DEFAULT NULL", "enum('a')"],
    ["enum('a','b') DEFAULT NULL", "enum('c','a','b')"],
    ["decimal(5,2) DEFAULT NULL", "decimal(6,4)"],
    ["decimal(5,2) DEFAULT NULL", "decimal(9,1)"],
    ["decimal(5,2) DEFAULT NULL", "decimal(5,2) unsigned"],
    ["datetime(3) DEFAULT NULL", "datetime"],
    ["datetime DEFAULT NULL", "timestamp null"],
    ["timestamp NULL DEFAULT NULL", "timestamp"],
    ["double DEFAULT NULL", "float"],
    ["float(7,3) DEFAULT NULL", "float(7,2)"],
    ["longtext", "json"],
    ["int DEFAULT NULL", "some_new_type"],
    ["int DEFAULT NULL", ""],
  ])("%s to %s", (now, definition) => {
    expect(loss(now, modify(definition))).toEqual(COLUMN);
  });
});

describe("other clauses", () => {
  const drop: AlterAction = { kind: "drop-column", column: "C" };

  it("lose the column that goes", () => {
    expect(loss("int DEFAULT NULL", drop)).toEqual(COLUMN);
    expect(loss("int GENERATED ALWAYS AS (1) STORED", drop)).toBe("none");
    expect(loss("int DEFAULT NULL", { kind: "drop-column", column: "not_there" })).toBe("none");
  });

  it("need the whole table where the key is lost, or there is none", () => {
    expect(loss("int DEFAULT NULL", { kind: "drop-column", column: "id" })).toBe("table");
    expect(loss("int NOT NULL", drop, "PRIMARY KEY (`id`,`c`)")).toBe("table");
    expect(loss("int NOT NULL", drop, "UNIQUE KEY `u` (`c`)")).toBe("table");
    expect(loss("int DEFAULT NULL", drop, "KEY `k` (`c`)")).toBe("table");
    expect(loss("bigint NOT NULL", modify("int not null"), "PRIMARY KEY (`c`)")).toBe("table");
    expect(loss("int GENERATED ALWAYS AS (`id`) STORED NOT NULL", drop, "PRIMARY KEY (`c`)")).toBe("table");
    expect(loss("int NOT NULL", modify("bigint not null"), "PRIMARY KEY (`c`)")).toBe("none");
  });

  it("convert all texts", () => {
    expect(loss("varchar(9) NOT NULL", { kind: "convert-charset" })).toEqual(COLUMN);
    expect(loss("set('a') NOT NULL", { kind: "convert-charset" })).toEqual(COLUMN);
    expect(loss("varbinary(9) NOT NULL", { kind: "convert-charset" })).toBe("none");
    expect(loss("text", { kind: "convert-charset" }, "PRIMARY KEY (`c`(9))")).toBe("table");
  });

  it.each<AlterAction>([
    { kind: "add-column", column: "c" },
    { kind: "rename-column", column: "c", to: "d" },
    { kind: "alter-column", column: "c" },
    { kind: "rename-table", to: { schema: null, name: "x" } },
    { kind: "drop-primary-key" },
    { kind: "add-primary-key", columns: ["c"] },
    { kind: "structure" },
  ])("leave all as it is: %j", (action) => {
    expect(loss("int DEFAULT NULL", action)).toBe("none");
  });

  it.each<AlterAction>([
    { kind: "partition-rows", exchangedWith: null },
    { kind: "versioning" },
    { kind: "other", text: "ENGINE=MEMORY" },
  ])("may lose everything: %j", (action) => {
    expect(loss("int DEFAULT NULL", action)).toBe("table");
  });
});
