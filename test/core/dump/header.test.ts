import { describe, expect, it } from "vitest";
import { headerLine, parseHeader, type DumpHeader } from "../../../src/core/dump/header.ts";

const HEADER: DumpHeader = {
  runId: "r",
  database: "shop",
  schema: "sh\nop; DROP TABLE a;",
  characterSet: "utf8mb4",
  collation: "utf8mb4_bin",
  product: "MariaDB",
  serverVersion: "10.11.19-MariaDB",
  tool: "mariadb-dump 10.11.19",
  takenAt: "2026-11-27T10:00:00.000Z",
  schemaVersion: null,
  limits: ["1 FLOAT column is dumped with six significant digits."],
};

describe("the first line of a dump", () => {
  it("is one comment, whatever is in it", () => {
    const line = headerLine(HEADER);
    expect(line).toMatch(/^-- .*\n$/);
    expect(parseHeader(line.trimEnd())).toEqual(HEADER);
  });

  it.each([
    ["another comment", "-- MySQL dump 10.13"],
    ["another version", headerLine(HEADER).replace("dump 1", "dump 2")],
    ["a part of it", headerLine(HEADER).slice(0, 60)],
    ["null", "-- flyback dump 1 null"],
    ["a text that is missing", headerLine({ ...HEADER, takenAt: undefined as unknown as string })],
    ["another product", headerLine({ ...HEADER, product: "Oracle" as "MySQL" })],
  ])("is not %s", (_, line) => {
    expect(parseHeader(line)).toBeNull();
  });
});
