import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { maskResult } from "../../src/report/mask-result.ts";
import { createMasker, secretForms } from "../../src/report/mask.ts";
import { renderText } from "../../src/report/text.ts";
import { database, DUPLICATE_COLUMN, RESULTS, run, step } from "./results.ts";

const SECRET = `p@ss w'or"d/ü\\$&<x>`;

const FORMS: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  "percent-encoded": (secret) => encodeURIComponent(secret),
  "form-encoded": (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  "in an URL": (secret) => new URL(`mysql://u:${encodeURIComponent(secret)}@h`).password,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  json: (secret) => JSON.stringify(secret).slice(1, -1),
  "json in json": (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  "sh, single-quoted": (secret) => secret.replaceAll("'", "'\\''"),
  "sh, double-quoted": (secret) => secret.replace(/["\\$`]/g, "\\$&"),
  "SQL, doubled": (secret) => secret.replaceAll("'", "''"),
  "SQL, backslashes": (secret) => secret.replace(/['"\\]/g, "\\$&"),
  XML: (secret) =>
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&apos;"),
};

describe("the masker", () => {
  test.each(Object.entries(FORMS))("blanks a secret that is %s", (_name, form) => {
    expect(createMasker([SECRET])(`before ${form(SECRET)} after`)).toBe("before *** after");
  });

  test.each(Object.entries(FORMS))("blanks any secret that is %s", (_name, form) => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 8, maxLength: 30 }), fc.string(), (secret, around) => {
        fc.pre(secret.trim() === secret && secret.length >= 8 && !around.includes(form(secret)));
        const text = `${around}\u0001${form(secret)}\u0001${around}`;
        expect(createMasker([secret])(text)).not.toContain(form(secret));
      }),
    );
  });

  test("blanks the secret in base64 of user and password", () => {
    for (const user of ["u", "us", "use", "root"]) {
      const masked = createMasker(["correct-horse"])(Buffer.from(`${user}:correct-horse`).toString("base64"));
      expect(Buffer.from(masked.replaceAll("***", ""), "base64").toString()).not.toContain("horse");
      expect(masked).toContain("***");
    }
  });

  test("leaves no rest of secrets that overlap or contain one another", () => {
    expect(createMasker(["abcdefgh", "efghijkl", "cdef"])("xabcdefghijklx")).toBe("x***x");
  });

  test("leaves text without secrets as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes("kLm9"));
        expect(createMasker(["kLm9xyz!"])(text)).toBe(text);
      }),
    );
    expect(createMasker([])("x")).toBe("x");
    expect(createMasker([""])("x")).toBe("x");
  });

  test("blanks every line of a key, but not its frame", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n";
    const mask = createMasker([key]);
    expect(mask(key)).toBe("***");
    expect(mask("line kqhkiG9w0BAQEF of -----BEGIN PRIVATE KEY-----")).toBe("line *** of -----BEGIN PRIVATE KEY-----");
    expect(mask(JSON.stringify({ key }))).toBe('{"key":"***"}');
  });

  test("takes a short secret for one where something delimits it, and leaves numbers readable", () => {
    const mask = createMasker(["1", "abc"]);
    expect(mask("statement 1 of 3, abc")).toBe("statement 1 of 3, abc");
    expect(mask("IDENTIFIED BY '1'")).toBe("IDENTIFIED BY '***'");
    expect(mask("mysql://root:abc@db:3306/x")).toBe("mysql://root:***@db:3306/x");
    expect(mask("password=abc&x=1, PASSWORD = 1")).toBe("password=***&x=1, PASSWORD = ***");
    expect(secretForms("abc")).toEqual([]);
  });

  test("survives what UTF-8 cannot hold", () => {
    expect(createMasker(["abc\ud800def"])("x abc\ud800def y")).toBe("x *** y");
  });

  test("is quick: many secrets over megabytes", () => {
    const secrets = Array.from({ length: 50 }, (_, index) => `secret number ${index} & more`);
    const mask = createMasker(secrets);
    const text = "INSERT INTO t VALUES (1, 'some text that is not secret');\n".repeat(20_000);
    const started = performance.now();
    mask(text);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("the masked result", () => {
  const leaky = (secret: string) =>
    run({
      outcome: "failed",
      exitCode: 5,
      environment: secret,
      hostname: secret,
      problems: [
        { code: "DB_CONNECTION", message: `cannot reach mysql://u:${encodeURIComponent(secret)}@h`, help: secret },
      ],
      notices: [{ level: "warning", message: secret }],
      databases: [
        database("visits", {
          outcome: "failed",
          address: secret,
          steps: [
            step("1", "x", {
              status: "failed",
              description: secret,
              problem: {
                ...DUPLICATE_COLUMN,
                message: secret,
                statement: { sql: `SET PASSWORD = '${secret.replaceAll("'", "''")}'`, number: 1, of: 1 },
              },
              statements: [{ sql: secret, line: 1 }],
            }),
          ],
        }),
      ],
    });

  async function reportsOf(secret: string): Promise<readonly string[]> {
    const result = maskResult(leaky(secret), createMasker([secret]));
    return [
      renderText(result, { colours: false, logSql: "failed" }),
      renderMarkdown(result, { limitBytes: 900_000, logSql: "failed" }),
      await renderJunit(result),
      renderJson(result),
    ];
  }

  test("no report of it holds a secret in any form", async () => {
    // A secret that is also a word of the reports themselves, such as "property", is not told by standing there.
    const words = (await reportsOf(SECRET)).join("\n");
    const secrets = fc
      .sample(fc.string({ unit: "grapheme-ascii", minLength: 6, maxLength: 24 }), 60)
      .filter((one) => one.trim().length > 5 && !words.includes(one.trim()));
    for (const secret of [SECRET, ...secrets]) {
      for (const report of await reportsOf(secret)) {
        for (const form of Object.values(FORMS)) expect(report).not.toContain(form(secret));
        expect(report).toContain("***");
      }
    }
  });

  test.each(["root", "success", "visits", "migrations", "error", "failed", "testcase", "FAILED_VERSIONED_MIGRATION"])(
    "names of files, databases and fields outlive a password %s",
    async (secret) => {
      const result = maskResult({ ...RESULTS.failed, configFile: "/root/flyback.yml" }, createMasker([secret]));
      expect(result.databases[0]?.name).toBe("visits");
      expect(result.outcome).toBe("failed");
      expect(result.databases[0]?.steps[1]?.path).toBe("migrations/visits/V3__add_email.sql");
      expect(JSON.parse(renderJson(result))).toMatchObject({ schemaVersion: 1, configFile: "/root/flyback.yml" });
      expect(await renderJunit(result)).toContain("<testcase classname=");
    },
  );
});
