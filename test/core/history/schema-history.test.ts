import { describe, expect, it } from "vitest";
import {
  baselineMarker,
  decideBaseline,
  hasMigrations,
  schemaMarker,
} from "../../../src/core/history/schema-history.ts";
import { BASELINE_ROW, history, row, SCHEMA_ROW, version, type Row } from "../migration/make.ts";

describe("a history", () => {
  it("has a baseline row only as its first or second", () => {
    expect(baselineMarker(history(BASELINE_ROW("1")))?.version?.text).toBe("1");
    expect(baselineMarker(history(SCHEMA_ROW, BASELINE_ROW("2")))?.version?.text).toBe("2");
    expect(baselineMarker(history(row("V1"), row("V2"), BASELINE_ROW("3")))).toBeNull();
  });

  it("is read by rank and not as it comes", () => {
    const rows = [row("V2", { installedRank: 3 }), row("V1", { installedRank: 2 })];
    expect(baselineMarker(history(...rows, { ...BASELINE_ROW("0"), installedRank: 1 }))?.version?.text).toBe("0");
  });

  it("knows whether schemas were created and migrations run", () => {
    expect(schemaMarker(history(SCHEMA_ROW))?.script).toBe("`fw`");
    expect(schemaMarker(history(row("V1")))).toBeNull();
    expect(hasMigrations(history(SCHEMA_ROW, BASELINE_ROW("1")))).toBe(false);
    expect(hasMigrations(history(row("V1", { type: "DELETE" }), row("V1", { type: "UNDO_SQL" })))).toBe(false);
    expect(hasMigrations(history(row("R__r")))).toBe(true);
  });
});

describe("the command baseline", () => {
  const decide = (rows: readonly Row[], asked = "1", description = "<< Flyway Baseline >>") =>
    decideBaseline(history(...rows), version(asked), description);

  it("writes the row where there is no history table", () => {
    expect(decideBaseline({ exists: false, applied: [] }, version("1"), "x")).toEqual({ kind: "write" });
  });

  it("has nothing to do where the same row is, versions compared by number", () => {
    expect(decide([BASELINE_ROW("1")], "1.0").kind).toBe("done");
    expect(decide([BASELINE_ROW("1"), row("V2")]).kind).toBe("done");
  });

  it("has nothing to do where a long description was shortened, which Flyway refuses", () => {
    const long = "x".repeat(250);
    expect(decide([{ ...BASELINE_ROW("1"), description: `${"x".repeat(197)}...` }], "1", long).kind).toBe("done");
  });

  it.each<[string, readonly Row[], string, string]>([
    ["another version", [BASELINE_ROW("1")], "2", "already has a baseline: version 1"],
    ["migrations", [row("V1")], "1", "migrations have been run here already"],
    ["an empty table", [], "1", "exists and is empty"],
    ["a SCHEMA row only", [SCHEMA_ROW], "1", "holds no baseline row"],
    ["a SCHEMA row and version 0", [SCHEMA_ROW], "0.0", "A baseline of version 0 is not possible"],
  ])("is refused by %s", (_, rows, asked, message) => {
    const decision = decide(rows, asked);
    expect(decision).toMatchObject({ kind: "refused", problem: { code: "BASELINE" } });
    expect(decision.kind === "refused" ? decision.problem.message : "").toContain(message);
  });

  it("is refused by another description", () => {
    expect(decide([BASELINE_ROW("1")], "1", "other").kind).toBe("refused");
  });
});
