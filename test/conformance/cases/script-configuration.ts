import { type Case, files, info, migrate, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };

export const SCRIPT_CONFIGURATION: readonly Case[] = [
  {
    name: "script configuration: placeholderReplacement off",
    files: {
      "V1__a.sql": "CREATE TABLE a AS SELECT '${literal}' AS x;\n",
      "V1__a.sql.conf": "placeholderReplacement=false\n",
      "R__r.sql": "SELECT '${literal}';\n",
      "R__r.sql.conf": "placeholderReplacement=false",
    },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "script configuration: placeholderReplacement on where it is off for all",
    files: {
      "V1__a.sql": "CREATE TABLE a AS SELECT '${x}' AS x;\n",
      "V1__a.sql.conf": "placeholderReplacement=true\n",
      "V2__b.sql": "CREATE TABLE b AS SELECT '${x}' AS x;\n",
    },
    settings: { placeholderReplacement: false, "placeholders.x": "value" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: it has no checksum and may change",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "executeInTransaction=true\n" },
    steps: [
      migrate(),
      files({ "V1__a.sql.conf": "executeInTransaction=false\n" }),
      validate(STRICT),
      migrate(),
      files({ "V1__a.sql.conf": null }),
      validate(STRICT),
    ],
  },
  {
    name: "script configuration: an unknown key",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "executeInTransaktion=false\n" },
    steps: [info(), validate(STRICT), migrate()],
  },
  {
    name: "script configuration: not a boolean",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "executeInTransaction=perhaps\n" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: shouldExecute",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "shouldExecute=false\n" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: shouldExecute of a repeatable",
    files: { "R__a.sql": "SELECT 1;", "R__a.sql.conf": "shouldExecute=true\n" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: a placeholder for placeholderReplacement",
    differs: "Flyway takes the text as it is and refuses it",
    files: {
      "V1__a.sql": "CREATE TABLE a AS SELECT '${literal}' AS x;\n",
      "V1__a.sql.conf": "placeholderReplacement=${replace}\n",
    },
    settings: { "placeholders.replace": "false" },
    steps: [
      migrate(
        {},
        { ours: { verdict: "ok", history: "other", objects: "other", data: ["a: ${literal}"], states: "other" } },
      ),
    ],
  },
  {
    name: "script configuration: a placeholder for executeInTransaction",
    differs: "Flyway takes the text as it is and refuses it",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "executeInTransaction=${transaction}\n" },
    settings: { "placeholders.transaction": "false" },
    steps: [migrate({}, { ours: { verdict: "ok", history: "other", objects: "other", states: "other" } })],
  },
  {
    name: "script configuration: an unknown placeholder in it",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "placeholderReplacement=${replace}\n" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: comments, blanks and empty lines",
    files: {
      "V1__a.sql": "CREATE TABLE a AS SELECT '${literal}' AS x;\n",
      "V1__a.sql.conf": "# a comment\n\n  placeholderReplacement = false  \n\n",
    },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: its name in capitals",
    files: {
      "V1__a.sql": "CREATE TABLE a AS SELECT '${literal}' AS x;\n",
      "V1__A.SQL.CONF": "placeholderReplacement=false\n",
    },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: without a script",
    files: { "V1__a.sql": table("a"), "V2__b.sql.conf": "nonsense=1\n" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: empty",
    files: { "V1__a.sql": table("a"), "V1__a.sql.conf": "" },
    steps: [info(), migrate()],
  },
  {
    name: "script configuration: in another location",
    files: {
      "/a/V1__a.sql": "CREATE TABLE a AS SELECT '${literal}' AS x;\n",
      "/b/V1__a.sql.conf": "placeholderReplacement=false\n",
    },
    settings: { locations: ["a", "b"] },
    steps: [info(), migrate()],
  },
];
