import { parseColumnType } from "./definition-type.ts";
import type { ColumnDefinition } from "./table-definition.ts";

const NUMBERS = /^(?:.*int|decimal|float|double|bit|year)$/;
const TIMES = /^(?:date|datetime|timestamp|time)$/;
const TEXTS = /^(?:varchar|char|varbinary|set|.*text|.*blob)$/;

/**
 * A condition that is true where a column holds what the server itself gave it when it was added: its default, or, NOT NULL and without
 * one, the least value of its type. Null where that cannot be told.
 *
 * @param at the column as the condition names it
 */
export function hasGivenValue(column: ColumnDefinition, at: string): string | null {
  if (column.autoIncrement) return null;
  if (column.hasDefault || column.nullable) return `${at} <=> DEFAULT(${at})`;
  const base = parseColumnType(column)?.base ?? "";
  if (NUMBERS.test(base)) return `${at} = 0`;
  if (TIMES.test(base)) return `${at} + 0 = 0`;
  // Not by a collation, for which blanks are nothing.
  if (TEXTS.test(base)) return `LENGTH(${at}) = 0`;
  if (base === "binary") return `TRIM('0' FROM HEX(${at})) = ''`;
  return base === "enum" ? `${at} + 0 = 1` : null;
}
