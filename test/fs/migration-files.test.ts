import { describe, expect, it } from "vitest";
import { checksumOf } from "../../src/core/migration/checksum.ts";
import type { ScannedFiles } from "../../src/fs/migration-files.ts";
import { folder, scan } from "./folder.ts";

const scripts = ({ migrations }: ScannedFiles): readonly string[] => migrations.map(({ script }) => script);
const problems = (found: ScannedFiles): readonly string[] =>
  found.problems.map(({ code, message, at }) => `${code} ${at?.file ?? ""}:${at?.line ?? ""} ${message}`);
const notices = (found: ScannedFiles): readonly string[] => found.notices.map(({ message }) => message);

describe("scanning", () => {
  it("gives migrations in order of execution with their checksums", async () => {
    const root = folder({
      "db/V10__ten.sql": "SELECT 10;",
      "db/V9__nine.sql": "SELECT 9;",
      "db/R__view.sql": "SELECT 1;",
      "db/V9_1__more.sql": "SELECT 9.1;",
      "db/B9__base.sql": "SELECT 'b';",
      "db/readme.txt": "",
    });
    const found = await scan(root);
    expect(scripts(found)).toEqual(["V9__nine.sql", "B9__base.sql", "V9_1__more.sql", "V10__ten.sql", "R__view.sql"]);
    expect(found.migrations.map(({ checksum }) => checksum)).toEqual(
      ["SELECT 9;", "SELECT 'b';", "SELECT 9.1;", "SELECT 10;", "SELECT 1;"].map(checksumOf),
    );
    expect([...problems(found), ...notices(found)]).toEqual([]);
  });

  it("describes a file fully", async () => {
    const root = folder({ "db/sub/V1_0__first_one.sql": "SELECT 1;" });
    const checksum = checksumOf("SELECT 1;");
    expect((await scan(root)).migrations).toEqual([
      {
        kind: "versioned",
        version: { text: "1.0", parts: [1n] },
        description: "first one",
        script: "sub/V1_0__first_one.sql",
        checksum,
        rawChecksum: checksum,
        source: {
          path: `${root}/db/sub/V1_0__first_one.sql`,
          shownPath: "db/sub/V1_0__first_one.sql",
          size: 9,
          encoding: "UTF-8",
          config: {},
          rawChecksum: checksum,
          opensComment: false,
        },
      },
    ]);
  });

  it("warns where there is nothing, and fails where there is not even a folder", async () => {
    expect(notices(await scan(folder({ "db/readme.txt": "" })))).toEqual(["There is no migration in db."]);
    expect((await scan(folder())).problems.map(({ code }) => code)).toEqual(["LOCATION_NOT_FOUND"]);
  });

  it("sums up a file of several megabytes piece by piece to the same checksum", async () => {
    const text = `${"INSERT INTO t VALUES ('héllo 世界 😀');\r\n".repeat(60_000)}-- end`;
    const root = folder({ "db/V1__big.sql": text, "db/R__big.sql": text });
    const found = await scan(root, { placeholders: { replacement: false } });
    expect(Buffer.byteLength(text)).toBeGreaterThan(2_500_000);
    expect(found.migrations.map(({ checksum }) => checksum)).toEqual([checksumOf(text), checksumOf(text)]);
    expect(found.migrations[0]?.source.size).toBe(Buffer.byteLength(text));
  });
});

describe("names that are none", () => {
  const FILES = { "db/V1__a.sql": "", "db/V2_b.sql": "", "db/foo.sql": "", "db/U1__a.sql": "" };

  it("are left out with a warning", async () => {
    const found = await scan(folder(FILES));
    expect(scripts(found)).toEqual(["V1__a.sql"]);
    expect(found.ignoredFiles.map(({ path }) => path)).toEqual(["db/V2_b.sql", "db/foo.sql"]);
    expect(problems(found)).toEqual([]);
    expect(notices(found)).toEqual([
      expect.stringMatching(/^2 files are left out, .*db\/V2_b.sql \("2_b" is not a version.*db\/foo.sql \(it starts/),
      expect.stringMatching(/^1 undo migration is left out, .*: db\/U1__a.sql.$/),
    ]);
  });

  it("are problems with validateMigrationNaming, each with its place", async () => {
    expect(problems(await scan(folder(FILES), { validateMigrationNaming: true }))).toEqual([
      expect.stringMatching(/^INVALID_MIGRATION_NAME db\/V2_b.sql:1 /),
      expect.stringMatching(/^INVALID_MIGRATION_NAME db\/foo.sql:1 /),
    ]);
  });

  it("are shown five at most", async () => {
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`db/x${i}.sql`, ""]));
    expect(notices(await scan(folder(files)))[0]).toContain("and 3 more");
  });
});

describe("duplicates", () => {
  it("that are the same in everything are one migration", async () => {
    const root = folder({ "a/V1__x.sql": "SELECT 1;", "b/V1__x.sql": "SELECT 1;\n" });
    const found = await scan(root, { locations: ["a", "b"] });
    expect(found.migrations.map(({ source }) => source.shownPath)).toEqual(["a/V1__x.sql"]);
    expect(problems(found)).toEqual([]);
  });

  it.each([
    [
      "equal versions",
      { "db/V1__a.sql": "", "db/V1.0__a.sql": "", "db/V01__a.sql": "" },
      "DUPLICATE_VERSIONED_MIGRATION",
    ],
    ["copies in two sub-folders", { "db/a/V1__x.sql": "", "db/b/V1__x.sql": "" }, "DUPLICATE_VERSIONED_MIGRATION"],
    ["two baseline migrations", { "db/B1__a.sql": "", "db/B1__b.sql": "" }, "DUPLICATE_VERSIONED_MIGRATION"],
    [
      "two baseline migrations beside a versioned one",
      { "db/B1__a.sql": "", "db/B1__b.sql": "", "db/V1__c.sql": "" },
      "DUPLICATE_VERSIONED_MIGRATION",
    ],
    ["repeatables of one description", { "db/R__a_b.sql": "", "db/R__a b.sql": "" }, "DUPLICATE_REPEATABLE_MIGRATION"],
    [
      "callbacks of one event and description",
      { "db/a/beforeMigrate.sql": "", "db/b/beforeMigrate.sql": "" },
      "DUPLICATE_CALLBACK",
    ],
  ])("are a problem: %s", async (_, files, code) => {
    expect((await scan(folder(files))).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it("of a versioned and a baseline migration are none", async () => {
    expect(problems(await scan(folder({ "db/B1__a.sql": "", "db/V1__c.sql": "" })))).toEqual([]);
  });

  it("below one pattern are not reduced to one of them, as Flyway does", async () => {
    const root = folder({ "db/a/m/V1__x.sql": "SELECT 1;", "db/b/m/V1__x.sql": "SELECT 2;" });
    expect(problems(await scan(root, { locations: ["db/*/m"] }))).toEqual([
      "DUPLICATE_VERSIONED_MIGRATION db/b/m/V1__x.sql:1 More than one migration has the version 1: db/a/m/V1__x.sql, db/b/m/V1__x.sql.",
    ]);
  });
});

describe("callbacks", () => {
  const FILES = {
    "db/V1__a.sql": "",
    "db/beforeMigrate__b.sql": "",
    "db/beforeMigrate.sql": "",
    "db/afterMigrate__z.sql": "",
    "hooks/afterMigrate__mine.sql": "",
    "hooks/V2__b.sql": "",
  };
  const names = ({ callbacks }: ScannedFiles): readonly string[] =>
    callbacks.map(({ event, description }) => `${event} ${description}`.trim());

  it("are found in the locations, by event and description", async () => {
    expect(names(await scan(folder(FILES)))).toEqual(["afterMigrate z", "beforeMigrate", "beforeMigrate b"]);
  });

  it("come from callbackLocations alone if these are set", async () => {
    const found = await scan(folder(FILES), { callbackLocations: ["hooks"] });
    expect(names(found)).toEqual(["afterMigrate mine"]);
    expect(scripts(found)).toEqual(["V1__a.sql"]);
    expect(notices(found)).toEqual([
      expect.stringContaining("these callbacks in `locations` are not run: db/afterMigrate__z.sql"),
    ]);
  });

  it("are none with skipDefaultCallbacks", async () => {
    expect(names(await scan(folder(FILES), { skipDefaultCallbacks: true, callbackLocations: ["gone"] }))).toEqual([]);
  });

  it("that never run are told of", async () => {
    const found = await scan(folder({ "db/V1__a.sql": "", "db/beforeClean.sql": "" }));
    expect(notices(found)).toEqual([expect.stringContaining("1 callback is for an event that never comes")]);
  });
});

describe("encodings", () => {
  const TEXT = "INSERT INTO t VALUES ('héllo');\n";
  const latin1 = Buffer.from(TEXT, "latin1");
  const SUM = checksumOf(TEXT);

  it("that do not fit are a problem with the place, for callbacks as well", async () => {
    const root = folder({
      "db/V1__a.sql": Buffer.concat([Buffer.from("\n\n"), latin1]),
      "db/beforeMigrate.sql": latin1,
    });
    expect(problems(await scan(root))).toEqual([
      "ENCODING db/V1__a.sql:3 db/V1__a.sql is not valid UTF-8: the byte at offset 26 belongs to no character (line 3).",
      "ENCODING db/beforeMigrate.sql:1 db/beforeMigrate.sql is not valid UTF-8: the byte at offset 24 belongs to no character (line 1).",
    ]);
  });

  it("may be set for all, detected, or set for one script", async () => {
    const files = { "db/V1__a.sql": latin1 };
    const sums = async (...args: Parameters<typeof scan>) =>
      (await scan(...args)).migrations.map(({ checksum, source }) => [checksum, source.encoding]);
    expect(await sums(folder(files), { encoding: "latin1" })).toEqual([[SUM, "ISO-8859-1"]]);
    expect(await sums(folder(files), { detectEncoding: true })).toEqual([[SUM, "ISO-8859-1"]]);
    const withConf = folder({ ...files, "db/v1__A.SQL.conf": "encoding=ISO-8859-1" });
    expect(await sums(withConf, { detectEncoding: true })).toEqual([[SUM, "ISO-8859-1"]]);
  });

  it("are detected in a large file, too", async () => {
    const text = TEXT.repeat(50_000);
    const found = await scan(folder({ "db/V1__a.sql": Buffer.from(text, "utf16le") }), { detectEncoding: true });
    expect(found.migrations.map(({ checksum, source }) => [checksum, source.encoding])).toEqual([
      [checksumOf(text), "UTF-16LE"],
    ]);
  });

  it("that nobody knows are a problem", async () => {
    expect((await scan(folder({ "db/V1__a.sql": "" }), { encoding: "klingon" })).problems).toMatchObject([
      { code: "CONFIGURATION" },
    ]);
  });
});
