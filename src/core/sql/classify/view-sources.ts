import type { WrittenName } from "../../undo/touch.ts";
import type { LexicalMode } from "../lexical-mode.ts";
import { sqlTokens } from "../sql-tokens.ts";
import { skipBeforeKind } from "./definition-head.ts";
import { tableReferences } from "./table-references.ts";
import { TokenCursor } from "./token-cursor.ts";

/**
 * The tables and views that a view is made of, each once, without its common table expressions. `createView` is the
 * text of a CREATE VIEW or ALTER VIEW, as SHOW CREATE VIEW gives it. Null: it is not understood.
 */
export function viewSources(createView: string, mode: LexicalMode): WrittenName[] | null {
  const cursor = new TokenCursor(sqlTokens(createView, mode));
  if (!cursor.accept("CREATE") && !cursor.accept("ALTER")) return null;
  skipBeforeKind(cursor);
  if (!cursor.accept("VIEW")) return null;
  cursor.skipIfExists();
  if (cursor.name() === null) return null;
  cursor.until("AS");
  if (!cursor.accept("AS")) return null;
  const references = tableReferences(cursor.rest(), "query");
  if (references === null) return null;
  const sources = new Map(references.map(({ name }) => [JSON.stringify(name), name]));
  return [...sources.values()];
}
