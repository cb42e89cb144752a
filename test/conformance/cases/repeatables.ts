import { type Case, files, historyRow, info, migrate, repair, sql, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const ACCEPT_PENDING = { ignoreMigrationPatterns: "*:pending" };

/** A view whose text says which edition it is. */
function view(edition: number): string {
  return `CREATE OR REPLACE VIEW v AS SELECT ${String(edition)} AS edition;\n`;
}

export const REPEATABLES: readonly Case[] = [
  {
    name: "repeatables: changed, changed again and back",
    files: { "V1__a.sql": table("a"), "R__v.sql": view(1) },
    steps: [
      migrate(),
      files({ "R__v.sql": view(2) }),
      info(),
      validate(STRICT),
      validate(ACCEPT_PENDING),
      migrate(),
      files({ "R__v.sql": view(3) }),
      migrate(),
      files({ "R__v.sql": view(1) }),
      migrate(),
      info(),
      validate(STRICT),
    ],
  },
  {
    name: "repeatables: order by description",
    files: Object.fromEntries(
      ["10", "9", "B", "a", "b", "_x", "é", "Z_y"].map((name) => [`R__${name}.sql`, `SELECT '${name}';`]),
    ),
    steps: [info(), migrate()],
  },
  {
    name: "repeatables: after all versions, whatever the target",
    files: { "V1__a.sql": table("a"), "V2__b.sql": table("b"), "R__v.sql": view(1) },
    steps: [
      migrate({ target: "1" }),
      files({ "R__v.sql": view(2), "R__w.sql": "SELECT 1;" }),
      migrate({ target: "1" }),
      migrate(),
    ],
  },
  {
    name: "repeatables: another value of a placeholder",
    files: { "R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT '${what}' AS x;\n" },
    steps: [
      migrate({ "placeholders.what": "one" }),
      migrate({ "placeholders.what": "one" }),
      info({ "placeholders.what": "two" }),
      validate({ "placeholders.what": "two", ...STRICT }),
      migrate({ "placeholders.what": "two" }),
      info({ "placeholders.what": "two" }),
    ],
  },
  {
    name: "repeatables: a row with the checksum of the text before replacement",
    files: { "V1__a.sql": table("a"), "R__x.sql": "SELECT ${a};\n" },
    settings: { "placeholders.a": "42" },
    steps: [
      migrate(),
      sql("UPDATE flyway_schema_history SET checksum = 444118549 WHERE description = 'x'"),
      info(),
      validate(STRICT),
      validate(ACCEPT_PENDING),
      migrate(),
      repair(),
      migrate(),
    ],
  },
  {
    name: "repeatables: gone, marked as deleted, back",
    files: { "V1__a.sql": table("a"), "R__v.sql": view(1), "R__w.sql": "SELECT 1;" },
    steps: [
      migrate(),
      files({ "R__v.sql": view(2) }),
      migrate(),
      files({ "R__v.sql": null }),
      info(),
      validate(STRICT),
      migrate(),
      repair(),
      info(),
      validate(STRICT),
      migrate(),
      files({ "R__v.sql": view(2) }),
      info(),
      migrate(),
      info(),
    ],
  },
  {
    name: "repeatables: fails, is repaired and runs",
    files: { "V1__a.sql": table("a"), "R__a.sql": "SELECT 1;", "R__b.sql": "SELECT nothing;", "R__c.sql": "SELECT 3;" },
    steps: [
      migrate(),
      info(),
      validate(STRICT),
      migrate(),
      migrate({ validateOnMigrate: false }),
      files({ "R__b.sql": "SELECT 2;" }),
      info(),
      migrate(),
      repair(),
      migrate(),
    ],
  },
  {
    name: "repeatables: fails after it had succeeded",
    files: { "R__v.sql": view(1) },
    steps: [
      migrate(),
      files({ "R__v.sql": "SELECT nothing;" }),
      migrate(),
      info(),
      files({ "R__v.sql": view(1) }),
      info(),
      migrate(),
      repair(),
      info(),
      migrate(),
    ],
  },
  {
    name: "repeatables: renamed",
    files: { "R__old_name.sql": view(1) },
    steps: [
      migrate(),
      files({ "R__old_name.sql": null, "R__new_name.sql": view(1) }),
      info(),
      migrate(),
      migrate({ ignoreMigrationPatterns: "repeatable:missing" }),
    ],
  },
  {
    name: "repeatables: moved into a folder",
    files: { "R__v.sql": view(1) },
    steps: [migrate(), files({ "R__v.sql": null, "views/R__v.sql": view(1) }), validate(STRICT), migrate()],
  },
  {
    name: "repeatables: of the same description as a version",
    files: { "V1__same.sql": table("a"), "R__same.sql": "SELECT 1;" },
    steps: [migrate(), files({ "R__same.sql": "SELECT nothing;" }), migrate(), repair(), info()],
  },
  {
    name: "repeatables: an earlier row with the same checksum does not count",
    files: { "R__x.sql": "SELECT 1;" },
    steps: [
      migrate(),
      sql(historyRow(2, { version: null, description: "x", script: "R__x.sql", checksum: 5 })),
      info(),
      migrate(),
    ],
  },
  {
    name: "repeatables: a row without checksum",
    files: { "R__x.sql": "SELECT 1;" },
    steps: [migrate(), sql("UPDATE flyway_schema_history SET checksum = NULL"), info(), validate(STRICT), migrate()],
  },
];
