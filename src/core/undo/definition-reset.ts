import { optionTexts } from "./definition-compare.ts";
import { optionValue } from "./definition-options.ts";
import type { TableDefinition } from "./table-definition.ts";

/**
 * How an option goes that was not printed before. Options that are not here go by =DEFAULT, which holds for those that an engine
 * of MariaDB defines.
 */
const RESET: ReadonlyMap<string, string> = new Map([
  ["COMMENT", "COMMENT=''"],
  ["CONNECTION", "CONNECTION=''"],
  ["COMPRESSION", "COMPRESSION=''"],
  ["ENCRYPTION", "ENCRYPTION='N'"],
  ["ENGINE_ATTRIBUTE", "ENGINE_ATTRIBUTE=''"],
  ["SECONDARY_ENGINE", "SECONDARY_ENGINE=NULL"],
  ["SECONDARY_ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE=''"],
  ["AUTOEXTEND_SIZE", "AUTOEXTEND_SIZE=0"],
  ["TABLESPACE", "TABLESPACE `innodb_file_per_table`"],
  ["INSERT_METHOD", "INSERT_METHOD=NO"],
  ["UNION", "UNION=()"],
  ...["KEY_BLOCK_SIZE", "MIN_ROWS", "MAX_ROWS", "AVG_ROW_LENGTH", "CHECKSUM", "DELAY_KEY_WRITE", "TRANSACTIONAL"].map(
    (name): [string, string] => [name, `${name}=0`],
  ),
]);
/** Set with the columns, or by clauses of their own; where files are cannot be changed. */
const NOT_HERE: ReadonlySet<string> = new Set(["ENGINE", "COLLATE", "VERSIONING", "DATA DIRECTORY", "INDEX DIRECTORY"]);

/** The table's default character set; columns that were made with it follow by their own clauses. */
export function charsetClauses(now: TableDefinition, before: TableDefinition): string[] {
  if (optionTexts(now).get("COLLATE") === optionTexts(before).get("COLLATE")) return [];
  const options = before.options.filter(({ name }) => name === "CHARSET" || name === "COLLATE");
  return options.length === 0 ? [] : [options.map(({ text }) => text).join(" ")];
}

/** With the columns, so that rows are put back into the engine of before. */
export function engineClauses(now: TableDefinition, before: TableDefinition): string[] {
  const [has, wanted] = [optionValue(now.options, "ENGINE"), optionValue(before.options, "ENGINE")];
  return has === wanted || wanted === null ? [] : [`ENGINE=${wanted}`];
}

export function optionClauses(now: TableDefinition, before: TableDefinition): string[] {
  const [has, wanted] = [optionTexts(now), optionTexts(before)];
  const set = before.options.filter(({ name }) => wanted.get(name) !== has.get(name));
  const reset = now.options.filter(({ name }) => !wanted.has(name) && name !== "CHARSET");
  return [
    ...set.filter(({ name }) => !NOT_HERE.has(name)).map(({ text }) => text),
    ...reset.filter(({ name }) => !NOT_HERE.has(name)).map(({ name, text }) => resetText(name, text)),
  ];
}

function resetText(name: string, text: string): string {
  const known = RESET.get(name);
  if (known !== undefined) return known;
  return `${text.slice(0, text.indexOf("=")).trim()}=DEFAULT`;
}
