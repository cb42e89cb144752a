import { type Case, migrate, sql, table } from "../case.ts";

/** One script changes the session, the next shows what it finds. */
function shows(expression: string): string {
  return `CREATE TABLE seen AS SELECT ${expression} AS x;\n`;
}

/** Variables that decide what a statement means, of those that a driver might set. */
const VARIABLES = [
  "sql_mode",
  "character_set_client",
  "character_set_connection",
  "collation_connection",
  "time_zone",
  "foreign_key_checks",
  "unique_checks",
  "sql_safe_updates",
  "sql_auto_is_null",
  "sql_select_limit",
  "div_precision_increment",
];

function showsVariables(version: number): string {
  // What the case about IGNORE_SPACE is about.
  const value = (name: string) => `REPLACE(@@${name}, 'IGNORE_SPACE,', '')`;
  return VARIABLES.map((name) => `INSERT INTO seen VALUES (${String(version)}, '${name}', ${value(name)});\n`).join("");
}

/** Flyway lets the change reach the next migration; ours begins each one with a clean session. */
function leak(name: string, change: string, next: string, data: readonly string[]): Case {
  return {
    name: `session: ${name} does not reach the next migration`,
    differs: "every migration begins with a clean session, so that it does the same whatever ran before it",
    files: { "V1__change.sql": change, "V2__next.sql": next },
    steps: [migrate({}, { ours: { data } })],
  };
}

export const SESSION: readonly Case[] = [
  {
    name: "session: database, user variables and the switches are reset",
    files: {
      "V1__a.sql":
        "CREATE DATABASE {{db}}_x;\nUSE {{db}}_x;\nSET @x = 1, foreign_key_checks = 0, sql_safe_updates = 1;\n",
      "V2__b.sql": shows("CONCAT_WS(',', DATABASE(), @x IS NULL, @@foreign_key_checks, @@sql_safe_updates)"),
    },
    steps: [migrate()],
  },
  {
    name: "session: autocommit off is reset",
    files: {
      "V1__a.sql": `${table("a")}SET autocommit = 0;\nINSERT INTO a VALUES (1);\n`,
      "V2__b.sql": "INSERT INTO a VALUES (2);\n",
    },
    steps: [migrate()],
  },
  {
    name: "session: an open transaction is committed with the history row",
    files: {
      "V1__a.sql": `${table("a")}START TRANSACTION;\nINSERT INTO a VALUES (1);\n`,
      "V2__b.sql": "INSERT INTO a VALUES (2);\n",
    },
    steps: [migrate()],
  },
  {
    name: "session: what a script sets holds to its end",
    files: {
      "V1__a.sql": `SET sql_mode = 'ANSI_QUOTES', @n = 5, time_zone = '+05:00';\nCREATE TEMPORARY TABLE tmp (id INT);\nINSERT INTO tmp VALUES (1);\nCREATE TABLE "a" AS SELECT @n AS n, @@sql_mode AS m, (SELECT COUNT(*) FROM tmp) AS c, @@time_zone AS z;\n`,
    },
    steps: [migrate()],
  },
  {
    name: "session: it begins with the same sql_mode and charset, the second as the first",
    files: {
      "V1__a.sql": `CREATE TABLE seen (version INT, name VARCHAR(30), value VARCHAR(200));\n${showsVariables(1)}`,
      "V2__b.sql": showsVariables(2),
    },
    steps: [migrate()],
  },
  {
    name: "session: IGNORE_SPACE",
    only: "mariadb",
    differs:
      "it is MariaDB's JDBC driver that asks for it, and it makes names of functions reserved words; the plain client does not",
    files: {
      "V1__a.sql": shows("@@sql_mode LIKE '%IGNORE_SPACE%'"),
      "V2__b.sql": "INSERT INTO seen VALUES (@@sql_mode LIKE '%IGNORE_SPACE%');\n",
    },
    steps: [migrate({}, { ours: { data: ["seen: 0", "seen: 0"] } })],
  },
  leak("sql_mode", "SET sql_mode = 'ANSI_QUOTES';\n", shows("@@sql_mode LIKE '%ANSI%'"), ["seen: 0"]),
  leak("time_zone", "SET time_zone = '+05:00';\n", shows("@@time_zone"), ["seen: SYSTEM"]),
  leak("unique_checks", "SET unique_checks = 0;\n", shows("@@unique_checks"), ["seen: 1"]),
  leak("another session variable", "SET group_concat_max_len = 4321;\n", shows("@@group_concat_max_len = 4321"), [
    "seen: 0",
  ]),
  leak("the character set", "SET NAMES latin1;\n", shows("@@character_set_client = 'latin1'"), ["seen: 0"]),
  {
    name: "session: a temporary table does not reach the next migration",
    differs: "every migration begins with a clean session, so that it does the same whatever ran before it",
    files: {
      "V1__change.sql": "CREATE TEMPORARY TABLE tmp (id INT);\n",
      "V2__next.sql": "CREATE TABLE tmp_is_free (id INT);\nCREATE TEMPORARY TABLE tmp (id INT);\n",
    },
    steps: [migrate({}, { ours: { verdict: "ok", history: "other", states: "other" } })],
  },
  {
    name: "session: tables that a script left locked",
    differs: "Flyway cannot read its history then, and leaves no row of a migration that has run",
    files: {
      "V1__a.sql": table("a"),
      "V2__lock.sql": "LOCK TABLES a WRITE;\nINSERT INTO a VALUES (1);\n",
      "V3__c.sql": table("c"),
    },
    steps: [
      migrate({}, { ours: { verdict: "ok", history: "other", objects: "other", data: ["a: 1"], states: "other" } }),
    ],
  },
  {
    name: "session: a user variable of an odd name",
    only: "mariadb",
    differs: "Flyway does not quote the names when it clears them, and one odd name leaves all as they are",
    files: {
      "V1__a.sql": "SET @`my-var` = 1, @plain = 2;\n",
      "V2__b.sql": shows("CONCAT_WS(',', @`my-var` IS NULL, @plain IS NULL)"),
    },
    steps: [migrate({}, { ours: { data: ["seen: 1,1"] } })],
  },
  {
    name: "session: a lock that a script left",
    files: { "V1__a.sql": "SELECT GET_LOCK('{{db}}_mine', 1);\n", "V2__b.sql": table("b") },
    steps: [migrate()],
  },
  {
    name: "session: the history is made in a schema with foreign keys",
    files: {
      "V1__a.sql": "CREATE TABLE p (id INT PRIMARY KEY);\nCREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (id));\n",
      "V2__b.sql": "SET foreign_key_checks = 0;\nINSERT INTO c VALUES (7);\nDROP TABLE p;\n",
    },
    steps: [sql("SET FOREIGN_KEY_CHECKS = 1"), migrate()],
  },
];
