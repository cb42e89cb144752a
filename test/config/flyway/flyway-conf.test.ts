import { describe, expect, test } from "vitest";
import { parseFlywayConf } from "../../../src/config/flyway/flyway-conf.ts";

const ENV = { HOME_DB: "shop", BACK: "a\\b" };

function entries(text: string): [string, string][] {
  return parseFlywayConf(text, ENV).map(({ key, value }) => [key, value]);
}

describe("flyway.conf", () => {
  test.each<[string, string, [string, string][]]>([
    ["parts at the first equals sign", "flyway.url=jdbc:mysql://h/d?a=b", [["flyway.url", "jdbc:mysql://h/d?a=b"]]],
    ["drops blanks around key and value", "  flyway.user =  me  ", [["flyway.user", "me"]]],
    [
      "parts at a colon or a blank as well",
      "flyway.a: 1\nflyway.b 2\nflyway.c : 3",
      [
        ["flyway.a", "1"],
        ["flyway.b", "2"],
        ["flyway.c", "3"],
      ],
    ],
    ["knows comments", "# flyway.a=1\n! flyway.b=2\n", []],
    [
      "keeps backslashes",
      "flyway.locations=filesystem:C:\\data\\sql",
      [["flyway.locations", "filesystem:C:\\data\\sql"]],
    ],
    ["keeps Java's escapes as they are", "flyway.a=\\u0041\\t", [["flyway.a", "\\u0041\\t"]]],
    ["goes on in the next line behind a backslash", "flyway.a=1,\\\n   2,\\\n   3", [["flyway.a", "1,2,3"]]],
    [
      "does not go on where the next line is a setting",
      "flyway.a=C:\\dir\\\nflyway.b=2",
      [
        ["flyway.a", "C:\\dir\\"],
        ["flyway.b", "2"],
      ],
    ],
    [
      "does not go on at the end or before an empty line",
      "flyway.a=1\\\n\nflyway.b=2\\",
      [
        ["flyway.a", "1\\"],
        ["flyway.b", "2\\"],
      ],
    ],
    [
      "fills in variables, and nothing for those that are not set",
      "flyway.a=${HOME_DB}-${GONE}",
      [["flyway.a", "shop-"]],
    ],
    ["takes a variable's backslashes as they are", "flyway.a=${BACK}", [["flyway.a", "a\\b"]]],
    [
      "reads the line ends of Windows",
      "flyway.a=1\r\nflyway.b=2\r\n",
      [
        ["flyway.a", "1"],
        ["flyway.b", "2"],
      ],
    ],
    ["drops a byte order mark", "\uFEFFflyway.a=1", [["flyway.a", "1"]]],
    ["keeps an empty value", "flyway.a=", [["flyway.a", ""]]],
  ])("%s", (_, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  test("knows the line of each entry", () => {
    const lines = parseFlywayConf("# x\nflyway.a=1,\\\n2\n\nflyway.b=3", ENV).map(({ line }) => line);
    expect(lines).toEqual([2, 5]);
  });
});
