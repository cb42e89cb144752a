import type { Env } from "../env.ts";

/** A `key=value` of flyway.conf; `line` counts from 1 and is where the entry begins. */
export type ConfEntry = { readonly key: string; readonly value: string; readonly line: number };

/**
 * Reads a flyway.conf as Flyway does (ConfigUtils.loadConfigurationFromString): Java properties in which a backslash is
 * itself, except at the end of a line that goes on in the next one. `${NAME}` is the variable's value, or nothing.
 * A variable's value is taken as it is; Flyway would drop the backslashes in it.
 */
export function parseFlywayConf(text: string, env: Env): ConfEntry[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const entries: ConfEntry[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let content = (lines[i] ?? "").trim();
    if (content === "" || content.startsWith("#") || content.startsWith("!")) continue;
    while (content.endsWith("\\") && goesOn(lines[i + 1])) {
      i++;
      content = content.slice(0, -1) + (lines[i] ?? "").trim();
    }
    entries.push({ ...splitEntry(content, env), line });
  }
  return entries;
}

/** A line that holds a setting of its own never continues the one before it, nor does an empty one. */
function goesOn(next: string | undefined): boolean {
  if (next === undefined || next === "") return false;
  return !(next.trim().startsWith("flyway.") && next.includes("="));
}

/** Key and value are parted by the first `=`, `:` or blank, with blanks around it. */
function splitEntry(content: string, env: Env): { readonly key: string; readonly value: string } {
  const match = /^([^=:\s]*)\s*[=:]?\s*(.*)$/s.exec(content);
  const [, key = content, value = ""] = match ?? [];
  return { key: expand(key, env), value: expand(value, env) };
}

function expand(text: string, env: Env): string {
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => env[name] ?? "");
}
