import type { TokenCursor } from "./token-cursor.ts";
import { words } from "./words.ts";

/** What stands between CREATE, ALTER or DROP and the word that says of what. */
export type BeforeKind = {
  readonly replaces: boolean;
  readonly temporary: boolean;
  /** MariaDB's ALTER IGNORE TABLE. */
  readonly ignore: boolean;
};

const WITHOUT_MEANING = words("AGGREGATE UNIQUE FULLTEXT VECTOR ONLINE OFFLINE UNDO JSON RELATIONAL DUALITY");

/** Passes over OR REPLACE, TEMPORARY, DEFINER = …, SQL SECURITY … and the like, in any order. */
export function skipBeforeKind(cursor: TokenCursor): BeforeKind {
  const found = { replaces: false, temporary: false, ignore: false };
  for (;;) {
    const word = cursor.word();
    if (cursor.accept("OR", "REPLACE")) found.replaces = true;
    else if (cursor.accept("TEMPORARY")) found.temporary = true;
    else if (cursor.accept("IGNORE")) found.ignore = true;
    else if (cursor.accept("SQL", "SECURITY") || cursor.accept("ALGORITHM", "=")) cursor.next();
    else if (cursor.accept("DEFINER")) skipAccount(cursor);
    else if (WITHOUT_MEANING.has(word) || (word === "SPATIAL" && cursor.word(1) !== "REFERENCE")) cursor.next();
    else return found;
  }
}

/** = name, = name@host, = CURRENT_USER(); a host without quotes may have dots. */
function skipAccount(cursor: TokenCursor): void {
  cursor.accept("=");
  cursor.next();
  if (cursor.accept("(")) cursor.accept(")");
  if (!cursor.accept("@")) return;
  cursor.next();
  while (cursor.accept(".")) cursor.next();
}
