import { baseline, type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const FILES = { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "V3__c.sql": table("c"), "R__r.sql": "SELECT 1;" };
const NOT_MISSING = { ignoreMigrationPatterns: "*:missing,*:future" };

/** V1 is applied, and then the history has rows that somebody else wrote. */
function mixed(name: string, rows: readonly string[], rest: Partial<Case> = {}): Case {
  const { steps = [info(), validate(STRICT), migrate(), migrate({ ...NOT_MISSING, outOfOrder: true })], ...others } =
    rest;
  return {
    name: `history: ${name}`,
    files: FILES,
    ...others,
    steps: [migrate({ target: "1" }), sql(...rows), ...steps],
  };
}

/** Types that Flyway's open build refuses to read at all. */
function unreadable(type: string, why: string, states: readonly string[]): Case {
  return {
    name: `history: a row of type ${type}`,
    differs: why,
    files: FILES,
    steps: [
      migrate({ target: "1" }),
      sql(historyRow(5, { version: "1.5", type, checksum: null })),
      info({}, { ours: { verdict: "ok", states: states.length === 0 ? "other" : states } }),
    ],
  };
}

export const HISTORY: readonly Case[] = [
  mixed("a Java migration that is missing", [
    historyRow(3, { version: "1.5", type: "JDBC", script: "db.migration.V1_5__Java" }),
  ]),
  mixed("a Java migration of the version of a file", [
    historyRow(3, { version: "2", description: "b", type: "JDBC", script: "db.migration.V2__b" }),
  ]),
  mixed("a Java repeatable", [
    historyRow(3, { version: null, description: "java", type: "JDBC", script: "db.migration.R__java", checksum: 7 }),
  ]),
  ...["SPRING_JDBC", "SCRIPT", "CUSTOM", "UNDO_SCRIPT", "JDBC_BASELINE", "SQL_BASELINE"].map((type) =>
    mixed(`a row of type ${type}`, [historyRow(3, { version: "1.5", type, checksum: null })]),
  ),
  unreadable(
    "UNDO_SQL",
    "paid editions of Flyway write it, so a history may hold it; the open build refuses all of the history",
    [],
  ),
  unreadable("SQL_STATE_SCRIPT", "an older edition of Flyway wrote it; the open build refuses all of the history", []),
  unreadable("sql", "Flyway crashes on a code in lower case", []),
  unreadable("WHATEVER", "Flyway refuses all of a history for one type that it does not know", []),
  mixed("missing, future, failed, deleted and baseline rows together", [
    historyRow(3, { version: "1.2", script: "V1_2__missing.sql" }),
    historyRow(4, { version: "1.3", script: "V1_3__deleted.sql" }),
    historyRow(5, { version: "1.3", type: "DELETE", script: "V1_3__deleted.sql" }),
    historyRow(6, {
      version: "1.1",
      type: "BASELINE",
      script: "<< Flyway Baseline >>",
      description: "<< Flyway Baseline >>",
      checksum: null,
    }),
    historyRow(7, { version: "30", script: "V30__future.sql" }),
    historyRow(8, { version: null, description: "old view", script: "R__old_view.sql" }),
    historyRow(9, { version: null, description: "old view", type: "DELETE", script: "R__old_view.sql" }),
    historyRow(12, { version: "1.4", script: "V1_4__failed.sql", success: false }),
  ]),
  mixed("a schema row", [
    historyRow(0, {
      version: null,
      description: "<< Flyway Schema Creation >>",
      type: "SCHEMA",
      script: "`x`",
      checksum: null,
    }),
  ]),
  mixed(
    "a schema row and a baseline of version 0",
    [
      historyRow(0, {
        version: null,
        description: "<< Flyway Schema Creation >>",
        type: "SCHEMA",
        script: "`x`",
        checksum: null,
      }),
      "DELETE FROM flyway_schema_history WHERE installed_rank > 0",
    ],
    {
      steps: [baseline({ baselineVersion: "0" }), baseline(), migrate()],
    },
  ),
  mixed("a failed baseline row", [
    historyRow(3, { version: "2", type: "BASELINE", description: "x", checksum: null, success: false }),
  ]),
  mixed("gaps between ranks", [
    "UPDATE flyway_schema_history SET installed_rank = 17 WHERE version = '1'",
    historyRow(50, { version: "1.1" }),
  ]),
  mixed("a deleted version that has a file", [
    historyRow(3, { version: "2", description: "b", script: "V2__b.sql" }),
    historyRow(4, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
  ]),
  mixed("a version deleted, applied again, deleted again", [
    historyRow(3, { version: "2", description: "b", script: "V2__b.sql" }),
    historyRow(4, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
    historyRow(5, { version: "2", description: "b", script: "V2__b.sql" }),
    historyRow(6, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
  ]),
  mixed("a version deleted twice", [
    historyRow(3, { version: "2", description: "b", script: "V2__b.sql" }),
    historyRow(4, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
    historyRow(5, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
  ]),
  mixed("a deletion without a row to delete", [
    historyRow(3, { version: "2", type: "DELETE", description: "b", script: "V2__b.sql" }),
  ]),
  mixed("a deletion that failed", [
    historyRow(3, { version: "1", type: "DELETE", description: "a", script: "V1__a.sql", success: false }),
  ]),
  mixed("a version applied twice", [
    historyRow(3, { version: "1", description: "a", script: "V1__a.sql", checksum: -216769206 }),
  ]),
  mixed("a version in another spelling", [
    "UPDATE flyway_schema_history SET version = '1.0.0' WHERE version = '1'",
    historyRow(3, { version: "002", description: "b", script: "V2__b.sql", checksum: null }),
  ]),
  mixed("a version that is none", [historyRow(3, { version: "one" })]),
  mixed("an empty version", [historyRow(3, { version: "" })]),
  mixed(
    "the words for no description",
    ["UPDATE flyway_schema_history SET description = '<< no description >>' WHERE version = '1'"],
    {
      steps: [files({ "V1__a.sql": null, "V1.sql": table("a") }), info(), validate(NOT_MISSING), migrate(), repair()],
    },
  ),
  mixed("a script path of Windows", [
    "UPDATE flyway_schema_history SET script = 'sub\\\\V1__a.sql' WHERE version = '1'",
  ]),
  mixed("more columns", [
    "ALTER TABLE flyway_schema_history ADD note VARCHAR(20) DEFAULT 'x' FIRST, ADD more INT NULL",
  ]),
  mixed("columns in capitals", [
    "ALTER TABLE flyway_schema_history CHANGE version VERSION VARCHAR(50), CHANGE success Success BOOL NOT NULL",
  ]),
  mixed("an empty history table", ["DELETE FROM flyway_schema_history", "DROP TABLE a"]),
  mixed("a history without its index", ["DROP INDEX flyway_schema_history_s_idx ON flyway_schema_history"]),
  mixed("ranks not in the order of versions", [
    historyRow(3, { version: "3", description: "c", checksum: null }),
    historyRow(4, { version: "2", description: "b", checksum: null }),
  ]),
  {
    name: "history: a table whose name is the history's but for underscores",
    differs: "Flyway asks the driver with the name as a pattern and takes the other table for the history",
    files: FILES,
    steps: [
      sql("CREATE TABLE flywayXschemaXhistory (id INT)"),
      info({}, { ours: { verdict: "ok", states: "other" } }),
      baseline({}, { ours: { verdict: "ok", history: "other", objects: "other", states: "other" } }),
    ],
  },
  {
    name: "history: the table is a view",
    files: FILES,
    steps: [
      migrate({ target: "1" }),
      sql(
        "RENAME TABLE flyway_schema_history TO real_history",
        "CREATE VIEW flyway_schema_history AS SELECT * FROM real_history",
      ),
      info(),
      migrate(),
    ],
  },
  {
    name: "history: the table lacks a column",
    files: FILES,
    steps: [migrate({ target: "1" }), sql("ALTER TABLE flyway_schema_history DROP COLUMN checksum"), info(), migrate()],
  },
  {
    name: "history: repaired after rows of other tools",
    files: FILES,
    steps: [
      migrate(),
      sql(
        historyRow(10, { version: "1.5", type: "JDBC" }),
        historyRow(11, { version: "2.5" }),
        historyRow(12, { version: "9" }),
      ),
      repair(),
      info(),
      validate(STRICT),
      migrate(),
    ],
  },
];
