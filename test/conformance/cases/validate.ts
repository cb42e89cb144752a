import { type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };

/** A history with a bit of everything: missing, failed, future, ignored, pending and outdated. */
const EVERYTHING = [
  migrate(),
  sql(
    historyRow(10, { version: "20" }),
    historyRow(11, { version: "2.5" }),
    historyRow(12, { version: null, description: "gone" }),
  ),
  files({
    "V2__b.sql": null,
    "V1.5__ignored.sql": table("i"),
    "V7__pending.sql": table("p"),
    "R__r.sql": "SELECT 'changed';",
  }),
];
const FILES = {
  "V1__a.sql": table("a"),
  "V2__b.sql": table("b"),
  "V3__c.sql": table("c"),
  "R__r.sql": "SELECT 1;",
  "R__s.sql": "SELECT 2;",
};

const PATTERNS = [
  "*:missing",
  "versioned:missing",
  "repeatable:missing",
  "*:ignored",
  "versioned:ignored",
  "repeatable:ignored",
  "*:pending",
  "versioned:pending",
  "repeatable:pending",
  "*:future",
  "versioned:future",
  "repeatable:future",
  "*:*",
  "versioned:*",
  "repeatable:*",
  "VERSIONED:Missing",
  " *:missing , versioned:pending ",
  "versioned:pending,repeatable:pending",
  "*:missing,*:ignored,*:pending,*:future",
  "",
];

export const VALIDATE: readonly Case[] = [
  {
    name: "validate: patterns over a bit of everything",
    files: FILES,
    steps: [...EVERYTHING, info(), ...PATTERNS.map((pattern) => validate({ ignoreMigrationPatterns: pattern }))],
  },
  {
    name: "validate: patterns over failed rows",
    files: FILES,
    steps: [
      ...EVERYTHING,
      sql(
        historyRow(13, { version: "2.6", success: false }),
        historyRow(14, { version: "21", success: false }),
        historyRow(15, { version: null, description: "s", success: false }),
        historyRow(16, { version: null, description: "lost", success: false }),
      ),
      info(),
      ...["*:missing", "*:future", "*:pending", "*:*", "versioned:*", ""].map((pattern) =>
        validate({ ignoreMigrationPatterns: pattern }),
      ),
    ],
  },
  {
    name: "validate: the same patterns let migrate pass or not",
    files: FILES,
    steps: [
      ...EVERYTHING,
      migrate({ ignoreMigrationPatterns: "*:missing" }),
      migrate({ ignoreMigrationPatterns: "*:missing,*:ignored" }),
      migrate({ ignoreMigrationPatterns: "*:missing,*:ignored,*:future" }),
    ],
  },
  ...["missing", "*:gone", "undo:missing", "*:", ":missing", "*:missing:x", "versioned:success"].map(
    (pattern): Case => ({
      name: `validate: the pattern ${pattern} is wrong`,
      files: FILES,
      steps: [validate({ ignoreMigrationPatterns: pattern }), migrate({ ignoreMigrationPatterns: pattern }), info()],
    }),
  ),
  {
    name: "validate: changed text, changed description, both",
    files: FILES,
    steps: [
      migrate(),
      files({
        "V1__a.sql": `${table("a")}\n-- changed\n`,
        "V2__b.sql": null,
        "V2__renamed.sql": table("b"),
        "V3__c.sql": null,
        "V3__d.sql": table("d"),
      }),
      info(),
      validate(STRICT),
      validate({ ignoreMigrationPatterns: "*:*" }),
      migrate(),
      repair(),
      validate(STRICT),
      migrate(),
    ],
  },
  {
    name: "validate: only blanks and line ends changed",
    files: {
      "V1__a.sql": "CREATE TABLE a (id INT);\nCREATE TABLE b (id INT);\n",
      "V2__c.sql": "CREATE TABLE c (id INT);\n",
    },
    steps: [
      migrate(),
      files({ "V1__a.sql": "\r\nCREATE TABLE a (id INT);\r\n\r\nCREATE TABLE\r\n b (id INT);" }),
      validate(STRICT),
      files({ "V2__c.sql": "CREATE TABLE c (id INT); \n" }),
      validate(STRICT),
    ],
  },
  {
    name: "validate: a row without checksum",
    files: FILES,
    steps: [
      migrate(),
      sql("UPDATE flyway_schema_history SET checksum = NULL WHERE version IS NOT NULL"),
      files({ "V1__a.sql": "SELECT 1;" }),
      validate(STRICT),
      migrate(),
      repair(),
    ],
  },
  {
    name: "validate: off, with a changed file",
    files: FILES,
    steps: [
      migrate(),
      files({ "V1__a.sql": "SELECT 1;", "V4__d.sql": table("d") }),
      migrate(),
      migrate({ validateOnMigrate: false }),
    ],
  },
  {
    name: "validate: off, with a missing file and an ignored one",
    files: FILES,
    steps: [
      migrate(),
      files({ "V2__b.sql": null, "V2.5__x.sql": table("x"), "V4__d.sql": table("d") }),
      migrate({ validateOnMigrate: false }),
    ],
  },
  {
    name: "validate: rows below a baseline migration are not compared",
    files: FILES,
    steps: [
      migrate(),
      sql(historyRow(20, { version: "2", type: "SQL_BASELINE", description: "base", script: "B2__base.sql" })),
      files({ "V1__a.sql": "SELECT 1;", "B2__base.sql": table("base") }),
      info(),
      validate(STRICT),
      migrate(),
    ],
  },
  {
    name: "validate: outdated counts as pending",
    files: FILES,
    steps: [
      migrate(),
      files({ "R__r.sql": "SELECT 5;" }),
      validate(STRICT),
      validate({ ignoreMigrationPatterns: "*:pending" }),
      validate({ ignoreMigrationPatterns: "repeatable:pending" }),
      migrate(),
    ],
  },
  {
    name: "validate: a description of more than 200 characters",
    files: { [`V1__${"d".repeat(205)}.sql`]: table("a") },
    steps: [
      migrate(),
      validate(STRICT),
      files({ [`V1__${"d".repeat(205)}.sql`]: null, [`V1__${"d".repeat(203)}.sql`]: table("a") }),
      validate(STRICT),
    ],
  },
];
