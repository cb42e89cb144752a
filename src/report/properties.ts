import type { Outputs } from "./outputs.ts";

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
};

/** As java.util.Properties reads it: ISO-8859-1, so all but ASCII as `\uXXXX`; a space at the start would be skipped. */
function escapeValue(value: string): string {
  return value
    .replace(/[\\\n\r\t\f]/g, (char) => ESCAPES[char] ?? char)
    .replace(/^ /, "\\ ")
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * The outputs for Jenkins' `readProperties`: `key=value` lines. Keys are in camel case and have no dots, so that Groovy reads
 * `r.schemaVersion` without quotes.
 */
export function renderProperties(outputs: Outputs): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${camelCase(name)}=${escapeValue(value)}\n`)
    .join("");
}
