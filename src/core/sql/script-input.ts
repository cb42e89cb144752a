/**
 * Large pieces make few steps; a bound is needed because a regular expression remembers every escape of a string that
 * it may have to give back.
 */
const PIECE = 65_536;

/** Text of a script in the order in which it came, handed out in pieces of a bounded size. */
export class ScriptInput {
  private chunks: string[] = [];
  /** The first chunk that has not been handed out whole, and how much of it has. */
  private current = 0;
  private offset = 0;

  push(text: string): void {
    if (text !== "") this.chunks.push(text);
  }

  /** The next piece, or null if there is none yet. Small chunks are put together. */
  take(): string | null {
    let piece = "";
    for (let chunk = this.chunks[this.current]; chunk !== undefined; chunk = this.chunks[this.current]) {
      const end = Math.min(chunk.length, this.offset + PIECE - piece.length);
      piece += chunk.slice(this.offset, end);
      this.offset = end;
      if (end < chunk.length) break;
      this.current += 1;
      this.offset = 0;
    }
    if (this.current === this.chunks.length) {
      this.chunks = [];
      this.current = 0;
    }
    return piece === "" ? null : piece;
  }
}
