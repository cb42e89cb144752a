import { describe, expect, test } from "vitest";
import type { RunResult } from "../../src/core/result.ts";
import { renderDotenv } from "../../src/report/dotenv.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { toOutputs } from "../../src/report/outputs.ts";
import { renderProperties } from "../../src/report/properties.ts";
import { renderText } from "../../src/report/text.ts";
import { ALL_RESULTS } from "./way-back-results.ts";

const CASES: readonly (readonly [string, RunResult])[] = Object.entries(ALL_RESULTS);
const PATHS = { junitPath: "/work/flyback-junit.xml", reportPath: "/work/flyback-report.md", jsonPath: null };

function golden(name: string, extension: string): string {
  return `../golden/report/${name.replaceAll(" ", "-")}.${extension}`;
}

describe.each(CASES)("the reports of a run: %s", (name, result) => {
  test("text", async () => {
    await expect(renderText(result, { colours: false, logSql: "failed" })).toMatchFileSnapshot(golden(name, "txt"));
  });

  test("markdown", async () => {
    const text = renderMarkdown(result, { limitBytes: 900_000, logSql: "failed" });
    await expect(text).toMatchFileSnapshot(golden(name, "md"));
  });

  test("junit", async () => {
    await expect(await renderJunit(result)).toMatchFileSnapshot(golden(name, "xml"));
  });

  test("properties and dotenv", async () => {
    const outputs = toOutputs(result, PATHS);
    await expect(renderProperties(outputs)).toMatchFileSnapshot(golden(name, "properties"));
    await expect(renderDotenv(outputs)).toMatchFileSnapshot(golden(name, "env"));
  });
});
