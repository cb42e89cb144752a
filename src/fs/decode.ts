import { isAscii, isUtf8 } from "node:buffer";
import type { Encoding } from "../core/migration/encoding.ts";

/** Turns the bytes of one file into text, in chunks cut anywhere. Byte order marks stay in the text. */
export type Decoder = {
  /** @throws MalformedInput */
  readonly decode: (bytes: Buffer) => string;
  /** What is left at the end of the file. @throws MalformedInput if the file ends within a character */
  readonly end: () => string;
};

/** Bytes that are no text of their charset; where they are is for `findMalformed` to say. */
export class MalformedInput extends Error {
  override readonly name = "MalformedInput";
}

/** Makes the decoder for a file; malformed bytes are an error and are never replaced. */
export function createDecoder(encoding: Encoding): Decoder {
  if (encoding.kind === "single-byte") {
    const { exceptions } = encoding;
    return { decode: (bytes) => decodeSingleBytes(bytes, exceptions), end: () => "" };
  }
  if (encoding.kind === "decoder") return platformDecoder(encoding.label);
  if (encoding.kind === "utf-16") throw new Error("The byte order of UTF-16 is settled before a file is decoded.");
  return encoding.kind === "utf-8" ? utf8Decoder() : { decode: decodeAscii, end: () => "" };
}

/** Checking first and converting then is much faster than TextDecoder's stream mode. */
function utf8Decoder(): Decoder {
  let rest: Buffer | null = null;
  return {
    decode(bytes) {
      const all = rest === null ? bytes : Buffer.concat([rest, bytes]);
      const end = all.length - cutOff(all);
      const whole = end === all.length ? all : all.subarray(0, end);
      if (!isUtf8(whole)) throw new MalformedInput();
      // A copy, since the reader uses its buffer again.
      rest = end === all.length ? null : Buffer.from(all.subarray(end));
      return whole.toString("utf8");
    },
    end() {
      if (rest !== null) throw new MalformedInput();
      return "";
    },
  };
}

/** How many bytes at the end begin a UTF-8 character and do not complete it. */
function cutOff(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xf5) return 0;
    if (byte >= 0xc2) {
      let needed = 2;
      if (byte >= 0xe0) needed = byte >= 0xf0 ? 4 : 3;
      return needed > count ? count : 0;
    }
  }
  return 0;
}

function decodeAscii(bytes: Buffer): string {
  if (!isAscii(bytes)) throw new MalformedInput();
  return bytes.toString("latin1");
}

function decodeSingleBytes(bytes: Buffer, exceptions: ReadonlyMap<number, string>): string {
  const text = bytes.toString("latin1");
  if (exceptions.size === 0 || isAscii(bytes)) return text;
  return text.replaceAll(/[\x80-\xFF]/g, (char) => {
    const decoded = exceptions.get(char.charCodeAt(0));
    if (decoded === "") throw new MalformedInput();
    return decoded ?? char;
  });
}

function platformDecoder(label: string): Decoder {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  const attempt = (decode: () => string): string => {
    try {
      return decode();
    } catch (error) {
      throw new MalformedInput(undefined, { cause: error });
    }
  };
  return {
    decode: (bytes) => attempt(() => decoder.decode(bytes, { stream: true })),
    end: () => attempt(() => decoder.decode()),
  };
}

/** Where a file stops being text of its charset. */
export type MalformedPlace = {
  /** Of the first byte that belongs to no character, from 0; null if the file ends within a character. */
  readonly offset: number | null;
  /** Counts from 1. */
  readonly line: number;
};

/** Decodes again, down to single bytes where it fails. Null: nothing is malformed. */
export function findMalformed(encoding: Encoding, chunks: Iterable<Buffer>): MalformedPlace | null {
  const probe = createDecoder(encoding);
  // It meets malformed bytes only in the chunk that is read byte by byte, so its state is right there.
  const decoder = createDecoder(encoding);
  let line = 1;
  let offset = 0;
  let afterCharacter = 0;
  for (const chunk of chunks) {
    for (const piece of fails(() => probe.decode(chunk)) ? singleBytes(chunk) : [chunk]) {
      let text = "";
      if (fails(() => void (text = decoder.decode(piece)))) return { offset: afterCharacter, line };
      offset += piece.length;
      if (text !== "") afterCharacter = offset;
      line += text.split("\n").length - 1;
    }
  }
  return fails(() => decoder.end()) ? { offset: null, line } : null;
}

function* singleBytes(chunk: Buffer): Iterable<Buffer> {
  for (let i = 0; i < chunk.length; i++) yield chunk.subarray(i, i + 1);
}

function fails(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof MalformedInput) return true;
    throw error;
  }
}
