import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/core/migration/checksum.ts";
import type { ScannedFiles } from "../../src/fs/migration-files.ts";
import { folder, scan } from "./folder.ts";

const A_IS_42 = { placeholders: { values: new Map([["a", "42"]]) } };

const sums = ({ migrations, problems }: ScannedFiles): readonly (readonly number[])[] => {
  expect(problems).toEqual([]);
  return migrations.map(({ checksum, rawChecksum }) => [checksum, rawChecksum]);
};

describe("placeholders", () => {
  it("count in a repeatable's checksum and not in a versioned one's", async () => {
    const root = folder({ "db/V1__x.sql": "SELECT ${a};\n", "db/R__x.sql": "SELECT ${A};\n" });
    expect(sums(await scan(root, A_IS_42))).toEqual([
      [444118549, 444118549],
      [-690368281, checksumOf("SELECT ${A};")],
    ]);
  });

  it("with line ends in their values are cut into lines like the text around them", async () => {
    const root = folder({ "db/R__x.sql": "SELECT ${a};" });
    const found = await scan(root, { placeholders: { values: new Map([["a", "1\r\n,2"]]) } });
    expect(found.migrations[0]?.checksum).toBe(checksumOf("SELECT 1,2;"));
  });

  it.each([
    ["by the setting", {}, { replacement: false }],
    ["by the script's own settings", { "db/R__x.sql.conf": "placeholderReplacement=false" }, {}],
  ])("are left as they are %s", async (_, more, placeholders) => {
    const root = folder({ "db/R__x.sql": "SELECT ${nothing};", ...more });
    const raw = checksumOf("SELECT ${nothing};");
    expect(sums(await scan(root, { placeholders }))).toEqual([[raw, raw]]);
  });

  it("may be built-in ones; the file name is that of each file, without folders", async () => {
    const root = folder({
      "db/R__one.sql": "SELECT '${flyway:table} ${flyway:filename}';",
      "db/sub/R__two.sql": "SELECT '${flyway:table} ${flyway:filename}';",
    });
    const found = await scan(root, {}, new Map([["flyway:table", "h"]]));
    expect(found.migrations.map(({ checksum }) => checksum)).toEqual([
      checksumOf("SELECT 'h R__one.sql';"),
      checksumOf("SELECT 'h R__two.sql';"),
    ]);
  });

  it("that nobody defined are a problem with the place, and the other files are read", async () => {
    const root = folder({ "db/R__x.sql": "SELECT 1;\n  SELECT ${b};", "db/R__y.sql": "", "db/V1__x.sql": "${b}" });
    const found = await scan(root, A_IS_42);
    expect(found.migrations.map(({ script }) => script)).toEqual(["V1__x.sql", "R__y.sql"]);
    expect(found.problems).toMatchObject([
      { code: "UNKNOWN_PLACEHOLDER", at: { file: "db/R__x.sql", line: 2, column: 10 } },
    ]);
  });

  it("are replaced in a large file just the same", async () => {
    const text = "INSERT INTO t VALUES (${a}, '$');\n".repeat(100_000);
    const found = await scan(folder({ "db/R__big.sql": text }), A_IS_42);
    expect(sums(found)).toEqual([[checksumOf(text.replaceAll("${a}", "42")), checksumOf(text)]]);
  });
});

describe("a script's own settings", () => {
  it("are found beside it in any letter case, for callbacks as well, and have no checksum", async () => {
    const root = folder({
      "db/V1__x.sql": "SELECT 1;",
      "db/v1__X.sql.CONF": "executeInTransaction=${a}",
      "db/beforeMigrate.sql": "SELECT 1;",
      "db/beforeMigrate.sql.conf": "executeInTransaction=false",
    });
    const found = await scan(root, { placeholders: { values: new Map([["a", "false"]]) } });
    expect(found.problems).toEqual([]);
    expect(found.migrations[0]?.source.config).toEqual({ executeInTransaction: false });
    expect(found.migrations[0]?.checksum).toBe(78787420);
    expect(found.callbacks[0]?.source.config).toEqual({ executeInTransaction: false });
  });

  it("may lie in another location; those beside the script go first", async () => {
    const files = { "a/V1__x.sql": "", "b/V1__x.sql.conf": "executeInTransaction=false" };
    const locations = ["a", "b"];
    expect((await scan(folder(files), { locations })).migrations[0]?.source.config).toEqual({
      executeInTransaction: false,
    });
    const both = folder({ ...files, "a/V1__x.sql.conf": "executeInTransaction=true" });
    expect((await scan(both, { locations })).migrations[0]?.source.config).toEqual({ executeInTransaction: true });
  });

  it.each([
    ["an unknown key", "colour=red", "CONFIGURATION"],
    ["an undefined placeholder", "encoding=${b}", "UNKNOWN_PLACEHOLDER"],
    ["bytes that are no text", Buffer.from([0xff]), "ENCODING"],
    ["a megabyte of text", "#".repeat(1024 * 1024 + 1), "FILE_UNREADABLE"],
  ])("with %s are a problem of their own file", async (_, content, code) => {
    const found = await scan(folder({ "db/V1__x.sql": "", "db/V1__x.sql.conf": content }));
    expect(found.problems).toMatchObject([{ code, at: { file: "db/V1__x.sql.conf" } }]);
    expect(found.migrations).toEqual([]);
  });
});
