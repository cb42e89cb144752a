import { splitAtCommas } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

/** The modes' names in upper case; null: they cannot be told without asking the server. */
export type SqlModes = ReadonlySet<string> | null;

/** What is known of a session's sql_mode while its statements go by. */
export type SqlModeState = {
  readonly modes: SqlModes;
  /** User variables that hold an sql_mode (`SET @old = @@sql_mode`); names in lower case. Others are not known. */
  readonly saved: ReadonlyMap<string, SqlModes>;
};

/**
 * Names that stand for several modes, as far as those matter to how text is read. Sources: MySQL 5.7 Reference Manual,
 * "Server SQL Modes"; MariaDB documentation, "SQL_MODE". MySQL 8 knows ANSI and TRADITIONAL only.
 */
const COMBINATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  ["ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"].map((name) => [
    name,
    ["ANSI_QUOTES", "IGNORE_SPACE", "PIPES_AS_CONCAT"],
  ]),
);

/** Reads the text of an sql_mode. */
export function parseModes(text: string): ReadonlySet<string> {
  const names = text
    .split(",")
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== "");
  return new Set(names.flatMap((name) => [name, ...(COMBINATIONS.get(name) ?? [])]));
}

/**
 * The modes that an expression gives, as the value of sql_mode or of a variable that keeps one; null if only the server
 * can tell; undefined if it is no text that could be an sql_mode.
 */
export function sqlModeValue(value: readonly SqlToken[], state: SqlModeState): SqlModes | undefined {
  const [first, second] = value;
  if (first === undefined) return null;
  if (isSign(first, "(") && isSign(value.at(-1), ")")) return sqlModeValue(withoutSelect(value.slice(1, -1)), state);
  const call =
    first.kind === "word" && isSign(second, "(") && isSign(value.at(-1), ")") ? first.text.toUpperCase() : "";
  const args = splitAtCommas(value.slice(2, -1));
  if (call === "CONCAT") return concatenate(args, state, "");
  if (call === "CONCAT_WS" && args[0]?.[0]?.text === ",") return concatenate(args.slice(1), state, ",");
  if (call === "REPLACE") return replaceModes(args, state);
  if (first.text === "@") return variableValue(value, state);
  if (value.length > 1) return null;
  if (first.kind === "string") return parseModes(first.text);
  if (/^\d+$/.test(first.text)) return Number(first.text) === 0 ? new Set() : null;
  return first.kind === "word" && first.text.toUpperCase() !== "DEFAULT" ? parseModes(first.text) : null;
}

function variableValue(value: readonly SqlToken[], { modes, saved }: SqlModeState): SqlModes | undefined {
  const text = value.map((token) => token.text.toLowerCase()).join("");
  if (/^@@(?:(?:session|local)\.)?sql_mode$/.test(text)) return modes;
  const name = text.slice(1);
  return saved.has(name) ? saved.get(name) : null;
}

/** The pieces may be parts of a list only, such as `',ANSI_QUOTES'`, so their texts are put together first. */
function concatenate(args: readonly (readonly SqlToken[])[], state: SqlModeState, separator: string): SqlModes {
  const texts = args.map((arg) => {
    const [only] = arg;
    if (arg.length === 1 && only?.kind === "string") return only.text;
    const modes = sqlModeValue(arg, state);
    return modes === null || modes === undefined ? null : [...modes].join(",");
  });
  return texts.includes(null) ? null : parseModes(texts.join(separator));
}

/** `REPLACE(@@sql_mode, 'ONLY_FULL_GROUP_BY', '')`: can be told if the text is one mode's whole name. */
function replaceModes([from, what, by]: readonly (readonly SqlToken[])[], state: SqlModeState): SqlModes {
  const modes = from === undefined ? null : sqlModeValue(from, state);
  const [whatText, byText] = [what?.[0], by?.[0]];
  if (modes === null || modes === undefined || whatText?.kind !== "string" || byText?.kind !== "string") return null;
  const name = whatText.text;
  const others = [...modes].filter((mode) => mode !== name);
  if (!/^[A-Z_]+$/.test(name) || byText.text !== "" || others.some((mode) => mode.includes(name))) return null;
  return new Set(others);
}

/** `(SELECT REPLACE(@@sql_mode, …))` is a common way to write it. */
function withoutSelect(tokens: readonly SqlToken[]): readonly SqlToken[] {
  return tokens[0]?.kind === "word" && tokens[0].text.toUpperCase() === "SELECT" ? tokens.slice(1) : tokens;
}

function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "symbol" && token.text === sign;
}
