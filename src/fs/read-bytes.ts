import { closeSync, openSync, readSync } from "node:fs";
import { open, stat } from "node:fs/promises";

/** Files up to this many bytes are read at once, larger ones in chunks. */
export const SMALL_FILE = 1024 * 1024;

const CHUNK = 1024 * 1024;

/** Changes when the file is written or replaced. @throws Error of the file system */
export async function fileStamp(path: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(" ");
}

/** One buffer for all small files: nothing of it is kept across calls. */
let shared: Buffer | null = null;

/**
 * Reads a file of at most SMALL_FILE bytes and hands its bytes to `use`, which must not keep them. Null: it is larger.
 * Opening and reading without asking for the size first costs half of what `readFileSync` does.
 */
export function readSmallFile<T>(path: string, use: (bytes: Buffer) => T): T | null {
  shared ??= Buffer.allocUnsafe(SMALL_FILE + 1);
  const length = fill(path, shared);
  return length > SMALL_FILE ? null : use(shared.subarray(0, length));
}

function fill(path: string, buffer: Buffer): number {
  const file = openSync(path, "r");
  try {
    let length = 0;
    // A read may give less than asked for; only none at all means the end.
    for (;;) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      length += count;
      if (count === 0 || length === buffer.length) return length;
    }
  } finally {
    closeSync(file);
  }
}

/** The bytes of a file in chunks, each good until the next one is asked for. */
export async function* readChunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** The same without promises, for the rare second look at a file. */
export function* readChunksSync(path: string): Generator<Buffer, void, undefined> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, null);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}
