import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderDotenv } from "../../src/report/dotenv.ts";
import type { Outputs } from "../../src/report/outputs.ts";
import { OUTPUT_NAMES, toOutputs } from "../../src/report/outputs.ts";
import { renderProperties } from "../../src/report/properties.ts";
import { database, PENDING, migration, RESULTS, run, step } from "./results.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

const NO_PATHS = { junitPath: null, reportPath: null, jsonPath: null };

function outputsWith(text: string): Outputs {
  return { ...toOutputs(RESULTS.failed, NO_PATHS), "failed-statement": text, "failed-file": text };
}

/** As java.util.Properties reads a file. */
function readProperties(text: string): Readonly<Record<string, string>> {
  const unescape = (value: string): string =>
    value.replace(/\\(u([0-9a-f]{4})|.)/g, (_all, char: string, hex: string | undefined) =>
      hex === undefined
        ? ({ n: "\n", r: "\r", t: "\t", f: "\f" }[char] ?? char)
        : String.fromCharCode(parseInt(hex, 16)),
    );
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), unescape(line.slice(at + 1).trimStart())];
    }),
  );
}

describe("outputs", () => {
  test.each(Object.entries(ALL_RESULTS))("all are set: %s", (_name, result) => {
    const outputs = toOutputs(result, NO_PATHS);
    expect(Object.keys(outputs)).toEqual([...OUTPUT_NAMES]);
    expect(outputs.result).toBe(result.outcome);
    expect(outputs["exit-code"]).toBe(String(result.exitCode));
    expect(JSON.parse(outputs.databases)).toHaveLength(result.databases.length);
  });

  test("tell a chat what failed", () => {
    expect(toOutputs(RESULTS["two databases"], { ...NO_PATHS, junitPath: "/w/junit.xml" })).toMatchObject({
      result: "failed",
      "exit-code": "5",
      "schema-version": "2",
      "previous-schema-version": "1.1",
      "migrations-applied": "2",
      "migrations-pending": "2",
      "applied-versions": "2,2",
      "pending-versions": "4",
      "failed-file": "migrations/visits/V3__add_email.sql",
      "failed-line": "12",
      "error-code": "FAILED_VERSIONED_MIGRATION",
      "junit-path": "/w/junit.xml",
      "report-path": "",
    });
  });

  test("count what is pending once, whether the list was read before or after the steps", () => {
    const listed = [migration("3", "a", PENDING), migration("4", "b", PENDING), migration("5", "c", PENDING)];
    const steps = [step("3", "a"), step("4", "b", { status: "not-run" })];
    const result = run({ databases: [database("a", { migrations: listed, steps })] });
    expect(toOutputs(result, NO_PATHS)).toMatchObject({ "migrations-pending": "2", "pending-versions": "5,4" });
  });

  test("count findings and warnings", () => {
    expect(toOutputs(RESULTS.invalid, NO_PATHS)["validation-errors"]).toBe("3");
    expect(toOutputs(RESULTS.info, NO_PATHS)["validation-warnings"]).toBe("1");
    expect(toOutputs(RESULTS["lock timeout"], NO_PATHS)["validation-errors"]).toBe("0");
  });

  test("databases stay below a megabyte", () => {
    const steps = Array.from({ length: 200 }, (_, index) => step(`2026.01.01.${index}`, "x"));
    for (const count of [1_000, 5_000]) {
      const databases = Array.from({ length: count }, (_, index) => database(`tenant${index}`, { steps }));
      const text = toOutputs(run({ databases }), NO_PATHS).databases;
      expect(text.length).toBeLessThan(800_000);
      expect((JSON.parse(text) as readonly unknown[]).length).toBe(count);
    }
  });
});

describe("properties", () => {
  test("have camel case keys without dots, in ASCII", () => {
    for (const result of Object.values(ALL_RESULTS)) {
      const text = renderProperties(toOutputs(result, NO_PATHS));
      expect(text).toMatch(/^([a-z][A-Za-z]*=[\x20-\x7e]*\n)+$/);
    }
    expect(renderProperties(toOutputs(RESULTS.success, NO_PATHS))).toMatch(/^schemaVersion=2$/m);
  });

  test("come back as they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const outputs = outputsWith(text);
        const read = readProperties(renderProperties(outputs));
        expect(read["failedFile"]).toBe(text);
        expect(Object.keys(read)).toHaveLength(OUTPUT_NAMES.length);
      }),
    );
  });
});

describe("dotenv", () => {
  test("keeps GitLab's limits: 20 variables, 5 KiB, one line each", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => {
        const long = { "applied-versions": "1.2.3,".repeat(5_000), "failed-statement": text, "failed-file": text };
        const env = renderDotenv({ ...outputsWith(text), ...long });
        const lines = env.trimEnd().split("\n");
        expect(lines.length).toBeLessThanOrEqual(20);
        expect(new TextEncoder().encode(env).length).toBeLessThanOrEqual(5 * 1024);
        expect(lines.filter((line) => !/^FLYBACK_OUT_[A-Z_]+=/.test(line))).toEqual([]);
      }),
    );
  });

  test("has no name that is an option's variable", () => {
    expect(renderDotenv(toOutputs(RESULTS["dry run"], NO_PATHS))).not.toMatch(/^FLYBACK_(?!OUT_)/m);
  });
});
