import { describe, expect, test } from "vitest";
import { blankSecrets, displayStatement } from "../../../src/core/sql/display.ts";

describe("secrets are blanked", () => {
  test.each([
    ["CREATE USER a@b IDENTIFIED BY 'x'", "CREATE USER a@b IDENTIFIED BY '***'"],
    ["CREATE USER 'a'@'b' IDENTIFIED BY 'it''s' REQUIRE SSL", "CREATE USER 'a'@'b' IDENTIFIED BY '***' REQUIRE SSL"],
    [
      'ALTER USER a identified by /* c */ "x\\"y" REPLACE \'old\'',
      "ALTER USER a identified by /* c */ '***' REPLACE '***'",
    ],
    ["CREATE USER a IDENTIFIED BY PASSWORD '*94BD'", "CREATE USER a IDENTIFIED BY PASSWORD '***'"],
    ["CREATE USER a IDENTIFIED WITH 'plugin' AS '*94BD'", "CREATE USER a IDENTIFIED WITH 'plugin' AS '***'"],
    [
      "CREATE USER a IDENTIFIED WITH plugin AS 0x2443, b IDENTIFIED BY N'x'",
      "CREATE USER a IDENTIFIED WITH plugin AS '***', b IDENTIFIED BY N'***'",
    ],
    [
      "CREATE USER a IDENTIFIED VIA ed25519 USING PASSWORD('x') OR x USING 'y'",
      "CREATE USER a IDENTIFIED VIA ed25519 USING PASSWORD('***') OR x USING '***'",
    ],
    ["GRANT ALL ON *.* TO a IDENTIFIED BY 'x'", "GRANT ALL ON *.* TO a IDENTIFIED BY '***'"],
    ["SET PASSWORD = 'x'", "SET PASSWORD = '***'"],
    ["SET PASSWORD FOR 'a'@'b' = PASSWORD('x')", "SET PASSWORD FOR 'a'@'b' = PASSWORD('***')"],
    ["SET PASSWORD FOR 'a'@'b' = 'x'", "SET PASSWORD FOR 'a'@'b' = '***'"],
    [
      "CHANGE MASTER TO MASTER_USER='u', MASTER_PASSWORD='x', MASTER_PORT=1",
      "CHANGE MASTER TO MASTER_USER='u', MASTER_PASSWORD='***', MASTER_PORT=1",
    ],
    ["CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = 'x'", "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '***'"],
    [
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD 'x', HOST 'h')",
      "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD '***', HOST 'h')",
    ],
    [
      "CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='mysql://u:x@h/db/t'",
      "CREATE TABLE t (a INT) ENGINE=FEDERATED CONNECTION='mysql://u:***@h/db/t'",
    ],
    [
      "INSERT INTO t VALUES (AES_ENCRYPT('text', CONCAT('k', 'ey')), 'shown')",
      "INSERT INTO t VALUES (AES_ENCRYPT('***', CONCAT('***', '***')), 'shown')",
    ],
    [
      "UPDATE users SET name = 'a', password = 'x', `api_key` = 'y' WHERE id = 1",
      "UPDATE users SET name = 'a', password = '***', `api_key` = '***' WHERE id = 1",
    ],
    ["SET @password := 'x'", "SET @password := '***'"],
    ["INSERT INTO users VALUES ('a', SHA2('x', 256))", "INSERT INTO users VALUES ('a', SHA2('***', 256))"],
    ["CREATE USER a IDENTIFIED BY 'not clo", "CREATE USER a IDENTIFIED BY '***'"],
  ])("%s", (sql, expected) => {
    expect(blankSecrets(sql)).toBe(expected);
  });

  test.each([
    "CREATE TABLE t (password VARCHAR(10) NOT NULL DEFAULT '' COMMENT 'the password', `by` INT)",
    "SELECT 'a' AS b FROM t WHERE x = 'y' ORDER BY 'z'",
    "ALTER TABLE t ENCRYPTION='Y'",
    "CREATE TABLE t (a INT) COMMENT='x'",
  ])("and nothing else is: %s", (sql) => {
    expect(blankSecrets(sql)).toBe(sql);
  });

  test("wherever a given value stands, the longest first", () => {
    expect(
      blankSecrets("SELECT 'hunter2', 'hunter22', hunter2 -- hunter2", { secrets: ["hunter2", "hunter22", ""] }),
    ).toBe("SELECT '***', '***', *** -- ***");
    expect(blankSecrets("SELECT 'it''s', 'it\\'s', 'a\\\\b'", { secrets: ["it's", "a\\b"] })).toBe(
      "SELECT '***', '***', '***'",
    );
  });

  test("with the quotes that the mode has", () => {
    const mode = { ansiQuotes: false, noBackslashEscapes: true };
    expect(blankSecrets("SET PASSWORD = 'x\\'; SELECT 'a'", { mode })).toBe("SET PASSWORD = '***'; SELECT 'a'");
  });
});

describe("a statement is shown", () => {
  test("whole if it is short", () => {
    expect(displayStatement("SELECT 1,\n  2")).toBe("SELECT 1,\n  2");
  });

  test("without blank lines, tabs and characters that change a terminal", () => {
    expect(displayStatement("SELECT\t1,\r\n \n\r\n\t2\u001b[31m\0")).toBe("SELECT  1,\n  2\ufffd[31m\ufffd");
  });

  test("up to about 300 characters, with a note on the rest", () => {
    const shown = displayStatement(`INSERT INTO t VALUES ${"(1,'some text'),".repeat(100_000)}`);
    expect(shown).toHaveLength(300 + " … (1599721 more characters)".length);
    expect(shown).toMatch(/^INSERT INTO t VALUES .* … \(1599721 more characters\)$/);
  });

  test("to the end of a line if one is near", () => {
    const lines = Array.from({ length: 100 }, (_, line) => `  column_${line} INT NOT NULL,`);
    const shown = displayStatement(`CREATE TABLE t (\n${lines.join("\n")}\n)`);
    expect(shown).toMatch(/\n {2}column_1[01] INT NOT NULL, … \(\d+ more characters\)$/);
  });

  test("without half a character", () => {
    expect(displayStatement(`SELECT '${"💥".repeat(10)}'`, { maxLength: 11 })).toBe(
      "SELECT '💥 … (19 more characters)",
    );
  });

  test("without a secret whose end is not shown", () => {
    const secret = "s3cret".repeat(100);
    expect(displayStatement(`SELECT '${secret}'`, { secrets: [secret], maxLength: 50 })).toBe("SELECT '***'");
    expect(displayStatement(`SET PASSWORD = '${secret}'`, { maxLength: 20 })).not.toContain("s3cret");
  });
});
