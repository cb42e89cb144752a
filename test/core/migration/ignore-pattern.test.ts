import { describe, expect, it } from "vitest";
import { isIgnored, isStateIgnored, parseIgnorePattern } from "../../../src/core/migration/ignore-pattern.ts";
import type { IgnorePattern } from "../../../src/config/config.ts";

function patterns(...texts: readonly string[]): readonly IgnorePattern[] {
  return texts.map((text) => {
    const parsed = parseIgnorePattern(text);
    if (typeof parsed === "string") throw new Error(parsed);
    return parsed;
  });
}

describe("an ignore pattern", () => {
  it.each([
    ["*:missing", { type: "*", state: "missing" }],
    ["versioned:pending", { type: "versioned", state: "pending" }],
    [" Repeatable : FUTURE ", { type: "repeatable", state: "future" }],
    ["*:*", { type: "*", state: "*" }],
  ])("%j is read", (text, expected) => {
    expect(parseIgnorePattern(text)).toEqual(expected);
  });

  it.each(["", "missing", "*", "*:", ":*", "*:success", "undo:*", "a:b:c", "*:missing:", "*:failed"])(
    "%j is refused with the words that there are",
    (text) => {
      expect(parseIgnorePattern(text)).toMatch(
        /is no ignore pattern: .*versioned, repeatable .*missing, pending, ignored, future/,
      );
    },
  );

  it("fits by category and by the displayed name of the state", () => {
    expect(isIgnored(patterns("*:missing"), "versioned", "MISSING_SUCCESS")).toBe(true);
    expect(isIgnored(patterns("*:missing"), "versioned", "MISSING_FAILED")).toBe(false);
    expect(isIgnored(patterns("*:future"), "versioned", "FUTURE_FAILED")).toBe(false);
    expect(isIgnored(patterns("*:ignored"), "versioned", "BASELINE_IGNORED")).toBe(false);
    expect(isIgnored(patterns("versioned:pending"), "repeatable", "PENDING")).toBe(false);
    expect(isIgnored(patterns("repeatable:pending", "versioned:missing"), "repeatable", "PENDING")).toBe(true);
    expect(isIgnored(patterns("*:*"), "repeatable", "FAILED")).toBe(true);
    expect(isIgnored([], "repeatable", "PENDING")).toBe(false);
  });

  it.each([
    [["*:pending"], true],
    [["versioned:pending", "repeatable:pending"], true],
    [["versioned:*", "repeatable:pending"], true],
    [["*:*"], true],
    [["versioned:pending"], false],
    [["*:future"], false],
    [[], false],
  ])("%j ignores the pending state as a whole: %s", (texts, expected) => {
    expect(isStateIgnored(patterns(...texts), "PENDING")).toBe(expected);
  });
});
