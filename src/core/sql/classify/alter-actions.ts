import type { AlterAction } from "../../undo/touch.ts";
import { splitAtCommas } from "../sql-tokens.ts";
import type { SqlToken } from "../sql-tokens.ts";
import { columnActions, primaryKeyActions } from "./column-definition.ts";
import { TokenCursor, keyword } from "./token-cursor.ts";
import { words } from "./words.ts";

const STRUCTURE: readonly AlterAction[] = [{ kind: "structure" }];
const ROWS_OF_PARTITIONS: readonly AlterAction[] = [{ kind: "partition-rows", exchangedWith: null }];
const VERSIONING: readonly AlterAction[] = [{ kind: "versioning" }];

/**
 * What one clause of ALTER TABLE does. Sources: MySQL Reference Manual, "ALTER TABLE Statement" and "ALTER TABLE
 * Partition Operations"; MariaDB documentation, "ALTER TABLE".
 */
export function alterActions(clause: readonly SqlToken[], sql: string): readonly AlterAction[] {
  return readClause(new TokenCursor(clause), sql) ?? [other(clause, sql)];
}

function other(clause: readonly SqlToken[], sql: string): AlterAction {
  return { kind: "other", text: sql.slice(clause[0]?.start, clause.at(-1)?.end) };
}

/** Null: not understood. */
function readClause(cursor: TokenCursor, sql: string): readonly AlterAction[] | null {
  const verb = cursor.word();
  if (OF_PARTITIONS.has(verb) && cursor.word(1) === "PARTITION") return partitionActions(verb, cursor);
  switch (verb) {
    case "ADD":
      cursor.next();
      return add(cursor);
    case "DROP":
      cursor.next();
      return drop(cursor);
    case "MODIFY":
    case "CHANGE":
      cursor.next();
      return modify(cursor, verb, sql);
    case "ALTER":
      cursor.next();
      return alterColumn(cursor);
    case "RENAME":
      cursor.next();
      return rename(cursor);
    case "CONVERT":
      if (cursor.accept("CONVERT", "TO")) return [{ kind: "convert-charset" }];
      return cursor.word(1) === "TABLE" ? ROWS_OF_PARTITIONS : null;
    case "DISCARD":
    case "IMPORT":
      return ROWS_OF_PARTITIONS;
    case "WITH":
    case "WITHOUT":
      return cursor.word(1) === "SYSTEM" ? VERSIONING : STRUCTURE;
    default:
      return options(cursor);
  }
}

const OF_PARTITIONS = words(
  "DROP TRUNCATE EXCHANGE CONVERT DISCARD IMPORT COALESCE REORGANIZE REBUILD OPTIMIZE ANALYZE CHECK REPAIR",
);

function partitionActions(verb: string, cursor: TokenCursor): readonly AlterAction[] | null {
  switch (verb) {
    case "DROP":
    case "TRUNCATE":
    case "CONVERT":
    case "DISCARD":
    case "IMPORT":
      return ROWS_OF_PARTITIONS;
    case "EXCHANGE": {
      cursor.until("WITH");
      const exchangedWith = cursor.accept("WITH", "TABLE") ? cursor.name() : null;
      return exchangedWith === null ? null : [{ kind: "partition-rows", exchangedWith }];
    }
    default:
      return STRUCTURE;
  }
}

const KEYS = words("INDEX KEY UNIQUE FULLTEXT SPATIAL FOREIGN CHECK PARTITION");

/** ADD …, or an element of ADD (…, …). */
function add(cursor: TokenCursor): readonly AlterAction[] | null {
  if (!cursor.accept("COLUMN")) {
    const keys = addKey(cursor);
    if (keys !== null) return keys;
  }
  cursor.skipIfExists();
  if (cursor.word() === "(") {
    const elements = splitAtCommas(cursor.rest().slice(1, -1));
    const actions = elements.map((element) => add(new TokenCursor(element)));
    return actions.includes(null) ? null : actions.flatMap((found) => found ?? []);
  }
  const column = cursor.identifier();
  return column === null ? null : [{ kind: "add-column", column }, ...columnActions(cursor.rest(), column)];
}

/** What is added and is no column; null: it is one. */
function addKey(cursor: TokenCursor): readonly AlterAction[] | null {
  const isPeriod = cursor.word() === "PERIOD" && cursor.word(1) === "FOR";
  if (isPeriod || (cursor.word() === "SYSTEM" && cursor.word(1) === "VERSIONING")) return VERSIONING;
  const next = cursor.word(1);
  if (cursor.word() === "VECTOR" && (next === "INDEX" || next === "KEY")) return STRUCTURE;
  if (cursor.accept("CONSTRAINT")) {
    cursor.skipIfExists();
    if (cursor.word() !== "PRIMARY" && !KEYS.has(cursor.word())) cursor.next();
  }
  if (cursor.word() === "PRIMARY") return primaryKeyActions(cursor);
  return KEYS.has(cursor.word()) ? STRUCTURE : null;
}

const NOT_COLUMNS = words("FOREIGN CHECK CONSTRAINT INDEX KEY");

/** DROP …; the primary key is also dropped by the name of its index. */
function drop(cursor: TokenCursor): readonly AlterAction[] | null {
  if (cursor.word() === "PRIMARY") return [{ kind: "drop-primary-key" }];
  const isPeriod = cursor.word() === "PERIOD" && cursor.word(1) === "FOR";
  if (isPeriod || (cursor.word() === "SYSTEM" && cursor.word(1) === "VERSIONING")) return VERSIONING;
  const isColumn = !NOT_COLUMNS.has(cursor.word());
  const isForeign = cursor.accept("FOREIGN");
  if (isColumn) cursor.accept("COLUMN");
  else cursor.next();
  cursor.skipIfExists();
  const name = cursor.identifier();
  if (name === null) return null;
  if (isColumn) return [{ kind: "drop-column", column: name }];
  return !isForeign && name.toUpperCase() === "PRIMARY" ? [{ kind: "drop-primary-key" }] : STRUCTURE;
}

function modify(cursor: TokenCursor, verb: "MODIFY" | "CHANGE", sql: string): readonly AlterAction[] | null {
  cursor.accept("COLUMN");
  cursor.skipIfExists();
  const column = cursor.identifier();
  const to = verb === "CHANGE" ? cursor.identifier() : column;
  if (column === null || to === null) return null;
  const tokens = withoutPlace(cursor.rest());
  return [{ kind: "modify-column", column, to, definition: textOf(tokens, sql) }, ...columnActions(tokens, to)];
}

/** Without FIRST, AFTER x. */
function withoutPlace(tokens: readonly SqlToken[]): readonly SqlToken[] {
  if (keyword(tokens.at(-1)) === "FIRST") return tokens.slice(0, -1);
  return keyword(tokens.at(-2)) === "AFTER" ? tokens.slice(0, -2) : tokens;
}

/** The tokens as written, with one blank where blanks, comments or the marks of version comments were. */
function textOf(tokens: readonly SqlToken[], sql: string): string {
  let text = "";
  for (const [index, { start, end }] of tokens.entries()) {
    const isApart = index > 0 && tokens[index - 1]?.end !== start;
    text += (isApart ? " " : "") + sql.slice(start, end);
  }
  return text;
}

function alterColumn(cursor: TokenCursor): readonly AlterAction[] | null {
  if (NOT_COLUMNS.has(cursor.word())) return STRUCTURE;
  cursor.accept("COLUMN");
  cursor.skipIfExists();
  const column = cursor.identifier();
  return column === null ? null : [{ kind: "alter-column", column }];
}

function rename(cursor: TokenCursor): readonly AlterAction[] | null {
  if (cursor.word() === "INDEX" || cursor.word() === "KEY") return STRUCTURE;
  if (cursor.accept("COLUMN")) {
    cursor.skipIfExists();
    const column = cursor.identifier();
    const to = cursor.accept("TO") ? cursor.identifier() : null;
    return column === null || to === null ? null : [{ kind: "rename-column", column, to }];
  }
  if (!cursor.accept("TO") && !cursor.accept("AS")) cursor.accept("=");
  const to = cursor.name();
  return to === null ? null : [{ kind: "rename-table", to }];
}

/** First words of clauses and options; other options are known by their equals sign. */
const OPTIONS = words(
  "ALGORITHM LOCK FORCE ORDER DISABLE ENABLE SECONDARY_LOAD SECONDARY_UNLOAD DEFAULT CHARACTER CHARSET COLLATE " +
    "ENGINE AUTO_INCREMENT AUTOEXTEND_SIZE AVG_ROW_LENGTH CHECKSUM COMMENT COMPRESSION CONNECTION DATA DELAY_KEY_WRITE " +
    "ENCRYPTION ENGINE_ATTRIBUTE INDEX INSERT_METHOD KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PAGE_CHECKSUM PASSWORD " +
    "ROW_FORMAT SECONDARY_ENGINE SECONDARY_ENGINE_ATTRIBUTE SEQUENCE START STATS_AUTO_RECALC STATS_PERSISTENT " +
    "STATS_SAMPLE_PAGES STORAGE TABLE_CHECKSUM TABLESPACE TRANSACTIONAL UNION",
);

/** Options of the table, of which several may stand in a row. */
function options(cursor: TokenCursor): readonly AlterAction[] | null {
  if (!OPTIONS.has(cursor.word()) && cursor.word(1) !== "=") return null;
  cursor.until("ENGINE");
  if (!cursor.accept("ENGINE")) return STRUCTURE;
  cursor.accept("=");
  return cursor.peek()?.text.toUpperCase() === "INNODB" ? STRUCTURE : null;
}
