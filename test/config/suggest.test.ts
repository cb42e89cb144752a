import { describe, expect, test } from "vitest";
import { suggest } from "../../src/config/suggest.ts";

const WORDS = ["target", "out-of-order", "baseline-version", "url", "user", "schema-history-table", "table"];

describe("a suggestion", () => {
  test.each([
    ["a letter is missing", "taget", "target"],
    ["two letters are swapped", "tagret", "target"],
    ["a letter is too many", "targett", "target"],
    ["it is in camel case", "baselineVersion", "baseline-version"],
    ["it has underscores", "out_of_order", "out-of-order"],
    ["it is a short word with one mistake", "urls", "url"],
    ["it is exact", "table", "table"],
    ["it is something else", "colour", null],
    ["a short word has two mistakes", "rl2", null],
    ["it is empty", "", null],
  ])("where %s", (_, word, expected) => {
    expect(suggest(word, WORDS)).toBe(expected);
  });
});
