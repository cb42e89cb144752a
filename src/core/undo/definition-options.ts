import type { SqlToken } from "../sql/sql-tokens.ts";
import { closingParen, isSymbol, wordOf } from "./definition-text.ts";

/** `name` in upper case, without DEFAULT: CHARSET, ROW_FORMAT, DATA DIRECTORY, …; `text` is a clause of ALTER TABLE. */
export type TableOption = { readonly name: string; readonly value: string; readonly text: string };

export type TableTail = {
  /** All but AUTO_INCREMENT. */
  readonly options: readonly TableOption[];
  /** The next number as printed (it may be above 2^53); null where none is. */
  readonly autoIncrement: string | null;
  /** MariaDB's WITH SYSTEM VERSIONING. */
  readonly systemVersioned: boolean;
  /** PARTITION BY … as printed, with its version comment on MySQL; null for a table without partitions. */
  readonly partition: string | null;
};

/** Reads what stands behind the parentheses of a printed CREATE TABLE. @throws Error on text that it does not understand. */
export function parseTableTail(source: string, tokens: readonly SqlToken[], from: number): TableTail {
  const options: TableOption[] = [];
  let systemVersioned = false;
  let at = from;
  while (at < tokens.length && !startsPartition(tokens, at)) {
    if (wordOf(tokens[at]) === "WITH" && wordOf(tokens[at + 1]) === "SYSTEM") {
      systemVersioned = true;
      at += 3;
    } else {
      const { option, end } = optionAt(source, tokens, at);
      options.push(option);
      at = end;
    }
  }
  const rest = at < tokens.length ? source.slice(tokens[at - 1]?.end ?? 0) : "";
  return {
    options: options.filter(({ name }) => name !== "AUTO_INCREMENT"),
    autoIncrement: options.find(({ name }) => name === "AUTO_INCREMENT")?.value ?? null,
    systemVersioned,
    // The last option may have stood in a version comment.
    partition: rest.replace(/^\s*\*\//, "").trim() || null,
  };
}

/** The value of an option, such as that of ROW_FORMAT; null if it is not printed. */
export function optionValue(options: readonly TableOption[], name: string): string | null {
  return options.find((option) => option.name === name)?.value ?? null;
}

function startsPartition(tokens: readonly SqlToken[], at: number): boolean {
  return wordOf(tokens[at]) === "PARTITION" && wordOf(tokens[at + 1]) === "BY";
}

function optionAt(source: string, tokens: readonly SqlToken[], at: number): { option: TableOption; end: number } {
  const start = tokens[at]?.start ?? 0;
  const equals = tokens.findIndex((token, index) => index > at && isSymbol(token, "="));
  const isTablespace = wordOf(tokens[at]) === "TABLESPACE" && equals !== at + 1;
  const valueAt = isTablespace ? at + 1 : equals + 1;
  const words = tokens.slice(at, isTablespace ? at + 1 : equals).map(({ text }) => text.toUpperCase());
  const value = tokens[valueAt];
  if (value === undefined || (!isTablespace && equals < 0) || words.length > 3) {
    throw new Error(`table options not understood: ${source.slice(start)}`);
  }
  const last = isSymbol(value, "(") ? closingParen(tokens, valueAt) : valueAt;
  const end = tokens[last]?.end ?? value.end;
  const option: TableOption = {
    name: words.filter((word) => word !== "DEFAULT").join(" "),
    value: last === valueAt ? value.text : source.slice(value.start, end),
    text: source.slice(start, end),
  };
  return { option, end: last + 1 };
}
