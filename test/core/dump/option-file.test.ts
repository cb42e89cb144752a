import { describe, expect, it } from "vitest";
import { optionFile } from "../../../src/core/dump/option-file.ts";

describe("an option file", () => {
  it("has each value in quotes, with what would end or change it escaped", () => {
    const text = optionFile([
      ["user", "ann"],
      ["password", ' #a"b\\s\n!include é '],
    ]);
    expect(text).toBe('[client]\nuser="ann"\npassword=" #a\\"b\\\\s\\n!include é "\n');
  });

  it("does not tell the value that is too long", () => {
    const write = (): string => optionFile([["password", "geheim".repeat(1_000)]]);
    expect(write).toThrow(RangeError);
    expect(write).toThrow(/^password is too long$/);
  });
});
