import type { RowVerb, Touches } from "../../undo/touch.ts";
import { sqlParts } from "../sql-parts.ts";
import { sqlTokens } from "../sql-tokens.ts";
import { assignedColumns, rows } from "./row-changes.ts";
import type { SqlText } from "./sql-text.ts";
import { TokenCursor } from "./token-cursor.ts";
import { unknown, words } from "./words.ts";

const MODIFIERS = words("LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE");

/** INSERT …, after that word. Of many rows nothing is read but where ON DUPLICATE KEY UPDATE may be. */
export function insert(cursor: TokenCursor, text: SqlText): Touches {
  cursor.skipAny(MODIFIERS);
  cursor.accept("INTO");
  const name = cursor.name();
  if (name === null) return unknown("INSERT into no table");
  const updates = onDuplicateKeyUpdate(text);
  if (updates === null) return [rows(name, ["insert"], null, false)];
  const columns = new Set(assignedColumns(updates.until("RETURNING")).map((path) => path.at(-1) ?? ""));
  return [rows(name, ["insert", "update"], [...columns], false)];
}

/** REPLACE …, after that word: what is in the way of a row goes. */
export function replace(cursor: TokenCursor): Touches {
  cursor.skipAny(MODIFIERS);
  cursor.accept("INTO");
  const name = cursor.name();
  return name === null ? unknown("REPLACE into no table") : [rows(name, ["insert", "delete"], null, false)];
}

/** LOAD DATA and LOAD XML, after LOAD; LOAD INDEX INTO CACHE touches nothing. */
export function load(cursor: TokenCursor): Touches {
  if (cursor.word() === "INDEX") return [];
  const head = cursor.until("INTO");
  const name = cursor.accept("INTO", "TABLE") ? cursor.name() : null;
  if (name === null) return unknown("LOAD into no table");
  const replaces = head.some(({ kind, text }) => kind === "word" && text.toUpperCase() === "REPLACE");
  const verbs: RowVerb[] = replaces ? ["insert", "delete"] : ["insert"];
  return [rows(name, verbs, null, false)];
}

/** A cursor after these words; null: they do not occur. */
function onDuplicateKeyUpdate({ sql, mode }: SqlText): TokenCursor | null {
  const duplicate = /\bDUPLICATE\b/gi;
  let found = duplicate.exec(sql);
  if (found === null) return null;
  for (const { kind, start, end } of sqlParts(sql, mode)) {
    while (found !== null && found.index < end) {
      const cursor = new TokenCursor(sqlTokens(sql.slice(found.index), mode));
      if (kind === "code" && found.index >= start && cursor.accept("DUPLICATE", "KEY", "UPDATE")) return cursor;
      found = duplicate.exec(sql);
    }
    if (found === null) return null;
  }
  return null;
}
