import { charsetOfCollation, clauseValue, isTextColumn } from "./definition-compare.ts";
import { tryParseColumnText } from "./definition-column.ts";
import type { ColumnText } from "./definition-column.ts";
import { optionValue } from "./definition-options.ts";
import { fold, normalText } from "./definition-text.ts";
import { parseColumnType } from "./definition-type.ts";
import type { ColumnType } from "./definition-type.ts";
import { isInKey, withKeyColumn } from "./key-types.ts";
import { keyOf } from "./table-definition.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";
import type { AlterAction } from "./touch.ts";

/** Which values an ALTER may lose or change: none, those of some columns (by their names of now), or more than that. */
export type Loss = "none" | { readonly kind: "columns"; readonly columns: readonly string[] } | "table";

/**
 * What a clause of ALTER TABLE may do to the values in the table `now`. A change of type loses nothing only if it is proven that
 * every value comes back the same from the new type; a generated column has no values to lose, since they are computed.
 */
export function lossOf(action: AlterAction, now: TableDefinition): Loss {
  switch (action.kind) {
    case "add-column":
    case "rename-column":
    case "alter-column":
    case "rename-table":
    case "drop-primary-key":
    case "add-primary-key":
    case "structure":
      return "none";
    case "drop-column":
      return lossOfColumns(columnsOf(now, action.column), now);
    case "modify-column": {
      const columns = columnsOf(now, action.column);
      return lossOfColumns(
        columns.filter(
          (column) => !keepsValues(column, action.definition, now) || !keepsKey(column, action.definition, now),
        ),
        now,
      );
    }
    case "convert-charset":
      return lossOfColumns(now.columns.filter(isTextColumn), now);
    case "partition-rows":
    case "versioning":
    case "other":
      return "table";
  }
}

function columnsOf({ columns }: TableDefinition, name: string): readonly ColumnDefinition[] {
  return columns.filter((column) => fold(column.name) === fold(name));
}

function lossOfColumns(columns: readonly ColumnDefinition[], now: TableDefinition): Loss {
  const key = keyOf(now);
  const inKey = new Set([...now.primaryKey, ...(key ?? [])].map(fold));
  if (columns.some(({ name }) => inKey.has(fold(name)))) return "table";
  const lost = columns.filter(({ generated }) => generated === null).map(({ name }) => name);
  if (lost.length === 0) return "none";
  return key === null ? "table" : { kind: "columns", columns: lost };
}

function keepsValues(now: ColumnDefinition, definition: string, table: TableDefinition): boolean {
  const next = tryParseColumnText(definition);
  if (next === null) return false;
  if (now.generated !== null) return next.generated !== null && normalText(now.type) === normalText(next.type);
  if (next.generated !== null || (next.autoIncrement && !now.autoIncrement)) return false;
  if (now.nullable && !staysNullable(next)) return false;
  const [from, to] = [parseColumnType(now), parseColumnType(next)];
  if (from === null || to === null) return false;
  if (to.base === "json" && isJsonText(now)) return true;
  if (!isWider(from, to)) return false;
  return !isTextColumn(now) || isWiderCharset(charsetOf(now, from, table), charsetOf(next, to, table));
}

/** Where rows are told apart by the column: their keys from before can be compared with those of now. */
function keepsKey(now: ColumnDefinition, definition: string, table: TableDefinition): boolean {
  return !isInKey(table, now.name) || withKeyColumn(table, now.name, definition) !== null;
}

/** What MariaDB makes of JSON. */
function isJsonText({ type, clauses }: ColumnDefinition): boolean {
  return (
    /^longtext\b/i.test(type) && clauses.some(({ kind, text }) => kind === "check" && /\bjson_valid\b/i.test(text))
  );
}

/** A TIMESTAMP without NULL is NOT NULL where explicit_defaults_for_timestamp is off. */
function staysNullable({ nullable, type, clauses }: ColumnText): boolean {
  return nullable && (!/^timestamp\b/i.test(type) || clauses.some(({ kind }) => kind === "null"));
}

/** Null where it cannot be told. */
function charsetOf(column: ColumnText, type: ColumnType, { options }: TableDefinition): string | null {
  const own = type.charset ?? clauseValue(column, "charset") ?? charsetOfClause(clauseValue(column, "collate"));
  const name = fold(own ?? charsetOfTable(options) ?? "");
  return name === "utf8" ? "utf8mb3" : name === "" || name === "default" ? null : name;
}

function charsetOfTable(options: TableDefinition["options"]): string | null {
  return optionValue(options, "CHARSET") ?? charsetOfClause(optionValue(options, "COLLATE"));
}

function charsetOfClause(collation: string | null): string | null {
  return collation === null ? null : charsetOfCollation(collation);
}

/** Every character of `ascii` and `utf8mb3` has the same bytes in `utf8mb4`. */
function isWiderCharset(from: string | null, to: string | null): boolean {
  if (from === null || to === null) return false;
  return from === to || (to === "utf8mb4" && (from === "utf8mb3" || from === "ascii"));
}

const INTEGERS = ["tinyint", "smallint", "mediumint", "int", "bigint"];
const TEXTS = ["tinytext", "text", "mediumtext", "longtext"];
const BLOBS = ["tinyblob", "blob", "mediumblob", "longblob"];
/** What TEXT and BLOB hold, in bytes; those above hold more than any VARCHAR, whose characters have at most four. */
const LARGE = 65_535;

function isWider(from: ColumnType, to: ColumnType): boolean {
  for (const ladder of [INTEGERS, TEXTS, BLOBS]) {
    if (ladder.includes(from.base)) {
      if (from.unsigned !== to.unsigned || ladder.indexOf(to.base) < ladder.indexOf(from.base)) return false;
      return to.args.length === 0 || (from.base === to.base && sameArgs(from, to));
    }
  }
  const [length = 0, scale = 0] = from.args.map(Number);
  const [newLength = 0, newScale = 0] = to.args.map(Number);
  if (from.base === "varchar" && TEXTS.includes(to.base)) return isHeldBy(length * 4, to, TEXTS);
  if (from.base === "varbinary" && BLOBS.includes(to.base)) return isHeldBy(length, to, BLOBS);
  if (from.base !== to.base || from.unsigned !== to.unsigned) return false;
  switch (from.base) {
    case "char":
    case "varchar":
    case "varbinary":
    case "datetime":
    case "timestamp":
    case "time":
      return newLength >= length;
    case "decimal":
      return newScale >= scale && newLength - newScale >= length - scale;
    case "enum":
    case "set":
      return from.args.every((member, index) => to.args[index] === member);
    default:
      return sameArgs(from, to);
  }
}

function isHeldBy(bytes: number, { base, args }: ColumnType, ladder: readonly string[]): boolean {
  return args.length === 0 && ladder.indexOf(base) > (bytes <= LARGE ? 0 : 1);
}

function sameArgs(from: ColumnType, to: ColumnType): boolean {
  return from.args.join() === to.args.join();
}
