/**
 * What Flyway's parser silently leaves out of a script and records as done (seen in Flyway 13.0 and 13.12): a history that
 * Flyway wrote may say "success" for statements that never ran. It counts nested comments, which the servers do not do, and takes
 * a conditional comment without a version (such as `/*!` or `/*M!` directly followed by SQL) that is a statement of its own for a comment.
 */

/** Text that Flyway does not send; `line` is where it begins, from 1. */
export type SkippedText = { readonly line: number; readonly why: "nested comment" | "conditional comment" };

/** The end of a quoted text that begins at `from`, behind its closing quote. */
function endOfQuote(text: string, from: number): number {
  const quote = text[from];
  for (let i = from + 1; i < text.length; i += 1) {
    if (text[i] === "\\" && quote !== "`") i += 1;
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i += 1;
    }
  }
  return text.length;
}

/** Where Flyway sees the end of a comment: it counts every opening inside. */
function nestedEnd(text: string, from: number): number {
  let depth = 1;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from + 2;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

const endOfLine = (text: string, from: number): number => {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
};

/** True if there is anything but blanks, delimiters and comments. */
function hasContent(text: string): boolean {
  return text.replaceAll(/\/\*(?!M?!)[\s\S]*?\*\/|--[^\n]*|#[^\n]*|[\s;]+/g, "") !== "";
}

type Comment = { readonly end: number; readonly why: SkippedText["why"] | null };

/** A comment at `from`, as the server ends it, and whether Flyway leaves something out because of it. */
function commentAt(text: string, from: number, statementIsEmpty: boolean): Comment {
  const close = text.indexOf("*/", from + 2);
  const end = close < 0 ? text.length : close + 2;
  if (/^\/\*!\d{5}/.test(text.slice(from, from + 8))) return { end, why: null };
  if (/^\/\*M?!/.test(text.slice(from, from + 4))) {
    const alone = statementIsEmpty && /^\s*(?:;|$)/.test(text.slice(end, end + 200));
    return { end, why: alone ? "conditional comment" : null };
  }
  const flywayEnd = nestedEnd(text, from);
  return { end, why: flywayEnd > end && hasContent(text.slice(end, flywayEnd)) ? "nested comment" : null };
}

/** The places of a script where Flyway leaves SQL out; empty for nearly every script. Reads `;` as the delimiter. */
export function skippedByFlyway(text: string): readonly SkippedText[] {
  const found: SkippedText[] = [];
  let empty = true;
  const lineOf = (at: number): number => text.slice(0, at).split("\n").length;
  for (let i = 0; i < text.length;) {
    const char = text[i] ?? "";
    if (char === "'" || char === '"' || char === "`") {
      i = endOfQuote(text, i);
      empty = false;
    } else if (char === "#" || (char === "-" && text[i + 1] === "-")) i = endOfLine(text, i);
    else if (char === "/" && text[i + 1] === "*") {
      const { end, why } = commentAt(text, i, empty);
      if (why !== null) found.push({ line: lineOf(why === "nested comment" ? end : i), why });
      i = end;
    } else {
      if (char === ";") empty = true;
      else if (char.trim() !== "") empty = false;
      i += 1;
    }
  }
  return found;
}
