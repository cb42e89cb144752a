/** Checksums that real Flyway versions wrote into histories, against the files that they wrote them for. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ResolvedMigration } from "../../src/core/migration/resolved-migration.ts";
import { olderChecksums } from "../../src/fs/older-checksums.ts";
import { scan } from "./folder.ts";

type Entry = { readonly blob: string; readonly file: string; readonly checksum: number; readonly rule: string };

const ORACLE = path.resolve(process.env["FLYBACK_ORACLES"] ?? "../shared/oracles", "checksum-oracle.json");
const CORPUS = path.resolve(process.env["FLYBACK_CORPUS"] ?? "../shared/corpus");
const absent = [ORACLE, CORPUS].filter((file) => !existsSync(file));
const present = absent.length === 0;
// The title of a group that is skipped as a whole is not printed.
if (!present) console.log(`Without checksums of real histories: ${absent.join(", ")} is not there.`);

/** The name that git gives to a content: the oracle's entries are tied to contents by it. */
function blobName(bytes: Buffer): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

async function corpusByBlob(): Promise<ReadonlyMap<string, ResolvedMigration>> {
  const folders = readdirSync(CORPUS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = new Map<string, ResolvedMigration>();
  for (const entry of folders) {
    const { migrations } = await scan(path.join(entry.parentPath, entry.name), {
      locations: ["."],
      placeholders: { replacement: false },
    });
    for (const migration of migrations) files.set(blobName(readFileSync(migration.source.path)), migration);
  }
  return files;
}

describe.skipIf(!present)(`the checksums of ${present ? ORACLE : "real histories"}`, () => {
  const entries: readonly Entry[] = present ? JSON.parse(readFileSync(ORACLE, "utf8")) : [];

  it("are those of today's rule, of the rule before Flyway 4, or of that with CRLF, as noted", async () => {
    const files = await corpusByBlob();
    const checked: Record<string, number> = {};
    for (const { blob, checksum, rule, file } of entries) {
      const migration = files.get(blob);
      if (migration === undefined) continue;
      const older = olderChecksums(migration);
      const found = {
        lines: migration.checksum === checksum,
        bytes: older?.bytes === checksum,
        "bytes, with LF made CRLF": older?.crlfBytes === checksum,
        "bytes and lines": older?.bytes === checksum && migration.checksum === checksum,
      }[rule];
      expect(found, `${file}: ${rule}`).toBe(true);
      checked[rule] = (checked[rule] ?? 0) + 1;
    }
    // The corpus holds files of these two rules only; for the others their repositories have moved on.
    expect(checked["lines"]).toBeGreaterThan(0);
    expect(checked["bytes, with LF made CRLF"]).toBeGreaterThan(0);
  });
});
