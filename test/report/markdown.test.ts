import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeBlock, codeCell, codeSpan, escapeMarkdown, messageMarkdown } from "../../src/report/markdown-escape.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { database, DUPLICATE_COLUMN, migration, RESULTS, run, step } from "./results.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

const OPTIONS = { limitBytes: 900_000, logSql: "failed" } as const;

describe("escaping", () => {
  test.each([
    ["a pipe", "a|b", "a\\|b"],
    ["line ends", "a\r\nb\n c", "a b c"],
    ["backticks", "a `b` c", "a \\`b\\` c"],
    ["HTML", '<img src="x"> & <b>', "&lt;img src=&quot;x&quot;&gt; &amp; &lt;b&gt;"],
    ["a link", "[x](http://y)", "\\[x\\](http://y)"],
    ["stress", "*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~"],
    ["an underscore in a name", "V1__add_name.sql", "V1__add_name.sql"],
    ["a mention", "root@localhost", "root@\u200blocalhost"],
    ["an issue", "#12", "#\u200b12"],
    ["control characters", "a\u001b[31m", "a\\\\x1b\\[31m"],
  ])("%s", (_name, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  test.each([
    ["plain", "a", "`a`"],
    ["with a pipe", "a|b", "`a|b`"],
    ["with backticks", "`a``b", "``` `a``b ```"],
  ])("code span %s", (_name, text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });

  test("code in a table cell", () => {
    expect(codeCell("a|b")).toBe("`a\\|b`");
  });

  test("pairs of backticks in a message are code, a single one is not", () => {
    expect(messageMarkdown("set `a|b` or <c>")).toBe("set `a|b` or &lt;c&gt;");
    expect(messageMarkdown("it`s <b>")).toBe("it\\`s &lt;b&gt;");
  });

  test("no text ends its own code block", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "\n", "a", " ") }), (text) => {
        const lines = codeBlock(text, "sql");
        const fence = lines.at(-1) ?? "";
        expect(lines.slice(1, -1).filter((line) => line.trim().startsWith(fence))).toEqual([]);
      }),
    );
  });
});

describe("markdown", () => {
  test("begins with the summary line", () => {
    for (const result of Object.values(ALL_RESULTS)) {
      expect(renderMarkdown(result, OPTIONS).split("\n")[0]).toMatch(/^\*\*.+\*\* flyback /);
    }
  });

  test("names from files and servers make no markup", () => {
    const evil = "</details><script>alert(1)</script> | ``` \n# x";
    const result = run({
      outcome: "failed",
      exitCode: 5,
      hostname: evil,
      environment: evil,
      databases: [
        database(evil, {
          outcome: "failed",
          server: { product: "MySQL", version: evil, topology: evil, tls: evil },
          version: evil,
          steps: [
            step("1", "x", {
              status: "failed",
              script: `${evil}.sql`,
              path: `${evil}.sql`,
              problem: {
                ...DUPLICATE_COLUMN,
                message: evil,
                at: { file: evil, line: 1 },
                statement: { sql: evil, number: 1, of: 1 },
              },
            }),
          ],
          notices: [{ level: "warning", message: evil }],
        }),
      ],
      problems: [{ code: "CONFIGURATION", message: evil, help: evil }],
    });
    const text = renderMarkdown(result, OPTIONS);
    const outsideCode = text
      .replace(/^(`{3,})sql\n[^]*?\n\1$/gm, "")
      .replace(/(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)/g, "");
    expect(outsideCode).not.toContain("<script>");
    expect(outsideCode.match(/<\/details>/g)).toHaveLength(outsideCode.match(/<details>/g)?.length ?? 0);
    expect(outsideCode).not.toMatch(/^# x/m);
    const rows = text.split("\n").filter((line) => line.startsWith("| ") && line.includes("FAILED"));
    // Eight columns: nine bars that are not escaped.
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([9]);
  });

  test("is cut at its limit, says so, and closes what it has opened", () => {
    const migrations = Array.from({ length: 20_000 }, (_, index) => migration(String(index), `ünïcode ${index}`));
    const text = renderMarkdown({ ...RESULTS.info, databases: [database("big", { migrations })] }, OPTIONS);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(900_000);
    expect(new TextEncoder().encode(text).length).toBeGreaterThan(890_000);
    expect(text.trimEnd().split("\n").at(-1)).toBe(
      "**… cut here: the report is larger than 900 kB. The log has all of it.**",
    );
  });

  test("a plan that is too large ends inside its code block, which is closed", () => {
    const statements = Array.from({ length: 50_000 }, (_, index) => ({
      sql: `INSERT INTO t VALUES (${index}, 'abcdefgh')`,
      line: index + 1,
    }));
    const planned = step("1", "data", { status: "planned", statements, statementsTotal: 50_000 });
    const text = renderMarkdown(run({ dryRun: true, databases: [database("big", { steps: [planned] })] }), OPTIONS);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(900_000);
    expect(text).toMatch(/```\n\n<\/details>\n\n\*\*… cut here/);
  });

  test("fits the smallest room that a summary may have left", () => {
    for (const limitBytes of [200, 500, 1000]) {
      const text = renderMarkdown(RESULTS["two databases"], { ...OPTIONS, limitBytes });
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(limitBytes);
      expect(text).toContain("cut here");
    }
  });
});
