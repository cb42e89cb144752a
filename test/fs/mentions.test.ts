import { describe, expect, it } from "vitest";
import { createMigrationFiles } from "../../src/fs/migration-files.ts";
import { filesConfig, folder } from "./folder.ts";

const PATTERNS = ["shop", "stock", "audit"].map((name) => ({ name, pattern: new RegExp(`\\b${name}\\.`, "i") }));

describe("looking for mentions", () => {
  it("finds the patterns that some migration or callback holds, in the patterns' order", async () => {
    const root = folder({
      "db/V1__a.sql": "INSERT INTO stock.t SELECT * FROM STOCK.u;",
      "db/afterMigrate.sql": "CALL shop.p();",
      "db/notes.txt": "audit.t",
    });
    expect(await createMigrationFiles(root).mentions(filesConfig(), PATTERNS)).toEqual(["shop", "stock"]);
  });

  it("sees one across two pieces of a large file", async () => {
    const filler = "-".repeat(256 * 1024 - 2);
    const root = folder({ "db/V1__a.sql": `${filler}\nshop.t;${"-".repeat(1024 * 1024)}` });
    expect(await createMigrationFiles(root).mentions(filesConfig(), PATTERNS)).toEqual(["shop"]);
  });

  it("does not need placeholders to be defined, and leaves unreadable files to the scan", async () => {
    const root = folder({ "db/R__a.sql": "SELECT ${x} FROM shop.t;", "db/V2__b.sql": Buffer.from([0xff]) });
    expect(await createMigrationFiles(root).mentions(filesConfig(), PATTERNS)).toEqual(["shop"]);
  });
});
