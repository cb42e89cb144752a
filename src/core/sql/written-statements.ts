import type { Touches } from "../undo/touch.ts";
import { classify } from "./classify.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { sqlTokens } from "./sql-tokens.ts";

const CHANGES_ROWS = /^\s*(?:UPDATE|INSERT|REPLACE|DELETE)\b/i;

type Written = { readonly sql: string; readonly mode: LexicalMode; readonly touches: Touches };

/**
 * Changes of rows that `SET @variable = …` has as text, to be prepared from the variable later; whether they are, only the server will know.
 * Texts that are put together from pieces are not found.
 */
export function writtenRowChanges(sql: string, mode: LexicalMode): readonly Written[] {
  if (!/^SET\s+@/i.test(sql)) return [];
  const found: Written[] = [];
  for (const { kind, text } of sqlTokens(sql, mode)) {
    if (kind !== "string" || !CHANGES_ROWS.test(text)) continue;
    const touches = classify(text, mode);
    if (touches.length > 0 && touches.every((touch) => touch.kind === "rows")) found.push({ sql: text, mode, touches });
  }
  return found;
}
