import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { SplitterOptions } from "../../../src/core/sql/splitter.ts";
import { split, splitIn } from "./splitting.ts";
import type { Split } from "./splitting.ts";

const FOLDER = new URL("../../golden/sql-splitter/", import.meta.url);

type Golden = Split & { readonly options: SplitterOptions };

function goldenCase(name: string): { readonly script: string; readonly golden: Golden } {
  const script = readFileSync(new URL(`${name}/input.sql`, FOLDER), "utf8");
  const golden: Golden = JSON.parse(readFileSync(new URL(`${name}/expected.json`, FOLDER), "utf8"));
  return { script, golden };
}

/** The same result with another kind of line ends. */
function withLineEnds({ statements, problem }: Split, lineEnd: string): Split {
  return {
    statements: statements.map((statement) => ({ ...statement, sql: statement.sql.replaceAll("\n", lineEnd) })),
    problem,
  };
}

describe.each(readdirSync(FOLDER))("the script %s is split as expected", (name) => {
  const { script, golden } = goldenCase(name);
  const expected: Split = { statements: golden.statements, problem: golden.problem };

  test("as it is", () => {
    expect(split(script, golden.options)).toEqual(expected);
  });

  test.each([1, 2, 3, 7])("in chunks of %i", (size) => {
    expect(splitIn(size, script, golden.options)).toEqual(expected);
  });

  test("with a byte order mark", () => {
    expect(split(`\ufeff${script}`, golden.options)).toEqual(expected);
  });

  test.runIf(!script.includes("\r")).each([1, 2, 1000])("with CR LF, in chunks of %i", (size) => {
    expect(splitIn(size, script.replaceAll("\n", "\r\n"), golden.options)).toEqual(withLineEnds(expected, "\r\n"));
  });

  test.runIf(!script.includes("\r"))("with CR alone", () => {
    // The CR after a comment inside a statement is sent as LF, hence the comparison with LF.
    const result = splitIn(5, script.replaceAll("\n", "\r"), golden.options);
    expect(
      withLineEnds(
        { ...result, statements: result.statements.map((s) => ({ ...s, sql: s.sql.replaceAll("\r", "\n") })) },
        "\n",
      ),
    ).toEqual(expected);
  });
});
