import type { LexicalMode } from "./lexical-mode.ts";

/** What is known of a session's sql_mode while its statements go by. */
export type SqlModeState = {
  /** The modes' names in upper case, or null when it cannot be told without asking the server. */
  readonly modes: ReadonlySet<string> | null;
  /** User variables that hold an sql_mode (`SET @old = @@sql_mode`); names in lower case. */
  readonly saved: ReadonlyMap<string, ReadonlySet<string> | null>;
};

/** The state of a session whose `@@sql_mode` reads `value`; null: not known. */
export function sqlModeState(value: string | null): SqlModeState {
  throw new Error(`not written yet: ${value}`);
}

/** The state after `sql` has been run. */
export function sqlModeAfter(state: SqlModeState, sql: string): SqlModeState {
  throw new Error(`not written yet: ${sql} ${state.modes}`);
}

/** What the splitter needs to know of a state; null when the modes are not known. */
export function lexicalModeOf(state: SqlModeState): LexicalMode | null {
  throw new Error(`not written yet: ${state.modes}`);
}
