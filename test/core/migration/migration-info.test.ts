import { describe, expect, it } from "vitest";
import type { InfoRequest } from "../../../src/core/migration/migration-info.ts";
import { at, check, type InfoCase } from "./info-case.ts";
import { file, infosOf, row, version } from "./make.ts";

describe("versioned migrations", () => {
  it.each<[string, InfoCase]>([
    [
      "are pending in order without a history",
      {
        files: ["V1", "V2", "V10", "V9"],
        rows: [],
        current: null,
        states: ["1 Pending", "2 Pending", "9 Pending", "10 Pending"],
      },
    ],
    [
      "are success with a row",
      { files: ["V1", "V2"], rows: [row("V1")], current: "1", states: ["1 Success", "2 Pending"] },
    ],
    [
      "pair with rows by number and not by text",
      { files: ["V1_0__x", "V004"], rows: [row("V1"), row("V4")], states: ["1 Success", "4 Success"] },
    ],
    ["pair with rows whatever their path", { files: ["sub/V1__x"], rows: [row("V1__x")], states: ["1 Success"] }],
    [
      "are ignored below the current version",
      { files: ["V1", "V2"], rows: [row("V2")], states: ["2 Success", "1 Ignored"] },
    ],
    [
      "are pending below it with outOfOrder",
      { files: ["V1", "V2"], rows: [row("V2")], more: { outOfOrder: true }, states: ["2 Success", "1 Pending"] },
    ],
    [
      "are out of order once run below it",
      { files: ["V1", "V2"], rows: [row("V2"), row("V1")], current: "2", states: ["2 Success", "1 Out of Order"] },
    ],
    [
      "are failed with a failed row, which counts as current",
      {
        files: ["V1", "V2"],
        rows: [row("V1"), row("V2", { success: false })],
        current: "2",
        states: ["1 Success", "2 Failed"],
      },
    ],
    [
      "show one entry for each type code that has run a version",
      { files: ["V1"], rows: [row("V1", { type: "JDBC" })], states: ["JDBC 1 Future", "1 Pending"] },
    ],
  ])("%s", (_, given) => check(given));
});

describe("rows without a file", () => {
  it.each<[string, InfoCase]>([
    [
      "are missing below the highest version of the files",
      { files: ["V2"], rows: [row("V1"), row("V2")], states: ["1 Missing", "2 Success"] },
    ],
    ["are future above it", { files: ["V1"], rows: [row("V1"), row("V2")], states: ["1 Success", "2 Future"] }],
    ["are future at it, too", { files: ["B2"], rows: [row("V2")], states: ["2 Future", "B2 Ignored"] }],
    [
      "are all future without any file",
      { files: [], rows: [row("V1"), row("V2")], current: "2", states: ["1 Future", "2 Future"] },
    ],
    [
      "may be failed as well",
      {
        files: ["V2"],
        rows: [row("V1", { success: false }), row("V2"), row("V3", { success: false })],
        states: ["1 Failed (Missing)", "2 Success", "3 Failed (Future)"],
      },
    ],
    [
      "that have no version are missing",
      { files: ["V1"], rows: [row("V1"), row("R__r")], states: ["1 Success", "r Missing"] },
    ],
    [
      "count files with a B for the highest version",
      { files: ["B3"], rows: [row("V2")], states: ["2 Missing", "B3 Ignored"] },
    ],
  ])("%s", (_, given) => check(given));
});

describe("repeatable migrations", () => {
  const two = file("R__r", { checksum: 2 });
  it.each<[string, InfoCase]>([
    [
      "are pending without a row, after the versioned ones, in UTF-16 order",
      {
        files: ["R__b", "R__a", "R__B", "R__9", "R__10", "V1"],
        rows: [],
        states: ["1 Pending", "10 Pending", "9 Pending", "B Pending", "a Pending", "b Pending"],
      },
    ],
    [
      "are success with a row of the same checksum",
      { files: ["R__r"], rows: [row("R__r")], current: null, states: ["r Success"] },
    ],
    [
      "are success with a row of the raw checksum",
      { files: [file("R__r", { checksum: 5, rawChecksum: 1 })], rows: [row("R__r")], states: ["r Success"] },
    ],
    [
      "are outdated and pending, two entries, if the file has changed",
      { files: [two], rows: [row("R__r")], states: ["r Outdated", "r Pending"] },
    ],
    [
      "leave superseded rows behind",
      { files: [two], rows: [row("R__r"), row("R__r", { checksum: 2 })], states: ["r Superseded", "r Success"] },
    ],
    [
      "run again when the file goes back to an older text",
      {
        files: ["R__r"],
        rows: [row("R__r"), row("R__r", { checksum: 2 })],
        states: ["r Superseded", "r Outdated", "r Pending"],
      },
    ],
    [
      "are failed with a failed row; unchanged ones are not pending then",
      { files: ["R__r"], rows: [row("R__r", { success: false })], states: ["r Failed"] },
    ],
    [
      "are failed and pending once the file is corrected",
      { files: [two], rows: [row("R__r", { success: false })], states: ["r Failed", "r Pending"] },
    ],
    [
      "do not care for the target",
      {
        files: ["V1", "R__r"],
        rows: [],
        more: { target: { kind: "current" } },
        states: ["1 Above Target", "r Pending"],
      },
    ],
    [
      "pair by a description of over 200 characters, which Flyway runs every time",
      {
        files: [`R__${"x".repeat(250)}`],
        rows: [row("R__r", { description: `${"x".repeat(197)}...` })],
        states: [`${"x".repeat(197)}... Success`],
      },
    ],
    [
      "have superseded rows even when the file is gone",
      { files: [], rows: [row("R__r"), row("R__r", { checksum: 2 })], states: ["r Superseded", "r Missing"] },
    ],
  ])("%s", (_, given) => check(given));
});

describe("the target", () => {
  const files = ["V1", "V2", "V2_5", "V3"];
  it.each<[string, InfoCase]>([
    [
      "stops at a version",
      {
        files,
        rows: [row("V1")],
        more: at("2"),
        states: ["1 Success", "2 Pending", "2.5 Above Target", "3 Above Target"],
      },
    ],
    [
      "is compared by number",
      {
        files,
        rows: [row("V1")],
        more: at("2.0"),
        states: ["1 Success", "2 Pending", "2.5 Above Target", "3 Above Target"],
      },
    ],
    [
      "may be missing with a question mark",
      { files, rows: [], more: at("2.7", true), states: ["1 Pending", "2 Pending", "2.5 Pending", "3 Above Target"] },
    ],
    [
      "below the current version leaves rows as they are",
      {
        files,
        rows: [row("V1"), row("V2")],
        more: at("1"),
        states: ["1 Success", "2 Success", "2.5 Above Target", "3 Above Target"],
      },
    ],
    [
      "current is the current version",
      {
        files,
        rows: [row("V2")],
        more: { target: { kind: "current" } },
        states: ["2 Success", "1 Ignored", "2.5 Above Target", "3 Above Target"],
      },
    ],
    [
      "next is the version of the first pending one",
      {
        files,
        rows: [row("V1")],
        more: { target: { kind: "next" } },
        states: ["1 Success", "2 Pending", "2.5 Above Target", "3 Above Target"],
      },
    ],
    [
      "may be a version that only the history has",
      { files: ["V2"], rows: [row("V1")], more: at("1"), states: ["1 Missing", "2 Above Target"] },
    ],
    [
      "may be a baseline that is foreseen",
      { files: ["V2"], rows: [], more: { ...at("1"), foreseenBaseline: version("1") }, states: ["2 Above Target"] },
    ],
  ])("%s", (_, given) => check(given));

  it("next is the version of the first pending entry", () => {
    const next: Partial<InfoRequest> = { target: { kind: "next" } };
    expect(infosOf([file("V1"), file("V2")], [row("V1")], next).targetVersion?.text).toBe("2");
    expect(infosOf([file("V1"), file("R__r")], [row("V1")], next).targetVersion).toBeNull();
    expect(infosOf([file("V1")], [row("V1")], next).targetVersion).toBeNull();
  });

  it.each([
    ["7", "TARGET_NOT_FOUND", "`target` is 7, but neither a file nor a row of the history has this version."],
    ["x7", "CONFIGURATION", '`target` is "x7", which is neither a version nor latest, current or next.'],
  ])("%s is a problem: %s", (text, code, message) => {
    expect(infosOf([file("V1")], [], at(text)).problems).toEqual([{ code, message }]);
  });
});

describe("the worked example of a history 1, 2, 4, r with new files 3 and 5 and without the file 1", () => {
  const rows = [row("V1"), row("V2"), row("V4"), row("R__r")];
  it.each<[string, InfoCase]>([
    [
      "target 4",
      {
        files: ["V2", "V3", "V4", "V5", "R__r"],
        rows,
        more: at("4"),
        states: ["1 Missing", "2 Success", "4 Success", "r Success", "3 Ignored", "5 Above Target"],
      },
    ],
    [
      "3 run out of order",
      {
        files: ["V2", "V3", "V4", "V5", "R__r"],
        rows: [...rows, row("V3")],
        more: { ...at("4"), outOfOrder: true },
        states: ["1 Missing", "2 Success", "4 Success", "r Success", "3 Out of Order", "5 Above Target"],
      },
    ],
    [
      "the files 4 and 5 removed after they were run",
      {
        files: ["V2", "V3", "R__r"],
        rows: [...rows, row("V3"), row("V5")],
        states: ["1 Missing", "2 Success", "4 Future", "r Success", "3 Out of Order", "5 Future"],
      },
    ],
  ])("%s", (_, given) => check(given));
});
