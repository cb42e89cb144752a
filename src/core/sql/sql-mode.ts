import type { LexicalMode } from "./lexical-mode.ts";
import { DEFAULT_LEXICAL_MODE } from "./lexical-mode.ts";
import { sessionEffect } from "./session-effect.ts";
import { parseSetStatement } from "./set-statement.ts";
import type { Assignment } from "./set-statement.ts";
import { parseModes, sqlModeValue } from "./sql-mode-value.ts";
import type { SqlModeState, SqlModes } from "./sql-mode-value.ts";
import { firstWords, sqlTokens } from "./sql-tokens.ts";

export type { SqlModeState } from "./sql-mode-value.ts";

/** The state of a session that reads `value` as its `@@sql_mode`; null: not known. */
export function sqlModeState(value: string | null): SqlModeState {
  return { modes: value === null ? null : parseModes(value), saved: new Map() };
}

/** What the splitter needs to know of a state; null when the modes are not known. */
export function lexicalModeOf({ modes }: SqlModeState): LexicalMode | null {
  if (modes === null) return null;
  return {
    ansiQuotes: modes.has("ANSI_QUOTES"),
    noBackslashEscapes: modes.has("NO_BACKSLASH_ESCAPES"),
    oracle: modes.has("ORACLE"),
  };
}

/** How text is read under a sql_mode; an unknown one is taken for the default. */
export function modeOf(sqlMode: string): LexicalMode {
  return lexicalModeOf(sqlModeState(sqlMode)) ?? DEFAULT_LEXICAL_MODE;
}

/** Version comments that not every server reads as SQL: those of MySQL from 5.7 on, and of MariaDB. */
const CONDITIONAL = /\/\*M?!(?!(?:40\d{3}|50[0-6]\d{2})(?!\d))\d/;

/**
 * The state after `sql`, one statement, has been run without an error. `modes` becomes null where it depends on what
 * only the server knows: ask it for `@@sql_mode` then, and make a new state. What routines and compound statements set
 * is undone when they end, on both servers; what EXECUTE sets is not.
 */
export function sqlModeAfter(state: SqlModeState, sql: string): SqlModeState {
  const mode = lexicalModeOf(state) ?? DEFAULT_LEXICAL_MODE;
  const [first] = firstWords(sql, mode, 1);
  if (first === "EXECUTE") return sqlModeState(null);
  const set = first === "SET" ? parseSetStatement(sql, mode) : null;
  if (set?.kind === "statement") return sqlModeAfter(state, sql.slice(set.from));
  const effect = sessionEffect(sql, mode);
  const known = effect.has("hidden") ? { modes: state.modes, saved: new Map<string, SqlModes>() } : state;
  if (!effect.has("sql-mode") && !effect.has("user-variable")) return known;
  if (CONDITIONAL.test(sql)) return { modes: effect.has("sql-mode") ? null : state.modes, saved: new Map() };
  if (set?.kind === "assignments") return afterAssignments(known, set.assignments);
  return withoutMentioned(known, sql, mode);
}

/** All values are found before anything is assigned, on both servers. */
function afterAssignments(state: SqlModeState, assignments: readonly Assignment[]): SqlModeState {
  let { modes } = state;
  const saved = new Map(state.saved);
  for (const { target, value } of assignments) {
    if (target.kind === "user") {
      const kept = sqlModeValue(value, state);
      if (kept === undefined) saved.delete(target.name);
      else saved.set(target.name, kept);
    } else if (target.name === "sql_mode" && target.scope !== "global") {
      modes = sqlModeValue(value, state) ?? null;
    }
  }
  return { modes, saved };
}

/** A statement that assigns to user variables in ways that are not followed: what it names is no longer known. */
function withoutMentioned(state: SqlModeState, sql: string, mode: LexicalMode): SqlModeState {
  const saved = new Map(state.saved);
  let previous = "";
  for (const { kind, text } of sqlTokens(sql, mode)) {
    if (previous === "@" && kind !== "symbol") saved.delete(text.toLowerCase());
    previous = kind === "symbol" ? text : "";
  }
  return { modes: state.modes, saved };
}
