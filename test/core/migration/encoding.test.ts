import { describe, expect, it } from "vitest";
import { createEncodingDetector, parseEncoding, settleByteOrder } from "../../../src/core/migration/encoding.ts";

describe("the name of an encoding", () => {
  it.each([
    ["UTF-8", "UTF-8"],
    ["utf8", "UTF-8"],
    ["ISO-8859-1", "ISO-8859-1"],
    ["ISO8859_1", "ISO-8859-1"],
    ["latin1", "ISO-8859-1"],
    ["US-ASCII", "US-ASCII"],
    ["Cp1252", "windows-1252"],
    ["UTF-16", "UTF-16"],
    ["UTF-16LE", "UTF-16LE"],
    ["ISO-8859-9", "ISO-8859-9"],
    ["ISO8859_15", "iso-8859-15"],
    ["Shift_JIS", "shift_jis"],
    ["GBK", "gbk"],
    [" windows-1251 ", "windows-1251"],
  ])("%s means %s", (name, expected) => {
    expect(parseEncoding(name)?.name).toBe(expected);
  });

  it.each(["", "UTF-7", "UTF-32", "klingon"])("%j is not known", (name) => {
    expect(parseEncoding(name)).toBeNull();
  });

  it.each(["UTF-8", "US-ASCII", "ISO-8859-1", "windows-1252", "ISO-8859-9", "UTF-16LE", "UTF-16BE", "gbk"])(
    "%s is found again under the name that it is shown with",
    (name) => {
      const encoding = parseEncoding(name);
      expect(parseEncoding(encoding?.name ?? "")).toEqual(encoding);
    },
  );
});

describe("UTF-16 without a byte order in its name", () => {
  it.each([
    ["a little-endian mark", [0xff, 0xfe], "UTF-16LE"],
    ["a big-endian mark", [0xfe, 0xff], "UTF-16BE"],
    ["no mark, as in Java", [0x00, 0x41], "UTF-16BE"],
    ["an empty file", [], "UTF-16BE"],
  ])("with %s is read accordingly", (_, start, expected) => {
    const utf16 = parseEncoding("UTF-16");
    expect(utf16 && settleByteOrder(utf16, new Uint8Array(start)).name).toBe(expected);
  });
});

describe("detecting the encoding", () => {
  const TEXT = "INSERT INTO t VALUES ('héllo');\n";
  const bigEndian = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

  it.each<readonly [string, Buffer, string]>([
    ["an empty file", Buffer.alloc(0), "UTF-8"],
    ["plain ASCII", Buffer.from("SELECT 1;"), "UTF-8"],
    ["UTF-8", Buffer.from(TEXT), "UTF-8"],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${TEXT}`), "UTF-8"],
    ["ISO-8859-1", Buffer.from(TEXT, "latin1"), "ISO-8859-1"],
    ["UTF-8 that ends within a character", Buffer.from(TEXT).subarray(0, 25), "ISO-8859-1"],
    ["UTF-16LE with a mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le"), "UTF-16LE"],
    ["UTF-16BE with a mark", bigEndian(`\uFEFF${TEXT}`), "UTF-16BE"],
    ["UTF-16LE without a mark, which Flyway takes for big-endian", Buffer.from(TEXT, "utf16le"), "UTF-16LE"],
    ["UTF-16BE without a mark, which Flyway takes for UTF-8", bigEndian(TEXT), "UTF-16BE"],
    ["a UTF-16 mark before an odd number of bytes", Buffer.from([0xff, 0xfe, 0x41]), "ISO-8859-1"],
    ["a single NUL in a text", Buffer.from("SELECT 1;\0"), "UTF-8"],
  ])("finds out %s", (_, bytes, expected) => {
    const whole = createEncodingDetector();
    whole.update(bytes);
    const inBytes = createEncodingDetector();
    for (let i = 0; i < bytes.length; i++) inBytes.update(bytes.subarray(i, i + 1));
    expect([whole.result().name, inBytes.result().name]).toEqual([expected, expected]);
  });
});
