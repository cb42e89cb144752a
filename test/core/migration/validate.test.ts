import { describe, expect, it } from "vitest";
import type { IgnorePattern } from "../../../src/config/config.ts";
import { parseIgnorePattern } from "../../../src/core/migration/ignore-pattern.ts";
import type { InfoRequest } from "../../../src/core/migration/migration-info.ts";
import type { ResolvedMigration } from "../../../src/core/migration/resolved-migration.ts";
import { validateMigrations, type ValidateOptions } from "../../../src/core/migration/validate.ts";
import type { Problem } from "../../../src/core/problem.ts";
import { BASELINE_ROW, file, infosOf, row, SCHEMA_ROW, type Row } from "./make.ts";

type Case = {
  readonly files: readonly ResolvedMigration[];
  readonly rows: readonly Row[];
  readonly ignore?: readonly string[];
  /** True: the check that `migrate` makes. */
  readonly migrate?: boolean;
  readonly more?: Partial<InfoRequest>;
  readonly olderChecksums?: ValidateOptions["olderChecksums"];
};

function findings({
  files,
  rows,
  ignore = ["*:future"],
  migrate = false,
  more,
  olderChecksums,
}: Case): readonly Problem[] {
  const ignorePatterns = ignore
    .map(parseIgnorePattern)
    .filter((parsed): parsed is IgnorePattern => typeof parsed !== "string");
  return validateMigrations(infosOf(files, rows, more), {
    ignorePatterns,
    pendingIgnored: migrate,
    ...(olderChecksums !== undefined && { olderChecksums }),
  });
}

const codes = (given: Case): readonly string[] => findings(given).map(({ code }) => code);

const V1 = file("V1__a");
const V2 = file("V2__b");
const R = file("R__r");
const changed = (script: string): ResolvedMigration => file(script, { checksum: 7 });

describe("validate", () => {
  it.each<[string, Case, readonly string[]]>([
    ["finds nothing where files and rows agree", { files: [V1, R], rows: [row("V1__a"), row("R__r")] }, []],
    ["finds nothing where there is nothing", { files: [], rows: [] }, []],
    [
      "finds what is pending",
      { files: [V1, R], rows: [] },
      ["RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED", "RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED"],
    ],
    ["lets pending ones pass in migrate's own check", { files: [V1, R], rows: [], migrate: true }, []],
    [
      "lets pending ones of one category pass by pattern",
      { files: [V1, R], rows: [], ignore: ["versioned:pending"] },
      ["RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED"],
    ],
    [
      "finds an ignored version, in migrate's check as well",
      { files: [V1, V2], rows: [row("V2__b")], migrate: true },
      ["RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED"],
    ],
    ["lets it pass with *:ignored", { files: [V1, V2], rows: [row("V2__b")], ignore: ["*:ignored"] }, []],
    [
      "lets an ignored baseline migration pass",
      { files: [V1, file("B1__b"), V2], rows: [row("V1__a"), row("V2__b")] },
      [],
    ],
    [
      "lets what is above the target pass",
      { files: [V1, V2], rows: [row("V1__a")], more: { target: { kind: "current" } } },
      [],
    ],
    [
      "finds a missing file",
      { files: [V2], rows: [row("V1__a"), row("V2__b")] },
      ["APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED"],
    ],
    [
      "finds the missing file of a repeatable",
      { files: [V1], rows: [row("V1__a"), row("R__r")] },
      ["APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED"],
    ],
    [
      "lets missing ones pass with *:missing",
      { files: [V2], rows: [row("V1__a"), row("V2__b"), row("R__r")], ignore: ["*:missing"] },
      [],
    ],
    ["lets future ones pass by default", { files: [V1], rows: [row("V1__a"), row("V2__b")] }, []],
    [
      "finds future ones once the patterns are set otherwise",
      { files: [V1], rows: [row("V1__a"), row("V2__b")], ignore: [] },
      ["APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED"],
    ],
    ["passes with no files at all, since every row is future then", { files: [], rows: [row("V1__a")] }, []],
    [
      "does not look for files of SCHEMA, BASELINE and undo rows",
      {
        files: [V2],
        rows: [
          SCHEMA_ROW,
          { ...BASELINE_ROW("1"), installedRank: 1 },
          row("V2__b"),
          row("V2__b", { type: "UNDO_SQL" }),
          row("V2__b"),
        ],
        ignore: [],
      },
      [],
    ],
    [
      "passes over deleted, undone and superseded rows",
      {
        files: [V2, R],
        rows: [row("V1__a"), row("V2__b"), row("V1__a", { type: "DELETE" }), row("R__r", { checksum: 9 }), row("R__r")],
        ignore: [],
      },
      [],
    ],
    [
      "finds failed rows",
      { files: [V1, R], rows: [row("V1__a", { success: false }), row("R__r", { success: false })] },
      ["FAILED_ROW", "FAILED_ROW"],
    ],
    [
      "finds a failed row without a file below the others, *:missing or not",
      { files: [V2], rows: [row("V1__a", { success: false }), row("V2__b")], ignore: ["*:missing"] },
      ["FAILED_ROW"],
    ],
    [
      "lets a failed future row pass where future ones are ignored",
      { files: [V1], rows: [row("V1__a"), row("V2__b", { success: false })] },
      [],
    ],
    [
      "finds it otherwise",
      { files: [V1], rows: [row("V1__a"), row("V2__b", { success: false })], ignore: [] },
      ["FAILED_ROW"],
    ],
    [
      "lets everything pass with *:*",
      { files: [V1], rows: [row("V1__a", { success: false }), row("R__r")], ignore: ["*:*"] },
      [],
    ],
    [
      "finds an outdated repeatable, both its entries",
      { files: [changed("R__r")], rows: [row("R__r")] },
      ["OUTDATED_REPEATABLE_MIGRATION", "RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED"],
    ],
    ["lets it pass in migrate's check", { files: [changed("R__r")], rows: [row("R__r")], migrate: true }, []],
    ["finds a changed file", { files: [changed("V1__a")], rows: [row("V1__a")] }, ["CHECKSUM_MISMATCH"]],
    ["finds no change where the row has no checksum", { files: [V1], rows: [row("V1__a", { checksum: null })] }, []],
    [
      "finds no change at or below the baseline",
      { files: [changed("B2__b"), changed("V2__b")], rows: [row("B2__b")] },
      [],
    ],
    ["finds a changed description", { files: [file("V1__other")], rows: [row("V1__a")] }, ["DESCRIPTION_MISMATCH"]],
    [
      "takes a description that was shortened for the same",
      { files: [file(`V1__${"x".repeat(250)}`)], rows: [row("V1__a", { description: `${"x".repeat(197)}...` })] },
      [],
    ],
    [
      "takes the marker of an empty description for the same",
      { files: [file("V1")], rows: [row("V1", { description: "<< no description >>" })] },
      [],
    ],
    [
      "does not take it for any description",
      { files: [V1], rows: [row("V1__a", { description: "<< no description >>" })] },
      ["DESCRIPTION_MISMATCH"],
    ],
    ["finds a changed type of a repeatable", { files: [R], rows: [row("R__r", { type: "JDBC" })] }, ["TYPE_MISMATCH"]],
    ["does not compare the path of the script", { files: [file("sub/V1__a")], rows: [row("V1__a")] }, []],
  ])("%s", (_, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  it("lets a repeatable with the raw checksum pass, but not in migrate's check", () => {
    const given = { files: [file("R__r", { checksum: 5, rawChecksum: 1 })], rows: [row("R__r")] };
    expect(codes(given)).toEqual([]);
    expect(codes({ ...given, migrate: true })).toEqual(["CHECKSUM_MISMATCH"]);
    expect(findings({ ...given, migrate: true })[0]?.message).toContain("before placeholders are replaced");
  });
});

describe("a finding", () => {
  it("shows both checksums and the place of the file", () => {
    expect(findings({ files: [changed("sub/V1__a")], rows: [row("V1__a")] })).toEqual([
      {
        code: "CHECKSUM_MISMATCH",
        message: "The file of version 1 is not what was run: its checksum is 7, the history has 1.",
        at: { file: "db/sub/V1__a.sql", line: 1 },
      },
    ]);
  });

  it.each([
    [{ bytes: 1, crlfBytes: 2 }, "what Flyway before version 4 computed of this very file"],
    [{ bytes: 2, crlfBytes: 1 }, "what Flyway before version 4 computed of this file with Windows line ends"],
  ])("says that an older rule gives the stored checksum: %j", (older, sentence) => {
    const given = { files: [changed("V1__a")], rows: [row("V1__a")], olderChecksums: () => older };
    expect(findings(given)[0]?.message).toContain(sentence);
  });

  it("says nothing more where no rule gives it", () => {
    const given = { files: [changed("V1__a")], rows: [row("V1__a")] };
    const plain = findings(given)[0]?.message;
    expect(findings({ ...given, olderChecksums: () => ({ bytes: 3, crlfBytes: 4 }) })[0]?.message).toBe(plain);
    expect(findings({ ...given, olderChecksums: () => null })[0]?.message).toBe(plain);
  });

  it("about a future row says how high the files go, and has no place", () => {
    expect(findings({ files: [V1], rows: [row("V1__a"), row("V2__b")], ignore: [] })).toEqual([
      {
        code: "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED",
        message:
          "The history holds version 2 (b), type SQL, script V2__b.sql, but there is no file for it; the highest version of the files is 1.",
      },
    ]);
  });
});
