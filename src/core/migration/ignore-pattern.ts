import type { IgnorePattern } from "../../config/config.ts";
import type { MigrationState } from "./migration-info.ts";
import { stateFacts } from "./migration-state.ts";

const TYPES = ["*", "versioned", "repeatable"] as const;
const STATES = ["*", "missing", "pending", "ignored", "future"] as const;

/** Reads `type:state` in any case, spaces around the words allowed; a text says what is wrong with it. */
export function parseIgnorePattern(text: string): IgnorePattern | string {
  const words = text.split(":").map((word) => word.trim().toLowerCase());
  const type = TYPES.find((candidate) => candidate === words[0]);
  const state = STATES.find((candidate) => candidate === words[1]);
  if (words.length === 2 && type !== undefined && state !== undefined) return { type, state };
  return `"${text}" is no ignore pattern: it is type:state, with type one of ${TYPES.join(", ")} and state one of ${STATES.join(", ")}`;
}

/** `versioned` is what has a version, `repeatable` what has none. */
export type MigrationCategory = "versioned" | "repeatable";

/**
 * Whether a pattern fits an entry: by its category and the display name of its state, so that `missing` does not cover
 * `Failed (Missing)` while `*` covers every state (Flyway's ValidatePattern).
 */
export function isIgnored(
  patterns: readonly IgnorePattern[],
  category: MigrationCategory,
  state: MigrationState,
): boolean {
  const word = stateFacts(state).displayName.toLowerCase();
  return patterns.some(
    (pattern) =>
      (pattern.type === "*" || pattern.type === category) && (pattern.state === "*" || pattern.state === word),
  );
}

/**
 * Whether a state is ignored as a whole: for versioned and for repeatable migrations, by one pattern or by two (Flyway's
 * ValidatePatternUtils). Some rules of `validate` ask this instead of matching the single entry.
 */
export function isStateIgnored(patterns: readonly IgnorePattern[], state: MigrationState): boolean {
  return isIgnored(patterns, "versioned", state) && isIgnored(patterns, "repeatable", state);
}
