import { describe, expect, it } from "vitest";
import type { FullCopy, KeptTable } from "../../src/undo/kept.ts";
import { WHOLE } from "../../src/undo/pieces.ts";
import { copyAfter, type Standing } from "../../src/undo/restore-rows.ts";

const copy: FullCopy = { table: { schema: "kept", name: "c1" }, columns: ["id", "v"], at: "1", ready: true, rows: 3 };
const kept: KeptTable = {
  how: "table",
  createText: "",
  autoIncrement: null,
  engine: "InnoDB",
  bytes: 0,
  triggers: [],
  at: [],
  renamed: {},
  log: null,
  images: null,
  sides: [],
  copy,
  moved: null,
  exchange: false,
  dropped: false,
};

const BY_KEY = "FORCE INDEX (`PRIMARY`)";

function updatesOf(type: string): readonly string[] {
  const standing: Standing = {
    kept,
    at: { schema: "shop", name: "t" },
    columns: new Map([
      ["id", "id"],
      ["v", "v"],
    ]),
    key: ["id"],
    index: "PRIMARY",
    keyIsSame: true,
    types: new Map([
      ["id", "int"],
      ["v", type],
    ]),
    onUpdateNow: [],
    sequences: [],
    lost: new Set(["v"]),
    carry: true,
  };
  const statements = copyAfter(standing, copy, ["id"], { how: "update", piece: WHOLE });
  return statements.filter((statement) => statement.startsWith("UPDATE"));
}

describe("rows that are put back", () => {
  // What the server then makes of them depends on which table it begins with, and that on its statistics.
  it.each([
    ["bit(1)", "STRAIGHT_JOIN"],
    ["BIT(5)", "STRAIGHT_JOIN"],
    ["varchar(9)", "JOIN"],
  ])("have the table itself first where they hold %s", (type, join) => {
    const updates = updatesOf(type);
    expect(updates).toHaveLength(2);
    for (const update of updates)
      expect(update).toContain(`UPDATE \`shop\`.\`t\` flyback_live ${BY_KEY} ${join} \`kept\`.\`c1\` c ${BY_KEY} ON`);
  });
});
