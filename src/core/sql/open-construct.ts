import { LINE } from "./scan-patterns.ts";
import type { Quote } from "./scan-patterns.ts";
import { leap } from "./text-view.ts";
import type { TextView } from "./text-view.ts";

/** Something that may run on over any number of chunks. */
export type OpenConstruct =
  | { readonly kind: "string"; readonly quote: Quote }
  | { readonly kind: "dollar-string"; readonly tag: string }
  | { readonly kind: "comment" }
  /** A version comment for another server, or for nobody; one level of comments in it is skipped along. */
  | { readonly kind: "inactive"; readonly forNobody: boolean; nested: boolean }
  | { readonly kind: "line-comment" }
  | { readonly kind: "long-word" };

/** Longer than every keyword and command, and than any delimiter that is in use. */
export const LONGEST_WORD = 64;

export const OPEN_STRING: Readonly<Record<Quote, OpenConstruct>> = {
  "'": { kind: "string", quote: "'" },
  '"': { kind: "string", quote: '"' },
  "`": { kind: "string", quote: "`" },
};
export const OPEN_COMMENT: OpenConstruct = { kind: "comment" };
export const OPEN_LINE_COMMENT: OpenConstruct = { kind: "line-comment" };
export const OPEN_WORD: OpenConstruct = { kind: "long-word" };

/**
 * Where a construct ends: the offset after it; or, if its end has not come yet, the complement (`~`) of the offset up
 * to which the text surely belongs to it. `pattern` is the one for its content, for strings and words.
 */
export function endOf(open: OpenConstruct, view: TextView, pattern: RegExp): number {
  const { text, from } = view;
  switch (open.kind) {
    case "string": {
      const end = leap(pattern, text, from);
      return text.charAt(end) === open.quote ? end + 1 : ~end;
    }
    case "dollar-string": {
      const end = text.indexOf(open.tag, from);
      return end < 0 ? ~Math.max(from, text.length - open.tag.length + 1) : end + open.tag.length;
    }
    case "comment": {
      const end = text.indexOf("*/", from);
      return end < 0 ? ~withoutLast(text, from, "*") : end + 2;
    }
    case "inactive":
      return endOfInactive(open, text, from);
    case "line-comment":
      return endOfLine(view);
    case "long-word": {
      const end = leap(pattern, text, from);
      // A delimiter may begin with what a name may hold, such as `$$`, and must not be cut in two.
      return end < text.length || view.final ? end : ~Math.max(from, end - LONGEST_WORD);
    }
  }
}

/** Source: MySQL's lexer skips a version comment with "one level of comment inside", quotes in it mean nothing. */
function endOfInactive(open: { nested: boolean }, text: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let done = from;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    done = mark.lastIndex;
    if (match[0] === "*/" && !open.nested) return done;
    open.nested = match[0] === "/*";
  }
  return ~withoutLast(text, done, text.endsWith("/") ? "/" : "*");
}

/** A CR that the text ends with may be the first half of a line end. */
function endOfLine({ text, from, final }: TextView): number {
  const end = leap(LINE, text, from);
  const known = text.charAt(end) === "\r" ? end + 1 < text.length : end < text.length;
  return known || final ? end : ~end;
}

/** The text's length, less one if the last character after `from` is `sign`: a sign of two characters may begin there. */
function withoutLast(text: string, from: number, sign: string): number {
  return text.length > from && text.endsWith(sign) ? text.length - 1 : text.length;
}
