import { LINE } from "./scan-patterns.ts";
import { leap } from "./text-view.ts";
import type { TextView } from "./text-view.ts";

export type DelimiterCommand =
  /** The command ends at offset `end`. */
  | { readonly kind: "set"; readonly delimiter: string; readonly end: number }
  | { readonly kind: "problem"; readonly message: string }
  /** Its end is not in the text yet. */
  | { readonly kind: "more" };

/** What the line of a DELIMITER command asks for. */
type Argument =
  | { readonly kind: "set"; readonly delimiter: string }
  /** Nothing follows on its line: Flyway then takes the next line that is not empty. */
  | { readonly kind: "absent" }
  | { readonly kind: "problem"; readonly message: string };

/** A line whose end has not come after so many characters is no DELIMITER command that anyone meant. */
const LONGEST_LINE = 10_000;

const BLANK_LINES = /\s*/y;
const ARGUMENT = /^[ \t\f\v]*(?:'([^']*)'|"([^"]*)"|`([^`]*)`|(\S+))(.*)$/s;
/** What may follow: nothing, comments, or semicolons, as in `DELIMITER // ;`. SQL here would be lost. */
const REST = /^(?:[ \t\f\v;]|\/\*(?!M?!)(?:(?!\*\/).)*\*\/)*(?:(?:#|--).*)?$/s;
const GLUED_COMMENT = /^(;+)((?:#|--|\/\*).*)$/s;

/** Tells from a word at the start of a statement whether it is the command; `$` may follow without a blank. */
export function isDelimiterCommand(word: string): boolean {
  return /^delimiter(?:$|\$)/i.test(word);
}

/**
 * Reads what follows the word DELIMITER on its line. The first word counts, as in the plain clients, and quotes around
 * it are taken off; unlike them, text after it that could be SQL is a problem, because nobody would ever run it.
 */
function parseArgument(rest: string): Argument {
  if (rest.length > LONGEST_LINE) return { kind: "problem", message: "DELIMITER in a line of thousands of characters" };
  const match = ARGUMENT.exec(rest);
  if (match === null) return { kind: "absent" };
  let delimiter = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
  let tail = match[5] ?? "";
  const glued = GLUED_COMMENT.exec(match[4] ?? "");
  if (glued !== null) {
    delimiter = glued[1] ?? "";
    tail = (glued[2] ?? "") + tail;
  }
  if (delimiter === "") return { kind: "problem", message: "DELIMITER with an empty text" };
  if (/^['"`]/.test(delimiter)) return { kind: "problem", message: "DELIMITER with a quote that is not closed" };
  if (!REST.test(tail)) {
    const text = tail.trim().slice(0, 40);
    return { kind: "problem", message: `text after the new delimiter on its line would be lost: ${text}` };
  }
  return { kind: "set", delimiter };
}

/**
 * Reads the delimiter from the line after a bare DELIMITER. Only signs are taken: letters would be a statement that the
 * writer meant to be run.
 */
function parseNextLine(line: string): Exclude<Argument, { kind: "absent" }> {
  const argument = parseArgument(line);
  if (argument.kind === "set" && !/[\p{L}\p{N}_]/u.test(argument.delimiter)) return argument;
  return { kind: "problem", message: "DELIMITER must be followed by the new delimiter on its line" };
}

/** Reads a DELIMITER command; `from` is after the command's word. */
export function readDelimiterCommand(view: TextView): DelimiterCommand {
  const { text } = view;
  const first = lineFrom(view, view.from);
  if (first === null) return { kind: "more" };
  const argument = parseArgument(first);
  const end = view.from + first.length;
  if (argument.kind !== "absent") return argument.kind === "set" ? { ...argument, end } : argument;
  const from = leap(BLANK_LINES, text, end);
  const next = lineFrom(view, from);
  if (next === null) return { kind: "more" };
  const onNextLine = parseNextLine(next);
  return onNextLine.kind === "set" ? { ...onNextLine, end: from + next.length } : onNextLine;
}

/** The rest of the line from an offset on; null if its end is not there yet, and may still matter. */
function lineFrom({ text, final }: TextView, from: number): string | null {
  const end = leap(LINE, text, from);
  const isWhole = end < text.length || final || end - from > LONGEST_LINE;
  return isWhole ? text.slice(from, end) : null;
}
