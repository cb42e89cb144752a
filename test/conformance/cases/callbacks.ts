import {
  baseline,
  type Case,
  type Files,
  files,
  info,
  migrate,
  repair,
  sql,
  type Step,
  table,
  validate,
} from "../case.ts";

const EVENTS = [
  "afterConnect",
  "beforeValidate",
  "afterValidate",
  "afterValidateError",
  "afterValidateOperationFinish",
  "createSchema",
  "beforeCreateSchema",
  "beforeMigrate",
  "beforeEachMigrate",
  "beforeEachMigrateStatement",
  "afterEachMigrateStatement",
  "afterEachMigrateStatementError",
  "afterEachMigrate",
  "afterEachMigrateError",
  "afterVersioned",
  "beforeRepeatables",
  "afterMigrateApplied",
  "afterMigrate",
  "afterMigrateError",
  "afterMigrateOperationFinish",
  "beforeInfo",
  "afterInfo",
  "afterInfoError",
  "afterInfoOperationFinish",
  "beforeRepair",
  "afterRepair",
  "afterRepairError",
  "afterRepairOperationFinish",
  "beforeBaseline",
  "afterBaseline",
  "afterBaselineError",
  "afterBaselineOperationFinish",
];

/** MyISAM keeps a line also where a transaction is rolled back. */
const LOG = sql(
  "CREATE DATABASE {{db}}_log",
  "CREATE TABLE {{db}}_log.log (id INT AUTO_INCREMENT PRIMARY KEY, event VARCHAR(100)) ENGINE=MyISAM",
);

function writes(text: string): string {
  return `INSERT INTO {{db}}_log.log (event) VALUES ('${text}');\n`;
}

function callbacks(events: readonly string[]): Files {
  return Object.fromEntries(events.map((event) => [`${event}.sql`, writes(event)]));
}

const MIGRATIONS: Files = {
  "V1__a.sql": `${table("a")}INSERT INTO a VALUES (1);\n`,
  "V2__b.sql": table("b"),
  "R__r.sql": "SELECT 1;",
};

const ALL: Files = { ...callbacks(EVENTS), ...MIGRATIONS };

/** A callback fails at one event; the log shows which others still ran. */
function failing(event: string, ...steps: Step[]): Case {
  return {
    name: `callbacks: ${event} fails`,
    files: { ...ALL, [`${event}.sql`]: `${writes(event)}SELECT nothing;\n` },
    steps: [LOG, ...(steps.length > 0 ? steps : [migrate()]), files({ [`${event}.sql`]: writes(event) }), migrate()],
  };
}

export const CALLBACKS: readonly Case[] = [
  { name: "callbacks: every event of migrate, twice", files: ALL, steps: [LOG, migrate(), migrate()] },
  { name: "callbacks: info, validate and repair", files: ALL, steps: [LOG, migrate(), info(), validate(), repair()] },
  {
    name: "callbacks: validate finds something",
    files: ALL,
    steps: [LOG, migrate(), files({ "V1__a.sql": "SELECT 1;" }), validate(), migrate(), repair()],
  },
  {
    name: "callbacks: baseline, then again",
    files: ALL,
    steps: [LOG, baseline(), baseline({ baselineVersion: "2" }), migrate()],
  },
  {
    name: "callbacks: baseline on migrate",
    files: ALL,
    settings: { baselineOnMigrate: true },
    steps: [LOG, sql("CREATE TABLE {{db}}.old (id INT)"), migrate()],
  },
  {
    name: "callbacks: refused for want of a history",
    files: ALL,
    steps: [LOG, sql("CREATE TABLE {{db}}.old (id INT)"), migrate()],
  },
  {
    name: "callbacks: a migration fails",
    files: { ...ALL, "V2__b.sql": `${table("b")}SELECT nothing;\n` },
    steps: [LOG, migrate(), migrate()],
  },
  {
    name: "callbacks: a failed row and no validation",
    differs: "flyback sees the failed row before it runs any more callbacks, such as beforeMigrate",
    files: { ...ALL, "V2__b.sql": `${table("b")}SELECT nothing;\n` },
    steps: [LOG, migrate(), migrate({ validateOnMigrate: false }, { ours: { data: "other" } })],
  },
  {
    name: "callbacks: a migration cannot be parsed",
    files: { ...ALL, "V2__b.sql": "SELECT '${unknown}';\n" },
    steps: [LOG, migrate()],
  },
  { name: "callbacks: a repeatable fails", files: { ...ALL, "R__r.sql": "SELECT nothing;" }, steps: [LOG, migrate()] },
  { name: "callbacks: no repeatables", files: ALL, steps: [LOG, files({ "R__r.sql": null }), migrate()] },
  {
    name: "callbacks: without validation and schema creation",
    files: ALL,
    settings: { validateOnMigrate: false, createSchemas: false },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: several of one event",
    files: {
      ...MIGRATIONS,
      "beforeMigrate.sql": writes("none"),
      "beforeMigrate__b.sql": writes("b"),
      "beforeMigrate__a.sql": writes("a"),
      "beforeMigrate__10_x.sql": writes("10"),
      "beforeMigrate__9.sql": writes("9"),
      "sub/beforeMigrate__B.sql": writes("B"),
    },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: two of one event and description",
    files: { ...MIGRATIONS, "beforeMigrate__a.sql": writes("a"), "sub/beforeMigrate__a.sql": writes("other") },
    steps: [LOG, info(), migrate(), validate()],
  },
  {
    name: "callbacks: the same one in two locations",
    files: { "/one/V1__a.sql": table("a"), "/one/afterMigrate.sql": writes("x"), "/two/afterMigrate.sql": writes("x") },
    settings: { locations: ["one", "two"] },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: in folders of their own",
    files: {
      ...MIGRATIONS,
      "afterMigrate.sql": writes("with the migrations"),
      "/callbacks/afterMigrate.sql": writes("own folder"),
    },
    settings: { callbackLocations: ["callbacks"] },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: turned off",
    files: ALL,
    settings: { skipDefaultCallbacks: true },
    steps: [LOG, migrate(), info()],
  },
  {
    name: "callbacks: skipExecutingMigrations",
    files: ALL,
    settings: { skipExecutingMigrations: true },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: placeholders",
    files: {
      ...MIGRATIONS,
      "beforeMigrate.sql": writes("${what} ${flyway:filename}"),
      "afterMigrate.sql": writes("in ${flyway:defaultSchema}"),
    },
    settings: { "placeholders.what": "value" },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: an unknown placeholder",
    files: { ...MIGRATIONS, "afterMigrate.sql": writes("${unknown}") },
    steps: [LOG, info(), migrate(), migrate()],
  },
  {
    name: "callbacks: an unknown placeholder before",
    files: { ...MIGRATIONS, "beforeMigrate.sql": writes("${unknown}") },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: several statements and a delimiter",
    files: { ...MIGRATIONS, "beforeMigrate.sql": `${writes("1")}DELIMITER //\n${writes("2").replace(";", " //")}` },
    steps: [LOG, migrate()],
  },
  {
    name: "callbacks: script configuration",
    files: {
      ...MIGRATIONS,
      "beforeMigrate.sql": writes("${literal}"),
      "beforeMigrate.sql.conf": "placeholderReplacement=false\n",
    },
    steps: [LOG, migrate()],
  },
  { name: "callbacks: no migrations at all", files: callbacks(EVENTS), steps: [LOG, migrate(), validate()] },
  {
    name: "callbacks: they change the session of migrations",
    differs:
      "Flyway clears user variables after afterConnect, too; with flyback what afterConnect sets reaches the migrations",
    files: {
      "afterConnect.sql": "SET @x = 1;\n",
      "beforeMigrate.sql": "SET @y = 1;\n",
      "beforeEachMigrate.sql": "SET @z = 1;\n",
      "V1__a.sql": "CREATE TABLE a AS SELECT @x IS NULL AS x, @y IS NULL AS y, @z IS NULL AS z;\n",
    },
    steps: [migrate({}, { ours: { data: "other" } })],
  },
  {
    name: "callbacks: beforeEachMigrate joins the transaction of a migration",
    files: {
      "V1__a.sql": table("a"),
      "V2__b.sql": "INSERT INTO a VALUES (2);\nSELECT nothing;\n",
      "beforeEachMigrate.sql": "SELECT 1;\n",
    },
    steps: [migrate({ target: "1" }), files({ "beforeEachMigrate.sql": "INSERT INTO a VALUES (1);\n" }), migrate()],
  },
  ...[
    "afterConnect",
    "beforeMigrate",
    "beforeEachMigrate",
    "beforeEachMigrateStatement",
    "afterEachMigrateStatement",
  ].map((event) => failing(event)),
  {
    name: "callbacks: afterEachMigrate fails",
    differs:
      "the migration has taken effect: flyback leaves a failed row, Flyway none, so that its next run fails in another way",
    files: { ...ALL, "afterEachMigrate.sql": `${writes("afterEachMigrate")}SELECT nothing;\n` },
    steps: [LOG, migrate({}, { ours: { history: "other", states: "other" } })],
  },
  ...[
    "afterVersioned",
    "beforeRepeatables",
    "afterMigrateApplied",
    "afterMigrate",
    "afterMigrateOperationFinish",
    "beforeValidate",
  ].map((event) => failing(event)),
  failing("beforeInfo", info()),
  failing("afterInfo", info()),
  failing("beforeRepair", repair()),
  failing("beforeBaseline", baseline()),
];
