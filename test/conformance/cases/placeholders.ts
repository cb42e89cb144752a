import { type Case, files, info, migrate, repair, table, validate } from "../case.ts";

const NOTES = "CREATE TABLE notes (id INT PRIMARY KEY, note VARCHAR(200));\n";

function note(id: number, text: string): string {
  return `INSERT INTO notes VALUES (${String(id)}, '${text}');\n`;
}

export const PLACEHOLDERS: readonly Case[] = [
  {
    name: "placeholders: in strings, comments, names and quoted names",
    files: {
      "V1__a.sql": `${NOTES}-- \${Name} in a comment\n${note(1, "${name}, ${NAME}")}CREATE TABLE \${name}_t (\`c_\${name}\` INT);\n`,
    },
    settings: { "placeholders.name": "Value" },
    steps: [migrate(), validate({ ignoreMigrationPatterns: "*:future" })],
  },
  {
    name: "placeholders: built-in ones",
    files: {
      "sub/V1__a.sql":
        NOTES +
        [
          "flyway:defaultSchema",
          "flyway:user",
          "flyway:database",
          "flyway:filename",
          "flyway:table",
          "flyway:environment",
        ]
          .map((name, index) => note(index, `${name}=\${${name}}`))
          .join("") +
        note(20, "${FLYWAY:Filename}"),
    },
    steps: [migrate()],
  },
  {
    name: "placeholders: own prefix, suffix and separator",
    files: { "V1__a.sql": `${NOTES}${note(1, "@[name]@ @[flyway.filename]@ ${name}")}` },
    settings: {
      "placeholders.name": "value",
      placeholderPrefix: "@[",
      placeholderSuffix: "]@",
      placeholderSeparator: ".",
    },
    steps: [migrate()],
  },
  {
    name: "placeholders: turned off",
    files: { "V1__a.sql": `${NOTES}${note(1, "${name} ${unknown}")}`, "R__r.sql": "SELECT '${unknown}';" },
    settings: { "placeholders.name": "value", placeholderReplacement: false },
    steps: [info(), migrate()],
  },
  {
    name: "placeholders: unknown in a later version",
    files: { "V1__a.sql": table("a"), "V2__b.sql": `${table("b")}${note(1, "${unknown}")}`, "V3__c.sql": table("c") },
    steps: [
      info(),
      validate({ ignoreMigrationPatterns: "*:pending" }),
      migrate(),
      info(),
      migrate({ "placeholders.unknown": "x", target: "1" }),
    ],
  },
  {
    name: "placeholders: unknown in a repeatable stops every command",
    files: { "V1__a.sql": table("a"), "R__r.sql": "SELECT '${unknown}';" },
    steps: [info(), validate({ ignoreMigrationPatterns: "*:pending" }), migrate(), repair()],
  },
  {
    name: "placeholders: dollar signs before one",
    files: { "V1__a.sql": `${NOTES}${note(1, "$a${x}")}${note(2, "$$${x}")}${note(3, "$ {x} $x {x} $")}` },
    settings: { "placeholders.x": "X" },
    steps: [migrate()],
  },
  {
    name: "placeholders: two dollar signs leave it alone",
    files: { "V1__a.sql": `${NOTES}${note(1, "$${x}")}` },
    settings: { "placeholders.x": "X" },
    steps: [migrate()],
  },
  {
    name: "placeholders: no suffix",
    files: { "V1__a.sql": table("a"), "V2__b.sql": "SELECT '${name';\nSELECT 1;\n" },
    settings: { "placeholders.name": "value" },
    steps: [migrate()],
  },
  {
    name: "placeholders: values are not looked at again, and may be empty",
    files: { "V1__a.sql": `${NOTES}${note(1, "[${outer}] [${empty}]")}` },
    settings: { "placeholders.outer": "${inner}", "placeholders.inner": "x", "placeholders.empty": "" },
    steps: [migrate()],
  },
  {
    name: "placeholders: a newline in a value does not move the line of an error",
    differs: "Flyway counts the lines of the text after replacement, which nobody can open in an editor",
    files: { "V1__a.sql": `${NOTES}-- \${lines}\nSELECT 1;\nSELECT nothing;\n`, "R__r.sql": "SELECT '${lines}';\n" },
    settings: { "placeholders.lines": "one\n-- two\n-- three" },
    steps: [info(), migrate({}, { ours: { verdict: "FAILED_VERSIONED_MIGRATION" } })],
  },
  {
    name: "placeholders: a value with SQL",
    files: { "V1__a.sql": "${statements}\n" },
    settings: { "placeholders.statements": "CREATE TABLE a (id INT); CREATE TABLE b (id INT); DELIMITER //" },
    steps: [migrate()],
  },
  {
    name: "placeholders: a name of Flyway's own",
    files: { "V1__a.sql": table("a") },
    settings: { "placeholders.flyway:table": "x" },
    steps: [info(), migrate()],
  },
  {
    name: "placeholders: a blank in the name",
    files: { "V1__a.sql": "SELECT '${ name }';\n" },
    settings: { "placeholders.name": "value" },
    steps: [migrate()],
  },
  {
    name: "placeholders: an unknown one inside a comment",
    files: { "V1__a.sql": `-- needs \${unknown}\n${table("a")}` },
    steps: [migrate()],
  },
  {
    name: "placeholders: another value does not change the checksum of a version",
    files: { "V1__a.sql": `${NOTES}${note(1, "${name}")}` },
    steps: [
      migrate({ "placeholders.name": "one" }),
      validate({ "placeholders.name": "two", ignoreMigrationPatterns: "*:future" }),
      files({ "V2__b.sql": note(2, "${name}") }),
      migrate({ "placeholders.name": "two" }),
    ],
  },
  {
    name: "placeholders: names with dots and capitals",
    files: { "V1__a.sql": `${NOTES}${note(1, "${app.owner} ${App.Owner} ${x-y}")}` },
    settings: { "placeholders.app.owner": "me", "placeholders.x-y": "dash" },
    steps: [migrate()],
  },
];
