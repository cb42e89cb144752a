/**
 * The server's warnings and notes to a script's statements. Old schemas are told thousands of times that one thing is deprecated: of each
 * kind the first few are shown, and at the script's end how many more there were.
 */
import type { StatementResult } from "./ports.ts";

/** How many of one kind are shown of a script. */
const SHOWN = 3;

type Warning = StatementResult["warnings"][number];
type Say = (level: "info" | "warning", text: string) => void;

/** A script's warnings as they come. */
export type ServerNotes = {
  readonly show: (line: number, warnings: readonly Warning[]) => void;
  /** To be called when the script has ended, in whatever way. */
  readonly end: () => void;
};

/** A note, such as that of DROP … IF EXISTS, is what the script wanted. */
function levelOf(level: string): "info" | "warning" {
  return level === "Note" ? "info" : "warning";
}

/** @param path the script's, as it is shown */
export function openServerNotes(path: string, say: Say): ServerNotes {
  const kinds = new Map<string, { readonly level: "info" | "warning"; count: number }>();
  return {
    show: (line, warnings) => {
      for (const { level, code, message } of warnings) {
        const name = `server ${level.toLowerCase()} ${code}`;
        const kind = kinds.get(name) ?? { level: levelOf(level), count: 0 };
        kinds.set(name, kind);
        kind.count += 1;
        if (kind.count <= SHOWN) say(kind.level, `${path}:${line}: ${name}: ${message}`);
      }
    },
    end: () => {
      for (const [name, { level, count }] of kinds)
        if (count > SHOWN) say(level, `${path}: ${count - SHOWN} more like ${name}`);
    },
  };
}
