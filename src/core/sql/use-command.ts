import type { TextView } from "./text-view.ts";

/** What follows the word USE up to the end of its line, or up to a comment that runs to it. */
const USE_LINE = /[ \t]+(?:`[^`\r\n]*`|"[^"\r\n]*"|[^\s;'"`#/\\]+)[ \t]*(?=([\r\n]|#|--[ \t]|$))/y;

/**
 * The plain clients take a line `USE name` without a delimiter for a whole command. `from` is after the word USE. Gives the offset at which it ends;
 * null if the line is not of this kind; "more" if it may go on in text yet to come.
 */
export function endOfUseLine({ text, from, final }: TextView): number | "more" | null {
  USE_LINE.lastIndex = from;
  const match = USE_LINE.exec(text);
  if (match !== null && match[1] !== "") return USE_LINE.lastIndex;
  if (match !== null) return final ? USE_LINE.lastIndex : "more";
  const isCut = /^[ \t]*(?:`[^`\r\n]*|"[^"\r\n]*|[^\s;'"`#/\\]*[ \t]*-{0,2})$/.test(text.slice(from, from + 1000));
  return isCut && !final ? "more" : null;
}
