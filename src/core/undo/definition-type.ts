import type { ColumnText } from "./definition-column.ts";
import { isSymbol, tokensOf, wordOf } from "./definition-text.ts";

/** A column's type in the words of a server: `integer` is `int`, `bool` is `tinyint(1)`. */
export type ColumnType = {
  readonly base: string;
  /** Numbers in parentheses; members of an ENUM or SET. */
  readonly args: readonly string[];
  readonly unsigned: boolean;
  /** As written with the type itself, such as NATIONAL; null: it is said elsewhere or not at all. */
  readonly charset: string | null;
};

/** Synonyms, as both servers' documentation has them ("Numeric Type Syntax", "String Type Syntax", "Using Data Types from Other Database Engines"). */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["INTEGER", "int"],
  ["INT1", "tinyint"],
  ["INT2", "smallint"],
  ["INT3", "mediumint"],
  ["MIDDLEINT", "mediumint"],
  ["INT4", "int"],
  ["INT8", "bigint"],
  ["DEC", "decimal"],
  ["NUMERIC", "decimal"],
  ["FIXED", "decimal"],
  ["FLOAT4", "float"],
  ["FLOAT8", "double"],
  ["DOUBLE PRECISION", "double"],
  ["CHARACTER", "char"],
  ["CHAR VARYING", "varchar"],
  ["CHARACTER VARYING", "varchar"],
  ["VARCHARACTER", "varchar"],
  ["NCHAR", "char"],
  ["NATIONAL CHAR", "char"],
  ["NATIONAL CHARACTER", "char"],
  ["NVARCHAR", "varchar"],
  ["NCHAR VARCHAR", "varchar"],
  ["NATIONAL VARCHAR", "varchar"],
  ["NATIONAL CHAR VARYING", "varchar"],
  ["NATIONAL CHARACTER VARYING", "varchar"],
  ["CHAR BYTE", "binary"],
  ["LONG", "mediumtext"],
  ["LONG VARCHAR", "mediumtext"],
  ["LONG VARBINARY", "mediumblob"],
]);
const ATTRIBUTES = new Set(["UNSIGNED", "SIGNED", "ZEROFILL"]);
/** What a server adds where no number is written; display widths of integers mean nothing. */
const DEFAULT_ARGS: ReadonlyMap<string, readonly string[]> = new Map([
  ["char", ["1"]],
  ["binary", ["1"]],
  ["bit", ["1"]],
  ["year", ["4"]],
  ["decimal", ["10", "0"]],
  ["datetime", ["0"]],
  ["timestamp", ["0"]],
  ["time", ["0"]],
]);

/** Reads a type as a server prints it or as a statement has it; null for text that is not known for a type. */
export function parseColumnType({ type }: Pick<ColumnText, "type">): ColumnType | null {
  const tokens = tokensOf(type);
  const open = tokens.findIndex((token) => isSymbol(token, "("));
  const close = tokens.findLastIndex((token) => isSymbol(token, ")"));
  const head = open < 0 ? tokens : tokens.slice(0, open);
  const words = [...head, ...(open < 0 ? [] : tokens.slice(close + 1))].map(wordOf);
  const inside = open < 0 ? [] : tokens.slice(open + 1, close).filter((token) => !isSymbol(token, ","));
  if (words.includes("") || (open >= 0 && close < open)) return null;
  const written = words.filter((word) => !ATTRIBUTES.has(word)).join(" ");
  if (written === "BOOL" || written === "BOOLEAN") return { base: "tinyint", args: [], unsigned: false, charset: null };
  const base = SYNONYMS.get(written) ?? written.toLowerCase();
  if (base.includes(" ")) return null;
  return {
    base,
    args: argsOf(
      base,
      inside.map(({ text }) => text),
    ),
    unsigned: words.includes("UNSIGNED") || words.includes("ZEROFILL"),
    charset: /^N(?:ATIONAL|CHAR|VARCHAR)/.test(written) ? "utf8mb3" : null,
  };
}

function argsOf(base: string, written: readonly string[]): readonly string[] {
  if (base.endsWith("int")) return [];
  const standard = DEFAULT_ARGS.get(base) ?? [];
  return [...written, ...standard.slice(written.length)];
}
