import type { AlterAction } from "../../undo/touch.ts";
import { splitAtCommas } from "../sql-tokens.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { TokenCursor, keyword } from "./token-cursor.ts";

/** What the definition of a column brings besides the column itself: [PRIMARY] KEY, and REFERENCES on MariaDB. */
export function columnActions(definition: readonly SqlToken[], column: string): AlterAction[] {
  const actions: AlterAction[] = [];
  const cursor = new TokenCursor(definition);
  for (let before = ""; ;) {
    const taken = cursor.until("KEY", "REFERENCES");
    before = keyword(taken.at(-1));
    const word = keyword(cursor.next());
    if (word === "") return actions;
    if (word === "REFERENCES") actions.push({ kind: "structure" });
    else if (before !== "UNIQUE") actions.push({ kind: "add-primary-key", columns: [column] });
  }
}

/** PRIMARY KEY [type] (a, b(10) DESC). */
export function primaryKeyActions(cursor: TokenCursor): AlterAction[] {
  cursor.until("(");
  cursor.next();
  const parts = splitAtCommas(cursor.until(")"));
  const columns = parts.flatMap(([first]) => (first === undefined ? [] : [first.text]));
  return [{ kind: "add-primary-key", columns }];
}
