import type { OutputStream } from "./platform.ts";

export type LineWriter = {
  /** Writes the text as it is. */
  readonly write: (text: string) => void;
  /** Whether anything has been written through it. */
  readonly hasWritten: () => boolean;
  readonly isTerminal: boolean;
  /** Width in characters; 80 where it is not known. Asked anew each time, since windows change. */
  readonly columns: () => number;
};

/**
 * Writes to a stream whose reader may go away: `flyback info | head` is no error, and a migration must not die half-way
 * because nobody reads its log any more, or the disk below it is full. What comes after that is dropped.
 */
export function createLineWriter(stream: OutputStream): LineWriter {
  let isOpen = true;
  let isUsed = false;
  stream.on("error", () => {
    isOpen = false;
  });
  return {
    write: (text) => {
      isUsed = true;
      if (isOpen) stream.write(text);
    },
    hasWritten: () => isUsed,
    isTerminal: stream.isTTY === true,
    // A terminal of unknown size says 0.
    columns: () => stream.columns || 80,
  };
}
