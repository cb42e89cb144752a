import { assert, asyncProperty, property, string, stringMatching } from "fast-check";
import { describe, expect, test } from "vitest";
import { Findings } from "../../src/config/findings.ts";
import { isSecretName } from "../../src/config/secret-names.ts";
import { parseUrl } from "../../src/config/url.ts";
import { load, type Run } from "./support.ts";

/** Long enough not to be a part of an ordinary word. */
const PASSWORD = stringMatching(/^[A-Za-z0-9@:/?#%&=+ ;,!$*()[\]{}'"\\^~|<>-]{8,20}$/).filter(
  (text) => text.trim() === text,
);

/** Every way by which a password gets in, each beside a mistake elsewhere. */
const WAYS: readonly (readonly [name: string, run: (password: string) => Run])[] = [
  ["FLYBACK_PASSWORD", (password) => ({ env: { FLYBACK_PASSWORD: password, FLYBACK_TAGET: "1" } })],
  [
    "FLYBACK_URL",
    (password) => ({ env: { FLYBACK_URL: `mysql://u:${encodeURIComponent(password)}@h/d`, FLYBACK_TAGET: "1" } }),
  ],
  ["an unencoded url", (password) => ({ env: { FLYBACK_URL: `mysql://u:${password}@h/d?usseSSL=1` } })],
  ["a url's parameter", (password) => ({ argv: [`--url=jdbc:mysql://h/d?password=${encodeURIComponent(password)}`] })],
  ["--password", (password) => ({ argv: [`--password=${password}`] })],
  ["a misspelt flag", (password) => ({ argv: [`--pasword=${password}`, "--taget=1"] })],
  ["flyback.yml", (password) => ({ files: { "flyback.yml": `taget: 1\npassword: ${JSON.stringify(password)}` } })],
  [
    "flyback.yml's list",
    (password) => ({
      files: { "flyback.yml": `taget: 1\ndatabases: [{ name: a, password: ${JSON.stringify(password)} }]` },
    }),
  ],
  [
    "flyway.toml",
    (password) => ({
      files: { "flyway.toml": `[environments.default]\ntaget = 1\npassword = ${JSON.stringify(password)}` },
    }),
  ],
  [
    "flyway.conf",
    (password) => ({ env: { PW: password }, files: { "flyway.conf": "flyway.taget=1\nflyway.password=${PW}" } }),
  ],
  ["a placeholder", (password) => ({ env: { FLYBACK_PLACEHOLDERS_ADMIN_PASSWORD: password, FLYBACK_TAGET: "1" } })],
];

describe("a password", () => {
  test.each(WAYS)("in %s is in no problem and no notice", async (_, run) => {
    await assert(
      asyncProperty(PASSWORD, async (password) => {
        const result = await load(run(password));
        const said = [...(result.ok ? [] : result.problems), ...result.notices].map(({ message }) => message);
        expect(said).not.toEqual([]);
        for (const text of said) expect(text).not.toContain(password);
      }),
      { numRuns: 25 },
    );
  });

  test("is what it was after it went through a url", () => {
    assert(
      property(string({ minLength: 1, unit: "grapheme" }), string({ unit: "grapheme" }), (user, password) => {
        const text = `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@h:1/d`;
        expect(parseUrl(text)).toMatchObject({ ok: true, url: { user, password, host: "h", port: 1, database: "d" } });
      }),
    );
  });

  test("is blanked in a message that is made of something else", () => {
    const findings = new Findings();
    findings.problem("CONFIGURATION", `"hunter2" is no number`);
    findings.secret("hunter2");
    expect(findings.problems[0]?.message).toBe('"***" is no number');
  });
});

describe("the name of a secret", () => {
  test.each([
    "password",
    "DB_PASSWORD",
    "dbPassword",
    "api-key",
    "apiKey",
    "client_secret",
    "authToken",
    "pass",
    "db.pass",
    "pw",
    "AWS_ACCESS_KEY_ID",
  ])("is %s", (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(["compass", "passenger_count", "schema", "key", "primary_key", "power"])("is not %s", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
