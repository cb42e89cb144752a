import { describe, expect, test } from "vitest";
import { FLYWAY_SETTINGS } from "../../../src/config/flyway/flyway-settings.ts";
import { config, database, load, notices, problems, type Run } from "../support.ts";

/** Without the url that other tests have. */
function alone(run: Run): Run {
  return { ...run, env: { FLYBACK_URL: "", ...run.env } };
}

const TOML = `
id = "x"
name = "shop"

[flyway]
locations = ["filesystem:db/a", "filesystem:db/b"]
outOfOrder = true
target = "2"

[flyway.placeholders]
team = "core"

[environments.default]
url = "jdbc:mysql://one/shop"
user = "app"
password = "\${env.DB_PW}"
schemas = ["shop", "log"]

[environments.staging]
url = "jdbc:mysql://two/shop"
user = "stager"

[environments.staging.flyway]
target = "3"
`;

describe("a project of Flyway runs unchanged with", () => {
  test("flyway.conf", async () => {
    const conf = `
flyway.url=jdbc:mysql://one:3307/shop?useSSL=false
flyway.user=app
flyway.password=\${DB_PW}
flyway.locations=filesystem:db/a,filesystem:db/b
flyway.table=history
flyway.outOfOrder=TRUE
flyway.ignoreMigrationPatterns=
flyway.placeholders.Team=core
flyway.connectRetries=3
flyway.sqlMigrationSuffixes=.sql,.ddl
`;
    const got = await database(alone({ env: { DB_PW: "hunter2" }, files: { "flyway.conf": conf } }));
    expect(got).toMatchObject({
      historyTable: "history",
      connection: {
        host: "one",
        port: 3307,
        user: "app",
        database: "shop",
        connectRetries: 3,
        tls: { mode: "disabled" },
      },
      files: { locations: ["db/a", "db/b"], naming: { sqlMigrationSuffixes: [".sql", ".ddl"] } },
      migrate: { outOfOrder: true, ignorePatterns: [], ignorePatternsGiven: true },
    });
    expect(got.connection.password?.reveal()).toBe("hunter2");
    expect([...got.files.placeholders.values]).toEqual([["team", "core"]]);
  });

  test("flyway.toml", async () => {
    const got = await database(alone({ env: { DB_PW: "hunter2" }, files: { "flyway.toml": TOML } }));
    expect(got).toMatchObject({
      schemas: ["shop", "log"],
      connection: { host: "one", user: "app" },
      files: { locations: ["db/a", "db/b"] },
      migrate: { outOfOrder: true, target: { version: "2" } },
    });
    expect(got.connection.password?.reveal()).toBe("hunter2");
  });

  test.each<[string, Run]>([
    ["a flag", { argv: ["--environment=staging"] }],
    ["flyway.user.toml", { files: { "flyway.user.toml": '[flyway]\nenvironment = "staging"' } }],
    ["a variable of Flyway", { env: { flyway_environment: "staging" } }],
  ])("an environment chosen by %s", async (_, run) => {
    const got = await config(
      alone({ ...run, env: { DB_PW: "x", ...run.env }, files: { "flyway.toml": TOML, ...run.files } }),
    );
    expect(got.environment).toBe("staging");
    expect(got.databases[0]).toMatchObject({
      connection: { host: "two", user: "stager" },
      migrate: { target: { version: "3" } },
    });
  });

  test("variables over its files", async () => {
    const env = {
      FLYWAY_URL: "jdbc:mariadb://three/shop",
      FLYWAY_USER: "u",
      FLYWAY_PASSWORD: "p",
      FLYWAY_PLACEHOLDERS_TEAM: "ops",
      FLYWAY_PLACEHOLDERS_NONE: "",
      FLYWAY_TARGET: "4",
      environments_default_schemas: "a,b",
      DB_PW: "x",
    };
    const got = await database(alone({ env, files: { "flyway.toml": TOML } }));
    expect(got).toMatchObject({
      schemas: ["a", "b"],
      connection: { host: "three", user: "u" },
      migrate: { target: { version: "4" } },
    });
    expect(Object.fromEntries(got.files.placeholders.values)).toEqual({ team: "ops", none: "" });
  });

  test("files that FLYWAY_CONFIG_FILES names, later ones first", async () => {
    const files = {
      "a.conf": "flyway.target=1\nflyway.table=a",
      "b.conf": "flyway.target=2",
      "flyway.conf": "flyway.target=3\nflyway.group=false",
    };
    const got = await database({ env: { FLYWAY_CONFIG_FILES: "a.conf, b.conf" }, files });
    expect([got.migrate.target, got.historyTable]).toEqual([
      { kind: "version", version: "2", allowMissing: false },
      "a",
    ]);
  });

  test("a file that config-file names", async () => {
    expect(
      (await database({ argv: ["--config-file=x.conf"], files: { "x.conf": "flyway.target=9" } })).migrate.target,
    ).toMatchObject({ version: "9" });
  });

  test("the folder sql, as with Flyway's command line", async () => {
    expect((await database({ files: { "flyway.conf": "flyway.target=1", "sql/": "" } })).files.locations).toEqual([
      "sql",
    ]);
    expect((await database({ files: { "flyway.conf": "flyway.target=1" } })).files.locations).toEqual(["db/migration"]);
    expect((await database({ files: { "sql/": "" } })).files.locations).toEqual(["db/migration"]);
  });

  test("driver properties, which mean what they mean in a url", async () => {
    const files = {
      "flyway.conf": "flyway.url=jdbc:mysql://h/d\nflyway.jdbcProperties.useSSL=false\nflyway.jdbcProperties.user=u",
    };
    expect(await database(alone({ files }))).toMatchObject({ connection: { user: "u", tls: { mode: "disabled" } } });
    const env = { FLYWAY_JDBC_PROPERTIES_SOCKETFACTORY: "x.Y" };
    expect((await problems({ env })).join()).toMatch(/^UNSUPPORTED_SETTING FLYWAY_JDBC_PROPERTIES_SOCKETFACTORY/);
  });
});

describe("a setting of Flyway", () => {
  const others = FLYWAY_SETTINGS.filter((setting) => setting.class !== "supported");
  const keyOf = (key: string): string => key.replace(".*", ".anything");

  test.each(others.map((setting) => [keyOf(setting.key), setting.class, setting.why] as const))(
    "%s is %s",
    async (key, kind, why) => {
      const run = { files: { "flyway.conf": `flyway.${key}=something` } };
      const [said, silent] =
        kind === "no-meaning" ? [await notices(run), await problems(run)] : [await problems(run), await notices(run)];
      const code = kind === "no-meaning" ? "" : "UNSUPPORTED_SETTING ";
      expect(said.join("\n")).toContain(`${code}flyway.conf:1 flyway.${key}: `);
      expect(said.join("\n")).toContain(why);
      expect(silent).toEqual([]);
    },
  );

  test.each(["skipDefaultResolvers=false", "callbacks=", "provisioner=none", "checkDriftOnMigrate=false"])(
    "%s changes nothing",
    async (text) => {
      expect(await problems({ files: { "flyway.conf": `flyway.${text}` } })).toEqual([]);
    },
  );

  test("is the same by its variable", async () => {
    expect(
      (await problems({ env: { FLYWAY_CALLBACKS: "x.Y", FLYWAY_DRYRUN_OUTPUT: "x" } })).map((text) =>
        text.slice(0, 42),
      ),
    ).toEqual(["UNSUPPORTED_SETTING FLYWAY_CALLBACKS: Call", "UNSUPPORTED_SETTING FLYWAY_DRYRUN_OUTPUT: "]);
    expect(await notices({ env: { FLYWAY_DRIVER: "x", FLYWAY_CHECK_RULES: "x" } })).toHaveLength(2);
  });

  test("that does not exist is a problem with a suggestion", async () => {
    expect(await problems({ files: { "flyway.conf": "\nflyway.outOfOrdr=true" } })).toEqual([
      "UNKNOWN_OPTION flyway.conf:2 flyway.outOfOrdr: Flyway has no setting outOfOrdr. Did you mean `outOfOrder`?",
    ]);
  });

  test("that another program has is named in a notice", async () => {
    expect(await notices({ files: { "flyway.conf": "spring.name=x" } })).toEqual([
      "flyway.conf has lines that set nothing of Flyway's, left out: 1.",
    ]);
    expect(await notices({ env: { FLYWAY_HOME: "/opt/flyway" } })).toEqual([
      "No setting of Flyway: FLYWAY_HOME. Left out.",
    ]);
  });

  test("as a variable that its file refers to is the user's own", async () => {
    const run = { env: { FLYWAY_SCHEMA: "shop" }, files: { "flyway.conf": "flyway.schemas=${FLYWAY_SCHEMA}" } };
    expect(await problems(run)).toEqual([]);
    expect((await database(run)).schemas).toEqual(["shop"]);
  });

  test("to clean, or to group, is accepted with a word", async () => {
    expect(await notices({ env: { FLYWAY_CLEAN_DISABLED: "false", FLYWAY_GROUP: "true" } })).toEqual([
      expect.stringMatching(/^FLYWAY_CLEAN_DISABLED: There is no clean command/),
      expect.stringMatching(/^FLYWAY_GROUP: The server commits at every DDL/),
    ]);
  });
});

describe("a wrong file of Flyway says", () => {
  test.each<[string, Run, RegExp]>([
    [
      "where TOML is broken",
      { files: { "flyway.toml": '[flyway]\npassword = hunter2 "' } },
      /^CONFIGURATION flyway.toml:2 .*no valid TOML/,
    ],
    [
      "that a version must be quoted",
      { files: { "flyway.toml": "[flyway]\n\ntarget = 1.10" } },
      /^CONFIGURATION flyway.toml:3 flyway.target: Write the value in quotes/,
    ],
    [
      "that a key belongs to an environment",
      { files: { "flyway.toml": '[flyway]\nurl = "x"' } },
      /flyway.toml:2 flyway.url: It belongs under \[environments.default\]/,
    ],
    [
      "that an environment has no such key",
      { files: { "flyway.toml": '[environments.default]\ntarget = "1"' } },
      /environments.default.target: An environment has no such key/,
    ],
    [
      "that there is no such section",
      { files: { "flyway.toml": "[flywy]\na = 1" } },
      /flyway.toml:1 flywy: flyway.toml has no such key/,
    ],
    [
      "that another resolver is asked",
      { files: { "flyway.toml": '[flyway]\ninstalledBy = "${vault.x}"' } },
      /^UNSUPPORTED_SETTING flyway.toml:2/,
    ],
    [
      "that a variable is not set",
      { files: { "flyway.toml": '[flyway]\ninstalledBy = "${env.GONE}"' } },
      /The variable GONE is not set/,
    ],
    [
      "that a key is unknown",
      { files: { "flyway.toml": "[flyway]\noutOfOrdr = true" } },
      /flyway.toml:2 flyway.outOfOrdr: Flyway has no setting outOfOrdr/,
    ],
    [
      "that an environment is missing",
      { argv: ["--environment=prod"], files: { "flyway.toml": "[environments.test]\nuser = 'x'" } },
      /No file has the environment "prod"; there are test/,
    ],
    [
      "that a named file is missing",
      { env: { FLYWAY_CONFIG_FILES: "gone.conf" } },
      /^FILE_UNREADABLE There is no configuration file gone.conf/,
    ],
    [
      "that kinds of files are mixed",
      { env: { FLYWAY_CONFIG_FILES: "a.conf,b.toml" }, files: { "a.conf": "", "b.toml": "" } },
      /cannot be mixed: a.conf, b.toml/,
    ],
    [
      "that files are UTF-8",
      { env: { FLYWAY_CONFIG_FILE_ENCODING: "latin1" } },
      /^UNSUPPORTED_SETTING FLYWAY_CONFIG_FILE_ENCODING/,
    ],
    [
      "that a classpath is none",
      { files: { "flyway.conf": "flyway.locations=classpath:db/migration" } },
      /src\/main\/resources\/db\/migration/,
    ],
    [
      "that a boolean is none",
      { files: { "flyway.conf": "flyway.mixed=maybe" } },
      /flyway.conf:1 flyway.mixed: "maybe" is neither true nor false/,
    ],
  ])("%s", async (_, run, says) => {
    const found = (await problems(run)).join("\n");
    expect(found).toMatch(says);
    expect(found).not.toContain("hunter2");
  });

  test("which kind of file does not count beside the other", async () => {
    const run = { files: { "flyway.conf": "flyway.target=1", "flyway.toml": '[flyway]\ntarget = "2"' } };
    expect((await database(run)).migrate.target).toMatchObject({ version: "2" });
    expect(await notices(run)).toEqual([
      "flyway.conf is not read: as with Flyway, .conf files do not count beside .toml ones.",
    ]);
  });

  test("that one of several environments must be chosen", async () => {
    const result = await load({ files: { "flyway.toml": "[environments.test]\nuser = 'x'" } });
    expect(result.notices).toMatchObject([
      { level: "warning", message: "flyway.toml has the environments test; `environment` chooses one." },
    ]);
  });
});
