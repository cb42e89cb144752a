/** What a session has prepared, and what it executes of that. */
import { classify } from "../core/sql/classify.ts";
import type { LexicalMode } from "../core/sql/lexical-mode.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import type { Touch, Touches } from "../core/undo/touch.ts";
import type { ScriptSession } from "../engine/ports.ts";
import { identifier } from "../mysql/sql-text.ts";

export type Prepared = {
  /** What prepared statements may change, by lower-case name. */
  readonly prepared: Map<string, Touches>;
  /** Their texts, as far as these are known. */
  readonly texts: Map<string, string>;
  /** The text that the statement under way runs: its own, or that of the prepared statement that it executes. */
  sent: string;
};

async function notePrepared(
  state: Prepared,
  { statement, variable, text: written }: Extract<Touch, { kind: "prepare" }>,
  session: ScriptSession,
): Promise<void> {
  const name = statement.toLowerCase();
  state.texts.delete(name);
  // MariaDB takes any expression, which cannot be told where it ends.
  if (variable === null && written === null)
    return void state.prepared.set(name, [{ kind: "unknown", why: "PREPARE from an expression" }]);
  const text = variable === null ? written : await session.value(`@${identifier(variable)}`);
  state.prepared.set(name, text === null ? [] : classify(text, await modeNow(session)));
  if (text !== null) state.texts.set(name, text);
}

/** How the session reads quotes at the moment. */
async function modeNow(session: ScriptSession): Promise<LexicalMode> {
  const mode = await session.value("@@SESSION.sql_mode");
  return modeOf(mode ?? "");
}

/** Text that a statement takes from variables is read from the session. */
export async function evaluated(state: Prepared, touches: Touches, session: ScriptSession): Promise<Touches> {
  const found: Touch[] = [];
  for (const touch of touches) {
    if (touch.kind === "prepare") {
      await notePrepared(state, touch, session);
    } else if (touch.kind === "execute-immediate") {
      const text = await session.value(`(${touch.expression})`);
      found.push(...(text === null ? [] : classify(text, await modeNow(session))));
      state.sent = text ?? state.sent;
    } else if (touch.kind === "execute") {
      found.push(...(state.prepared.get(touch.statement.toLowerCase()) ?? [touch]));
      state.sent = state.texts.get(touch.statement.toLowerCase()) ?? state.sent;
    } else found.push(touch);
  }
  return found;
}
