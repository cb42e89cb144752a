/** Text from files, servers and users made harmless for GitHub's Markdown: it shows as it was written and formats nothing. */
import { oneLine, visible } from "./format.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** For text between HTML tags. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

/**
 * For running text and table cells, on one line. A zero-width space after `@` and `#` keeps `root@localhost` and `#12` from
 * calling a user or an issue of that name when the report becomes a pull request comment.
 */
export function escapeMarkdown(text: string): string {
  return (
    escapeHtml(oneLine(text))
      .replace(/[\\`*[\]|~]/g, "\\$&")
      // Inside a word an underscore stresses nothing, and file names are full of them.
      .replace(/(?<!\w)_|_(?!\w)/g, "\\_")
      .replace(/[@#](?=\w)/g, "$&\u200b")
  );
}

function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

/** A code span for running text. */
export function codeSpan(text: string): string {
  const clean = oneLine(visible(text));
  if (clean === "") return "";
  const ticks = "`".repeat(longestRun(clean) + 1);
  const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  return `${ticks}${pad}${clean}${pad}${ticks}`;
}

/** A code span for a cell of a table: there a `|` needs a backslash, which would be shown elsewhere. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

/** A fenced block whose fence no line of the text can close. */
export function codeBlock(text: string, language: string): readonly string[] {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}`, ...visible(text).split("\n"), fence];
}

/**
 * Escapes a message that uses backticks for names: pairs of them become code spans, all else is text.
 */
export function messageMarkdown(text: string): string {
  const parts = oneLine(text).split("`");
  // An even number of parts means an odd number of backticks: they are no pairs.
  if (parts.length % 2 === 0) return escapeMarkdown(text);
  return parts.map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeMarkdownKeepingSpace(part))).join("");
}

function escapeMarkdownKeepingSpace(part: string): string {
  const lead = part.startsWith(" ") ? " " : "";
  const trail = part.length > 1 && part.endsWith(" ") ? " " : "";
  return `${lead}${escapeMarkdown(part)}${trail}`;
}
