import { baseline, type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const FILES = {
  "V1__a.sql": table("a"),
  "V2__b.sql": table("b"),
  "V3__c.sql": table("c"),
  "R__r.sql": "SELECT 1;",
  "R__s.sql": "SELECT 2;",
};

export const REPAIR: readonly Case[] = [
  { name: "repair: without a history", files: FILES, steps: [repair(), info()] },
  { name: "repair: nothing to do", files: FILES, steps: [migrate(), repair(), validate(STRICT)] },
  {
    name: "repair: failed, missing, changed and renamed at once, then migrate",
    files: FILES,
    steps: [
      migrate(),
      sql(
        historyRow(10, { version: "4", description: "d", script: "V4__d.sql", success: false }),
        historyRow(11, { version: "2.5", script: "V2_5__gone.sql" }),
      ),
      files({
        "V1__a.sql": `${table("a")}-- changed\n`,
        "V2__b.sql": null,
        "V2__renamed.sql": table("b"),
        "R__s.sql": null,
        "R__r.sql": "SELECT 3;",
        "V4__d.sql": table("d"),
      }),
      info(),
      repair(),
      info(),
      validate(STRICT),
      migrate(),
      validate(STRICT),
    ],
  },
  {
    name: "repair: a missing version is deleted, comes back and runs",
    files: FILES,
    steps: [
      migrate(),
      files({ "V2__b.sql": null }),
      repair(),
      info(),
      sql("DROP TABLE b"),
      files({ "V2__b.sql": table("b") }),
      info(),
      validate(STRICT),
      migrate(),
      migrate({ outOfOrder: true }),
      info(),
      files({ "V2__b.sql": null }),
      repair(),
      repair(),
      info(),
    ],
  },
  {
    name: "repair: a pattern spares missing rows",
    files: FILES,
    steps: [
      migrate(),
      files({ "V2__b.sql": null, "R__s.sql": null }),
      repair({ ignoreMigrationPatterns: "*:missing" }),
      repair({ ignoreMigrationPatterns: "versioned:missing" }),
      repair({ ignoreMigrationPatterns: "*:future" }),
      validate(STRICT),
    ],
  },
  {
    name: "repair: future rows, spared and not",
    files: FILES,
    steps: [
      migrate(),
      files({ "V3__c.sql": null }),
      repair(),
      repair({ ignoreMigrationPatterns: "" }),
      info(),
      migrate(),
      files({ "V3__c.sql": table("c") }),
      info(),
    ],
  },
  {
    name: "repair: a failed future row",
    files: FILES,
    steps: [migrate(), sql(historyRow(10, { version: "8", success: false })), repair(), info()],
  },
  {
    name: "repair: all files are gone",
    files: FILES,
    steps: [
      migrate(),
      files({ "V1__a.sql": null, "V2__b.sql": null, "V3__c.sql": null, "R__r.sql": null, "R__s.sql": null }),
      repair(),
      info(),
      repair({ ignoreMigrationPatterns: "" }),
      info(),
    ],
  },
  {
    name: "repair: the last version is removed as failed",
    files: { "V1__a.sql": table("a"), "V2__b.sql": "SELECT nothing;" },
    steps: [migrate(), repair(), info(), files({ "V2__b.sql": table("b") }), migrate()],
  },
  {
    name: "repair: failed rows in the middle leave a gap",
    files: FILES,
    steps: [
      migrate(),
      sql(
        historyRow(8, { version: "3.1", success: false }),
        historyRow(9, { version: "3.2", description: "good", script: "V3_2__good.sql" }),
      ),
      files({ "V3_2__good.sql": table("g"), "V5__e.sql": table("e") }),
      repair(),
      migrate(),
    ],
  },
  {
    name: "repair: a failed version and a failed repeatable of one description",
    files: FILES,
    steps: [
      migrate(),
      sql(
        historyRow(8, { version: "7", description: "r", success: false }),
        historyRow(9, { version: null, description: "r", success: false }),
      ),
      repair(),
      info(),
    ],
  },
  {
    name: "repair: a success and a failure of one version",
    files: FILES,
    steps: [
      migrate(),
      sql(historyRow(8, { version: "2", description: "b", success: false })),
      info(),
      repair(),
      info(),
    ],
  },
  {
    name: "repair: a row of another type",
    files: FILES,
    steps: [
      migrate(),
      sql("UPDATE flyway_schema_history SET type = 'JDBC' WHERE version = '2'"),
      info(),
      repair(),
      info(),
    ],
  },
  {
    name: "repair: script, installed_by and version are not touched",
    files: FILES,
    steps: [
      migrate(),
      sql(
        "UPDATE flyway_schema_history SET script = 'elsewhere.sql', installed_by = 'somebody', version = '2.0', checksum = 5 WHERE version = '2'",
      ),
      repair(),
      validate(STRICT),
    ],
  },
  {
    name: "repair: a baseline row and what is below it",
    files: FILES,
    steps: [
      baseline({ baselineVersion: "2" }),
      migrate(),
      sql(historyRow(8, { version: "1", description: "z", checksum: 4 })),
      repair(),
      info(),
    ],
  },
  {
    name: "repair: a baseline row without its file",
    files: { "B2__base.sql": table("base"), "V3__c.sql": table("c") },
    steps: [migrate(), files({ "B2__base.sql": null }), info(), repair(), info()],
  },
  {
    name: "repair: rows of Java migrations",
    files: FILES,
    steps: [migrate(), sql(historyRow(8, { version: "2.5", type: "JDBC" })), repair(), info()],
  },
  {
    name: "repair: a description of more than 200 characters",
    differs: "Flyway finds the description different, and the row then too small for it",
    files: { ...FILES, [`V4__${"d".repeat(230)}.sql`]: table("d") },
    steps: [migrate(), repair({}, { ours: { verdict: "ok" } }), validate(STRICT)],
  },
  {
    name: "repair: twice",
    files: FILES,
    steps: [migrate(), files({ "V1__a.sql": null, "V2__b.sql": "SELECT 1;" }), repair(), repair(), info()],
  },
  {
    name: "repair: a duplicate file stops it",
    files: FILES,
    steps: [migrate(), files({ "V2__other.sql": table("o") }), repair()],
  },
];
