import { type Case, migrate, table } from "../case.ts";

const T = "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(200));\n";

type Fault = {
  readonly name: string;
  readonly script: string;
  readonly why: string;
  /** Rows of `t` after ours has run the script. */
  readonly rows?: readonly string[];
  /** Only ours has what the script defines: a stored program that keeps the settings of its session, or something without. */
  readonly defines?: "program" | "plain";
  /** Flyway reports a success, having left SQL out. */
  readonly dropped?: true;
  /** Ours stops with this instead. */
  readonly code?: string;
  readonly only?: Case["only"];
};

const FAULTS: readonly Fault[] = [
  {
    name: "A1, a comment that holds the start of one",
    script: "/* x /* y */ INSERT INTO t VALUES (1, 'a');\n",
    why: "Flyway counts nested comments and leaves out the rest of the file",
    dropped: true,
    rows: ["t: 1 | a"],
  },
  {
    name: "A2, a directive without a version",
    script: "/*! INSERT INTO t VALUES (1, 'a') */;\n",
    why: "Flyway takes it for a comment and leaves it out",
    dropped: true,
    rows: ["t: 1 | a"],
  },
  {
    name: "A3, a directive of MariaDB",
    script: "/*M! INSERT INTO t VALUES (1, 'a') */;\n/*M!100100 INSERT INTO t VALUES (2, 'b') */;\n",
    why: "Flyway takes it for a comment and leaves it out",
    dropped: true,
    rows: ["t: 1 | a", "t: 2 | b"],
    only: "mariadb",
  },
  {
    name: "A4, a comment without an end",
    script: "INSERT INTO t VALUES (1, 'a');\n/* the rest\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway leaves out the rest of the file and reports a success",
    code: "UNTERMINATED_COMMENT",
    rows: [],
  },
  {
    name: "B1, two minus signs without a blank",
    script: "INSERT INTO t SELECT 5--1, 'a';\nINSERT INTO t VALUES (1, 'b');\n",
    why: "Flyway takes the rest of the line for a comment",
    rows: ["t: 1 | b", "t: 6 | a"],
  },
  {
    defines: "program",
    name: "B2, a trigger with a definer",
    script:
      "CREATE DEFINER=`root`@`localhost` TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.s = 'x'; SET NEW.s = 'y'; END;\nINSERT INTO t VALUES (1, 'a');\n",
    why: "Flyway splits inside the body",
    rows: ["t: 1 | y"],
  },
  {
    defines: "program",
    name: "B3, CREATE OR REPLACE PROCEDURE",
    script:
      "CREATE OR REPLACE PROCEDURE p() BEGIN INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b'); END;\nCALL p();\n",
    why: "Flyway splits inside the body",
    rows: ["t: 1 | a", "t: 2 | b"],
    only: "mariadb",
  },
  {
    defines: "program",
    name: "B3, DEFINER=CURRENT_USER",
    script:
      "CREATE DEFINER=CURRENT_USER PROCEDURE p() BEGIN INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b'); END;\nCALL p();\n",
    why: "Flyway splits inside the body",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    defines: "plain",
    name: "B3, ALTER EVENT",
    script:
      "CREATE EVENT e ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01' DO SELECT 1;\nALTER EVENT e DO BEGIN DELETE FROM t; DELETE FROM t; END;\nINSERT INTO t VALUES (1, 'a');\n",
    why: "Flyway splits inside the body",
    rows: ["t: 1 | a"],
  },
  {
    defines: "program",
    name: "B4, a body that is one IF",
    script:
      "CREATE PROCEDURE p() IF 1 THEN INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b'); END IF;\nCALL p();\n",
    why: "Flyway splits inside the body",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    defines: "program",
    name: "B5, a FOR loop",
    script:
      "CREATE PROCEDURE p() BEGIN FOR i IN 1..2 DO INSERT INTO t VALUES (i, 'a'); END FOR; INSERT INTO t VALUES (9, 'z'); END;\nCALL p();\n",
    why: "Flyway ends the body at END FOR",
    rows: ["t: 1 | a", "t: 2 | a", "t: 9 | z"],
    only: "mariadb",
  },
  {
    name: "B6, a block inside BEGIN NOT ATOMIC",
    script: "BEGIN NOT ATOMIC BEGIN INSERT INTO t VALUES (1, 'a'); END; INSERT INTO t VALUES (2, 'b'); END;\n",
    why: "Flyway ends the statement at the inner END",
    rows: ["t: 1 | a", "t: 2 | b"],
    only: "mariadb",
  },
  {
    defines: "program",
    name: "B7, a comment between END and IF",
    script:
      "CREATE PROCEDURE p() BEGIN IF 1 THEN INSERT INTO t VALUES (1, 'a'); END /* of */ IF; INSERT INTO t VALUES (2, 'b'); END;\nCALL p();\n",
    why: "Flyway takes the comment for the word after END",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    defines: "program",
    name: "B8, an alias called end",
    script:
      "CREATE PROCEDURE p() BEGIN INSERT INTO t SELECT 1 AS `END`, 'a'; INSERT INTO t VALUES (2, 'b'); END;\nCALL p();\n",
    why: "Flyway ends the block at the name",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    defines: "program",
    name: "B9, CASE … END followed by a name called if",
    script:
      "CREATE PROCEDURE p() BEGIN SELECT CASE 1 WHEN 1 THEN 2 END `if`; INSERT INTO t VALUES (2, 'b'); END;\nCALL p();\n",
    why: "Flyway never closes the CASE",
    rows: ["t: 2 | b"],
  },
  {
    name: "B11, a comment behind DELIMITER",
    script:
      "DELIMITER //\nINSERT INTO t VALUES (1, 'a') //\nDELIMITER ; -- back\nINSERT INTO t VALUES (2, 'b');\nINSERT INTO t VALUES (3, 'c');\n",
    why: "Flyway takes the whole line for the delimiter",
    rows: ["t: 1 | a", "t: 2 | b", "t: 3 | c"],
  },
  {
    name: "B12, a quoted delimiter",
    script: "DELIMITER '//'\nINSERT INTO t VALUES (1, 'a') //\nDELIMITER ;\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway keeps the quotes",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    name: "B13, an alias called delimiter",
    script: "INSERT INTO t SELECT 1 AS\n  delimiter, 'a';\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway takes the name for the command",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    name: "B15, NO_BACKSLASH_ESCAPES",
    script:
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nINSERT INTO t VALUES (1, 'c:\\');\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway's backslash escapes the quote all the same",
    rows: ["t: 1 | c:\\", "t: 2 | b"],
  },
  {
    defines: "plain",
    name: "B16, ANSI_QUOTES",
    script: "SET sql_mode = 'ANSI_QUOTES';\nCREATE TABLE \"a\\\" (id INT);\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway's backslash escapes the quote of a name",
    rows: ["t: 2 | b"],
  },
  {
    name: "B17, the end of a comment inside a string inside a directive",
    script: "/*!50001 INSERT INTO t VALUES (1, 'a */ ; b') */;\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway ends the directive inside the string",
    rows: ["t: 1 | a */ ; b", "t: 2 | b"],
  },
  {
    defines: "program",
    name: "B18, a comment inside a directive",
    script:
      "/*!50003 CREATE PROCEDURE p() BEGIN /* here */ INSERT INTO t VALUES (1, 'a'); INSERT INTO t VALUES (2, 'b'); END */;\nCALL p();\n",
    why: "Flyway ends the directive at the comment's end",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
  {
    name: "B19, commands of the client",
    script: "INSERT INTO t VALUES (1, 'a');\nSOURCE other.sql\nINSERT INTO t VALUES (2, 'b');\n",
    why: "Flyway sends it to the server, after what stands before",
    code: "CLIENT_COMMAND",
  },
  {
    name: "B20, a string without an end",
    script: "INSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b);\nINSERT INTO t VALUES (3, c);\n",
    why: "Flyway sends the rest of the file, after what stands before",
    code: "UNTERMINATED_STRING",
  },
  {
    name: "several statements under another delimiter",
    script: "DELIMITER //\nINSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b');\n//\n",
    why: "Flyway sends them as one, which the server refuses",
    rows: ["t: 1 | a", "t: 2 | b"],
  },
];

/** Where Flyway's parser is wrong, and what ours does. */
export const SPLITTER_FAULTS: readonly Case[] = [
  ...FAULTS.map(faultCase),
  {
    name: "splitter fault: C, DELIMITER as the last word",
    differs: "Flyway loops for ever and holds the lock meanwhile",
    files: { "V1__t.sql": table("t"), "V2__x.sql": "SELECT 1;\nDELIMITER\n" },
    steps: [
      {
        kind: "run",
        command: "migrate",
        settings: {},
        flywayHangs: true,
        ours: { verdict: "INVALID_DELIMITER", states: "other" },
      },
    ],
  },
];

function faultCase({ name, script, why, rows, code, dropped, defines, only }: Fault): Case {
  const sameHistory = dropped === true && code === undefined;
  return {
    name: `splitter fault: ${name}`,
    differs: why,
    files: { "V1__t.sql": T, "V2__x.sql": script },
    steps: [
      migrate(
        {},
        {
          ours: {
            ...(rows === undefined ? {} : { data: rows }),
            ...(sameHistory ? {} : { verdict: code ?? "ok", history: "other", states: "other" }),
            ...(defines === undefined ? {} : { objects: "other" }),
            ...(defines === "program" ? { context: "other" } : {}),
          },
        },
      ),
    ],
    ...(only === undefined ? {} : { only }),
  };
}
