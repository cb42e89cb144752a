import type { Statement } from "./splitter.ts";
import type { SqlPosition } from "./sql-problem.ts";

/** Collects the text of one statement from the windows that it runs through. */
export class StatementText {
  /** What came from earlier windows, and where it goes on in this one; -1: there is none yet. */
  private text = "";
  private from = -1;
  private at: SqlPosition | null = null;
  private leadLine = 0;

  /** Whether a token has been seen that is no comment. */
  get begun(): boolean {
    return this.at !== null;
  }

  /**
   * A block comment in front of a statement. It is kept if the statement begins on the same line, as in
   * `/* hint *\/ CREATE …`: proxies take hints from it, and Flyway sends it. Other comments in front of a statement are
   * not sent: the servers do not look at them, and line numbers in their messages then count from the statement.
   */
  leadingComment(offset: number, line: number): void {
    if (this.from >= 0 && this.leadLine === line) return;
    this.text = "";
    this.from = offset;
    this.leadLine = line;
  }

  begin(offset: number, at: SqlPosition): void {
    if (this.from < 0 || this.leadLine !== at.line) {
      this.text = "";
      this.from = offset;
    }
    this.at = at;
  }

  /**
   * A line comment that ends at `offset`; gives the offset to go on from. Inside a statement it is part of the text.
   * To the servers a CR alone does not end it: they would take the rest of the statement for comment, without a word.
   * So an LF is sent instead.
   */
  lineComment(window: string, offset: number): number {
    const isLoneCr = window.charAt(offset) === "\r" && window.charAt(offset + 1) !== "\n";
    if (!this.begun) this.clear();
    if (!this.begun || !isLoneCr) return offset;
    this.text += `${window.slice(this.from, offset)}\n`;
    this.from = offset + 1;
    return this.from;
  }

  /** The window moves on to `offset`. */
  keep(window: string, offset: number): void {
    if (this.from < 0) return;
    this.text += window.slice(this.from, offset);
    this.from = 0;
  }

  clear(): void {
    this.text = "";
    this.from = -1;
    this.at = null;
  }

  /** The statement ends before `offset`; null if there was none. */
  end(window: string, offset: number): Statement | null {
    const statement =
      this.at === null ? null : { sql: withoutTrailingBlanks(this.text + window.slice(this.from, offset)), ...this.at };
    this.clear();
    return statement;
  }
}

/** A regular expression would try again at each of many blanks inside. */
function withoutTrailingBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
