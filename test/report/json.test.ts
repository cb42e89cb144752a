import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Ajv2020 } from "ajv/dist/2020.js";
import { renderJson } from "../../src/report/json.ts";
import { RESULTS } from "./results.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

type Schema = Record<string, unknown>;

/** The published schema lets readers accept later fields; here every field must be in it. */
function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strict(one)]));
  return copy["properties"] === undefined ? copy : { ...copy, additionalProperties: false };
}

const schema = JSON.parse(readFileSync("docs/schema/result.schema.json", "utf8")) as Schema;

describe("json", () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
    strict(schema) as Schema,
  );

  test.each(Object.entries(ALL_RESULTS))("%s is as the published schema says", (_name, result) => {
    validate(JSON.parse(renderJson(result)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("the schema refuses what is none", () => {
    const { outcome: _outcome, ...without } = RESULTS.failed;
    expect(validate(without)).toBe(false);
    expect(validate({ ...RESULTS.failed, outcome: "fine" })).toBe(false);
    expect(validate({ ...RESULTS.failed, databases: [{}] })).toBe(false);
  });

  test("every problem carries its help", () => {
    const text = renderJson(RESULTS.configuration);
    expect(text).toContain("docs/options.md lists every option");
    expect(text.endsWith("}\n")).toBe(true);
  });
});
