import type { Problem } from "../problem.ts";
import { parseEncoding } from "./encoding.ts";
import type { ScriptConfig } from "./resolved-migration.ts";

type Entry = { readonly key: string; readonly value: string; readonly line: number };

/** The draft of what the entries set. */
type Draft = { -readonly [K in keyof ScriptConfig]: ScriptConfig[K] };

/**
 * Reads a script's own settings, `<file>.conf`: lines of key=value in the format of Java's properties, as Flyway's
 * SqlScriptMetadata takes them, but for the escapes: a backslash is itself, and at the end of a line joins the next one.
 * `file` is the path for problems.
 */
export function parseScriptConfig(
  text: string,
  file: string,
): { readonly config: ScriptConfig; readonly problems: readonly Problem[] } {
  const config: Draft = {};
  const problems: Problem[] = [];
  for (const entry of entriesOf(text)) {
    const complaint = set(config, entry);
    if (complaint !== null) problems.push({ ...complaint, at: { file, line: entry.line } });
  }
  return { config, problems };
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let content = (lines[i] ?? "").trim();
    if (content === "" || content.startsWith("#") || content.startsWith("!")) continue;
    while (content.endsWith("\\") && (lines[i + 1] ?? "").trim() !== "") {
      i += 1;
      content = content.slice(0, -1) + (lines[i] ?? "").trim();
    }
    const [, key = "", value = ""] = /^([^\s=:]*)\s*[=:]?\s*(.*)$/s.exec(content) ?? [];
    entries.push({ key, value, line });
  }
  return entries;
}

/** Takes an entry over; what is wrong with it, or null. */
function set(config: Draft, { key, value }: Entry): Pick<Problem, "code" | "message" | "help"> | null {
  switch (key) {
    case "executeInTransaction":
    case "placeholderReplacement": {
      const lower = value.toLowerCase();
      if (lower !== "true" && lower !== "false") {
        return { code: "CONFIGURATION", message: `${key} is "${value}", but must be true or false.` };
      }
      config[key] = lower === "true";
      return null;
    }
    case "encoding":
      if (parseEncoding(value) === null) {
        return { code: "CONFIGURATION", message: `encoding is "${value}", which is no charset that flyback knows.` };
      }
      config.encoding = value;
      return null;
    case "shouldExecute":
      return {
        code: "UNSUPPORTED_SETTING",
        message: "shouldExecute belongs to paid editions of Flyway; flyback does not evaluate it.",
        help: "Remove it, or keep the migration in a folder of its own that is a location only where it is to run.",
      };
    default:
      return {
        code: "CONFIGURATION",
        message: `"${key}" is no setting of a script; there are executeInTransaction, encoding and placeholderReplacement.`,
      };
  }
}
