import { type Case, files, info, migrate, table, validate } from "../case.ts";

const LONG_DESCRIPTION = `V2__${"word_".repeat(45)}end.sql`;
const DEEP_FOLDER = Array.from({ length: 6 }, (_, index) => `${String(index)}${"x".repeat(180)}`).join("/");

export const NAMING: readonly Case[] = [
  {
    name: "naming: descriptions",
    files: {
      "V1__first_one.sql": table("a"),
      "V1_1__.sql": table("b"),
      "V2.sql": table("c"),
      "V3__a__b_c.sql": table("d"),
      "V26___three.sql": table("e"),
      "V27__tr_.sql": table("f"),
      "V28__with space.SQL": table("g"),
      "R__.sql": "SELECT 1;",
      "R___x.sql": "SELECT 2;",
    },
    steps: [info(), migrate()],
  },
  {
    name: "naming: versions are compared as numbers and kept as text",
    files: {
      "V004__four.sql": table("a"),
      "V9_1_2__x.sql": table("b"),
      "V1_10__x.sql": table("c"),
      "V1.9__x.sql": table("d"),
      "V10__x.sql": table("e"),
      "V1__x.sql": table("f"),
      "V0_1__x.sql": table("g"),
      "V123456789012345678901234567890123456__long.sql": table("h"),
      "V2026.01.15.0830__stamp.sql": table("i"),
    },
    steps: [info(), migrate(), validate()],
  },
  {
    name: "naming: zero as a version",
    files: { "V0__zero.sql": table("a"), "V0.0.1__x.sql": table("b"), "V1__x.sql": table("c") },
    steps: [info(), migrate()],
  },
  {
    name: "naming: a version changes its spelling after it was applied",
    files: { "V1__x.sql": table("a"), "V2.0__y.sql": table("b") },
    steps: [
      migrate(),
      files({ "V1__x.sql": null, "V1_0__x.sql": table("a"), "V2.0__y.sql": null, "V002__y.sql": table("b") }),
      validate(),
      migrate(),
    ],
  },
  {
    name: "naming: invalid names are skipped",
    files: {
      "V1__ok.sql": table("a"),
      "V1_nosep.sql": "no SQL",
      "V1a__x.sql": "no SQL",
      "V8..1__x.sql": "no SQL",
      "V8.__x.sql": "no SQL",
      "V.8__x.sql": "no SQL",
      "V 23__x.sql": "no SQL",
      "V24 __x.sql": "no SQL",
      "V__nov.sql": "no SQL",
      "R1__x.sql": "no SQL",
      "Rnosep.sql": "no SQL",
      "afterMigrateFoo.sql": "no SQL",
      "foo.sql": "no SQL",
      "v1__x.sql": "no SQL",
      "U1__x.sql": "no SQL",
      "V6__x.txt": "no SQL",
      "V7__x.sql.bak": "no SQL",
      ".V21__h.sql": "no SQL",
      ".hidden/V22__h.sql": "no SQL",
      "sub/V23__s.sql": table("b"),
      "sub/deeper/R__s.sql": "SELECT 1;",
    },
    steps: [info(), migrate(), validate()],
  },
  ...["V1_nosep.sql", "Rnosep.sql", "foo.sql", "afterMigrateFoo.sql", "V1a__x.sql"].map((name): Case => ({
    name: `naming: ${name} with validateMigrationNaming`,
    files: { "V1__ok.sql": table("a"), [name]: table("b") },
    settings: { validateMigrationNaming: true },
    steps: [info(), validate(), migrate()],
  })),
  {
    name: "naming: U1__x.sql with validateMigrationNaming",
    differs:
      "Flyway's open build does not know undo files; projects of its paid editions have them, and flyback leaves them out with a notice",
    files: { "V1__ok.sql": table("a"), "U1__x.sql": table("b") },
    settings: { validateMigrationNaming: true },
    steps: [
      info({}, { ours: { verdict: "other", states: "other" } }),
      migrate({}, { ours: { verdict: "other", states: "other", history: "other", objects: "other" } }),
    ],
  },
  {
    name: "naming: validateMigrationNaming with good names and other files",
    files: { "V1__ok.sql": table("a"), "beforeMigrate.sql": "SELECT 1;", "README.md": "text", "V1__ok.sql.conf": "" },
    settings: { validateMigrationNaming: true },
    steps: [info(), migrate()],
  },
  {
    name: "naming: own prefixes, separator and suffixes",
    files: {
      "Mig1-first_one.sql": table("a"),
      "Mig2-second.ddl": table("b"),
      "Mig3-third.SQL": table("c"),
      "Rep-view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1 AS x;",
      "Base1-base.sql": table("z"),
      "V4__not_ours.sql": "no SQL",
      "Mig5-not_ours.txt": "no SQL",
    },
    settings: {
      sqlMigrationPrefix: "Mig",
      repeatableSqlMigrationPrefix: "Rep",
      baselineMigrationPrefix: "Base",
      sqlMigrationSeparator: "-",
      sqlMigrationSuffixes: [".sql", ".ddl"],
    },
    steps: [info(), migrate(), validate()],
  },
  {
    name: "naming: an empty prefix",
    files: { "1__a.sql": table("a"), "2__b.sql": table("b") },
    settings: { sqlMigrationPrefix: "" },
    steps: [info(), migrate()],
  },
  {
    name: "naming: a description of more than 200 characters",
    files: { "V1__a.sql": table("a"), [LONG_DESCRIPTION]: table("b") },
    steps: [info(), migrate(), validate(), migrate()],
  },
  {
    name: "naming: a script path of more than 1000 characters",
    files: { [`${DEEP_FOLDER}/V1__deep.sql`]: table("a") },
    steps: [info(), migrate(), validate(), migrate()],
  },
  {
    name: "naming: a version of more than 50 characters",
    differs:
      "Flyway runs the script and then finds that the history cannot hold the version; flyback sees it before the first script",
    files: { "V1__a.sql": table("a"), [`V2.${"1".repeat(55)}__long.sql`]: table("b") },
    steps: [
      info(),
      migrate({}, { ours: { verdict: "INVALID_MIGRATION_NAME", history: [], objects: "other", states: "other" } }),
    ],
  },
  {
    name: "naming: letters in a description that a history in latin1 cannot hold",
    only: "mariadb",
    differs:
      "Flyway runs the script and then finds that the history cannot hold the name; flyback sees it before the first script",
    files: { "V1__Größe.sql": table("a"), "V2__世界.sql": table("b"), "V3__c.sql": table("c") },
    steps: [info(), migrate({}, { ours: { history: [], objects: "other", states: "other" } })],
  },
  {
    name: "naming: letters of all scripts in a description",
    only: "mysql",
    files: { "V1__Größe.sql": table("a"), "V2__世界.sql": table("b"), "V3__😀.sql": table("c") },
    steps: [info(), migrate()],
  },
  {
    name: "naming: a sign in a version",
    differs: "a version with a sign is a slip of the pen: flyback skips the file as it skips other invalid names",
    files: { "V1__a.sql": table("a"), "V-7__negative.sql": table("b") },
    steps: [
      info({}, { ours: { states: "other" } }),
      migrate(
        {},
        {
          ours: {
            history: ["flyway_schema_history: 1 | 1 | a | SQL | V1__a.sql | -216769206 | root | 1"],
            objects: "other",
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "naming: digits of other scripts in a version",
    // MariaDB's history, in latin1, cannot hold such a version.
    only: "mysql",
    differs: "nobody can tell what V٣ would be ordered by: flyback skips the file as it skips other invalid names",
    files: { "V1__a.sql": table("a"), "V٣__arabic.sql": table("b") },
    steps: [
      migrate(
        {},
        {
          ours: {
            history: ["flyway_schema_history: 1 | 1 | a | SQL | V1__a.sql | -216769206 | root | 1"],
            objects: "other",
            states: "other",
          },
        },
      ),
    ],
  },
];
