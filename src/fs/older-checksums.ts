import { crc32 } from "node:zlib";
import type { OlderChecksums } from "../core/migration/older-checksums.ts";
import type { ResolvedMigration } from "../core/migration/resolved-migration.ts";
import { readChunksSync } from "./read-bytes.ts";

const LF = 0x0a;
const CR = 0x0d;

/**
 * Checksums of a file by the rule of Flyway before version 4, see the type. It reads the file, so it is meant for the few
 * whose checksum differs. Null if the file cannot be read.
 */
export function olderChecksums({ source }: ResolvedMigration): OlderChecksums | null {
  let bytes = 0;
  let crlfBytes = 0;
  let last = 0;
  try {
    for (const chunk of readChunksSync(source.path)) {
      bytes = crc32(chunk, bytes);
      crlfBytes = crc32(withCrlf(chunk, last), crlfBytes);
      last = chunk.at(-1) ?? last;
    }
  } catch {
    return null;
  }
  return { bytes: bytes | 0, crlfBytes: crlfBytes | 0 };
}

/** `before`: the byte before the chunk. */
function withCrlf(chunk: Buffer, before: number): Buffer {
  const result = Buffer.allocUnsafe(chunk.length * 2);
  let length = 0;
  let previous = before;
  for (const byte of chunk) {
    if (byte === LF && previous !== CR) result[length++] = CR;
    result[length++] = byte;
    previous = byte;
  }
  return result.subarray(0, length);
}
