import { describe, expect, test } from "vitest";
import {
  cut,
  formatDuration,
  formatPlace,
  listSome,
  oneLine,
  plural,
  statementRange,
  visible,
} from "../../src/report/format.ts";

describe("wording", () => {
  test.each([
    [0, "0.00 s"],
    [412, "0.41 s"],
    [9_994, "9.99 s"],
    [9_996, "10.0 s"],
    [59_949, "59.9 s"],
    [59_951, "1 min 00 s"],
    [72_000, "1 min 12 s"],
    [3_599_400, "59 min 59 s"],
    [3_600_000, "1 h 00 min"],
    [7_380_000, "2 h 03 min"],
  ])("%d ms", (ms, expected) => {
    expect(formatDuration(ms)).toBe(expected);
  });

  test.each([
    [{ file: "a.sql" }, "a.sql"],
    [{ file: "a.sql", line: 3 }, "a.sql:3"],
    [{ file: "a.sql", line: 3, column: 7 }, "a.sql:3:7"],
    [{ file: "a.sql", column: 7 }, "a.sql"],
  ])("place %j", (at, expected) => {
    expect(formatPlace(at)).toBe(expected);
  });

  test("cut text ends in an ellipsis and never in half a character", () => {
    expect(cut("abcdef", 6)).toBe("abcdef");
    expect(cut("abcdefg", 6)).toBe("abcde…");
    expect(cut("ab😀cd", 4)).toBe("ab…");
  });

  test("counts and lists", () => {
    expect([plural(1, "database"), plural(2, "database")]).toEqual(["1 database", "2 databases"]);
    expect(listSome(["a", "b", "c"], 2)).toBe("a, b and 1 more");
    expect([statementRange(2, 2), statementRange(2, 5)]).toEqual(["statement 2", "statements 2 to 5"]);
  });

  test("white space becomes one space", () => {
    expect(oneLine(" a\r\n\tb ")).toBe("a b");
  });

  test("what would move a cursor or turn the text around is shown", () => {
    expect(visible("a\u001b[2J\r\n\tb\u202ec\u0085\rd")).toBe("a\\x1b[2J\n\tb\\u202ec\\x85\\x0dd");
  });
});
