import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TargetConfig } from "../../../src/config/config.ts";
import { migrationRow, nextRank } from "../../../src/core/history/history-row.ts";
import { buildMigrationInfos, type InfoRequest } from "../../../src/core/migration/migration-info.ts";
import { planMigrations } from "../../../src/core/migration/plan.ts";
import type { ResolvedMigration } from "../../../src/core/migration/resolved-migration.ts";
import { at } from "./info-case.ts";
import { BASELINE_ROW, file, history, infosOf, LATEST, row, version, type Row } from "./make.ts";

const FUTURE = [{ type: "*", state: "future" }] as const;

type PlanCase = readonly [files: readonly string[], rows: readonly Row[], more?: Partial<InfoRequest>];

function plan(files: readonly string[], rows: readonly Row[], more: Partial<InfoRequest> = {}): readonly string[] {
  const infos = infosOf(
    files.map((script) => file(script)),
    rows,
    more,
  );
  return planMigrations(infos, FUTURE).steps.map(
    ({ migration, outOfOrder }) => migration.script.replace(".sql", "") + (outOfOrder ? " out of order" : ""),
  );
}

describe("the plan", () => {
  it.each<[string, PlanCase, readonly string[]]>([
    [
      "is versions ascending, then repeatables by description",
      [["R__b", "V10", "R__B", "V2", "V9"], []],
      ["V2", "V9", "V10", "R__B", "R__b"],
    ],
    [
      "is empty where all was run",
      [
        ["V1", "R__r"],
        [row("V1"), row("R__r")],
      ],
      [],
    ],
    ["leaves out lower versions", [["V1", "V2", "V3"], [row("V2")]], ["V3"]],
    [
      "has them out of order if that is allowed",
      [["V1", "V2", "V3"], [row("V2")], { outOfOrder: true }],
      ["V1 out of order", "V3"],
    ],
    ["stops at the target, but for repeatables", [["V1", "V2", "R__r"], [], at("1")], ["V1", "R__r"]],
    [
      "has no versions with target current",
      [["V1", "V2", "R__r"], [row("V1")], { target: { kind: "current" } }],
      ["R__r"],
    ],
    ["has one entry with target next", [["V1", "V2", "R__r"], [row("V1")], { target: { kind: "next" } }], ["V2"]],
    [
      "may be a repeatable with target next",
      [["V1", "R__a", "R__b"], [row("V1")], { target: { kind: "next" } }],
      ["R__a"],
    ],
    ["starts with the baseline migration in a fresh database", [["V1", "V2", "B2", "V3"], []], ["B2", "V3"]],
    ["does without it otherwise", [["V1", "V2", "B2", "V3"], [row("V1")]], ["V2", "V3"]],
    ["begins above a baseline row", [["V1", "V2"], [BASELINE_ROW("1")]], ["V2"]],
    ["begins above a baseline that is foreseen", [["V1", "V2"], [], { foreseenBaseline: version("1") }], ["V2"]],
    ["runs an outdated repeatable again", [["R__r"], [row("R__r", { checksum: 2 })]], ["R__r"]],
    [
      "goes on past a single failed future row",
      [["V1", "V2"], [row("V1"), row("V3", { success: false })], { outOfOrder: true }],
      ["V2 out of order"],
    ],
  ])("%s", (_, given, expected) => {
    expect(plan(...given)).toEqual(expected);
  });
});

describe("what forbids to start", () => {
  const codes = (files: readonly string[], rows: readonly Row[], patterns: Parameters<typeof planMigrations>[1]) => {
    const { problems, steps } = planMigrations(
      infosOf(
        files.map((script) => file(script)),
        rows,
      ),
      patterns,
    );
    if (problems.length > 0) expect(steps).toEqual([]);
    return problems.map(({ code }) => code);
  };

  it.each<[string, readonly string[], readonly Row[], readonly string[]]>([
    ["a failed row", ["V1", "V2"], [row("V1", { success: false })], ["FAILED_ROW"]],
    ["a failed row without a file", ["V2"], [row("V1", { success: false })], ["FAILED_ROW"]],
    ["a failed repeatable", ["R__r"], [row("R__r", { success: false })], ["FAILED_ROW"]],
    [
      "two failed future rows",
      ["V1"],
      [row("V2", { success: false }), row("V3", { success: false })],
      ["FAILED_ROW", "FAILED_ROW"],
    ],
  ])("is %s", (_, files, rows, expected) => {
    expect(codes(files, rows, FUTURE)).toEqual(expected);
  });

  it("is a failed row whatever the patterns say, but a single future one", () => {
    expect(codes(["V1"], [row("V1", { success: false })], [{ type: "*", state: "*" }])).toEqual(["FAILED_ROW"]);
    expect(codes(["V1"], [row("V1"), row("V2", { success: false })], [])).toEqual(["FAILED_ROW"]);
    expect(codes(["V1"], [row("V1"), row("V2", { success: false })], FUTURE)).toEqual([]);
  });

  it("is a target that does not exist", () => {
    const infos = infosOf([file("V1")], [], { target: { kind: "version", version: "7", allowMissing: false } });
    expect(planMigrations(infos, FUTURE)).toMatchObject({ steps: [], problems: [{ code: "TARGET_NOT_FOUND" }] });
  });
});

describe("the plan's notices", () => {
  const notices = (files: readonly string[], rows: readonly Row[], more: Partial<InfoRequest> = {}): string =>
    planMigrations(
      infosOf(
        files.map((script) => file(script)),
        rows,
        more,
      ),
      FUTURE,
    )
      .notices.map(({ message }) => message)
      .join("\n");

  it("say when the database is ahead of the files", () => {
    expect(notices(["V1"], [row("V1"), row("V2")])).toBe(
      "The database has version 2, which is newer than the latest file (1).",
    );
    expect(notices([], [row("V2")])).toContain("is this the right folder?");
    expect(notices(["V1"], [row("V1")])).toBe("");
  });

  it("say when a failed future row is let pass", () => {
    expect(notices(["V1"], [row("V1"), row("V2", { success: false })])).toContain("so the run goes on");
  });

  it("say when a baseline migration runs above the target", () => {
    const more = { target: { kind: "version", version: "1", allowMissing: false } } as const;
    expect(notices(["V1", "B2"], [], more)).toContain("The baseline migration 2 is above the target 1");
  });
});

describe("the plan and Flyway's rounds", () => {
  /** As DbMigrate does it: recompute everything, run the first pending entry, and again. */
  function byRounds(request: InfoRequest): readonly ResolvedMigration[] {
    const run: ResolvedMigration[] = [];
    let current = request;
    for (;;) {
      const next = buildMigrationInfos(current).infos.find(
        ({ state, resolved }) => state === "PENDING" && resolved !== null && !run.includes(resolved),
      )?.resolved;
      if (next === undefined || next === null) return run;
      run.push(next);
      if (request.target.kind === "next") return run;
      const outcome = { installedRank: nextRank(current.history, "other"), executionTimeMs: 0, success: true };
      const added = { ...migrationRow(next, outcome), version: next.version, installedBy: "", installedOn: "" };
      current = { ...current, history: { exists: true, applied: [...current.history.applied, added] } };
    }
  }

  const script = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }).map((n) => `V${n}`) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }).map((n) => `B${n}`) },
    { weight: 1, arbitrary: fc.constantFrom("R__a", "R__b") },
  );
  const anyRow = fc
    .tuple(
      script,
      fc.constantFrom("own", "own", "own", "DELETE", "BASELINE", "UNDO_SQL"),
      fc.integer({ min: 1, max: 2 }),
    )
    .filter(([name, type]) => !name.startsWith("R") || type === "own" || type === "DELETE")
    .map(([name, type, checksum]) => row(name, { checksum, ...(type !== "own" && { type }) }));
  const target = fc.oneof(
    fc.constantFrom<TargetConfig>(LATEST, { kind: "current" }, { kind: "next" }),
    fc.integer({ min: 1, max: 6 }).map((n): TargetConfig => ({ kind: "version", version: `${n}`, allowMissing: true })),
  );

  it("give the same list", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(script),
        fc.array(anyRow, { maxLength: 6 }),
        target,
        fc.boolean(),
        (scripts, rows, aim, outOfOrder) => {
          const request: InfoRequest = {
            resolved: scripts.map((name) => file(name)),
            history: history(...rows),
            target: aim,
            outOfOrder,
            foreseenBaseline: null,
          };
          const infos = buildMigrationInfos(request);
          if (infos.problems.length > 0) return;
          const planned = planMigrations(infos, FUTURE).steps.map(({ migration }) => migration.script);
          expect(planned).toEqual(byRounds(request).map((migration) => migration.script));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
