import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checksumOf, createChecksum } from "../../../src/core/migration/checksum.ts";
import { parseEncoding } from "../../../src/core/migration/encoding.ts";
import { createDecoder, MalformedInput } from "../../../src/fs/decode.ts";

const BOM = "\uFEFF";
const TWO_LINES = "CREATE TABLE t (id INT);\nINSERT INTO t VALUES (1);\n";

function ofChunks(chunks: readonly string[]): number {
  const checksum = createChecksum();
  for (const chunk of chunks) checksum.update(chunk);
  return checksum.value();
}

function ofBytes(bytes: Buffer, encodingName: string): number {
  const encoding = parseEncoding(encodingName);
  if (encoding === null) throw new Error(`unknown encoding ${encodingName}`);
  const decoder = createDecoder(encoding);
  return checksumOf(decoder.decode(bytes) + decoder.end());
}

// Every value was confirmed by running the released Flyway 13.12.0.
describe("the checksum of Flyway", () => {
  it.each([
    ["an empty file", "", 0],
    ["one line end", "\n", 0],
    ["only blank lines of all kinds", "\n\n\r\n\r", 0],
    ["blank lines, one of three spaces", "\n\r\n\n   \n", 1776720792],
    ["two statements", TWO_LINES, 194980085],
    ["the same with CRLF", TWO_LINES.replaceAll("\n", "\r\n"), 194980085],
    ["the same with CR only", TWO_LINES.replaceAll("\n", "\r"), 194980085],
    ["the same without the last line end", TWO_LINES.slice(0, -1), 194980085],
    ["the same with empty lines all over", `\n\n${TWO_LINES.replaceAll("\n", "\n\n\n")}\n`, 194980085],
    ["the same as a single line", TWO_LINES.replaceAll("\n", ""), 194980085],
    ["the same with a byte order mark in front", BOM + TWO_LINES, 194980085],
    ["the same with a space before the first line end", TWO_LINES.replace("\n", " \n"), -1665544372],
    ["the same with a mark before its second line", TWO_LINES.replace("\n", `\n${BOM}`), 1609826406],
    ["a byte order mark alone", BOM, 0],
    ["two marks, of which one stays", `${BOM}${BOM}SELECT 1;`, -1606921097],
    ["a mark after an empty line, which stays", `\n${BOM}SELECT 1;`, -1606921097],
    ["one statement", "SELECT 1;", 78787420],
    ["one statement with a line end", "SELECT 1;\n", 78787420],
    ["text beyond ASCII", "INSERT INTO t VALUES ('héllo 世界 😀');\n", -1311871673],
    [
      "other line separators, which are ordinary characters",
      "SELECT 1;\u0085SELECT 2;\u2028SELECT 3;\u000BSELECT 4;\u000CSELECT 5;\n",
      2019492946,
    ],
    ["a NUL", "SELECT 1;\0\n", -1327808415],
    ["a comment", "-- hello\n", 1587913759],
    ["a placeholder as it is written", "SELECT ${a};\n", 444118549],
    ["a placeholder replaced", "SELECT 42;\n", -690368281],
  ])("of %s", (_, text, expected) => {
    expect(checksumOf(text)).toBe(expected);
  });

  const ACCENT = "INSERT INTO t VALUES ('héllo');\n";

  it("is the same whatever the text is encoded in", () => {
    expect(ofBytes(Buffer.from(ACCENT, "utf8"), "UTF-8")).toBe(-1199395956);
    expect(ofBytes(Buffer.from(ACCENT, "latin1"), "ISO-8859-1")).toBe(-1199395956);
    expect(ofBytes(Buffer.from(BOM + ACCENT, "utf16le"), "UTF-16LE")).toBe(-1199395956);
  });

  it("is none if the bytes are no text of the encoding", () => {
    expect(() => ofBytes(Buffer.from(ACCENT, "latin1"), "UTF-8")).toThrow(MalformedInput);
  });

  it("does not depend on where chunks are cut", () => {
    const piece = fc.oneof(fc.constantFrom("\n", "\r", "\r\n", BOM, "é", "世", "😀", "a b", "\u2028"), fc.string());
    const text = fc.array(piece).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 60 })), (whole, cuts) => {
        const borders = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length];
        const chunks = borders.slice(1).map((end, i) => whole.slice(borders[i], end));
        expect(ofChunks(chunks)).toBe(checksumOf(whole));
      }),
    );
  });

  it("does not depend on line ends", () => {
    const line = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ""));
    const end = fc.constantFrom("\n", "\r\n", "\r", "");
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end, end)), (lines) => {
        const one = lines.map(([text, first]) => text + first).join("");
        const other = lines.map(([text, , second]) => text + second).join("");
        expect(checksumOf(one)).toBe(checksumOf(other));
      }),
    );
  });

  it("counts a lone half of a surrogate pair as a question mark, as Java does", () => {
    expect(checksumOf("a\uD83Db")).toBe(checksumOf("a?b"));
    expect(checksumOf("\uDE00\uD83D")).toBe(checksumOf("??"));
    expect(checksumOf("\uD83D\n\uDE00")).toBe(checksumOf("??"));
  });

  it("knows its value at any time and goes on", () => {
    const checksum = createChecksum();
    checksum.update("\uD83D");
    expect(checksum.value()).toBe(checksumOf("?"));
    checksum.update("\uDE00");
    expect(checksum.value()).toBe(checksumOf("😀"));
  });
});
