import type { Touches } from "../../undo/touch.ts";
import { parseSetStatement } from "../set-statement.ts";
import { expressionTouches } from "./expression-touches.ts";
import type { Classify, SqlText } from "./sql-text.ts";
import type { TokenCursor } from "./token-cursor.ts";
import { irreversible } from "./words.ts";

/** SET …, after that word. What is set for the session goes with it. */
export function set(cursor: TokenCursor, { sql, mode }: SqlText, classify: Classify): Touches {
  // Also in programs: a variable of this name is out of reach there.
  if (cursor.word() === "PASSWORD") return irreversible("accounts (SET PASSWORD)");
  const found = parseSetStatement(sql, mode);
  switch (found.kind) {
    case "statement": // MariaDB: SET STATEMENT max_statement_time = 1 FOR …
      return [...expressionTouches(sql.slice(0, found.from), mode), ...classify(sql.slice(found.from), mode)];
    case "other":
      if (found.word === "DEFAULT" && cursor.word(1) === "ROLE") return irreversible("roles (SET DEFAULT ROLE)");
      return found.word === "TRANSACTION" && cursor.word() === "GLOBAL" ? transaction(cursor) : [];
    case "assignments": {
      const variables = found.assignments.flatMap(({ target }) =>
        target.kind === "system" && target.scope === "global" ? [target.name] : [],
      );
      const touches = expressionTouches(sql, mode);
      return variables.length > 0 ? [{ kind: "global-variable", variables }, ...touches] : touches;
    }
  }
}

/** SET GLOBAL TRANSACTION ISOLATION LEVEL … , READ ONLY. */
function transaction(cursor: TokenCursor): Touches {
  const words = new Set(cursor.rest().map(({ text }) => text.toUpperCase()));
  const variables: string[] = [];
  if (words.has("ISOLATION")) variables.push("transaction_isolation");
  if (words.has("WRITE") || words.has("ONLY")) variables.push("transaction_read_only");
  return [{ kind: "global-variable", variables }];
}
