/** A text in quotes, a comment that is no SQL, white space, or any other character. */
const PART =
  /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|`[^`]*`|\/\*(?!M?!)[^]*?\*\/|(?:--(?=\s|$)|#)[^\n]*|\s+|[^]/g;
const BLANK = /^(?:\s|\/\*(?!M?!)|--(?:\s|$)|#)/;

/**
 * A statement for comparison: without comments, with one blank for each run of white space outside of quotes, and
 * without semicolons at its end. The plain client leaves comments out, and ends the lines of a CR LF file with LF.
 */
export function normalize(sql: string): string {
  let text = "";
  let afterBlank = false;
  for (const [part] of sql.replaceAll("\r\n", "\n").matchAll(PART)) {
    if (BLANK.test(part)) afterBlank = true;
    else {
      text += afterBlank && text !== "" ? ` ${part}` : part;
      afterBlank = false;
    }
  }
  return text.replace(/[ ;]+$/, "");
}
