import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEncoding, type Encoding } from "../../src/core/migration/encoding.ts";
import { createDecoder, findMalformed, MalformedInput, type MalformedPlace } from "../../src/fs/decode.ts";

function encoding(name: string): Encoding {
  const found = parseEncoding(name);
  if (found === null) throw new Error(`unknown encoding ${name}`);
  return found;
}

function decode(name: string, chunks: readonly Buffer[]): string {
  const decoder = createDecoder(encoding(name));
  return chunks.map(decoder.decode).join("") + decoder.end();
}

describe("decoding", () => {
  it.each<readonly [string, readonly number[], string]>([
    ["UTF-8", [0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80], "aé😀"],
    ["UTF-8", [0xef, 0xbb, 0xbf, 0x61], "\uFEFFa"],
    ["ISO-8859-1", [0x61, 0x80, 0x9f, 0xe9], "a\u0080\u009Fé"],
    ["windows-1252", [0x61, 0x80, 0x92, 0x9f, 0xe9], "a€’Ÿé"],
    ["ISO-8859-9", [0x80, 0xd0, 0xe9, 0xfd], "\u0080Ğéı"],
    ["ISO-8859-15", [0xa4], "€"],
    ["windows-1251", [0xcf, 0xf0], "Пр"],
    ["Shift_JIS", [0x93, 0xfa, 0x96, 0x7b], "日本"],
    ["UTF-16LE", [0xff, 0xfe, 0x61, 0x00, 0x3d, 0xd8, 0x00, 0xde], "\uFEFFa😀"],
    ["UTF-16BE", [0x00, 0x61], "a"],
    ["US-ASCII", [0x61, 0x7f], "a\x7F"],
  ])("%s reads %j", (name, bytes, expected) => {
    expect(decode(name, [Buffer.from(bytes)])).toBe(expected);
    expect(
      decode(
        name,
        bytes.map((byte) => Buffer.from([byte])),
      ),
    ).toBe(expected);
  });

  it("gives the same text wherever the bytes are cut, though the reader uses its buffer again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.nat({ max: 40 })), (text, cuts) => {
        const bytes = Buffer.from(text);
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
        const decoder = createDecoder(encoding("UTF-8"));
        const buffer = Buffer.alloc(bytes.length);
        let result = "";
        for (let i = 1; i < borders.length; i++) {
          const chunk = bytes.subarray(borders[i - 1], borders[i]);
          chunk.copy(buffer);
          result += decoder.decode(buffer.subarray(0, chunk.length));
          buffer.fill(0xff);
        }
        expect(result + decoder.end()).toBe(bytes.toString("utf8"));
      }),
    );
  });

  it.each<readonly [string, string, readonly number[], MalformedPlace]>([
    ["a byte of another charset", "UTF-8", [0x61, 0x0a, 0x62, 0xe9, 0x6c], { offset: 3, line: 2 }],
    ["a character cut off at the end", "UTF-8", [0x61, 0xe4, 0xb8], { offset: null, line: 1 }],
    ["an overlong form", "UTF-8", [0x0a, 0x0a, 0xc0, 0x80], { offset: 2, line: 3 }],
    ["half a surrogate pair", "UTF-8", [0xed, 0xa0, 0x80], { offset: 0, line: 1 }],
    ["a high byte", "US-ASCII", [0x61, 0x62, 0x80], { offset: 2, line: 1 }],
    ["a byte that the charset does not define", "windows-1252", [0x61, 0x81], { offset: 1, line: 1 }],
    ["an odd number of bytes", "UTF-16LE", [0x61, 0x00, 0x62], { offset: null, line: 1 }],
    ["half a surrogate pair", "UTF-16LE", [0x61, 0x00, 0x3d, 0xd8, 0x62, 0x00], { offset: 2, line: 1 }],
    ["a broken character", "Shift_JIS", [0x0a, 0x93, 0x0a], { offset: 1, line: 2 }],
  ])("refuses %s in %s and says where it is", (_, name, bytes, place) => {
    const chunks = [Buffer.from(bytes)];
    expect(() => decode(name, chunks)).toThrow(MalformedInput);
    expect(findMalformed(encoding(name), chunks)).toEqual(place);
  });

  it("finds the place in a later chunk", () => {
    const good = Buffer.from("é\n".repeat(50_000));
    expect(findMalformed(encoding("UTF-8"), [good, good, Buffer.from([0x41, 0xff])])).toEqual({
      offset: 2 * good.length + 1,
      line: 100_001,
    });
    expect(findMalformed(encoding("UTF-8"), [good])).toBeNull();
  });
});
