import type { AlterAction, ObjectKind, Touch, Touches, WrittenName } from "../../undo/touch.ts";
import { outsideOfSchemas } from "./administration.ts";
import { sqlTokens } from "../sql-tokens.ts";
import { alterTable } from "./alter-table.ts";
import { skipBeforeKind } from "./definition-head.ts";
import { expressionTouches } from "./expression-touches.ts";
import type { SqlText } from "./sql-text.ts";
import { TokenCursor, keyword } from "./token-cursor.ts";
import { irreversible, unknown } from "./words.ts";

const KINDS: ReadonlyMap<string, ObjectKind> = new Map<string, ObjectKind>([
  ["TABLE", "table"],
  ["TABLES", "table"],
  ["VIEW", "view"],
  ["PROCEDURE", "procedure"],
  ["FUNCTION", "function"],
  ["TRIGGER", "trigger"],
  ["EVENT", "event"],
  ["SEQUENCE", "sequence"],
  ["PACKAGE", "package"],
]);
const LOADABLE = "a loadable function of the server (SONAME)";

/** CREATE …, after that word. */
export function create(cursor: TokenCursor, text: SqlText): Touches {
  const { replaces, temporary } = skipBeforeKind(cursor);
  const kind = cursor.word();
  const object = acceptKind(cursor);
  if (object === null) return createOther(cursor, kind, replaces);
  cursor.skipIfExists();
  const name = cursor.name();
  if (name === null) return unknown(`CREATE ${kind} without a name`);
  if (object === "function" && cursor.word() === "RETURNS") return irreversible(LOADABLE);
  const touch: Touch = { kind: "create", object, name, replaces, temporary };
  return object === "table" ? [touch, ...queryOfTable(text)] : [touch];
}

/** CREATE TABLE … SELECT runs the query; nothing in front of it is evaluated before rows come. */
function queryOfTable({ sql, mode }: SqlText): Touch[] {
  if (!/\b(?:SELECT|VALUES)\b/i.test(sql)) return [];
  const cursor = new TokenCursor(sqlTokens(sql, mode));
  for (let token = cursor.next(); token !== undefined; token = cursor.next()) {
    const word = keyword(token);
    // Partitions have VALUES LESS THAN and VALUES IN.
    const isValues = word === "VALUES" && (cursor.word() === "(" || cursor.word() === "ROW");
    if (word === "SELECT" || isValues) return expressionTouches(sql.slice(token.start), mode);
  }
  return [];
}

function createOther(cursor: TokenCursor, kind: string, replaces: boolean): Touches {
  if (cursor.accept("INDEX")) return indexOn(cursor, { kind: "structure" });
  if (!cursor.accept("DATABASE") && !cursor.accept("SCHEMA")) return outsideOfSchemas("CREATE", kind);
  cursor.skipIfExists();
  const schema = cursor.identifier();
  if (schema === null) return unknown("CREATE DATABASE without a name");
  return replaces
    ? [
        { kind: "drop-schema", schema },
        { kind: "create-schema", schema },
      ]
    : [{ kind: "create-schema", schema }];
}

/** DROP …, after that word. */
export function drop(cursor: TokenCursor): Touches {
  if (cursor.accept("PREPARE")) return [];
  const { temporary } = skipBeforeKind(cursor);
  const kind = cursor.word();
  const object = acceptKind(cursor);
  if (object !== null) {
    cursor.skipIfExists();
    const names = cursor.names();
    if (names === null) return unknown(`DROP ${kind} without a name`);
    return names.map((name) => ({ kind: "drop", object, name, temporary }));
  }
  if (cursor.accept("INDEX")) {
    cursor.skipIfExists();
    const isPrimary = cursor.peek()?.text.toUpperCase() === "PRIMARY";
    return indexOn(cursor, { kind: isPrimary ? "drop-primary-key" : "structure" });
  }
  if (!cursor.accept("DATABASE") && !cursor.accept("SCHEMA")) return outsideOfSchemas("DROP", kind);
  cursor.skipIfExists();
  const schema = cursor.identifier();
  return schema === null ? unknown("DROP DATABASE without a name") : [{ kind: "drop-schema", schema }];
}

/** ALTER …, after that word. */
export function alter(cursor: TokenCursor, text: SqlText): Touches {
  const { ignore } = skipBeforeKind(cursor);
  const kind = cursor.word();
  const object = acceptKind(cursor);
  if (object === "table") return alterTable(cursor, text, ignore);
  if (object === null) return alterOther(cursor, kind);
  cursor.skipIfExists();
  const name = cursor.name();
  if (name === null) return unknown(`ALTER ${kind} without a name`);
  return [{ kind: "alter", object, name, to: object === "event" ? newName(cursor) : null }];
}

/** ALTER EVENT … RENAME TO …: in front of the body, after the schedule. */
function newName(cursor: TokenCursor): WrittenName | null {
  cursor.until("RENAME", "DO");
  return cursor.accept("RENAME", "TO") ? cursor.name() : null;
}

const OPTIONS_OF_SCHEMA = /^(?:CHARACTER|CHARSET|COLLATE|COMMENT|DEFAULT|ENCRYPTION|READ)$/;

function alterOther(cursor: TokenCursor, kind: string): Touches {
  if (!cursor.accept("DATABASE") && !cursor.accept("SCHEMA")) return outsideOfSchemas("ALTER", kind);
  const schema = OPTIONS_OF_SCHEMA.test(cursor.word()) ? null : cursor.identifier();
  return [{ kind: "alter-schema", schema }];
}

/** RENAME …, after that word. */
export function rename(cursor: TokenCursor): Touches {
  if (!cursor.accept("TABLE") && !cursor.accept("TABLES")) return outsideOfSchemas("RENAME", cursor.word());
  cursor.skipIfExists();
  const touches: Touch[] = [];
  do {
    const from = cursor.name();
    cursor.skipWait();
    const to = cursor.accept("TO") ? cursor.name() : null;
    if (from === null || to === null) return unknown("RENAME TABLE without a pair of names");
    touches.push({ kind: "rename", from, to });
  } while (cursor.accept(","));
  return touches;
}

/** TRUNCATE …, after that word. */
export function truncate(cursor: TokenCursor): Touches {
  cursor.accept("TABLE");
  const name = cursor.name();
  return name === null ? unknown("TRUNCATE without a name") : [{ kind: "truncate", name }];
}

/** CREATE INDEX … ON t and DROP INDEX … ON t: short for an ALTER TABLE. */
function indexOn(cursor: TokenCursor, action: AlterAction): Touches {
  cursor.until("ON");
  const name = cursor.accept("ON") ? cursor.name() : null;
  return name === null ? unknown("INDEX without a table") : [{ kind: "alter-table", name, actions: [action] }];
}

function acceptKind(cursor: TokenCursor): ObjectKind | null {
  const object = KINDS.get(cursor.word());
  if (object === undefined) return null;
  cursor.next();
  return object === "package" && cursor.accept("BODY") ? "package-body" : object;
}
