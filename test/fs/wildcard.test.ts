import { describe, expect, it } from "vitest";
import { compileWildcard } from "../../src/fs/wildcard.ts";

describe("a pattern of folders", () => {
  it.each<[string, string, string | null]>([
    ["*", "a/V1.sql", "V1.sql"],
    ["*", "a/b/V1.sql", "b/V1.sql"],
    ["*", "V1.sql", null],
    ["*/db", "a/db/V1__x.sql", "V1__x.sql"],
    ["*/db", "a/db/sub/V1__x.sql", "sub/V1__x.sql"],
    ["*/db", "a/b/db/V1__x.sql", null],
    ["*/db", "a/dbx/V1__x.sql", null],
    ["re*s", "releases/V1.sql", "V1.sql"],
    ["re*s", "res/V1.sql", null],
    ["v?", "v1/V1.sql", "V1.sql"],
    ["v?", "v/V1.sql", null],
    ["v?", "v12/V1.sql", null],
    ["**/sql", "sql/V1.sql", "V1.sql"],
    ["**/sql", "a/b/sql/V1.sql", "V1.sql"],
    ["**/sql", "a/sql/b/sql/V1.sql", "b/sql/V1.sql"],
    ["**/sql", "a/nosql/V1.sql", null],
    ["**", "V1.sql", "V1.sql"],
    ["**", "a/V1.sql", "a/V1.sql"],
    ["a+b*", "a+bc/V1.sql", "V1.sql"],
    ["a+b*", "aabc/V1.sql", null],
    ["*/V*.sql", "a/V1.sql", "a/V1.sql"],
    ["*/V*.sql", "a/R__x.sql", null],
    ["*/v1.0", "a/v1.0/V1.sql", "V1.sql"],
  ])("%s makes of %s the script %s", (pattern, path, script) => {
    expect(compileWildcard(pattern.split("/")).scriptOf(path)).toBe(script);
  });

  it("does not need folders that cannot match", () => {
    const { mayHold } = compileWildcard(["*", "db", "**", "x"]);
    expect(mayHold(["a"])).toBe(true);
    expect(mayHold(["a", "db"])).toBe(true);
    expect(mayHold(["a", "other"])).toBe(false);
    expect(mayHold(["a", "db", "anything", "at", "all"])).toBe(true);
  });
});
