import type { LexicalMode } from "./lexical-mode.ts";
import { Scanner } from "./scanner.ts";
import { ScriptInput } from "./script-input.ts";
import { ScriptPosition } from "./script-position.ts";
import type { SqlPosition } from "./sql-problem.ts";
import type { TextView } from "./text-view.ts";
import type { CommentReader } from "./version-comment.ts";

/** The scanner's window on a script, and the places in the file of what is in it. */
export class ScriptWindow {
  readonly scanner: Scanner;
  private readonly input = new ScriptInput();
  private readonly position = new ScriptPosition();
  private started = false;
  private finished = false;

  constructor(reader: CommentReader, mode: LexicalMode) {
    this.scanner = new Scanner(reader, mode);
  }

  /** A byte order mark at the start of the file is not part of its text. */
  push(text: string, source: string | undefined): void {
    const isMarked = !this.started && text.startsWith("\ufeff");
    if (text !== "") this.started = true;
    const kept = isMarked ? text.slice(1) : text;
    this.position.announce(kept.length, source);
    this.input.push(kept);
  }

  finish(): void {
    this.finished = true;
  }

  /** Gets more text into the window, or the knowledge that there is none; false if neither is to be had yet. */
  moveOn(beforeMove: (text: string, done: number) => void): boolean {
    const { scanner } = this;
    const piece = this.input.take();
    if (piece === null) {
      scanner.final = this.finished;
      return this.finished;
    }
    const done = scanner.pos;
    beforeMove(scanner.text, done);
    scanner.moveOn(piece);
    this.position.moveWindow(scanner.text, done);
    return true;
  }

  /** The place in the file of an offset of the window; offsets must not fall. */
  locate(offset: number): SqlPosition {
    return this.position.locate(offset);
  }

  /** What comes after the last token. */
  view(): TextView {
    const { text, pos, final } = this.scanner;
    return { text, from: pos, final };
  }
}
