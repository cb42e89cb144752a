import { baseline, type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const OLD_TABLE = sql("CREATE TABLE old (id INT)");
const FILES = { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__c.sql": table("c"), "R__r.sql": "SELECT 1;" };
const STRICT = { ignoreMigrationPatterns: "*:future" };

export const BASELINE: readonly Case[] = [
  {
    name: "baseline: by default",
    files: FILES,
    steps: [OLD_TABLE, baseline(), info(), validate(STRICT), migrate(), validate(STRICT)],
  },
  {
    name: "baseline: version and description",
    files: { ...FILES, "V1.5__half.sql": table("half") },
    settings: { baselineVersion: "1.5", baselineDescription: "as it was in spring" },
    steps: [OLD_TABLE, baseline(), info(), migrate()],
  },
  { name: "baseline: on an empty schema", files: FILES, steps: [baseline({ baselineVersion: "2" }), migrate()] },
  {
    name: "baseline: again, the same and another",
    files: FILES,
    steps: [
      baseline({ baselineVersion: "2" }),
      baseline({ baselineVersion: "2" }),
      baseline({ baselineVersion: "2.0" }),
      baseline({ baselineVersion: "3" }),
      baseline({ baselineVersion: "2", baselineDescription: "other" }),
      migrate(),
      baseline({ baselineVersion: "2" }),
    ],
  },
  {
    name: "baseline: refused where migrations are applied",
    files: FILES,
    steps: [migrate({ target: "1" }), baseline(), baseline({ baselineVersion: "5" })],
  },
  {
    name: "baseline: refused where the history is empty",
    files: FILES,
    steps: [migrate(), sql("DELETE FROM flyway_schema_history"), baseline()],
  },
  {
    name: "baseline: above all files",
    files: FILES,
    steps: [
      OLD_TABLE,
      baseline({ baselineVersion: "10" }),
      info(),
      migrate(),
      validate(STRICT),
      files({ "V11__k.sql": table("k") }),
      migrate(),
    ],
  },
  { name: "baseline: version 0", files: FILES, steps: [OLD_TABLE, baseline({ baselineVersion: "0" }), migrate()] },
  {
    name: "baseline: a backslash in the description",
    differs: "Flyway puts the text into its SQL as it is, so the server eats the backslash",
    files: FILES,
    steps: [
      OLD_TABLE,
      baseline(
        { baselineDescription: "from C:\\temp" },
        {
          ours: {
            history: ["flyway_schema_history: 1 | 1 | from C:\\temp | BASELINE | from C:\\temp | NULL | root | 1"],
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "baseline: an apostrophe in the description, MariaDB",
    only: "mariadb",
    differs: "Flyway puts the text into its SQL as it is and fails",
    files: FILES,
    steps: [
      OLD_TABLE,
      baseline(
        { baselineDescription: "it's old" },
        {
          ours: {
            verdict: "ok",
            history: ["flyway_schema_history: 1 | 1 | it's old | BASELINE | it's old | NULL | root | 1"],
            objects: "other",
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "baseline: an apostrophe in the description, MySQL",
    only: "mysql",
    differs: "Flyway leaves a table without the row and the index, and takes it for a history from then on",
    files: FILES,
    steps: [
      OLD_TABLE,
      baseline(
        { baselineDescription: "it's old" },
        {
          ours: {
            verdict: "ok",
            history: ["flyway_schema_history: 1 | 1 | it's old | BASELINE | it's old | NULL | root | 1"],
            objects: "other",
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "baseline: a long description",
    files: FILES,
    steps: [OLD_TABLE, baseline({ baselineDescription: "x".repeat(200) }), migrate()],
  },
  { name: "baseline: not a version", files: FILES, steps: [OLD_TABLE, baseline({ baselineVersion: "one" }), info()] },
  {
    name: "baseline: a row, then repair",
    files: FILES,
    steps: [OLD_TABLE, baseline({ baselineVersion: "2" }), migrate(), repair(), validate(STRICT)],
  },
  {
    name: "baseline: a second row by hand",
    files: FILES,
    steps: [
      migrate({ target: "2" }),
      sql(
        historyRow(10, {
          version: "2.5",
          type: "BASELINE",
          description: "<< Flyway Baseline >>",
          script: "<< Flyway Baseline >>",
          checksum: null,
        }),
      ),
      info(),
      files({ "V1__a.sql": `${table("a")}-- changed\n`, "V2.2__d.sql": table("d") }),
      validate(STRICT),
      migrate(),
    ],
  },
  {
    name: "baseline on migrate: a schema with a table",
    files: FILES,
    settings: { baselineOnMigrate: true },
    steps: [OLD_TABLE, info(), validate(STRICT), migrate(), validate(STRICT), migrate()],
  },
  {
    name: "baseline on migrate: version and description",
    files: FILES,
    settings: { baselineOnMigrate: true, baselineVersion: "2", baselineDescription: "taken over" },
    steps: [OLD_TABLE, info(), migrate(), files({ "V1.5__x.sql": table("x") }), info(), migrate()],
  },
  {
    name: "baseline on migrate: an empty schema gets no row",
    files: FILES,
    settings: { baselineOnMigrate: true },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "baseline on migrate: above all files",
    files: FILES,
    settings: { baselineOnMigrate: true, baselineVersion: "7" },
    steps: [OLD_TABLE, migrate()],
  },
  {
    name: "baseline on migrate: with a target",
    files: FILES,
    settings: { baselineOnMigrate: true, target: "2" },
    steps: [OLD_TABLE, migrate()],
  },
  ...(
    [
      ["a table", "CREATE TABLE old (id INT)"],
      ["a view", "CREATE VIEW old AS SELECT 1 AS x"],
      ["a procedure", "CREATE PROCEDURE old() SELECT 1"],
      ["an event", "CREATE EVENT old ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01' DO SELECT 1"],
      ["another history", "CREATE TABLE schema_version (installed_rank INT, x INT)"],
    ] as const
  ).map(([kind, statement]): Case => ({
    name: `baseline: a schema with ${kind} and no history is refused`,
    files: FILES,
    steps: [sql(statement), migrate(), info(), validate({ ignoreMigrationPatterns: "*:pending" })],
  })),
  {
    name: "baseline migration: in a fresh schema",
    files: { ...FILES, "B2__base.sql": table("base") },
    steps: [info(), migrate(), validate(STRICT), migrate()],
  },
  {
    name: "baseline migration: appears after the first version was applied",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__c.sql": table("c") },
    steps: [migrate({ target: "1" }), files({ "B2__base.sql": table("base") }), info(), migrate(), validate(STRICT)],
  },
  {
    name: "baseline migration: a newer one appears later",
    files: { "B2__base.sql": table("base"), "V3__c.sql": table("c") },
    steps: [
      migrate(),
      files({ "B4__base.sql": table("base4"), "V4__d.sql": table("d"), "V5__e.sql": table("e") }),
      info(),
      migrate(),
      info(),
    ],
  },
  {
    name: "baseline migration: the highest of several",
    files: {
      "B1__b1.sql": table("b1"),
      "B3__b3.sql": table("b3"),
      "V1__a.sql": table("a"),
      "V2__b.sql": table("b"),
      "V4__d.sql": table("d"),
    },
    steps: [info(), migrate(), info()],
  },
  {
    name: "baseline migration: with a target below and above",
    files: { ...FILES, "B2__base.sql": table("base") },
    steps: [info({ target: "1" }), migrate({ target: "1" }), migrate({ target: "2" })],
  },
  {
    name: "baseline migration: and a baseline row",
    files: { ...FILES, "B3__base.sql": table("base") },
    steps: [OLD_TABLE, baseline({ baselineVersion: "2" }), info(), migrate()],
  },
  {
    name: "baseline migration: fails",
    files: { ...FILES, "B2__base.sql": `${table("base")}SELECT nothing;\n` },
    steps: [migrate(), info(), migrate(), repair(), files({ "B2__base.sql": table("base2") }), migrate()],
  },
  {
    name: "baseline migration: files below it go",
    files: { ...FILES, "B2__base.sql": table("base") },
    steps: [
      migrate(),
      files({ "V1__a.sql": null, "V2__b.sql": null }),
      info(),
      validate(STRICT),
      files({ "B2__base.sql": null }),
      info(),
      validate(STRICT),
    ],
  },
  {
    name: "baseline migration: changed after it ran",
    files: { "B2__base.sql": table("base"), "V3__c.sql": table("c") },
    steps: [
      migrate(),
      files({ "B2__base.sql": `${table("base")}-- changed\n` }),
      validate(STRICT),
      migrate(),
      repair(),
    ],
  },
];
