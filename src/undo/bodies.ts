/** What stored programs do, and which tables views stand on: read from the server when first asked for. */
import { classifyBody, viewSources } from "../core/sql/classify.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import type { RowVerb, Touches, WrittenName } from "../core/undo/touch.ts";
import { readProgram } from "./programs.ts";
import type { Sql } from "./sql.ts";
import type { ProgramText, Thing } from "./world.ts";

export type Bodies = {
  /** Null: there is no such routine any more, or this account may not see its body. */
  readonly ofRoutine: (routine: Thing) => Promise<Touches | null>;
  readonly ofTrigger: (trigger: Thing) => Promise<{ readonly event: RowVerb; readonly touches: Touches } | null>;
  /** Null: not understood. */
  readonly viewSources: (view: Thing) => Promise<readonly WrittenName[] | null>;
  /** Forgets what has been read. */
  readonly forget: () => void;
};

const EVENT = /\b(?:BEFORE|AFTER)\s+(INSERT|UPDATE|DELETE)\b/i;

export function createBodies(sql: Sql): Bodies {
  const known = new Map<string, Promise<ProgramText | null>>();

  async function read(thing: Thing): Promise<ProgramText | null> {
    if (thing.text !== null) return thing.text;
    if (thing.kind === "table") return null;
    const program = await readProgram(sql, thing.kind, thing.schema, thing.name);
    if (program === null || program.createText === null) return null;
    return { sql: program.createText, mode: modeOf(program.sqlMode) };
  }

  function textOf(thing: Thing): Promise<ProgramText | null> {
    const key = `${thing.kind} ${thing.schema}.${thing.name} ${thing.text === null ? "" : thing.text.sql}`;
    const found = known.get(key) ?? read(thing);
    known.set(key, found);
    return found;
  }

  const touchesOf = ({ sql, mode }: ProgramText): Touches => classifyBody(sql, mode);

  return {
    async ofRoutine(routine) {
      const text = await textOf(routine);
      return text === null ? null : touchesOf(text);
    },
    async ofTrigger(trigger) {
      const text = await textOf(trigger);
      const event = text === null ? null : EVENT.exec(text.sql)?.[1];
      if (text === null || event === null || event === undefined) return null;
      return { event: event.toLowerCase() as RowVerb, touches: touchesOf(text) };
    },
    async viewSources(view) {
      const text = await textOf(view);
      return text === null ? null : viewSources(text.sql, text.mode);
    },
    forget: () => known.clear(),
  };
}
