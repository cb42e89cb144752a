/** What stored programs do, and which tables views stand on: read from the server when first asked for. */
import { classifyBody, viewSources } from "../core/sql/classify.ts";
import { DEFAULT_LEXICAL_MODE } from "../core/sql/lexical-mode.ts";
import { lexicalModeOf, sqlModeState } from "../core/sql/sql-mode.ts";
import type { RowVerb, Touches, WrittenName } from "../core/undo/touch.ts";
import { readProgram } from "./programs.ts";
import type { Sql } from "./sql.ts";
import type { Thing } from "./world.ts";

export type Bodies = {
  /** Null: there is no such routine any more, or this account may not see its body. */
  readonly ofRoutine: (routine: Thing) => Promise<Touches | null>;
  readonly ofTrigger: (trigger: Thing) => Promise<{ readonly event: RowVerb; readonly touches: Touches } | null>;
  /** Null: not understood. */
  readonly viewSources: (view: Thing) => Promise<readonly WrittenName[] | null>;
  /** Forgets what has been read. */
  readonly forget: () => void;
};

type Text = { readonly text: string; readonly sqlMode: string | null };

const EVENT = /\b(?:BEFORE|AFTER)\s+(INSERT|UPDATE|DELETE)\b/i;

export function createBodies(sql: Sql): Bodies {
  const known = new Map<string, Promise<Text | null>>();

  async function read(thing: Thing): Promise<Text | null> {
    if (thing.text !== null) return { text: thing.text, sqlMode: null };
    if (thing.kind === "table") return null;
    const program = await readProgram(sql, thing.kind, thing.schema, thing.name);
    if (program === null || program.createText === null) return null;
    return { text: program.createText, sqlMode: program.sqlMode };
  }

  function textOf(thing: Thing): Promise<Text | null> {
    const key = `${thing.kind} ${thing.schema}.${thing.name} ${thing.text === null ? "" : thing.text.length}`;
    const found = known.get(key) ?? read(thing);
    known.set(key, found);
    return found;
  }

  const touchesOf = ({ text, sqlMode }: Text): Touches => {
    const mode = sqlMode === null ? DEFAULT_LEXICAL_MODE : lexicalModeOf(sqlModeState(sqlMode));
    return classifyBody(text, mode ?? DEFAULT_LEXICAL_MODE);
  };

  return {
    async ofRoutine(routine) {
      const text = await textOf(routine);
      return text === null ? null : touchesOf(text);
    },
    async ofTrigger(trigger) {
      const text = await textOf(trigger);
      const event = text === null ? null : EVENT.exec(text.text)?.[1];
      if (text === null || event === null || event === undefined) return null;
      return { event: event.toLowerCase() as RowVerb, touches: touchesOf(text) };
    },
    async viewSources(view) {
      const text = await textOf(view);
      return text === null ? null : viewSources(text.text, DEFAULT_LEXICAL_MODE);
    },
    forget: () => known.clear(),
  };
}
