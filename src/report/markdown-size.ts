import { byteLength } from "./format.ts";

/** A piece of a report: `lines` may be cut at the end, `close` is written whenever the piece was begun. */
export type Piece = {
  readonly open: readonly string[];
  readonly lines: readonly string[];
  readonly close: readonly string[];
};

/** A piece without head and foot. */
export function piece(lines: readonly string[]): Piece {
  return { open: lines, lines: [], close: [] };
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + byteLength(line) + 1, 0);
}

/** The lines that fit, at most `room` bytes with their line feeds. */
function fitting(lines: readonly string[], room: number): readonly string[] {
  let left = room;
  const end = lines.findIndex((line) => {
    left -= byteLength(line) + 1;
    return left < 0;
  });
  return end === -1 ? lines : lines.slice(0, end);
}

/**
 * Joins pieces up to a size in bytes; what does not fit is replaced by one line that says so. Code blocks and tables that
 * were begun are ended, so that the text stays well formed.
 */
export function joinWithin(pieces: readonly Piece[], limit: number, notice: string): string {
  const lines: string[] = [];
  let room = limit - byteLength(notice) - 2;
  for (const one of pieces) {
    const frame = sizeOf(one.open) + sizeOf(one.close);
    const body = frame > room ? null : fitting(one.lines, room - frame);
    if (body !== null) {
      lines.push(...one.open, ...body, ...one.close);
      room -= frame + sizeOf(body);
    }
    if (body === null || body.length < one.lines.length) {
      lines.push("", notice);
      break;
    }
  }
  return `${lines.join("\n")}\n`;
}
