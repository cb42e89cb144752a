import { expect } from "vitest";
import { createSplitter } from "../../../src/core/sql/splitter.ts";
import type { SplitterOptions, Statement } from "../../../src/core/sql/splitter.ts";
import type { SqlProblem } from "../../../src/core/sql/sql-problem.ts";

export type Split = { readonly statements: readonly Statement[]; readonly problem: SqlProblem | null };

export const MARIADB: SplitterOptions = { product: "mariadb" };
export const MYSQL: SplitterOptions = { product: "mysql" };

/** Splits a script that comes in pieces of so many characters, asking for statements after each piece. */
export function splitIn(size: number, script: string, options: SplitterOptions = MARIADB): Split {
  const splitter = createSplitter(options);
  const statements: Statement[] = [];
  for (let at = 0; ; at += size) {
    if (at < script.length) splitter.push(script.slice(at, at + size));
    else splitter.finish();
    let step = splitter.next();
    for (; step.kind === "statement"; step = splitter.next()) statements.push(step.statement);
    if (step.kind !== "more") return { statements, problem: step.kind === "problem" ? step.problem : null };
  }
}

export function split(script: string, options: SplitterOptions = MARIADB): Split {
  return splitIn(Math.max(1, script.length), script, options);
}

/** The texts of a script's statements; a problem shows as the last of them, as `CODE line:column`. */
export function textsOf({ statements, problem }: Split): string[] {
  const texts = statements.map(({ sql }) => sql);
  return problem === null ? texts : [...texts, `${problem.code} ${problem.line}:${problem.column}`];
}

/**
 * Asserts what a script is split into, and that neither the size of the chunks, nor a byte order mark, nor the kind of
 * its line ends makes a difference.
 */
export function expectSplit(script: string, expected: readonly string[], options: SplitterOptions = MARIADB): void {
  const whole = split(script, options);
  expect(textsOf(whole)).toEqual(expected);
  for (const size of [1, 2, 3, 7]) expect(splitIn(size, script, options), `in chunks of ${size}`).toEqual(whole);
  if (!script.startsWith("\ufeff")) {
    expect(splitIn(2, `\ufeff${script}`, options), "with a byte order mark").toEqual(whole);
  }
  if (script.includes("\r")) return;
  const withCrlf = splitIn(1, script.replaceAll("\n", "\r\n"), options);
  const crlfTexts = textsOf(withCrlf).map((text) => text.replaceAll("\r\n", "\n"));
  expect(crlfTexts, "with CR LF").toEqual(expected);
  expect(placesOf(withCrlf), "places with CR LF").toEqual(placesOf(whole));
}

export function placesOf({ statements }: Split): string[] {
  return statements.map(({ line, column }) => `${line}:${column}`);
}
