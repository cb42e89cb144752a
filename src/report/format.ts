/** Small pieces of wording that every report shares, so that a number or a place looks the same in all of them. */
import type { Place, Problem } from "../core/problem.ts";

export { formatBytes } from "../core/format-bytes.ts";

/**
 * A duration for people: `0.41 s`, `12.3 s`, `1 min 12 s`, `2 h 03 min`.
 * @param ms milliseconds
 */
export function formatDuration(ms: number): string {
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `path:line:column` as far as it is known; compilers write it so, and editors, Jenkins and terminals make links of it. */
export function formatPlace(at: Place): string {
  const line = at.line === undefined ? "" : `:${at.line}`;
  const column = at.line === undefined || at.column === undefined ? "" : `:${at.column}`;
  return `${at.file}${line}${column}`;
}

/** `1 migration`, `2 migrations`. */
export function plural(count: number, noun: string, nouns: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

/** All on one line: every run of white space becomes one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * At most `max` UTF-16 units, the last of them an ellipsis if something was cut; never half a surrogate pair.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, Math.max(0, max - 1));
  const last = head.charCodeAt(head.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? head.slice(0, -1) : head}…`;
}

/** `a, b, c and 4 more`. */
export function listSome(names: readonly string[], max: number): string {
  if (names.length <= max) return names.join(", ");
  return `${names.slice(0, max).join(", ")} and ${names.length - max} more`;
}

/** `statement 2`, `statements 2 to 5`. */
/** `statement 2 of 3`; without the count where the script is streamed and it is not known. */
export function statementNumber(statement: NonNullable<Problem["statement"]>): string {
  return `statement ${statement.number}${statement.of === null ? "" : ` of ${statement.of}`}`;
}

export function statementRange(first: number, last: number): string {
  return first >= last ? `statement ${first}` : `statements ${first} to ${last}`;
}

// Control characters could move the cursor or recolour a terminal, bidirectional overrides show text in another order
// than it is executed ("Trojan Source"). Tab and line feed stay.
// oxlint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from files and servers, made harmless for a terminal: control characters become visible escapes such as `\x1b`. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(INVISIBLE, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Length in bytes of the text as UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The part of a path after its last slash; both kinds of slash count. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
