import { ScriptPosition } from "./script-position.ts";
import type { SqlProblem } from "./sql-problem.ts";

export type PlaceholderOptions = {
  /** Not empty; Flyway's default is `${`. */
  readonly prefix: string;
  /** Not empty; Flyway's default is `}`. */
  readonly suffix: string;
  /** Values by name; names are compared without regard to case, and are not trimmed. */
  readonly values: ReadonlyMap<string, string>;
};

/** A piece of replaced text; `source` is what the file has in its place, where that differs. */
export type TextSegment = { readonly text: string; readonly source?: string };

export type PlaceholderStep = {
  readonly segments: readonly TextSegment[];
  /**
   * UNKNOWN_PLACEHOLDER or UNTERMINATED_PLACEHOLDER, with the placeholder's place in the file. After one, nothing more
   * comes out.
   */
  readonly problem: SqlProblem | null;
};

/** Replaces placeholders in a text that comes in chunks. */
export type PlaceholderReplacer = {
  /** The text that is certain now; what may be the start of a placeholder is kept back. */
  push(chunk: string): PlaceholderStep;
  /** The text is at its end: what was kept back. */
  finish(): PlaceholderStep;
};

/** A name longer than this is taken for a suffix that is missing, so that not a whole file has to be kept back. */
const LONGEST_NAME = 10_000;

/**
 * Makes a replacer for one text. Placeholders are replaced everywhere, in strings and comments too; values are not
 * looked into again. Which texts count as placeholders follows Flyway to the letter, since the checksum of a repeatable
 * migration is that of the replaced text.
 */
export function createPlaceholderReplacer(options: PlaceholderOptions): PlaceholderReplacer {
  return new Replacer(options);
}

/** The same for a whole text; in case of a problem `text` is what came before it. */
export function replacePlaceholders(
  text: string,
  options: PlaceholderOptions,
): { readonly text: string; readonly problem: SqlProblem | null } {
  const replacer = createPlaceholderReplacer(options);
  const first = replacer.push(text);
  const last = replacer.finish();
  const segments = [...first.segments, ...last.segments];
  return { text: segments.map((segment) => segment.text).join(""), problem: first.problem ?? last.problem };
}

class Replacer implements PlaceholderReplacer {
  private readonly options: PlaceholderOptions;
  private readonly values: ReadonlyMap<string, string>;
  private readonly position = new ScriptPosition();
  private readonly segments: TextSegment[] = [];
  private window = "";
  private started = false;
  private problem: SqlProblem | null = null;

  constructor(options: PlaceholderOptions) {
    this.options = options;
    this.values = new Map([...options.values].map(([name, value]) => [name.toLowerCase(), value]));
  }

  push(chunk: string): PlaceholderStep {
    if (chunk === "") return this.step();
    // A byte order mark is no column of the first line.
    const hasMark = !this.started && chunk.startsWith("\ufeff");
    if (hasMark) this.segments.push({ text: "\ufeff" });
    this.started = true;
    this.window += hasMark ? chunk.slice(1) : chunk;
    this.replace(false);
    return this.step();
  }

  finish(): PlaceholderStep {
    this.replace(true);
    return this.step();
  }

  private step(): PlaceholderStep {
    return { segments: this.segments.splice(0), problem: this.problem };
  }

  private replace(final: boolean): void {
    if (this.problem !== null) return;
    this.position.moveWindow(this.window, 0);
    let done = 0;
    for (let from = 0; ; from = done) {
      const found = this.find(from, final);
      const start = found.kind === "none" ? this.window.length : found.start;
      if (start > done) this.segments.push({ text: this.window.slice(done, start) });
      done = start;
      if (found.kind !== "placeholder") {
        if (found.kind === "endless") this.fail("UNTERMINATED_PLACEHOLDER", start);
        break;
      }
      const source = this.window.slice(start, found.end);
      const value = this.values.get(this.nameOf(source));
      if (value === undefined) return this.fail("UNKNOWN_PLACEHOLDER", start, source);
      this.segments.push({ text: value, source });
      done = found.end;
    }
    this.window = this.window.slice(done);
    this.position.moveWindow(this.window, done);
  }

  /**
   * Looks for the next placeholder. As Flyway reads it: where the prefix begins but does not go on, the character that
   * does not fit is passed over as well, without a look at whether it begins a prefix itself. So nothing is replaced in
   * `$${x}`, but something is in `$$${x}`.
   */
  private find(from: number, final: boolean): Found {
    const { prefix, suffix } = this.options;
    let start = this.window.indexOf(prefix.charAt(0), from);
    while (start >= 0) {
      const matched = matchedLength(this.window, start, prefix);
      if (matched === prefix.length) return this.findEnd(start, suffix, final);
      if (start + matched === this.window.length) return final ? { kind: "none" } : { kind: "more", start };
      start = this.window.indexOf(prefix.charAt(0), start + matched + 1);
    }
    return { kind: "none" };
  }

  private findEnd(start: number, suffix: string, final: boolean): Found {
    const nameAt = start + this.options.prefix.length;
    const end = this.window.indexOf(suffix, nameAt);
    const isTooLong = (end < 0 ? this.window.length : end) - nameAt > LONGEST_NAME;
    if (end >= 0 && !isTooLong) return { kind: "placeholder", start, end: end + suffix.length };
    return { kind: final || isTooLong ? "endless" : "more", start };
  }

  private nameOf(source: string): string {
    const { prefix, suffix } = this.options;
    return source.slice(prefix.length, source.length - suffix.length).toLowerCase();
  }

  private fail(code: "UNKNOWN_PLACEHOLDER" | "UNTERMINATED_PLACEHOLDER", offset: number, source = ""): void {
    const { prefix, suffix } = this.options;
    const message =
      code === "UNKNOWN_PLACEHOLDER"
        ? `no value is given for the placeholder ${source.replace(/\s+/g, " ").slice(0, 100)}`
        : `${prefix} begins a placeholder that no ${suffix} ends`;
    this.problem = { code, message, ...this.position.locate(offset) };
  }
}

type Found =
  | { readonly kind: "none" }
  /** What begins at `start` may be one. */
  | { readonly kind: "more"; readonly start: number }
  | { readonly kind: "endless"; readonly start: number }
  | { readonly kind: "placeholder"; readonly start: number; readonly end: number };

function matchedLength(text: string, at: number, wanted: string): number {
  let length = 0;
  while (length < wanted.length && text.charAt(at + length) === wanted.charAt(length)) length += 1;
  return length;
}
