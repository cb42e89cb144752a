import type { Problem } from "../core/problem.ts";
import { ERROR_CODES, EXIT, helpFor } from "../core/problem.ts";
import { headline, stackOf } from "./facts.ts";
import { stackLine } from "./junit-stack-line.ts";

export type JunitVerdict =
  | { readonly kind: "passed" }
  | { readonly kind: "skipped"; readonly message: string }
  | { readonly kind: "failure" | "error"; readonly type: string; readonly message: string; readonly text: string };

export const PASSED: JunitVerdict = { kind: "passed" };

/** `<error>` for what the test could not be made for (server, lock, settings), `<failure>` for what is wrong with the files. */
function kindOf(problem: Problem): "failure" | "error" {
  const { exit } = ERROR_CODES[problem.code];
  const environment: readonly number[] = [EXIT.internal, EXIT.usage, EXIT.locked, EXIT.connection];
  return environment.includes(exit) ? "error" : "failure";
}

function placedHeadline(problem: Problem): string {
  const { at } = problem;
  const place = at === undefined ? "" : `${at.file}:${at.line ?? 1}: `;
  const errno = problem.sqlError === undefined ? "" : ` (${problem.sqlError.errno})`;
  return `${place}${headline(problem)}${errno}`;
}

function problemText(problem: Problem, story: readonly string[]): string {
  const lines = [placedHeadline(problem), ...stackOf(problem), ...story, `${problem.code}: ${helpFor(problem)}`];
  if (problem.statement !== undefined) lines.push(problem.statement.sql);
  const stack = problem.at === undefined ? null : stackLine(problem.at);
  if (stack !== null) lines.push(stack);
  return lines.join("\n");
}

/** The verdict for a case with these problems: consumers read one failure per case, so it tells all of them. */
export function failedVerdict(problems: readonly [Problem, ...Problem[]], story: readonly string[] = []): JunitVerdict {
  const [first, ...rest] = problems;
  const symbol = first.sqlError?.symbol ?? "";
  return {
    kind: kindOf(first),
    type: symbol === "" ? first.code : symbol,
    message: placedHeadline(first),
    text: [problemText(first, story), ...rest.map((one) => problemText(one, []))].join("\n\n"),
  };
}
