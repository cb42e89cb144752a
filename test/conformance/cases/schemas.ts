import { baseline, type Case, files, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const FILES = { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "R__r.sql": "SELECT 1;" };
const OLD_TABLE = sql("CREATE TABLE old (id INT)");

export const SCHEMAS: readonly Case[] = [
  {
    name: "schemas: one that does not exist is made",
    database: "none",
    files: FILES,
    settings: { schemas: ["{{db}}"] },
    steps: [
      info(),
      validate(STRICT),
      validate({ ignoreMigrationPatterns: "*:pending" }),
      migrate(),
      migrate(),
      validate(STRICT),
    ],
  },
  {
    name: "schemas: several that do not exist are made",
    database: "none",
    files: FILES,
    settings: { schemas: ["{{db}}", "{{db}}_b", "{{db}}_c-d"] },
    steps: [migrate(), info(), repair()],
  },
  {
    name: "schemas: one of several does not exist",
    files: FILES,
    settings: { schemas: ["{{db}}", "{{db}}_b"] },
    steps: [migrate(), info()],
  },
  {
    name: "schemas: none is made when createSchemas is off",
    database: "none",
    files: FILES,
    settings: { schemas: ["{{db}}"], createSchemas: false },
    steps: [info(), migrate()],
  },
  {
    name: "schemas: the url names a database that does not exist",
    database: "absent",
    files: FILES,
    steps: [info(), migrate()],
  },
  { name: "schemas: no database anywhere", database: "none", files: FILES, steps: [info(), migrate()] },
  {
    name: "schemas: baseline makes one",
    database: "none",
    files: FILES,
    settings: { schemas: ["{{db}}"] },
    steps: [baseline(), info(), migrate(), baseline()],
  },
  {
    name: "schemas: baseline on migrate where one is made",
    database: "none",
    files: FILES,
    settings: { schemas: ["{{db}}"], baselineOnMigrate: true },
    steps: [migrate()],
  },
  {
    name: "schemas: a default schema besides the url's",
    files: FILES,
    settings: { defaultSchema: "{{db}}_main" },
    steps: [info(), migrate(), info()],
  },
  {
    name: "schemas: a default schema among others",
    files: FILES,
    settings: { schemas: ["{{db}}", "{{db}}_b"], defaultSchema: "{{db}}_b" },
    steps: [migrate(), info()],
  },
  {
    name: "schemas: a default schema that is not among them",
    files: FILES,
    settings: { schemas: ["{{db}}_b"], defaultSchema: "{{db}}_c" },
    steps: [migrate(), info()],
  },
  {
    name: "schemas: another one holds tables",
    files: FILES,
    settings: { schemas: ["{{db}}", "{{db}}_b"] },
    steps: [
      sql("CREATE DATABASE {{db}}_b", "CREATE TABLE {{db}}_b.old (id INT)"),
      migrate(),
      migrate({ baselineOnMigrate: true }),
    ],
  },
  {
    name: "schemas: migrations go elsewhere and come back",
    files: {
      "V1__a.sql": `CREATE DATABASE {{db}}_x;\nUSE {{db}}_x;\n${table("inside")}`,
      "V2__b.sql": `${table("b")}CREATE VIEW {{db}}_x.seen AS SELECT * FROM {{db}}.b;\n`,
      "R__r.sql": "CREATE OR REPLACE VIEW v AS SELECT * FROM {{db}}_x.inside;",
    },
    steps: [migrate(), validate(STRICT)],
  },
  {
    name: "schemas: a migration drops its own database",
    files: { "V1__a.sql": table("a"), "V2__b.sql": "DROP DATABASE {{db}};\n" },
    steps: [migrate()],
  },
  {
    name: "schemas: skipExecutingMigrations on an empty schema",
    files: FILES,
    settings: { skipExecutingMigrations: true },
    steps: [info(), migrate(), validate(STRICT), migrate()],
  },
  {
    name: "schemas: skipExecutingMigrations on a schema with tables",
    files: FILES,
    settings: { skipExecutingMigrations: true },
    steps: [OLD_TABLE, migrate({ target: "1" }), migrate({ skipExecutingMigrations: false }), validate(STRICT)],
  },
  {
    name: "schemas: skipExecutingMigrations of scripts that are wrong",
    files: { ...FILES, "V2__b.sql": "SELEKT '${unknown}'; BEGIN", "V3__c.sql": "SELECT 'open" },
    settings: { skipExecutingMigrations: true },
    steps: [migrate()],
  },
  {
    name: "schemas: skipExecutingMigrations and baseline on migrate",
    files: FILES,
    settings: { skipExecutingMigrations: true, baselineOnMigrate: true },
    steps: [OLD_TABLE, migrate()],
  },
  {
    name: "table: of another name",
    files: FILES,
    settings: { table: "my_history" },
    steps: [info(), migrate(), validate(STRICT), repair(), migrate()],
  },
  {
    name: "table: odd names",
    files: FILES,
    steps: [migrate({ table: "My-History 1" }), migrate({ table: "schema_version", baselineOnMigrate: true })],
  },
  {
    name: "table: another name finds the first one in its way",
    files: FILES,
    steps: [migrate({ target: "1" }), migrate({ table: "my_history" })],
  },
  {
    name: "table: made by hand with another charset and engine",
    files: { "V1__世界.sql": table("a") },
    steps: [
      migrate({ target: "current" }),
      sql("ALTER TABLE flyway_schema_history CONVERT TO CHARACTER SET utf8mb4, ENGINE=MyISAM"),
      migrate(),
    ],
  },
  {
    name: "installedBy: set",
    files: FILES,
    steps: [
      migrate({ installedBy: "the pipeline", target: "1" }),
      migrate({ installedBy: "O'Hara", target: "2" }),
      migrate(),
      baseline({ installedBy: "x" }),
    ],
  },
  {
    name: "installedBy: with baseline",
    files: FILES,
    settings: { installedBy: "the pipeline" },
    steps: [OLD_TABLE, baseline(), migrate()],
  },
  {
    name: "installedBy: in a row that repair writes",
    files: FILES,
    settings: { installedBy: "the pipeline" },
    steps: [migrate(), files({ "V1__a.sql": null }), repair()],
  },
  {
    name: "initSql: reaches the migrations",
    files: { "V1__a.sql": "CREATE TABLE a AS SELECT @@lock_wait_timeout AS t, @@group_concat_max_len AS g;\n" },
    settings: { initSql: "SET lock_wait_timeout = 77, group_concat_max_len = 2048" },
    steps: [migrate()],
  },
  { name: "initSql: fails", files: FILES, settings: { initSql: "SELECT nothing" }, steps: [info(), migrate()] },
];
