import { execFileSync, spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunResult } from "../../src/core/result.ts";
import { stackLine } from "../../src/report/junit-stack-line.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { xmlText } from "../../src/report/xml-text.ts";
import { database, DUPLICATE_COLUMN, migration, phase, RESULTS, run, step } from "./results.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

type Element = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
};

const PARSER = `
import json, sys, xml.etree.ElementTree as ET
def node(e): return {"tag": e.tag, "attributes": e.attrib, "text": e.text or "", "children": [node(c) for c in e]}
print(json.dumps(node(ET.fromstring(sys.stdin.buffer.read()))))
`;

const HAS_PYTHON = spawnSync("python3", ["-c", ""]).status === 0;

/** Read by a parser that has nothing to do with the library that wrote it: expat. */
function parse(xml: string): Element {
  const maxBuffer = 64 * 1024 * 1024;
  return JSON.parse(execFileSync("python3", ["-c", PARSER], { input: xml, encoding: "utf8", maxBuffer })) as Element;
}

function all(element: Element, tag: string): readonly Element[] {
  return [...(element.tag === tag ? [element] : []), ...element.children.flatMap((child) => all(child, tag))];
}

const verdictOf = (one: Element): Element | undefined => one.children.find(({ tag }) => tag !== "properties");

const CASES: readonly (readonly [string, RunResult])[] = Object.entries(ALL_RESULTS);

describe.skipIf(!HAS_PYTHON)("what the consumers of JUnit need (python3 is there)", () => {
  describe.each(CASES)("%s", (_name, result) => {
    test("suites and cases have every attribute that some consumer reads", async () => {
      const root = parse(await renderJunit(result));
      expect(root.tag).toBe("testsuites");
      for (const suite of all(root, "testsuite")) {
        expect(Object.keys(suite.attributes)).toEqual([
          "name",
          "tests",
          "failures",
          "errors",
          "skipped",
          "time",
          "timestamp",
          "hostname",
        ]);
        expect(suite.attributes["timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
      for (const one of all(root, "testcase")) {
        expect(Object.keys(one.attributes)).toEqual(["classname", "name", "file", "line", "time"]);
        expect(one.attributes["line"]).toMatch(/^[1-9]\d*$/);
        expect(one.attributes["time"]).toMatch(/^\d+\.\d{3}$/);
        // Jenkins splits at the last dot: `database.command`.
        expect(one.attributes["classname"]).toMatch(/^[^.]+\.[a-z]+$/);
        expect(one.children.length).toBeLessThanOrEqual(1);
      }
    });

    test("no suite is empty, counts are those of the cases, names are unique", async () => {
      const root = parse(await renderJunit(result));
      const suites = all(root, "testsuite");
      expect(suites.length).toBeGreaterThan(0);
      for (const one of [root, ...suites]) {
        const cases = all(one, "testcase");
        const count = (tag: string): string => String(cases.filter((each) => verdictOf(each)?.tag === tag).length);
        const { tests, failures, errors, skipped } = one.attributes;
        expect(cases.length).toBeGreaterThan(0);
        expect([tests, failures, errors, skipped]).toEqual([
          String(cases.length),
          count("failure"),
          count("error"),
          count("skipped"),
        ]);
      }
      const names = all(root, "testcase").map((one) => one.attributes["name"]);
      expect(new Set(names).size).toBe(names.length);
    });

    test("a failure begins with its place in message and text, and never stands beside exit code 0", async () => {
      const root = parse(await renderJunit(result));
      const failures = all(root, "testcase").filter((one) => /failure|error/.test(verdictOf(one)?.tag ?? ""));
      expect(failures.length > 0).toBe(result.exitCode !== 0);
      for (const one of failures) {
        const verdict = verdictOf(one);
        const message = verdict?.attributes["message"] ?? "";
        expect(message).not.toBe("");
        expect(verdict?.attributes["type"]).not.toBe("");
        // GitLab shows the text alone, so it repeats the message.
        expect(verdict?.text.startsWith(message)).toBe(true);
        const { file, line } = one.attributes;
        if (file?.endsWith(".sql")) expect(message.startsWith(`${file}:${line}: `)).toBe(true);
      }
    });
  });

  test("each finding fails exactly one case", async () => {
    const root = parse(await renderJunit(RESULTS.invalid));
    expect(root.attributes).toMatchObject({ failures: "3", errors: "0" });
  });

  test("findings of a migrate that name no planned file get cases of their own", async () => {
    const databases = RESULTS.invalid.databases.map((one) => ({ ...one, migrations: [] }));
    const root = parse(await renderJunit({ ...RESULTS.invalid, command: "migrate", databases }));
    const failed = all(root, "testcase").filter((one) => verdictOf(one)?.tag === "failure");
    expect(failed.map((one) => [one.attributes["name"], one.attributes["file"]])).toEqual([
      ["validate", "flyback.yml"],
      ["V2__add_name.sql [CHECKSUM_MISMATCH]", "migrations/registry/V2__add_name.sql"],
      ["V1__init.sql [CHECKSUM_MISMATCH]", "migrations/registry/V1__init.sql"],
    ]);
  });

  test("a database without phases and steps still has a case", async () => {
    const databases = [database("a", { phases: [], outcome: "not-run" })];
    const root = parse(await renderJunit(run({ databases })));
    expect(all(root, "testcase")).toHaveLength(1);
    expect(all(root, "skipped").map((one) => one.attributes["message"])).toEqual(["not run"]);
  });

  test("a step's own problem without a place fails the step and nothing else", async () => {
    const problem = { code: "INTERNAL", message: "boom" } as const;
    const failed = step("1", "x", { status: "failed", problem });
    const phases = [phase("migrate", { status: "failed", problems: [problem] })];
    const databases = [database("a", { outcome: "failed", steps: [failed], problems: [problem], phases })];
    const root = parse(await renderJunit(run({ outcome: "failed", exitCode: 1, databases })));
    expect(root.attributes).toMatchObject({ failures: "0", errors: "1", skipped: "1" });
  });

  test("points to the configuration file where nothing else has a place", async () => {
    const root = parse(await renderJunit({ ...RESULTS["lock timeout"], configFile: "conf/flyway.toml" }));
    expect(all(root, "testcase").map((one) => one.attributes["file"])).toEqual([
      "conf/flyway.toml",
      "conf/flyway.toml",
    ]);
  });

  test("any text from files and servers comes back whole but for what XML cannot hold", async () => {
    const texts = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), 300);
    const hard = [
      "\u0000\u001b[31m",
      "\ud800",
      "x\udc00y",
      "\ufffe\uffff",
      "]]>",
      "<![CDATA[",
      "&amp;",
      "'\"<>",
      "\r\n\t",
      "😀",
      "true",
    ];
    const expected = [...texts, ...hard];
    const databases = expected.map((text) => {
      const problem = { ...DUPLICATE_COLUMN, message: text, statement: { sql: text, number: 1, of: 1 } };
      const failed = step("1", text, { status: "failed", script: `${text}.sql`, problem });
      return database(text, { steps: [failed], outcome: "failed" });
    });
    const root = parse(await renderJunit(run({ outcome: "failed", exitCode: 5, hostname: hard.join(""), databases })));
    for (const [index, failure] of all(root, "failure").entries())
      expect(failure.text).toContain(xmlText(expected[index] ?? ""));
    expect(all(root, "failure")).toHaveLength(expected.length);
  });
});

describe("junit", () => {
  test("takes out what XML 1.0 does not allow", () => {
    expect(xmlText("a\u0000b\u0008\u000b\ud800c\udc00\ufffe\uffff\u{1f600}\r\nd\re")).toBe("abc\u{1f600}\nd\ne");
  });

  test.each([
    ["db/migrations/V3__add_email.sql", 12, "    at migrations.V3(V3__add_email.sql:12)"],
    ["db/migrations/V1.1__a.sql", 1, "    at migrations.V1_1(V1.1__a.sql:1)"],
    ["migrations/R__view.sql", 3, "    at migrations.R(R__view.sql:3)"],
    ["migrations/v3__lower.sql", 3, "    at migrations.Fv3(v3__lower.sql:3)"],
    ["db/v1.2/V3__a.sql", 12, null],
    ["db/Migrations/V3__a.sql", 12, null],
    ["V3__a.sql", 12, null],
    ["db/V3__a (copy).sql", 12, null],
  ])("the Java-like line of %s", (file, line, expected) => {
    expect(stackLine({ file, line })).toBe(expected);
  });

  test("there is no Java-like line without a line", () => {
    expect(stackLine({ file: "db/V3__a.sql" })).toBeNull();
  });

  test("writes ten thousand cases in a moment", async () => {
    const migrations = Array.from({ length: 10_000 }, (_, index) => migration(String(index), "x"));
    const started = performance.now();
    await renderJunit({ ...RESULTS.info, databases: [database("big", { migrations })] });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
