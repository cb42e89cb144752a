import type { RowVerb, Touch, Touches, WrittenName } from "../../undo/touch.ts";
import { splitAtCommas } from "../sql-tokens.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { tableReferences } from "./table-references.ts";
import type { TableReference } from "./table-references.ts";
import { isIdentifier, keyword } from "./token-cursor.ts";
import type { TokenCursor } from "./token-cursor.ts";
import { unknown, words } from "./words.ts";

const MODIFIERS = words("LOW_PRIORITY QUICK IGNORE");
const END_OF_ASSIGNMENTS = ["WHERE", "ORDER", "LIMIT", "RETURNING"] as const;

/** UPDATE …, after that word; `commonTables`: names of the WITH in front of it. */
export function update(cursor: TokenCursor, commonTables: readonly string[]): Touches {
  cursor.skipAny(MODIFIERS);
  const list = cursor.until("SET");
  const references = listed(list, commonTables);
  if (references === null || references.length === 0 || !cursor.accept("SET")) return unknown("UPDATE of no table");
  const assigned = assignedColumns(cursor.until(...END_OF_ASSIGNMENTS));
  const whole = isOneTable(list) && !isPartial(list) && !isBounded(cursor);
  // MariaDB: rows are cut at the ends of the portion.
  if (list.some((token) => keyword(token) === "PORTION")) {
    return references.map(({ name }) => rows(name, ["update", "insert"], null, false));
  }
  const columnsOf = new Map<TableReference, Set<string>>();
  for (const path of assigned) {
    const column = path.at(-1) ?? "";
    const named = references.filter((reference) => isNamed(reference, path.slice(0, -1)));
    for (const reference of named.length > 0 ? named : references) {
      const columns = columnsOf.get(reference) ?? new Set();
      columnsOf.set(reference, columns.add(column));
    }
  }
  if (columnsOf.size === 0) return unknown("UPDATE of no column");
  return [...columnsOf].map(([{ name }, columns]) => rows(name, ["update"], [...columns], whole));
}

/** DELETE …, after that word. */
export function deleteRows(cursor: TokenCursor, commonTables: readonly string[]): Touches {
  cursor.skipAny(MODIFIERS);
  if (cursor.word(1) === "FROM" && cursor.accept("HISTORY")) return deleteHistory(cursor);
  const isFirstForm = cursor.accept("FROM");
  const targets = deletedFrom(cursor);
  const [target] = targets ?? [];
  if (targets === null || target === undefined) return unknown("DELETE from no table");
  const isMultiple = isFirstForm ? cursor.accept("USING") : cursor.accept("FROM");
  const list = cursor.until("WHERE", "LIMIT");
  if (!isMultiple) {
    const isPortion = list.some((token) => keyword(token) === "PORTION");
    const verbs: RowVerb[] = isPortion ? ["delete", "insert"] : ["delete"];
    return [rows(target, verbs, null, !isPartial(list) && cursor.word() === "")];
  }
  const references = listed(list, commonTables);
  if (references === null) return unknown("DELETE from tables that are not understood");
  const names = targets.flatMap((written) => {
    const path = written.schema === null ? [written.name] : [written.schema, written.name];
    const named = references.filter((reference) => isNamed(reference, path));
    return named.length > 0 ? named.map(({ name }) => name) : [written];
  });
  return names.map((name) => rows(name, ["delete"], null, false));
}

/** MariaDB: DELETE HISTORY FROM t. */
function deleteHistory(cursor: TokenCursor): Touches {
  const name = cursor.accept("FROM") ? cursor.name() : null;
  return name === null ? unknown("DELETE HISTORY of no table") : [{ kind: "delete-history", name }];
}

export function rows(
  name: WrittenName,
  verbs: readonly RowVerb[],
  columns: readonly string[] | null,
  whole: boolean,
): Touch {
  return { kind: "rows", name, verbs, columns, whole };
}

/** The columns that a list of assignments names on its left sides, as paths: [column], [table, column], … */
export function assignedColumns(tokens: readonly SqlToken[]): string[][] {
  return splitAtCommas(tokens).flatMap((part) => {
    const equals = part.findIndex((token) => keyword(token) === "=");
    const path = part.slice(0, Math.max(0, equals)).filter(isIdentifier);
    return path.length > 0 ? [path.map(({ text }) => text)] : [];
  });
}

/** The tables of a list themselves, without those of queries in it. */
function listed(list: readonly SqlToken[], commonTables: readonly string[]): TableReference[] | null {
  return tableReferences(list, "tables", commonTables)?.filter(({ inQuery }) => !inQuery) ?? null;
}

/** Whether a path in front of a column, or of `.*`, means this table; an empty one may mean any. Too many are no harm. */
function isNamed({ name, alias }: TableReference, path: readonly string[]): boolean {
  const [table, schema] = path.toReversed();
  if (table === undefined) return true;
  if (schema === undefined) return isSame(alias ?? name.name, table);
  return alias === null && isSame(name.name, table) && (name.schema === null || isSame(name.schema, schema));
}

function isSame(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** Whether a list has no join, nor anything in parentheses. */
function isOneTable(list: readonly SqlToken[]): boolean {
  return list.every((token) => !/^(?:[^\w.]|\w*JOIN)$/.test(keyword(token)));
}

function isPartial(list: readonly SqlToken[]): boolean {
  return list.some((token) => keyword(token) === "PARTITION" || keyword(token) === "PORTION");
}

/** Whether WHERE or LIMIT comes. */
function isBounded(cursor: TokenCursor): boolean {
  cursor.until("WHERE", "LIMIT");
  return cursor.word() !== "";
}

/** `a, b.*, c.d.*` */
function deletedFrom(cursor: TokenCursor): WrittenName[] | null {
  const names: WrittenName[] = [];
  do {
    const name = cursor.name();
    if (name === null) return null;
    cursor.accept(".", "*");
    names.push(name);
  } while (cursor.accept(","));
  return names;
}
