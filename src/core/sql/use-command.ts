import { leap } from "./text-view.ts";
import type { TextView } from "./text-view.ts";

const LINE_BLANKS = /[ \t]*/y;
const UNQUOTED = /[^\s;'"`#/\\]*/y;
const REST_OF_LINE = /[^\r\n]*/y;

/**
 * The plain clients take a line `USE name` without a delimiter for a whole command. `from` is after the word USE. Gives
 * the offset at which the command ends; null if the line is not of this kind; "more" if that depends on text yet to come.
 */
export function endOfUseLine({ text, from, final }: TextView): number | "more" | null {
  const start = leap(LINE_BLANKS, text, from);
  const name = start === from ? null : endOfName(text, start);
  const end = name === null ? text.length : leap(LINE_BLANKS, text, name);
  if (end >= text.length - 2 && !final && leap(REST_OF_LINE, text, from) === text.length) return "more";
  if (name === null) return null;
  return end === text.length || /^(?:[\r\n#]|--[ \t\r\n]|--$)/.test(text.slice(end, end + 3)) ? end : null;
}

/** Where the name ends that begins at `start`; null if there is none, or if its quote is not closed on the line. */
function endOfName(text: string, start: number): number | null {
  const quote = text.charAt(start);
  if (quote !== "`" && quote !== '"') {
    const end = leap(UNQUOTED, text, start);
    return end === start ? null : end;
  }
  const end = text.indexOf(quote, start + 1);
  return end < 0 || end > leap(REST_OF_LINE, text, start) ? null : end + 1;
}
