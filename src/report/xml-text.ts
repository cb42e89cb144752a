import { oneLine } from "./format.ts";

// What XML 1.0 allows (https://www.w3.org/TR/xml/#charsets). With the flag u a lone half of a surrogate pair is a character
// of its own and is taken out too; one such character makes the whole file unreadable for every consumer.
const ILLEGAL = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** Text for an element: without the characters that XML 1.0 does not allow, lines ended as XML ends them. */
export function xmlText(text: string): string {
  return text.replace(ILLEGAL, "").replace(/\r\n?/g, "\n");
}

/** Text for an attribute: on one line, since a parser turns line ends in attributes into spaces anyway. */
export function xmlAttribute(text: string): string {
  return oneLine(xmlText(text));
}
