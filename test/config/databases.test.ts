import { describe, expect, test } from "vitest";
import { config, load, notices, problems, type Run } from "./support.ts";

const LIST = `
user: app
locations: db/all
databases:
  - name: registry
    url: mysql://one/registry
    locations: [db/registry]
    placeholders: { x: 1 }
  - name: visits
    url: mysql://two/visits
    user: visitor
    depends-on: [registry]
placeholders: { x: 0, y: 2 }
`;

/** Without the url that other tests have. */
function alone(run: Run): Run {
  return { ...run, env: { FLYBACK_URL: "", ...run.env } };
}

async function connections(run: Run): Promise<string[]> {
  const { databases } = await config(alone(run));
  return databases.map(({ name, connection: { user, host, port, database, password, throwaway } }) => {
    const server =
      throwaway === null ? `${user}:${password?.reveal() ?? ""}@${host}:${String(port)}` : `throwaway ${throwaway}`;
    return `${name} ${server}/${database ?? ""}`;
  });
}

describe("several databases", () => {
  test("have settings of their own and those beside the list", async () => {
    const { databases } = await config(alone({ files: { "flyback.yml": LIST } }));
    expect(databases.map(({ name, files, dependsOn }) => [name, files.locations, dependsOn])).toEqual([
      ["registry", ["db/registry"], []],
      ["visits", ["db/all"], ["registry"]],
    ]);
    expect(databases.map(({ files }) => Object.fromEntries(files.placeholders.values))).toEqual([
      { x: "1", y: "2" },
      { x: "0", y: "2" },
    ]);
    expect(await connections({ files: { "flyback.yml": LIST } })).toEqual([
      "registry app:@one:3306/registry",
      "visits visitor:@two:3306/visits",
    ]);
  });

  test("take a flag for all of them", async () => {
    const { databases } = await config(alone({ argv: ["--locations=x"], files: { "flyback.yml": LIST } }));
    expect(databases.map(({ files }) => files.locations)).toEqual([["x"], ["x"]]);
  });

  test("keep their names on a throw-away server", async () => {
    expect(await connections({ argv: ["--url=throwaway:mariadb"], files: { "flyback.yml": LIST } })).toEqual([
      "registry throwaway mariadb/registry",
      "visits throwaway mariadb/visits",
    ]);
    const { databases } = await config(alone({ argv: ["--url=throwaway:"], files: { "flyback.yml": LIST } }));
    expect(databases.map(({ createDatabases }) => createDatabases)).toEqual([true, true]);
  });

  test("have secrets by variables with their names", async () => {
    const env = {
      FLYBACK_REGISTRY_PASSWORD: "a",
      FLYBACK_VISITS_PASSWORD: "b",
      FLYBACK_VISITS_USER: "c",
      FLYBACK_PASSWORD: "d",
    };
    expect(await connections({ env, files: { "flyback.yml": LIST } })).toEqual([
      "registry app:a@one:3306/registry",
      "visits c:b@two:3306/visits",
    ]);
  });

  test("have urls by variables, which win over the list's", async () => {
    const env = { FLYBACK_VISITS_URL: "mysql://v:w@three:3310/other" };
    expect(await connections({ env, files: { "flyback.yml": LIST } })).toEqual([
      "registry app:@one:3306/registry",
      "visits v:w@three:3310/other",
    ]);
  });

  test.each<[string, string]>([
    ["names, one a line", "a\nb\n"],
    ["names with commas", "a, b"],
    ["a list in JSON", '["a", {"name": "b"}]'],
    ["a list in YAML", "- a\n- name: b\n"],
  ])("are given as %s, on one server", async (_, text) => {
    const env = { FLYBACK_DATABASES: text, FLYBACK_URL: "mysql://u:p@one:3307" };
    expect(await connections({ env })).toEqual(["a u:p@one:3307/a", "b u:p@one:3307/b"]);
  });

  test("are given as urls, one a line", async () => {
    const env = { INPUT_DATABASES: "mysql://u:p@one/a\nmysql://u:q@two/b" };
    expect(await connections({ env })).toEqual(["a u:p@one:3306/a", "b u:q@two:3306/b"]);
  });

  test("keep their names beside a url with another, which a notice says", async () => {
    const run = alone({ env: { FLYBACK_URL: "mysql://u:p@three/ci" }, files: { "flyback.yml": LIST } });
    expect(await connections(run)).toEqual(["registry u:p@three:3306/registry", "visits u:p@three:3306/visits"]);
    expect(await notices(run)).toEqual([
      expect.stringMatching(/^FLYBACK_URL: The database in this url does not count/),
    ]);
  });

  test("share one name of a database on different servers", async () => {
    const text = "user: u\ndatabase: app\ndatabases: [{ name: eu, host: one }, { name: us, host: two }]";
    expect(await connections({ files: { "flyback.yml": text } })).toEqual(["eu u:@one:3306/app", "us u:@two:3306/app"]);
  });

  test("mask all of their secrets", async () => {
    const files = {
      "flyback.yml":
        "databases:\n  - { name: a, url: 'mysql://u:one@h/a' }\n  - { name: b, user: u, password: two, placeholders: { my_secret: three } }",
    };
    const { secrets } = await load(alone({ files }));
    expect(secrets).toEqual(expect.arrayContaining(["one", "two", "three"]));
  });
});

describe("a wrong list of databases says", () => {
  test.each<[string, string, RegExp]>([
    ["that a key is unknown", "databases: [{ name: a, taget: 1 }]", /flyback.yml:1 databases\[0\].taget: .*`target`/],
    [
      "that a key is the run's",
      "databases: [{ name: a, parallel: 2 }]",
      /databases\[0\].parallel: It is set once for the run/,
    ],
    ["that a name is missing", "databases: [{ target: 1 }]", /databases\[0\]: Entry 1 needs a name/],
    ["that a name is there twice", "databases: [{ name: a, database: x }, { name: a }]", /The name "a" is there twice/],
    ["that it is no list", "databases: { a: b }", /databases: Expected a list of databases/],
    ["that it is empty", "databases: []", /Expected a list of databases/],
    [
      "that one depends on nobody",
      "databases: [{ name: a, depends-on: [b] }]",
      /"a" depends on "b", which is no database/,
    ],
    [
      "that two depend on each other",
      "databases: [{ name: a, depends-on: b }, { name: b, depends-on: a }]",
      /"a" depends on itself/,
    ],
    [
      "that two are the same",
      "databases: [{ name: a, database: x }, { name: b, database: x }]",
      /"a" and "b" have the same history table/,
    ],
    ["that an entry's url is wrong", "databases: ['postgres://h/a']", /neither a name nor a url/],
    [
      "that a database's value is wrong",
      "databases: [{ name: a, port: x }]",
      /flyback.yml:1 databases\[0\].port: "x" is no whole number/,
    ],
  ])("%s", async (_, text, says) => {
    expect((await problems(alone({ env: { FLYBACK_USER: "u" }, files: { "flyback.yml": text } }))).join("\n")).toMatch(
      says,
    );
  });

  test("that a variable names no database of the run", async () => {
    const found = await problems(alone({ env: { FLYBACK_REGISTRI_PASSWORD: "x" }, files: { "flyback.yml": LIST } }));
    expect(found).toEqual([expect.stringMatching(/^UNKNOWN_OPTION FLYBACK_REGISTRI_PASSWORD: .*`REGISTRY_PASSWORD`/)]);
  });

  test("where text in a variable is no YAML", async () => {
    const found = await problems(alone({ env: { FLYBACK_DATABASES: "[a, {", FLYBACK_USER: "u" } }));
    expect(found.join("\n")).toMatch(/^CONFIGURATION FLYBACK_DATABASES: This is no valid YAML/);
  });
});
