import type { SqlProblem } from "./sql-problem.ts";

export type PlaceholderOptions = {
  /** Not empty; Flyway's default is `${`. */
  readonly prefix: string;
  /** Not empty; Flyway's default is `}`. */
  readonly suffix: string;
  /** Values by name; names are compared without regard to case, and are not trimmed. */
  readonly values: ReadonlyMap<string, string>;
};

/** A piece of replaced text; `source` is what the file has in its place, where that differs. */
export type TextSegment = { readonly text: string; readonly source?: string };

export type PlaceholderStep = {
  readonly segments: readonly TextSegment[];
  /** Not null: the text ends here for good. */
  readonly problem: SqlProblem | null;
};

/** Replaces placeholders in a text that comes in chunks. */
export type PlaceholderReplacer = {
  push(chunk: string): PlaceholderStep;
  finish(): PlaceholderStep;
};

export function createPlaceholderReplacer(options: PlaceholderOptions): PlaceholderReplacer {
  throw new Error(`not written yet: ${options.prefix}`);
}

/** The same for a whole text. */
export function replacePlaceholders(
  text: string,
  options: PlaceholderOptions,
): { readonly text: string; readonly problem: SqlProblem | null } {
  throw new Error(`not written yet: ${options.prefix} ${text}`);
}
