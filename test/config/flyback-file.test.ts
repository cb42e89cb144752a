import { describe, expect, test } from "vitest";
import { config, database, load, problems } from "./support.ts";

function file(text: string): { files: Record<string, string> } {
  return { files: { "flyback.yml": text } };
}

describe("flyback.yml", () => {
  test("keeps versions as they are written", async () => {
    const { migrate } = await database(file("target: 1.10\nbaseline-version: 007"));
    expect(migrate.target).toMatchObject({ version: "1.10" });
    expect(migrate.baselineVersion).toBe("007");
  });

  test("takes lists and maps of YAML", async () => {
    const { files } = await database(
      file("locations:\n  - db/a,b\n  - db/c\nplaceholders:\n  Flag: true\n  zip: 00123\n  empty: ''\n  nothing:"),
    );
    expect(files.locations).toEqual(["db/a,b", "db/c"]);
    expect(Object.fromEntries(files.placeholders.values)).toEqual({
      flag: "true",
      zip: "00123",
      empty: "",
      nothing: "",
    });
  });

  test("takes a list as text, and an empty list as none", async () => {
    const { files, migrate } = await database(file("locations: db/a, db/b\nignore-migration-patterns: []"));
    expect(files.locations).toEqual(["db/a", "db/b"]);
    expect([migrate.ignorePatterns, migrate.ignorePatternsGiven]).toEqual([[], true]);
  });

  test("may be JSON, with tabs", async () => {
    const { migrate } = await database({
      files: { "flyback.json": '{\n\t"target": "1.10",\n\t"out-of-order": true\n}' },
    });
    expect([migrate.target, migrate.outOfOrder]).toEqual([
      { kind: "version", version: "1.10", allowMissing: false },
      true,
    ]);
  });

  test("may begin with a byte order mark, be empty, or hold comments only", async () => {
    expect((await database(file("\uFEFFtarget: 3"))).migrate.target).toMatchObject({ version: "3" });
    expect(await problems(file(""))).toEqual([]);
    expect(await problems(file("# nothing\n"))).toEqual([]);
  });

  test("knows anchors and merge keys", async () => {
    const got = await config(
      file(
        "databases:\n  - &one { name: a, target: 2, out-of-order: true }\n  - <<: *one\n    name: b\n    target: 3\n",
      ),
    );
    expect(got.databases.map(({ name, migrate }) => [name, migrate.target, migrate.outOfOrder])).toEqual([
      ["a", { kind: "version", version: "2", allowMissing: false }, true],
      ["b", { kind: "version", version: "3", allowMissing: false }, true],
    ]);
  });

  test("is named by config-file, from the working directory", async () => {
    const { migrate } = await database({
      argv: ["--working-directory=db", "--config-file=conf/x.yml"],
      files: { "db/conf/x.yml": "target: 9", "flyback.yml": "target: 8" },
    });
    expect(migrate.target).toMatchObject({ version: "9" });
  });
});

describe("a wrong flyback.yml says where, for", () => {
  test.each<[string, string, RegExp]>([
    ["an unknown key", "parallel: 1\ntaget: 2", /^UNKNOWN_OPTION flyback.yml:2 taget: .*`target`/],
    ["Flyway's spelling", "\n\noutOfOrder: true", /^UNKNOWN_OPTION flyback.yml:3 outOfOrder: .*`out-of-order`/],
    [
      "a boolean of old YAML",
      "out-of-order: yes",
      /^CONFIGURATION flyback.yml:1 out-of-order: "yes" is neither true nor false/,
    ],
    ["a capital boolean", "out-of-order: True", /neither true nor false/],
    ["a number out of range", "parallel: 0", /parallel: "0" is no whole number from 1 to 256/],
    ["a number that is none", "lock-timeout: 60s", /lock-timeout: "60s" is no whole number/],
    ["a word that is none", "ssl-mode: requird", /"requird" is none of disabled, .*`required`/],
    ["a list where one value belongs", "target: [1, 2]", /target: Expected a text, not a list/],
    ["a map where a list belongs", "locations: { a: b }", /locations: Expected a list/],
    ["a list in a list", "locations: [[a]]", /locations\[0\]: Expected a list of words/],
    ["a map in a map", "placeholders:\n  a:\n    b: c", /flyback.yml:2 placeholders.a: Expected a text/],
    ["a start option", "working-directory: x", /give it as --working-directory/],
    ["a key of an entry at the top", "depends-on: [a]", /entry of `databases`/],
    ["broken YAML", "target: [1,\nx", /^CONFIGURATION flyback.yml:\d+ flyback.yml: This is no valid YAML/],
    ["two documents", "target: 1\n---\ntarget: 2", /only one document/],
    ["a key that is there twice", "target: 1\ntarget: 2", /the key target is there twice/],
    ["a list at the top", "- target", /Expected `name: value` lines/],
    ["two names of one option", "target: 1\nto-version: 2", /target is there under another name/],
    ["an unknown anchor", "target: *x", /no such anchor|anchor/],
    [
      "an environment that is no section",
      "environments:\n  x: 3",
      /flyback.yml:2 environments.x: Expected the environment's settings/,
    ],
    ["an unknown key in a section", "environments:\n  x:\n    taget: 3", /flyback.yml:3 environments.x.taget: /],
    ["a version that is none", "target: v2", /target: "v2" is neither a version/],
    ["a pattern that is none", "ignore-migration-patterns: ['*:gone']", /"\*:gone" is no ignore pattern/],
    ["an encoding that is none", "encoding: klingon", /"klingon" is no character set/],
    [
      "a built-in placeholder",
      "placeholders:\n  flyway:user: x",
      /placeholders.flyway:user: Placeholders that begin with flyway:/,
    ],
    ["a classpath", "locations: classpath:db/migration", /classpath:db\/migration is a folder in a Java archive/],
    ["a bucket", "locations: s3:bucket/x", /s3:bucket\/x is in Amazon's storage/],
    ["a table name that is too long", `schema-history-table: ${"x".repeat(65)}`, /at most 64/],
    ["an installed-by that is too long", `installed-by: ${"x".repeat(101)}`, /at most 100/],
    ["a plan hash that is none", "plan-hash: abc", /64 hexadecimal digits/],
  ])("%s", async (_, text, says) => {
    expect((await problems(file(text))).join("\n")).toMatch(says);
  });

  test("more than one at once", async () => {
    const found = await problems(file("taget: 1\nout-of-order: ja\nparallel: -1\nplaceholders: 3\n"));
    expect(found.map((text) => text.split(" ").slice(0, 2).join(" ")).toSorted()).toEqual([
      "CONFIGURATION flyback.yml:2",
      "CONFIGURATION flyback.yml:3",
      "CONFIGURATION flyback.yml:4",
      "UNKNOWN_OPTION flyback.yml:1",
    ]);
  });

  test("two files", async () => {
    const found = await problems({ files: { "flyback.yml": "target: 1", "flyback.json": "{}" } });
    expect(found).toEqual([expect.stringMatching(/There are flyback.yml and flyback.json: keep one/)]);
  });

  test("a named file that is missing", async () => {
    expect(await problems({ argv: ["--config-file=x.yml"] })).toEqual([
      "FILE_UNREADABLE There is no configuration file x.yml.",
    ]);
  });

  test("a folder that is missing", async () => {
    const found = await problems({ argv: ["--working-directory=gone"] });
    expect(found).toEqual(["CONFIGURATION --working-directory: There is no such folder."]);
  });

  test("a password in text that is no YAML, without the text", async () => {
    const result = await load(file("password: hunter2\n  x: [\n"));
    expect(JSON.stringify(result.ok ? {} : result.problems)).toMatch(/no valid YAML/);
    expect(JSON.stringify(result.ok ? {} : result.problems)).not.toContain("hunter2");
  });
});
