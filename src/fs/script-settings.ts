import { settleByteOrder } from "../core/migration/encoding.ts";
import type { ScriptConfig } from "../core/migration/resolved-migration.ts";
import { parseScriptConfig } from "../core/migration/script-config.ts";
import type { Problem } from "../core/problem.ts";
import { replacePlaceholders } from "../core/sql/placeholders.ts";
import { createDecoder, MalformedInput } from "./decode.ts";
import { unreadable, type FoundFile } from "./find-files.ts";
import { readSmallFile } from "./read-bytes.ts";
import { malformed, placeholderOptions, type Reading } from "./resolve-script.ts";
import { reasonOf } from "./system-error.ts";

export type ScriptSettings = { readonly config: ScriptConfig; readonly problems: readonly Problem[] };

const NONE: ScriptSettings = { config: {}, problems: [] };

/**
 * Makes the reader of scripts' own settings: for `db/V1__x.sql` those in `db/V1__x.sql.conf`, in any letter case. As with
 * Flyway it is the path below the location that counts, so the file may lie in another location; one beside the script
 * goes first.
 */
export function createSettingsReader(
  files: readonly FoundFile[],
  reading: Reading,
): (script: FoundFile) => ScriptSettings {
  const byScript = new Map<string, FoundFile[]>();
  for (const file of files) {
    const script = file.script.toLowerCase();
    if (!script.endsWith(".conf")) continue;
    const key = script.slice(0, -".conf".length);
    byScript.set(key, [...(byScript.get(key) ?? []), file]);
  }
  return (script) => {
    const found = byScript.size === 0 ? [] : (byScript.get(script.script.toLowerCase()) ?? []);
    const beside = `${script.path}.conf`.toLowerCase();
    const conf = found.find(({ path }) => path.toLowerCase() === beside) ?? found.at(-1);
    return conf === undefined ? NONE : readSettings(conf, script, reading);
  };
}

function readSettings(conf: FoundFile, script: FoundFile, reading: Reading): ScriptSettings {
  try {
    const text = readText(conf, reading);
    if (text === null) return { config: {}, problems: [unreadable(conf.shownPath, "it is too large for settings")] };
    if (!reading.config.placeholders.replacement) return parseScriptConfig(text, conf.shownPath);
    const replaced = replacePlaceholders(text, placeholderOptions(script, reading));
    if (replaced.problem === null) return parseScriptConfig(replaced.text, conf.shownPath);
    const { code, message, line, column } = replaced.problem;
    return { config: {}, problems: [{ code, message, at: { file: conf.shownPath, line, column } }] };
  } catch (error) {
    const encoding = settleByteOrder(reading.encoding, new Uint8Array());
    const problem =
      error instanceof MalformedInput ? malformed(conf, encoding) : unreadable(conf.shownPath, reasonOf(error));
    return { config: {}, problems: [problem] };
  }
}

function readText(conf: FoundFile, { encoding }: Reading): string | null {
  return readSmallFile(conf.path, (bytes) => {
    const decoder = createDecoder(settleByteOrder(encoding, bytes));
    return decoder.decode(bytes) + decoder.end();
  });
}
