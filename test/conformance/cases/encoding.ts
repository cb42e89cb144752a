import { type Case, info, migrate, table, validate } from "../case.ts";

const STRICT = { ignoreMigrationPatterns: "*:future" };
const NOTES = "CREATE TABLE notes (id INT PRIMARY KEY, note VARCHAR(200) CHARACTER SET utf8mb4);\n";
const BOM = "\uFEFF";

function note(id: number, text: string): string {
  return `INSERT INTO notes VALUES (${String(id)}, '${text}');\n`;
}

const LETTERS = `${NOTES}${note(1, "Größe, déjà vu")}`;

function utf16(text: string, order: "le" | "be"): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

export const ENCODING: readonly Case[] = [
  {
    name: "encoding: line ends and a byte order mark",
    files: {
      "V1__lf.sql": NOTES,
      "V2__crlf.sql": `${note(1, "one")}\r\n${note(2, "two")}`.replaceAll("\n", "\r\n"),
      "V3__cr.sql": `${note(3, "three")}${note(4, "four")}`.replaceAll("\n", "\r"),
      "V4__bom.sql": BOM + note(5, "five"),
      "V5__bom_crlf.sql": `${BOM}${note(6, "six")}-- end`.replaceAll("\n", "\r\n"),
      "V6__two_lines.sql": "INSERT INTO notes VALUES (7, 'one\r\ntwo');\r\n",
      "R__bom.sql": `${BOM}SELECT 1;\n`,
    },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "encoding: a byte order mark and nothing else",
    files: { "V1__bom.sql": BOM, "V2__b.sql": table("b") },
    steps: [info(), migrate()],
  },
  {
    name: "encoding: two byte order marks",
    differs: "Flyway sends the second one to the server, which refuses it; flyback drops both and keeps the checksum",
    files: { "V1__two.sql": `${BOM}${BOM}SELECT 1;` },
    steps: [migrate({}, { ours: { verdict: "ok", history: "other", states: "other" } })],
  },
  {
    name: "encoding: a byte order mark inside a string",
    differs: "Flyway takes the character out of data as well",
    files: { "V1__a.sql": `${NOTES}${note(1, `a${BOM}b`)}` },
    steps: [migrate({}, { ours: { data: [`notes: 1 | a${BOM}b`] } })],
  },
  {
    name: "encoding: empty, blank and comments only",
    files: {
      "V1__empty.sql": "",
      "V2__blank.sql": "\n\n   \n\t\n",
      "V3__comments.sql": "-- one\n/* two */\n# three\n",
      "V4__delimiters.sql": ";;\n;\n",
      "V5__a.sql": table("a"),
      "R__empty.sql": "",
    },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "encoding: UTF-8 of all lengths",
    files: {
      "V1__a.sql": `${NOTES}${note(1, "ä ß ñ")}${note(2, "世界 ☃")}${note(3, "😀 🎉")}CREATE TABLE \`größe\` (\`spalte_ä\` INT COMMENT 'Übung');\n`,
    },
    steps: [migrate(), validate(STRICT)],
  },
  {
    name: "encoding: ISO-8859-1 as set",
    files: { "V1__a.sql": Buffer.from(LETTERS, "latin1"), "R__r.sql": Buffer.from("SELECT 'ä';\n", "latin1") },
    settings: { encoding: "ISO-8859-1" },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "encoding: ISO-8859-1 by script configuration",
    files: {
      "V1__a.sql": Buffer.from(LETTERS, "latin1"),
      "V1__a.sql.conf": "encoding=ISO-8859-1\n",
      "V2__b.sql": note(2, "ä"),
    },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "encoding: windows-1252",
    files: {
      "V1__a.sql": Buffer.concat([
        Buffer.from(NOTES),
        Buffer.from(note(1, "x"), "latin1"),
        Buffer.from("INSERT INTO notes VALUES (2, '\x80 \x93');\n", "latin1"),
      ]),
    },
    settings: { encoding: "windows-1252" },
    steps: [migrate()],
  },
  {
    name: "encoding: US-ASCII with a letter outside",
    files: { "V1__a.sql": LETTERS },
    settings: { encoding: "US-ASCII" },
    steps: [info(), migrate()],
  },
  {
    name: "encoding: UTF-16LE as set",
    files: { "V1__a.sql": utf16(LETTERS, "le") },
    settings: { encoding: "UTF-16LE" },
    steps: [info(), migrate()],
  },
  {
    name: "encoding: UTF-16 as set, with a mark",
    files: { "V1__a.sql": utf16(BOM + LETTERS, "be") },
    settings: { encoding: "UTF-16" },
    steps: [info(), migrate()],
  },
  {
    name: "encoding: bytes that are not UTF-8",
    files: { "V1__a.sql": table("a"), "V2__b.sql": Buffer.from(LETTERS, "latin1") },
    steps: [info(), validate(STRICT), migrate()],
  },
  {
    name: "encoding: one that does not exist",
    files: { "V1__a.sql": table("a") },
    settings: { encoding: "klingon" },
    steps: [info(), migrate()],
  },
  {
    name: "encoding: detected",
    files: {
      "V1__utf8.sql": LETTERS,
      "V2__latin1.sql": Buffer.from(note(2, "Straße"), "latin1"),
      "V3__utf16le.sql": utf16(BOM + note(3, "Übung"), "le"),
      "V4__utf16be.sql": utf16(BOM + note(4, "Übung"), "be"),
      "V5__utf8_bom.sql": BOM + note(5, "Übung"),
      "V6__latin1_conf.sql": Buffer.from(note(6, "Ã¤"), "latin1"),
      "V6__latin1_conf.sql.conf": "encoding=ISO-8859-1\n",
      "R__r.sql": utf16(`${BOM}SELECT 'ä';\n`, "le"),
    },
    settings: { detectEncoding: true },
    steps: [info(), migrate(), validate(STRICT)],
  },
  {
    name: "encoding: detected UTF-16 without a mark",
    differs: "Flyway finds that it is UTF-16, but reads the usual byte order as the other one",
    files: { "V1__a.sql": utf16(LETTERS, "le") },
    settings: { detectEncoding: true },
    steps: [
      migrate(
        {},
        {
          ours: {
            verdict: "ok",
            history: "other",
            objects: "other",
            data: ["notes: 1 | Größe, déjà vu"],
            states: "other",
          },
        },
      ),
    ],
  },
  {
    name: "encoding: characters that only look like line ends or blanks",
    files: {
      "V1__a.sql": `${NOTES}${note(1, "next\u0085line")}${note(2, "line\u2028separator")}INSERT INTO\u00A0notes VALUES (3, 'nbsp');\nINSERT INTO notes VALUES (4, 'x')\f;\n`,
    },
    steps: [info(), migrate()],
  },
];
