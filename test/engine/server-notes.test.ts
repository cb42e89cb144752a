import { expect, it } from "vitest";
import { openServerNotes } from "../../src/engine/server-notes.ts";

const deprecated = { level: "Warning", code: 1681, message: "Integer display width is deprecated" };
const missing = { level: "Note", code: 1051, message: "Unknown table 'db.t'" };

it("shows the first of each kind of a script, and at its end how many more there were", () => {
  const said: string[] = [];
  const notes = openServerNotes("V1__a.sql", (level, text) => said.push(`${level} ${text}`));
  for (let line = 1; line <= 4; line += 1) notes.show(line, [deprecated, deprecated]);
  notes.show(9, [missing]);
  notes.end();
  expect(said).toEqual([
    "warning V1__a.sql:1: server warning 1681: Integer display width is deprecated",
    "warning V1__a.sql:1: server warning 1681: Integer display width is deprecated",
    "warning V1__a.sql:2: server warning 1681: Integer display width is deprecated",
    "info V1__a.sql:9: server note 1051: Unknown table 'db.t'",
    "warning V1__a.sql: 5 more like server warning 1681",
  ]);
});

it("says nothing at the end where all was shown", () => {
  const said: string[] = [];
  const notes = openServerNotes("V1__a.sql", (_, text) => said.push(text));
  for (let line = 1; line <= 3; line += 1) notes.show(line, [deprecated]);
  notes.end();
  expect(said).toHaveLength(3);
});
