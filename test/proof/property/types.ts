import type { ColumnType, World } from "./model.ts";
import { oneOf } from "./model.ts";

const LONG = "REPEAT('lang ', 2000)";

export const INT: ColumnType = {
  sql: "INT",
  kind: "int",
  values: ["0", "1", "-1", "2", "3", "7", "2147483647", "-2147483648"],
  defaults: "0",
  index: "whole",
};

/** What the values below are all about: the least and the largest, nothing, zero, and what gets lost on the way through text or another character set. */
const TYPES: readonly ColumnType[] = [
  INT,
  { sql: "TINYINT", kind: "int", values: ["0", "127", "-128"], defaults: "-1", index: "whole" },
  { sql: "SMALLINT UNSIGNED", kind: "int", values: ["0", "1", "65535"], defaults: "7", index: "whole" },
  {
    sql: "BIGINT",
    kind: "int",
    values: ["0", "9223372036854775807", "-9223372036854775808", "5"],
    defaults: "9223372036854775807",
    index: "whole",
  },
  { sql: "BIGINT UNSIGNED", kind: "int", values: ["0", "18446744073709551615", "4"], defaults: "0", index: "whole" },
  { sql: "DECIMAL(12,4)", kind: "number", values: ["0", "-99999999.9999", "1.5000"], defaults: "1.5", index: "whole" },
  { sql: "FLOAT", kind: "number", values: ["0", "16777217", "-1.1754e-38", "0.1"], defaults: "0.5", index: "whole" },
  { sql: "DOUBLE", kind: "number", values: ["0", "-0e0", "0.1", "1.7976931348623157e308"], index: "whole" },
  {
    sql: "VARCHAR(20)",
    kind: "text",
    values: ["''", "'a'", "'Straße'", "'ÄÖÜ 🙂'", "' x '"],
    defaults: "'it''s'",
    index: "whole",
  },
  {
    sql: "VARCHAR(40) CHARACTER SET latin1",
    kind: "text",
    values: ["''", "'äöü'", "'A'", "'a'"],
    defaults: "'ä'",
    index: "whole",
  },
  {
    sql: "VARCHAR(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    kind: "text",
    values: ["''", "'a'", "'A'", "'日本語'", "'a\\\\b'"],
    defaults: "''",
    index: "whole",
  },
  {
    sql: "CHAR(6) CHARACTER SET ascii",
    kind: "text",
    values: ["''", "'abc'", "'ab '"],
    defaults: "'x'",
    index: "whole",
  },
  { sql: "TEXT", kind: "text", values: ["''", "'text'", LONG], index: "prefix" },
  { sql: "LONGTEXT", kind: "text", values: ["''", LONG, "'🙂'"], index: "none" },
  { sql: "VARBINARY(20)", kind: "bytes", values: ["''", "0x00", "0xFF00FE", "'a'"], defaults: "''", index: "whole" },
  { sql: "BINARY(4)", kind: "bytes", values: ["0x00", "0x00FF0001", "'ab'"], index: "whole" },
  { sql: "BLOB", kind: "bytes", values: ["''", "0x00FF", "REPEAT(0xC3, 9000)"], index: "prefix" },
  {
    sql: "DATE",
    kind: "date",
    values: ["'0000-00-00'", "'1000-01-01'", "'9999-12-31'", "'2024-02-29'"],
    index: "whole",
  },
  {
    sql: "DATETIME(3)",
    kind: "date",
    values: ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59.999'", "'2026-03-29 02:30:00.001'"],
    defaults: "'2020-01-01 00:00:00.000'",
    index: "whole",
  },
  {
    sql: "TIMESTAMP(6)",
    kind: "date",
    values: ["'1970-01-02 00:00:01.000001'", "'2026-10-25 02:30:00.5'", "'2038-01-18 00:00:00'"],
    defaults: "'2020-01-01 00:00:00'",
    index: "whole",
  },
  { sql: "TIME(2)", kind: "date", values: ["'-838:59:59'", "'00:00:00'", "'838:59:58.99'"], index: "whole" },
  { sql: "YEAR", kind: "int", values: ["1901", "2155", "0"], defaults: "2000", index: "whole" },
  {
    sql: "ENUM('a','b','c,)','')",
    kind: "text",
    values: ["'a'", "'b'", "'c,)'", "''"],
    defaults: "'b'",
    index: "whole",
  },
  { sql: "SET('x','y','z')", kind: "text", values: ["''", "'x'", "'x,y,z'"], defaults: "'x'", index: "whole" },
  { sql: "BIT(5)", kind: "other", values: ["b'0'", "b'11111'", "b'101'"], defaults: "b'101'", index: "whole" },
  { sql: "BOOLEAN", kind: "int", values: ["0", "1"], defaults: "1", index: "whole" },
  { sql: "JSON", kind: "other", values: [`'{"a": 1.10, "b": [null]}'`, "'[]'", `'"text"'`], index: "none" },
  { sql: "POINT", kind: "other", values: ["POINT(1, 2)", "POINT(0, -0.5)"], index: "none" },
  { sql: "INET6", kind: "other", values: ["'::'", "'ff02::1'"], index: "whole", only: "mariadb" },
  {
    sql: "UUID",
    kind: "other",
    values: ["'00000000-0000-0000-0000-000000000000'", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'"],
    index: "whole",
    only: "mariadb",
  },
];

export function anyType(world: World): ColumnType {
  return (
    oneOf(
      world,
      TYPES.filter(({ only }) => only === undefined || only === world.product),
    ) ?? INT
  );
}

/** Types that hold more, with values that only these hold. */
const WIDER: Readonly<Record<string, readonly [sql: string, value: string]>> = {
  TINYINT: ["SMALLINT", "30000"],
  INT: ["BIGINT", "3000000000"],
  "VARCHAR(20)": ["VARCHAR(300)", "'longer than twenty characters'"],
  "VARBINARY(20)": ["VARBINARY(200)", "X'000102030405060708090a0b0c0d0e0f101112131415161718'"],
  "DECIMAL(12,4)": ["DECIMAL(14,6)", "12345678.123456"],
  TEXT: ["MEDIUMTEXT", "'medium'"],
};

/** A type that holds less, or more, or something else: for MODIFY. */
export function otherType(world: World, type: ColumnType): ColumnType {
  const wider = WIDER[type.sql];
  const wants = world.random.next();
  if (wants < 0.3 && wider !== undefined) return { ...type, sql: wider[0], values: [...type.values, wider[1]] };
  if (wants < 0.4 && type.sql === "VARCHAR(20)")
    return { ...type, sql: "VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci" };
  if (wants < 0.5 && type.kind === "text") return { ...type, sql: "VARCHAR(3)", defaults: "'x'", index: "whole" };
  if (wants < 0.6) return { sql: "TEXT", kind: "text", values: ["'modified'", "''"], index: "prefix" };
  if (wants < 0.7) return type;
  return anyType(world);
}
