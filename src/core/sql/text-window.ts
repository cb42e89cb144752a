/**
 * A window of text that its owner moves along a script. What has been taken last reaches from `start` to `pos`; if that
 * began in an earlier window, `start` is the window's beginning.
 */
export class TextWindow {
  text = "";
  pos = 0;
  start = 0;
  /** Nothing comes after the window. */
  final = false;
  private beforeWindow = "";

  /** Puts `more` after what is left of the window, which then begins at `pos`. */
  moveOn(more: string): void {
    if (this.pos > 0) this.beforeWindow = this.text.charAt(this.pos - 1);
    this.text = this.pos === this.text.length ? more : this.text.slice(this.pos) + more;
    this.pos = 0;
  }

  /** The character in front of `pos`; "" at the start of the script. */
  protected before(): string {
    return this.pos > 0 ? this.text.charAt(this.pos - 1) : this.beforeWindow;
  }

  /** The character so far ahead of `pos`; "" after the script's end, null if it is not there yet. */
  protected peek(ahead: number): string | null {
    const character = this.text.charAt(this.pos + ahead);
    return character === "" && !this.final ? null : character;
  }

  /** Takes so many characters more, and gives `kind` back. */
  protected take<Kind extends string>(length: number, kind: Kind): Kind {
    this.pos += length;
    return kind;
  }
}
