import { describe, expect, it } from "vitest";
import { createSummer } from "../../src/fs/script-sums.ts";
import { parseEncoding } from "../../src/core/migration/encoding.ts";

function opensComment(encodingName: string, ...chunks: readonly Buffer[]): boolean {
  const encoding = parseEncoding(encodingName);
  if (encoding === null) throw new Error(`${encodingName} is not known`);
  const summer = createSummer(encoding, null);
  for (const chunk of chunks) summer.push(chunk);
  return summer.finish().opensComment;
}

describe("createSummer", () => {
  it.each([
    ["SELECT 1;", false],
    ["SELECT 2 / 1 * 3;", false],
    ["SELECT /* */ 1;", true],
    ["SELECT 1 /*", true],
  ])("tells whether %j opens a comment", (text, expected) => {
    expect(opensComment("UTF-8", Buffer.from(text))).toBe(expected);
    expect(opensComment("UTF-16LE", Buffer.from(text, "utf16le"))).toBe(expected);
  });

  it("sees a comment's opening across chunks, also where one gives no text", () => {
    expect(opensComment("UTF-8", Buffer.from("a /"), Buffer.from(""), Buffer.from("* b"))).toBe(true);
    expect(opensComment("UTF-8", Buffer.from("a /"), Buffer.from("b"), Buffer.from("* b"))).toBe(false);
  });
});
