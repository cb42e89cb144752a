import { type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const T = "CREATE TABLE t (id INT PRIMARY KEY);\n";
const FAILS = "SELECT nothing;\n";
const UNTERMINATED = "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n";

function insert(...ids: number[]): string {
  return ids.map((id) => `INSERT INTO t VALUES (${String(id)});\n`).join("");
}

/** V1 makes the table, V2 is what the case is about. */
function second(name: string, script: string, rest: Partial<Case> = {}): Case {
  const { files: more = {}, steps = [migrate(), info(), validate(STRICT), migrate()], ...others } = rest;
  return {
    name: `failures: ${name}`,
    files: { "V1__t.sql": T, "V2__x.sql": script, "V3__y.sql": insert(99), ...more },
    steps,
    ...others,
  };
}

const MENDED = files({ "V2__x.sql": insert(1, 2) });

export const FAILURES: readonly Case[] = [
  second("data only is rolled back", insert(1, 2) + FAILS, {
    steps: [migrate(), info(), MENDED, migrate(), repair(), migrate()],
  }),
  second(
    "definitions and data, up to the last implicit commit",
    `${insert(1)}${table("u")}${insert(2)}${table("w")}${insert(3)}${FAILS}`,
  ),
  second("a transaction of the script's own", `START TRANSACTION;\n${insert(1)}COMMIT;\n${insert(2)}${FAILS}`),
  second(
    "a savepoint and a rollback of the script's own",
    `${insert(1)}SAVEPOINT s;\n${insert(2)}ROLLBACK TO s;\n${insert(3)}`,
  ),
  second("a rollback of the script's own, all succeeds", `${insert(1)}ROLLBACK;\n${insert(2)}`),
  second("autocommit in the script", `SET autocommit=0;\n${insert(1)}${FAILS}`),
  second("executeInTransaction off for all", insert(1, 2) + FAILS, { settings: { executeInTransaction: false } }),
  second("executeInTransaction off for the script", insert(1, 2) + FAILS, {
    files: { "V2__x.sql.conf": "executeInTransaction=false" },
  }),
  second("executeInTransaction on for the script", insert(1, 2) + FAILS, {
    settings: { executeInTransaction: false },
    files: { "V2__x.sql.conf": "executeInTransaction=true" },
    differs: "with Flyway a script's own true has no effect beside a global false, against its documentation",
    steps: [migrate({}, { ours: { data: "other" } })],
  }),
  second("an open block: nothing runs, no row", insert(1) + UNTERMINATED),
  second("an open block without transactions: nothing runs, no row", insert(1) + UNTERMINATED, {
    settings: { executeInTransaction: false },
  }),
  second("an open block and a script configuration: a failed row", insert(1) + UNTERMINATED, {
    files: { "V2__x.sql.conf": "executeInTransaction=true" },
  }),
  second("an unknown placeholder and a script configuration: a failed row", `${insert(1)}SELECT '\${unknown}';`, {
    files: { "V2__x.sql.conf": "executeInTransaction=false" },
  }),
  second("a delimiter changed inside a statement", `${insert(1)}SELECT 1\nDELIMITER //\n`, {
    differs: "inside a statement DELIMITER may be a name, so flyback sends it and the server refuses the statement",
    steps: [migrate({}, { ours: { history: "other", states: "other" } })],
  }),
  second("the first statement", FAILS + insert(1)),
  second("a syntax error", `${insert(1)}SELEKT 1;\n`),
  second("a duplicate key", insert(1, 1)),
  second("a table that exists", `${insert(1)}${T}`),
  second(
    "an unknown table, several lines, comments before",
    `-- a comment\n\n/* another\n   one */\n${insert(1)}\n-- about\n-- it\nSELECT *\nFROM\n  nowhere;\n`,
  ),
  second(
    "the line of an error with CRLF",
    `${insert(1)}-- about\n\nSELECT *\n  FROM nowhere;\n`.replaceAll("\n", "\r\n"),
  ),
  second(
    "the line of an error inside a delimited block",
    `DELIMITER $$\n${insert(1).replace(";", " $$")}\n\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELEKT 2;\nEND $$\nDELIMITER ;\n`,
  ),
  second(
    "a signal with a text of its own",
    `CREATE PROCEDURE p()\nBEGIN\n  SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not today';\nEND;\n\nCALL p();\n`,
  ),
  second(
    "warnings fail nothing",
    "DROP TABLE IF EXISTS nowhere;\nINSERT IGNORE INTO t VALUES (1), (1);\nSELECT CAST('x' AS SIGNED);\n",
  ),
  second("without validation the failed row still stops", insert(1) + FAILS, {
    steps: [
      migrate(),
      migrate({ validateOnMigrate: false }),
      migrate({ ignoreMigrationPatterns: "*:*" }),
      validate({ ignoreMigrationPatterns: "*:*" }),
    ],
  }),
  second("repaired, mended and run", `${table("u")}${FAILS}`, {
    steps: [
      migrate(),
      repair(),
      info(),
      sql("DROP TABLE u"),
      files({ "V2__x.sql": table("u") }),
      migrate(),
      validate(STRICT),
    ],
  }),
  second("repaired without being mended", `${insert(1)}${FAILS}`, {
    steps: [migrate(), repair(), migrate(), repair(), migrate()],
  }),
  second("the file is mended but the history is not repaired", `${insert(1)}${FAILS}`, {
    steps: [migrate(), MENDED, info(), validate(STRICT), migrate()],
  }),
  second("the failed file is gone", `${insert(1)}${FAILS}`, {
    steps: [
      migrate(),
      files({ "V2__x.sql": null }),
      info(),
      validate(STRICT),
      migrate(),
      migrate({ ignoreMigrationPatterns: "*:missing" }),
      repair(),
      migrate(),
    ],
  }),
  second("out of order", `${insert(1)}${FAILS}`, {
    steps: [
      files({ "V2__x.sql": null }),
      migrate(),
      files({ "V2__x.sql": `${insert(1)}${FAILS}` }),
      migrate({ outOfOrder: true }),
      info(),
      repair(),
      MENDED,
      migrate({ outOfOrder: true }),
    ],
  }),
  {
    name: "failures: one failed future row is passed with a warning",
    files: { "V1__t.sql": T, "V2__x.sql": insert(1) },
    steps: [
      migrate({ target: "1" }),
      sql(historyRow(2, { version: "9", success: false })),
      info(),
      validate(STRICT),
      migrate({ outOfOrder: true }),
      migrate({ ignoreMigrationPatterns: "*:missing", outOfOrder: true }),
    ],
  },
  {
    name: "failures: two failed future rows stop",
    files: { "V1__t.sql": T, "V2__x.sql": insert(1) },
    steps: [
      migrate({ target: "1" }),
      sql(historyRow(2, { version: "9", success: false }), historyRow(3, { version: "10", success: false })),
      info(),
      migrate({ outOfOrder: true }),
      repair(),
    ],
  },
  {
    name: "failures: group",
    differs: "Flyway loses the rows of earlier members: flyback writes each row with its migration",
    files: { "V1__a.sql": table("a"), "V2__b.sql": "INSERT INTO a VALUES (1);\n", "V3__c.sql": FAILS },
    settings: { group: true },
    steps: [
      migrate(
        {},
        {
          ours: {
            history: [
              "flyway_schema_history: 1 | 1 | a | SQL | V1__a.sql | -216769206 | root | 1",
              "flyway_schema_history: 2 | 2 | b | SQL | V2__b.sql | 2094847657 | root | 1",
              "flyway_schema_history: 3 | 3 | c | SQL | V3__c.sql | 1640009926 | root | 0",
            ],
            data: ["a: 1"],
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "failures: group where all succeeds",
    files: { "V1__a.sql": table("a"), "V2__b.sql": "INSERT INTO a VALUES (1);\n", "R__c.sql": "SELECT 1;\n" },
    settings: { group: true },
    steps: [migrate(), migrate()],
  },
  {
    name: "failures: mixed, batch and stream",
    files: { "V1__t.sql": T, "V2__x.sql": `${table("u")}${insert(1, 2, 3)}${insert(3)}` },
    settings: { mixed: true, batch: true, stream: true },
    steps: [migrate(), info()],
  },
];
