/** Whether what told a table's rows apart before still does. */
import { isKeyComparable } from "../core/undo/key-types.ts";
import { optionValue } from "../core/undo/definition-options.ts";
import type { TableIndex } from "../core/undo/definition-items.ts";
import { keyOf, type TableDefinition } from "../core/undo/table-definition.ts";

/** Column before → its name now; null for one that is gone. */
type Names = ReadonlyMap<string, string | null>;

/** The key from before, if it is still one: a migration may have dropped it, and repeated values, or made others of them. */
export function keyNow(before: TableDefinition, now: TableDefinition, columns: Names): readonly string[] | null {
  const key = keyOf(before);
  const names = new Set(key?.map((column) => (columns.get(column) ?? "").toLowerCase()));
  const holds = now.indexes.some(
    ({ unique, parts }) => unique && parts.every(({ column }) => column !== null && names.has(column.toLowerCase())),
  );
  return holds && isKeyComparable(before, now, columns) ? key : null;
}

/** An index by which the server finds a row with these values; null: there is none. One that it was told to leave alone cannot be asked for. */
export function indexForKey(now: TableDefinition, key: readonly string[]): string | null {
  const names = new Set(key.map((column) => column.toLowerCase()));
  const isUsable = ({ unique, parts, text }: TableIndex): boolean =>
    unique &&
    parts.every(({ column }) => column !== null && names.has(column.toLowerCase())) &&
    !/\b(?:INVISIBLE|IGNORED)\b/i.test(text);
  return now.indexes.find(isUsable)?.name ?? null;
}

/** Columns that have the definition from before, by any name, so that their values are as they were written. */
export function steadyColumns(before: TableDefinition, now: TableDefinition, columns: Names): readonly string[] {
  // What a column does not say of its characters is said by the table.
  const hasSameDefaults = ["CHARSET", "COLLATE"].every(
    (option) => optionValue(before.options, option) === optionValue(now.options, option),
  );
  if (!hasSameDefaults) return [];
  const definition = (table: TableDefinition, name: string | null | undefined): string | undefined =>
    table.columns.find((column) => column.name === name)?.text;
  return before.columns
    .map(({ name }) => name)
    .filter((name) => columns.has(name) && definition(before, name) === definition(now, columns.get(name)));
}

/** True if the key's columns have the definitions from before, so that they are sorted as they were. */
export function keyIsSame(before: TableDefinition, now: TableDefinition, columns: Names): boolean {
  const steady = new Set(steadyColumns(before, now, columns));
  return (keyOf(before) ?? []).every((column) => steady.has(column));
}
