import { describe, expect, it } from "vitest";
import { at, check, type InfoCase } from "./info-case.ts";
import { BASELINE_ROW, file, infosOf, row, SCHEMA_ROW, states, version, type Row } from "./make.ts";

describe("baselines", () => {
  it.each<[string, InfoCase]>([
    [
      "at 1.5 between V1 and V2",
      {
        files: ["V1", "V2"],
        rows: [BASELINE_ROW("1.5")],
        current: "1.5",
        states: ["1 Below Baseline", "BASELINE 1.5 Baseline", "2 Pending"],
      },
    ],
    [
      "at 1 cover V1",
      { files: ["V1"], rows: [BASELINE_ROW("1")], states: ["1 Ignored (Baseline)", "BASELINE 1 Baseline"] },
    ],
    [
      "above all files come after them",
      {
        files: ["V1", "V2"],
        rows: [BASELINE_ROW("500")],
        states: ["1 Below Baseline", "2 Below Baseline", "BASELINE 500 Baseline"],
      },
    ],
    [
      "come after a SCHEMA row of rank 0",
      {
        files: ["V2"],
        rows: [SCHEMA_ROW, { ...BASELINE_ROW("1"), installedRank: 1 }],
        states: ["SCHEMA << Flyway Schema Creation >> Success", "BASELINE 1 Baseline", "2 Pending"],
      },
    ],
    [
      "by a B file in a fresh database",
      {
        files: ["V1", "V2", "B2", "V3"],
        rows: [],
        states: ["1 Below Baseline", "2 Ignored (Baseline)", "B2 Pending", "3 Pending"],
      },
    ],
    [
      "by a B file that was run",
      {
        files: ["V1", "V2", "B2", "V3"],
        rows: [row("B2"), row("V3")],
        states: ["1 Below Baseline", "2 Ignored (Baseline)", "B2 Baseline", "3 Success"],
      },
    ],
    [
      "by a B file do not come once V1 was run",
      {
        files: ["V1", "V2", "B2", "V3"],
        rows: [row("V1")],
        states: ["1 Success", "2 Pending", "B2 Ignored", "3 Pending"],
      },
    ],
    [
      "by the highest of several B files only",
      {
        files: ["B2", "V3", "B5", "V6"],
        rows: [],
        states: ["B2 Below Baseline", "3 Below Baseline", "B5 Pending", "6 Pending"],
      },
    ],
    [
      "by a B file do not come in a database with a baseline row",
      { files: ["B2", "V3"], rows: [BASELINE_ROW("1")], states: ["BASELINE 1 Baseline", "B2 Ignored", "3 Pending"] },
    ],
    [
      "by a B file of the row's own version",
      {
        files: ["B2", "V3"],
        rows: [BASELINE_ROW("2")],
        states: ["B2 Ignored (Baseline)", "BASELINE 2 Baseline", "3 Pending"],
      },
    ],
    ["by a B file whose run failed", { files: ["B2"], rows: [row("B2", { success: false })], states: ["B2 Failed"] }],
    ["by a B file that is gone", { files: ["V3"], rows: [row("B2")], states: ["B2 Missing", "3 Pending"] }],
    [
      "by a B file whatever the target, as with Flyway",
      {
        files: ["V1", "B2", "V3"],
        rows: [],
        more: at("1"),
        states: ["1 Below Baseline", "B2 Pending", "3 Above Target"],
      },
    ],
    [
      "that are foreseen count as applied",
      {
        files: ["V1", "V2"],
        rows: [],
        more: { foreseenBaseline: version("1") },
        current: null,
        states: ["1 Ignored (Baseline)", "2 Pending"],
      },
    ],
  ])("%s", (_, given) => check(given));
});

describe("deletion markers", () => {
  const deleted = (script: string): Row => row(script, { type: "DELETE" });
  it.each<[string, InfoCase]>([
    [
      "of a versioned row vanish and mark it",
      { files: ["V2"], rows: [row("V1"), row("V2"), deleted("V1")], current: "2", states: ["1 Deleted", "2 Success"] },
    ],
    [
      "free a file that comes back",
      { files: ["V1"], rows: [row("V1"), deleted("V1")], current: null, states: ["1 Deleted", "1 Pending"] },
    ],
    [
      "are about the latest row of the version",
      {
        files: ["V1"],
        rows: [row("V1"), deleted("V1"), row("V1")],
        states: ["1 Deleted", "1 Success"],
      },
    ],
    [
      "let the current version fall back",
      {
        files: ["V1", "V3"],
        rows: [row("V1"), row("V2"), deleted("V2")],
        current: "1",
        states: ["1 Success", "2 Deleted", "3 Pending"],
      },
    ],
    [
      "of a repeatable stay in the list",
      { files: [], rows: [row("R__r"), deleted("R__r")], states: ["r Deleted", "DELETE r Success"] },
    ],
    [
      "of a repeatable let it run again when it comes back",
      { files: ["R__r"], rows: [row("R__r"), deleted("R__r")], states: ["r Deleted", "DELETE r Success", "r Pending"] },
    ],
    [
      "that have failed mark nothing",
      {
        files: ["V1"],
        rows: [row("V1"), row("V1", { type: "DELETE", success: false })],
        states: ["1 Success", "DELETE 1 Success"],
      },
    ],
  ])("%s", (_, given) => check(given));

  it("for a row that is deleted already are a problem and not the end", () => {
    const infos = infosOf([file("V1")], [row("V1"), deleted("V1"), deleted("V1")]);
    expect(states(infos)).toEqual(["1 Deleted", "1 Pending"]);
    expect(infos.problems).toEqual([
      {
        code: "DUPLICATE_DELETED_MIGRATION",
        message: "The history marks version 1 as deleted twice; the second marker is the row of rank 3.",
      },
    ]);
  });
});

describe("rows of other tools and editions", () => {
  it.each<[string, InfoCase]>([
    [
      "of undo migrations mark what they undid, which may run again",
      {
        files: ["V1", "V2"],
        rows: [row("V1"), row("V2"), row("V2", { type: "UNDO_SQL" })],
        current: "1",
        states: ["1 Success", "2 Undone", "UNDO_SQL 2 Success", "2 Pending"],
      },
    ],
    [
      "of failed undo migrations mark nothing",
      {
        files: ["V1"],
        rows: [row("V1"), row("V1", { type: "UNDO_SQL", success: false })],
        current: "1",
        states: ["1 Success", "UNDO_SQL 1 Failed"],
      },
    ],
    [
      "of an undone and repeated migration",
      {
        files: ["V1"],
        rows: [row("V1"), row("V1", { type: "UNDO_JDBC" }), row("V1")],
        current: "1",
        states: ["1 Undone", "UNDO_JDBC 1 Success", "1 Success"],
      },
    ],
    ["in lower case are read", { files: ["V1"], rows: [row("V1", { type: "sql" })], states: ["1 Success"] }],
    [
      "with old names are read by their new ones",
      {
        files: ["B1", "V3"],
        rows: [row("B1", { type: "SQL_STATE_SCRIPT" }), row("V2", { type: "SPRING_JDBC" })],
        states: ["B1 Baseline", "JDBC 2 Missing", "3 Pending"],
      },
    ],
    [
      "of types that nobody knows are read",
      { files: ["V2"], rows: [row("V1", { type: "FANCY" })], states: ["FANCY 1 Missing", "2 Pending"] },
    ],
  ])("%s", (_, given) => check(given));
});
