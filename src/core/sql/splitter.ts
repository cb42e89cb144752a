import type { LexicalMode } from "./lexical-mode.ts";
import type { SqlProblem } from "./sql-problem.ts";
import { StatementReader } from "./statement-reader.ts";

export type SplitterOptions = {
  readonly product: "mysql" | "mariadb";
  /** The server's version as version comments write it: 80033 for 8.0.33, 101106 for 10.11.6. Absent: any. */
  readonly version?: number;
  /** The session's mode at the start of the script; absent: both switches off, the servers' default. */
  readonly mode?: LexicalMode;
};

/** One statement of a script. */
export type Statement = {
  /** What to send: without the delimiter, never empty. */
  readonly sql: string;
  /** Where its first token that is no comment stands in the file; from 1, columns in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
};

export type SplitterStep =
  | { readonly kind: "statement"; readonly statement: Statement }
  /** Push more text, or finish. */
  | { readonly kind: "more" }
  | { readonly kind: "end" }
  /** The script cannot be split from here on; the same answer is given for ever. */
  | { readonly kind: "problem"; readonly problem: SqlProblem };

/** Cuts a script into statements while it is being read. */
export type StatementSplitter = {
  /**
   * Adds text, cut anywhere. `source` is the file's own text that stood in its place (a placeholder as written),
   * where that differs: positions are counted in it.
   */
  push(text: string, source?: string): void;
  /** Says that the file is at its end. */
  finish(): void;
  next(): SplitterStep;
  /** The mode for the text after the statement given last. */
  setMode(mode: LexicalMode): void;
};

/** Makes a splitter for one script. */
export function createSplitter(options: SplitterOptions): StatementSplitter {
  return new StatementReader(options);
}

/** Splits a whole script that is in memory; the statements before a problem are given as well. */
export function splitScript(
  text: string,
  options: SplitterOptions,
): { readonly statements: readonly Statement[]; readonly problem: SqlProblem | null } {
  const splitter = createSplitter(options);
  splitter.push(text);
  splitter.finish();
  const statements: Statement[] = [];
  for (let step = splitter.next(); ; step = splitter.next()) {
    if (step.kind === "statement") statements.push(step.statement);
    else return { statements, problem: step.kind === "problem" ? step.problem : null };
  }
}
