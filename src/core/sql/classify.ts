import type { Touch, Touches } from "../undo/touch.ts";
import { administration } from "./classify/administration.ts";
import { bodyTouches } from "./classify/body-touches.ts";
import { alter, create, drop, rename, truncate } from "./classify/definitions.ts";
import { expressionTouches } from "./classify/expression-touches.ts";
import { insert, load, replace } from "./classify/insert.ts";
import { execute, prepare } from "./classify/prepared.ts";
import { deleteRows, update } from "./classify/row-changes.ts";
import { set } from "./classify/set.ts";
import type { SqlText } from "./classify/sql-text.ts";
import { TokenCursor, isIdentifier, keyword } from "./classify/token-cursor.ts";
import { irreversible, unknown, words } from "./classify/words.ts";
import type { LexicalMode } from "./lexical-mode.ts";
import { COMPOUND_STARTS } from "./program-words.ts";
import { sqlTokens } from "./sql-tokens.ts";

export { viewSources } from "./classify/view-sources.ts";

/** Statements that change nothing that outlives the session, whatever is in them. */
const NOTHING = words(
  "USE LOCK UNLOCK BACKUP DEALLOCATE GET COMMIT ROLLBACK SAVEPOINT RELEASE HELP OPTIMIZE CHECK CHECKSUM CACHE FLUSH ;",
);
/** Statements that change nothing but by what their expressions call. */
const EXPRESSIONS = words("SELECT ( VALUES TABLE DO HANDLER SHOW SIGNAL RESIGNAL");
/** What EXPLAIN explains, and WITH stands in front of. */
const EXPLAINED = ["SELECT", "TABLE", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH", "("] as const;

/**
 * What one statement may change, told from its text alone; it may name too much, but what is not understood is
 * `unknown`. `sql` is a statement as the splitter gives it, or a part of a stored program; `mode` is how the session
 * reads it. The content of version comments counts on every server. What triggers, cascades, views, stored programs and
 * defaults do is not in the text, and thus left to who reads the touches. Sources: the chapters on SQL statements of the
 * MySQL Reference Manual and of MariaDB's documentation.
 */
export function classify(sql: string, mode: LexicalMode): Touches {
  const cursor = new TokenCursor(sqlTokens(sql, mode));
  const text: SqlText = { sql, mode };
  const word = cursor.word();
  if (cursor.peek() === undefined || NOTHING.has(word)) return [];
  if (EXPRESSIONS.has(word)) return expressionTouches(sql, mode);
  if (isCompound(cursor, mode)) return classifyBody(sql, mode);
  cursor.next();
  switch (word) {
    case "INSERT":
    case "REPLACE":
    case "UPDATE":
    case "DELETE":
    case "WITH":
    case "LOAD":
      return [...changeOfRows(word, cursor, text), ...expressionTouches(sql, mode)];
    case "SET":
      return set(cursor, text, classify);
    case "CREATE":
      return create(cursor, text);
    case "ALTER":
      return alter(cursor, text);
    case "DROP":
      return drop(cursor);
    case "RENAME":
      return rename(cursor);
    case "TRUNCATE":
      return truncate(cursor);
    case "CALL":
      return call(cursor, text);
    case "PREPARE":
      return [...prepare(cursor), ...expressionTouches(sql, mode)];
    case "EXECUTE":
      return [...execute(cursor, sql), ...expressionTouches(sql, mode)];
    case "EXPLAIN":
    case "DESCRIBE":
    case "DESC":
      return explain(cursor, text);
    default:
      return lessUsual(word, cursor, text);
  }
}

/**
 * What the statements in a stored program may change, all together. `definition` is its text as SHOW CREATE PROCEDURE,
 * FUNCTION, TRIGGER, EVENT or PACKAGE BODY gives it, or one of MariaDB's compound statements, or a body alone. `mode` is
 * that of the program's own sql_mode, not the session's.
 */
export function classifyBody(definition: string, mode: LexicalMode): Touches {
  return bodyTouches({ sql: definition, mode }, classify);
}

function lessUsual(word: string, cursor: TokenCursor, text: SqlText): Touches {
  switch (word) {
    case "START":
      return cursor.word() === "TRANSACTION" ? [] : (administration(word) ?? []);
    case "BEGIN":
      return [];
    case "ANALYZE": // MariaDB: ANALYZE FORMAT=JSON SELECT … runs it
      return /^(?:TABLES?|LOCAL|NO_WRITE_TO_BINLOG)$/.test(cursor.word()) ? [] : explained(cursor, text);
    case "REPAIR":
      return cursor.rest().some((token) => keyword(token) === "USE_FRM")
        ? irreversible("rows that are lost with an index file (REPAIR … USE_FRM)")
        : [];
    case "XA":
      return xa(cursor);
    default:
      return administration(word) ?? unknown(`a statement that begins with ${word === "" ? "a quoted text" : word}`);
  }
}

function changeOfRows(word: string, cursor: TokenCursor, text: SqlText, commonTables: readonly string[] = []): Touches {
  switch (word) {
    case "INSERT":
      return insert(cursor, text);
    case "REPLACE":
      return replace(cursor);
    case "UPDATE":
      return update(cursor, commonTables);
    case "DELETE":
      return deleteRows(cursor, commonTables);
    case "LOAD":
      return load(cursor);
    default:
      return commonTables.length === 0 ? withCommonTables(cursor, text) : [];
  }
}

/** WITH …, after that word: the statement after the common table expressions counts. */
function withCommonTables(cursor: TokenCursor, text: SqlText): Touches {
  cursor.accept("RECURSIVE");
  const names: string[] = [];
  do {
    const name = cursor.identifier();
    if (name === null) return unknown("WITH without a name");
    names.push(name);
    cursor.until(",", ...EXPLAINED.slice(0, -1));
  } while (cursor.accept(","));
  return changeOfRows(cursor.next()?.text.toUpperCase() ?? "", cursor, text, names);
}

/** CALL …, after that word. */
function call(cursor: TokenCursor, { sql, mode }: SqlText): Touches {
  const routine = cursor.name();
  if (routine === null) return unknown("CALL of no routine");
  // MariaDB: CALL schema.package.routine; it calls the last two `package.routine` itself.
  const inner = cursor.accept(".") ? cursor.identifier() : null;
  const called = inner === null ? routine : { schema: routine.schema, name: `${routine.name}.${inner}` };
  const given = expressionTouches(sql.slice(cursor.peek()?.start ?? sql.length), mode);
  return [{ kind: "call", routine: called }, ...given];
}

/** EXPLAIN …, after that word. Without ANALYZE only functions may be run, to find out about constants. */
function explain(cursor: TokenCursor, text: SqlText): Touches {
  if (cursor.accept("ANALYZE")) return explained(cursor, text);
  return expressionTouches(text.sql, text.mode).filter(isFunctionCall);
}

function explained(cursor: TokenCursor, { sql, mode }: SqlText): Touches {
  cursor.until(...EXPLAINED);
  const start = cursor.peek()?.start;
  return start === undefined ? unknown("ANALYZE of no statement") : classify(sql.slice(start), mode);
}

function isFunctionCall({ kind }: Touch): boolean {
  return kind === "function-call";
}

/** XA …, after that word: what is prepared or committed is out of the session's hands. */
function xa(cursor: TokenCursor): Touches {
  const verb = cursor.word();
  const isOnePhase = cursor.rest().some((token) => keyword(token) === "PHASE");
  const isFinal = verb === "PREPARE" || (verb === "COMMIT" && !isOnePhase);
  return isFinal ? irreversible(`a distributed transaction (XA ${verb})`) : [];
}

/** Whether one of MariaDB's compound statements begins, or one with a label. */
function isCompound(cursor: TokenCursor, mode: LexicalMode): boolean {
  const word = cursor.word();
  if (word === "BEGIN") {
    const next = cursor.word(1);
    return mode.oracle === true || !(cursor.peek(1) === undefined || next === "WORK" || next === ";");
  }
  return COMPOUND_STARTS.has(word) || (isIdentifier(cursor.peek()) && cursor.word(1) === ":" && cursor.word(2) !== "=");
}
