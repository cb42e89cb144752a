import { describe, expect, it } from "vitest";
import type { IgnorePattern } from "../../../src/config/config.ts";
import { planRepair, type RepairStep } from "../../../src/core/history/repair.ts";
import type { ResolvedMigration } from "../../../src/core/migration/resolved-migration.ts";
import { BASELINE_ROW, file, history, row, SCHEMA_ROW, type Row } from "../migration/make.ts";

const FUTURE: readonly IgnorePattern[] = [{ type: "*", state: "future" }];

function steps(
  files: readonly ResolvedMigration[],
  rows: readonly Row[],
  ignorePatterns = FUTURE,
): readonly RepairStep[] {
  return planRepair({ resolved: files, history: history(...rows), ignorePatterns }).steps;
}

/** `removed-failed 2`, `marked-deleted 1 as 4`, `aligned 1`: action and ranks. */
function shown(step: RepairStep): string {
  const name = `${step.action} ${step.applied.installedRank}`;
  return step.action === "marked-deleted" ? `${name} as ${step.change.row.installedRank}` : name;
}

describe("repair", () => {
  it.each<[string, readonly ResolvedMigration[], readonly Row[], readonly string[]]>([
    ["has nothing to do in a healthy history", [file("V1"), file("R__r")], [SCHEMA_ROW, row("V1"), row("R__r")], []],
    ["has nothing to do without rows", [file("V1")], [], []],
    [
      "removes failed rows, with a file and without",
      [file("V1")],
      [row("V1", { success: false }), row("V0", { success: false }), row("R__r", { success: false })],
      ["removed-failed 1", "removed-failed 2", "removed-failed 3"],
    ],
    [
      "marks missing rows as deleted, with ranks after the last",
      [file("V3")],
      [row("V1"), row("V2"), row("V3"), row("R__r")],
      ["marked-deleted 1 as 5", "marked-deleted 2 as 6", "marked-deleted 4 as 7"],
    ],
    [
      "counts those ranks from what is left of the failed rows",
      [file("V2")],
      [row("V1"), row("V2"), row("V3", { success: false })],
      ["removed-failed 3", "marked-deleted 1 as 3"],
    ],
    ["leaves future rows alone by default", [file("V1")], [row("V1"), row("V2")], []],
    [
      "leaves SCHEMA, BASELINE and undo rows alone",
      [file("V9")],
      [SCHEMA_ROW, { ...BASELINE_ROW("1"), installedRank: 1 }, row("V2", { type: "UNDO_SQL" })],
      [],
    ],
    ["does not mark twice what is marked", [file("V2")], [row("V1"), row("V2"), row("V1", { type: "DELETE" })], []],
    ["aligns a row with a file of another checksum", [file("V1", { checksum: 5 })], [row("V1")], ["aligned 1"]],
    ["aligns a row without a checksum", [file("V1")], [row("V1", { checksum: null })], ["aligned 1"]],
    ["aligns a row with a file of another description", [file("V1__b")], [row("V1__a")], ["aligned 1"]],
    ["aligns a baseline migration", [file("B1", { checksum: 5 })], [row("B1")], ["aligned 1"]],
    [
      "leaves a description of over 200 characters alone, where Flyway's repair fails",
      [file(`V1__${"x".repeat(250)}`)],
      [row("V1", { description: `${"x".repeat(197)}...` })],
      [],
    ],
    [
      "leaves an outdated repeatable alone, since it will run again",
      [file("R__r", { checksum: 5 })],
      [row("R__r")],
      [],
    ],
    [
      "aligns a repeatable whose row holds the raw checksum",
      [file("R__r", { checksum: 5, rawChecksum: 1 })],
      [row("R__r")],
      ["aligned 1"],
    ],
    ["does not pair other types", [file("V1", { checksum: 5 })], [row("V1", { type: "JDBC" })], []],
  ])("%s", (_, files, rows, expected) => {
    expect(steps(files, rows).map(shown)).toEqual(expected);
  });

  it("marks future rows as well where no pattern covers them", () => {
    expect(steps([file("V1")], [row("V1"), row("V2")], []).map(shown)).toEqual(["marked-deleted 2 as 3"]);
    const missing: readonly IgnorePattern[] = [{ type: "repeatable", state: "missing" }];
    expect(steps([file("V1")], [row("V1"), row("R__r")], missing)).toEqual([]);
  });

  it("writes the file's description, type and checksum, and never its version or path", () => {
    const [step] = steps([file("sub/V1_0__b", { checksum: 5 })], [row("V1__a")]);
    expect(step?.change).toEqual({ kind: "update", installedRank: 1, description: "b", type: "SQL", checksum: 5 });
    expect(step?.resolved?.script).toBe("sub/V1_0__b.sql");
  });

  it("writes a shortened description", () => {
    const [step] = steps([file(`V1__${"x".repeat(250)}`)], [row("V1__a")]);
    expect(step?.change).toMatchObject({ description: `${"x".repeat(197)}...` });
  });

  it("does nothing to a history with two markers for one row", () => {
    const marker = row("V1", { type: "DELETE" });
    const rows = history(row("V1"), marker, marker);
    expect(planRepair({ resolved: [], history: rows, ignorePatterns: FUTURE })).toMatchObject({
      steps: [],
      problems: [{ code: "DUPLICATE_DELETED_MIGRATION" }],
    });
  });
});
