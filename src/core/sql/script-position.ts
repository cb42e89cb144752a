import type { SqlPosition } from "./sql-problem.ts";

/** Text that stands for other text of the file, at an offset counted over the whole stream. */
type Replacement = { readonly at: number; readonly length: number; readonly source: string };

/**
 * Turns offsets in a stream of text into lines and columns of the file that it was made from. Offsets are asked for in
 * rising order, so that all text is looked at once. LF, CR LF and CR alone end a line.
 */
export class ScriptPosition {
  private line = 1;
  private column = 1;
  private afterCr = false;

  private window = "";
  /** Where the window begins in the stream, and how much of it has been counted. */
  private base = 0;
  private counted = 0;
  /** The next LF and CR of the window at or after `counted`; the window's length if there is none. */
  private nextLf = 0;
  private nextCr = 0;

  private streamed = 0;
  private replacements: Replacement[] = [];
  /** How many of them have been counted. */
  private passed = 0;

  /** Announces text that will come into a window later; `source` is what the file has in its place. */
  announce(length: number, source: string | undefined): void {
    if (source !== undefined) this.replacements.push({ at: this.streamed, length, source });
    this.streamed += length;
  }

  /** The window moves on: it now begins at offset `from` of what it was. */
  moveWindow(window: string, from: number): void {
    this.countTo(from);
    if (this.passed === this.replacements.length) {
      this.replacements = [];
      this.passed = 0;
    }
    this.window = window;
    this.base += from;
    this.counted = 0;
    this.nextLf = -1;
    this.nextCr = -1;
  }

  /** The place of the character at `offset` of the window; for replaced text, where it begins in the file. */
  locate(offset: number): SqlPosition {
    this.countTo(offset);
    return { line: this.line, column: this.column };
  }

  private countTo(offset: number): void {
    for (let next = this.replacements[this.passed]; next !== undefined; next = this.replacements[this.passed]) {
      const at = next.at - this.base;
      if (offset < at) break;
      if (offset < at + next.length) {
        this.countPlain(at);
        this.counted = Math.max(this.counted, offset);
        return;
      }
      this.countPlain(at);
      this.countSource(next.source);
      this.counted = at + next.length;
      this.passed += 1;
    }
    this.countPlain(offset);
  }

  private countPlain(to: number): void {
    while (this.counted < to) {
      const end = this.nextBreak();
      if (end >= to) {
        this.advance(to - this.counted);
        this.counted = to;
        return;
      }
      this.advance(end - this.counted);
      this.lineBreak(this.window.charCodeAt(end) === 13);
      this.counted = end + 1;
    }
  }

  private countSource(source: string): void {
    for (const part of source.split(/(\r|\n)/)) {
      if (part === "\r" || part === "\n") this.lineBreak(part === "\r");
      else this.advance(part.length);
    }
  }

  private advance(columns: number): void {
    if (columns === 0) return;
    this.column += columns;
    this.afterCr = false;
  }

  private lineBreak(isCr: boolean): void {
    if (isCr || !this.afterCr) this.line += 1;
    this.column = 1;
    this.afterCr = isCr;
  }

  /** Remembers the breaks it found: a window without any is searched once, not once for each statement. */
  private nextBreak(): number {
    if (this.nextLf < this.counted) this.nextLf = indexOrEnd(this.window, "\n", this.counted);
    if (this.nextCr < this.counted) this.nextCr = indexOrEnd(this.window, "\r", this.counted);
    return Math.min(this.nextLf, this.nextCr);
  }
}

function indexOrEnd(text: string, what: string, from: number): number {
  const index = text.indexOf(what, from);
  return index < 0 ? text.length : index;
}
