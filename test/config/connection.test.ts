import { describe, expect, test } from "vitest";
import type { ConnectionConfig } from "../../src/config/config.ts";
import { config, load, notices, problems, type Run } from "./support.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n";

async function connection(run: Run): Promise<ConnectionConfig> {
  const [first] = (await config({ ...run, env: { FLYBACK_URL: "", ...run.env } })).databases;
  if (first === undefined) throw new Error("no database");
  return first.connection;
}

async function address(run: Run): Promise<string> {
  const { user, password, host, port, database, socketPath } = await connection(run);
  return `${user}:${password?.reveal() ?? ""}@${socketPath ?? `${host}:${String(port)}`}/${database ?? ""}`;
}

function bare(run: Run): Run {
  return { ...run, env: { FLYBACK_URL: "", ...run.env } };
}

describe("a connection", () => {
  test("is made of single options", async () => {
    const env = {
      FLYBACK_HOST: "db",
      FLYBACK_PORT: "3307",
      FLYBACK_USER: "u",
      FLYBACK_PASSWORD: "p",
      FLYBACK_DATABASE: "d",
    };
    expect(await address({ env })).toBe("u:p@db:3307/d");
  });

  test("is on this machine by default", async () => {
    expect(await address({ env: { FLYBACK_USER: "u", FLYBACK_DATABASE: "d" } })).toBe("u:@127.0.0.1:3306/d");
  });

  test("takes options of the same source over parts of the url", async () => {
    const env = {
      FLYBACK_URL: "mysql://a:b@c:1/d",
      FLYBACK_HOST: "db",
      FLYBACK_PORT: "2",
      FLYBACK_USER: "u",
      FLYBACK_PASSWORD: "p",
      FLYBACK_DATABASE: "e",
    };
    expect(await address({ env })).toBe("u:p@db:2/e");
  });

  test("takes a stronger source's url over a weaker source's options", async () => {
    const files = { "flyback.yml": "host: file\nport: 1\nuser: file\npassword: file\ndatabase: file" };
    expect(await address({ env: { FLYBACK_URL: "mysql://u:p@db:2/d" }, files })).toBe("u:p@db:2/d");
  });

  test("fills what a stronger url leaves open, but not with the port of another server", async () => {
    const files = { "flyback.yml": "host: file\nport: 1\nuser: file\npassword: pw\ndatabase: file" };
    expect(await address({ env: { FLYBACK_URL: "mysql://db" }, files })).toBe("file:pw@db:3306/file");
  });

  test("takes the database of a weaker url, but not its account", async () => {
    const files = { "flyback.yml": "url: mysql://a:b@c/d" };
    expect(await address({ env: { FLYBACK_URL: "mysql://u@db" }, files })).toBe("u:@db:3306/d");
  });

  test("goes by a socket where one is given", async () => {
    const env = { FLYBACK_SOCKET: "/run/my.sock", FLYBACK_HOST: "db", FLYBACK_USER: "u" };
    expect(await address({ env })).toBe("u:@/run/my.sock/");
  });

  test("goes by a stronger source's host and not by a socket", async () => {
    const run = { argv: ["--host=db"], files: { "flyback.yml": "socket: /run/my.sock\nuser: u" } };
    expect(await address(run)).toBe("u:@db:3306/");
  });

  test("is a throw-away server's, whatever else is set for another", async () => {
    const files = { "flyback.yml": "url: mysql://a:b@c/shop?useSSL=true\nuser: x\npassword: y\nsocket: /z" };
    const got = await connection({ argv: ["--url=throwaway:mysql"], files });
    expect(got).toMatchObject({ throwaway: "mysql", user: "root", password: null, socketPath: null, database: "shop" });
  });

  test("of a throw-away server has a database to work in", async () => {
    expect(await connection({ argv: ["--url=throwaway:"] })).toMatchObject({ throwaway: "any", database: "flyback" });
  });

  test("without anything is a problem", async () => {
    expect(await problems(bare({}))).toEqual([expect.stringMatching(/^CONFIGURATION No database is configured/)]);
  });

  test("without a user is a problem", async () => {
    expect(await problems({ env: { FLYBACK_URL: "mysql://db/d" } })).toEqual([
      expect.stringMatching(/There is no user/),
    ]);
  });

  test("with a wrong url is a problem that does not repeat it", async () => {
    const found = await problems({ env: { FLYBACK_URL: "mysql://u:hunter2/x@db/d" } });
    expect(found).toEqual([
      expect.stringMatching(/^CONFIGURATION FLYBACK_URL: The url is not understood: write \/ and @/),
    ]);
    expect(found.join()).not.toContain("hunter2");
  });
});

describe("a password", () => {
  const USER = { FLYBACK_USER: "u", FLYBACK_HOST: "db" };

  test("is read from a file, without the line end", async () => {
    const got = await connection({ argv: ["--password-file=pw"], env: USER, files: { pw: " p w \r\n" } });
    expect(got.password?.reveal()).toBe(" p w ");
  });

  test("is read from the variable that the file names", async () => {
    const got = await connection({ env: { ...USER, DB_PW: "pw" }, files: { "flyback.yml": "password-env: DB_PW" } });
    expect(got.password?.reveal()).toBe("pw");
  });

  test("by a stronger source hides another way of a weaker one", async () => {
    const got = await connection({
      env: { ...USER, FLYBACK_PASSWORD: "x" },
      files: { "flyback.yml": "password-file: gone" },
    });
    expect(got.password?.reveal()).toBe("x");
  });

  test("in two ways at once is a problem", async () => {
    const env = { ...USER, FLYBACK_PASSWORD: "x", FLYBACK_PASSWORD_FILE: "pw" };
    expect((await problems(bare({ env, files: { pw: "y" } }))).join()).toMatch(
      /password and password-file are both given/,
    );
  });

  test("in a file that is missing is a problem", async () => {
    expect(await problems(bare({ argv: ["--password-file=gone"], env: USER }))).toEqual([
      "FILE_UNREADABLE --password-file: There is no readable file gone.",
    ]);
  });

  test("in a variable that is missing is a problem, and the name is shown only if it is one", async () => {
    expect((await problems(bare({ env: USER, files: { "flyback.yml": "password-env: DB_PW" } }))).join()).toMatch(
      /DB_PW is not set/,
    );
    expect(
      (await problems(bare({ env: USER, files: { "flyback.yml": "password-env: hunter2!" } }))).join(),
    ).not.toContain("hunter2");
  });

  test("that is empty is warned of", async () => {
    const result = await load(bare({ env: { ...USER, FLYBACK_PASSWORD: "" } }));
    expect(result).toMatchObject({
      ok: true,
      notices: [
        { level: "warning", message: expect.stringMatching(/^FLYBACK_PASSWORD: The password is empty/) as string },
      ],
    });
  });

  test("that is an empty input beside a url with one is nothing to say", async () => {
    expect(await notices({ env: { FLYBACK_URL: "mysql://u:p@db/d", INPUT_PASSWORD: "" } })).toEqual([]);
  });

  test("is masked wherever it comes from", async () => {
    const env = { FLYBACK_URL: "mysql://u:p%40ss@db/d", FLYWAY_PASSWORD: "fly", FLYWAY_PLACEHOLDERS_API_KEY: "key" };
    const { secrets } = await load({ env, files: { "flyway.conf": "flyway.url=jdbc:mysql://h/d?password=conf" } });
    expect(secrets).toEqual(expect.arrayContaining(["p%40ss", "p@ss", "fly", "key", "conf"]));
  });

  test("never shows in the configuration as JSON", async () => {
    const got = await config({ env: { FLYBACK_URL: "mysql://u:hunter2@db/d" } });
    expect(JSON.stringify(got)).not.toContain("hunter2");
  });
});

describe("placeholders that are secret", () => {
  test("by name or by setting are known and masked", async () => {
    const env = {
      FLYBACK_PLACEHOLDERS: "db_password=one\nplain=two\nLicence=three",
      FLYBACK_SECRET_PLACEHOLDERS: "licence",
    };
    const result = await load({ env: { FLYBACK_URL: "mysql://u@h/d", ...env } });
    const names = result.ok ? result.config.databases[0]?.files.placeholders.secretNames : undefined;
    expect([...(names ?? [])].toSorted()).toEqual(["db_password", "licence"]);
    expect([...result.secrets].toSorted()).toEqual(["one", "three"]);
  });
});

describe("the encryption", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "preferred"],
    ["sslMode", "?sslMode=VERIFY_IDENTITY", "verify-identity"],
    ["the mysql client's word", "?ssl-mode=REQUIRED", "required"],
    ["useSSL=false", "?useSSL=false&requireSSL=true", "disabled"],
    ["useSSL=true", "?useSSL=true", "preferred"],
    ["requireSSL", "?useSSL=true&requireSSL=true", "required"],
    ["verifyServerCertificate", "?useSSL=true&verifyServerCertificate=true", "verify-ca"],
  ])("of MySQL's url with %s", async (_, query, mode) => {
    expect((await connection({ env: { FLYBACK_URL: `jdbc:mysql://u@db/d${query}` } })).tls.mode).toBe(mode);
  });

  test.each<[string, string, string]>([
    ["useSsl", "?useSsl=true", "verify-identity"],
    ["trustServerCertificate", "?useSsl=true&trustServerCertificate=true", "required"],
    ["disableSslHostnameVerification", "?useSsl=true&disableSslHostnameVerification=true", "verify-ca"],
    ["sslMode=trust", "?sslMode=trust", "required"],
    ["sslMode=verify-full", "?sslMode=verify-full", "verify-identity"],
  ])("of MariaDB's url with %s", async (_, query, mode) => {
    expect((await connection({ env: { FLYBACK_URL: `jdbc:mariadb://u@db/d${query}` } })).tls.mode).toBe(mode);
  });

  test("by an option wins over the url of the same source, and not over a stronger one", async () => {
    const url = "mysql://u@db/d?sslMode=REQUIRED";
    expect((await connection({ env: { FLYBACK_URL: url, FLYBACK_SSL_MODE: "verify-ca" } })).tls.mode).toBe("verify-ca");
    expect(
      (await connection({ env: { FLYBACK_URL: url }, files: { "flyback.yml": "ssl-mode: disabled" } })).tls.mode,
    ).toBe("required");
  });

  test("takes certificates as files and as text", async () => {
    const env = {
      FLYBACK_URL: "mysql://u@db/d",
      FLYBACK_SSL_CA: "ca.pem",
      FLYBACK_SSL_KEY: PEM.replaceAll("CERTIFICATE", "PRIVATE KEY"),
    };
    const { tls } = await connection({ env, files: { "ca.pem": PEM } });
    expect(tls.ca).toBe(PEM);
    expect(tls.key).toContain("PRIVATE KEY");
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["a missing certificate", { FLYBACK_SSL_CA: "gone.pem" }, /^FILE_UNREADABLE FLYBACK_SSL_CA/],
    ["a file that is no certificate", { FLYBACK_SSL_CA: "x.txt" }, /no PEM file/],
    [
      "a readable password without encryption",
      { FLYBACK_ENABLE_CLEARTEXT_PLUGIN: "true" },
      /cross the network readable/,
    ],
    ["a word of the url that is none", { FLYBACK_URL: "mysql://u@db/d?sslMode=perhaps" }, /sslMode is none of/],
  ])("with %s is a problem", async (_, env, says) => {
    expect((await problems({ env, files: { "x.txt": "no" } })).join("\n")).toMatch(says);
  });
});

describe("a driver's parameters", () => {
  test("that say something here are read", async () => {
    const env = {
      FLYBACK_URL:
        "jdbc:mariadb://db/d?user=u&password=p&localSocket=/s&connectTimeout=1500&createDatabaseIfNotExist=true",
    };
    const got = await config({ env });
    expect(got.databases[0]).toMatchObject({
      createDatabases: true,
      connection: { user: "u", socketPath: "/s", connectTimeoutS: 2 },
    });
  });

  test("that set session variables go before init-sql", async () => {
    const env = { FLYBACK_URL: "mysql://u@h/d?sessionVariables=a=1,b='x'", FLYBACK_INIT_SQL: "SET c = 2" };
    expect((await config({ env })).databases[0]?.initSql).toBe("SET a=1,b='x';\nSET c = 2");
  });

  test.each<[string, RegExp]>([
    ["allowPublicKeyRetrieval=true", /allowPublicKeyRetrieval has no meaning here/],
    ["serverTimezone=UTC", /serverTimezone has no meaning here/],
    ["rewriteBatchedStatements=true", /rewriteBatchedStatements has no meaning here/],
  ])("such as %s are named in a notice", async (query, says) => {
    expect((await notices({ env: { FLYBACK_URL: `mysql://u@db/d?${query}` } })).join("\n")).toMatch(says);
  });

  test.each<[string, RegExp]>([
    ["sessionVariables=a=1;b=2", /^UNSUPPORTED_SETTING FLYBACK_URL: .*init-sql/],
    ["allowLoadLocalInfile=true", /^UNSUPPORTED_SETTING .*LOAD DATA LOCAL/],
    ["connectionCollation=utf8mb4_bin", /^UNSUPPORTED_SETTING/],
    ["characterEncoding=latin1", /^UNSUPPORTED_SETTING/],
    ["trustCertificateKeyStoreUrl=file:x", /^UNSUPPORTED_SETTING .*ssl-ca/],
    ["useSLS=true", /^UNKNOWN_OPTION FLYBACK_URL: The drivers have no parameter useSLS. Did you mean `useSSL`/],
  ])("such as %s are a problem", async (query, says) => {
    expect((await problems({ env: { FLYBACK_URL: `mysql://u@db/d?${query}` } })).join("\n")).toMatch(says);
  });

  test.each(["characterEncoding=UTF-8", "allowLoadLocalInfile=false", "autocommit=true"])(
    "such as %s change nothing",
    async (query) => {
      expect(await problems({ env: { FLYBACK_URL: `mysql://u@db/d?${query}` } })).toEqual([]);
    },
  );
});
