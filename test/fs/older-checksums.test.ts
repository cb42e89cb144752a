import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { olderChecksums } from "../../src/fs/older-checksums.ts";
import { folder, scan } from "./folder.ts";

async function sumsOf(content: string): Promise<ReturnType<typeof olderChecksums>> {
  const [migration] = (await scan(folder({ "db/V1__a.sql": content }))).migrations;
  return migration === undefined ? null : olderChecksums(migration);
}

const signedCrc = (text: string): number => crc32(text) | 0;

describe("the checksums of Flyway before version 4", () => {
  it.each([
    ["", ""],
    ["SELECT 1;\nSELECT 2;\n", "SELECT 1;\r\nSELECT 2;\r\n"],
    ["mixed\r\nends\n\rhere\n\n", "mixed\r\nends\r\n\rhere\r\n\r\n"],
    ["\uFEFFa\n", "\uFEFFa\r\n"],
    // Chunks of 256 KiB meet within a CRLF.
    [`${"x".repeat(256 * 1024 - 1)}\r\n\n`, `${"x".repeat(256 * 1024 - 1)}\r\n\r\n`],
  ])("cover all bytes, and those of a Windows checkout", async (text, windowsText) => {
    expect(await sumsOf(text)).toEqual({ bytes: signedCrc(text), crlfBytes: signedCrc(windowsText) });
  });
});
