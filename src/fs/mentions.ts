import { parseEncoding } from "../core/migration/encoding.ts";
import { openScript } from "./open-script.ts";
import { readSources } from "./read-scripts.ts";
import { createSettingsReader } from "./script-settings.ts";
import { selectFiles, type ScanRequest } from "./select-files.ts";

/** A pattern to look for, by name; it must not have the flag `g`. */
export type NamedPattern = { readonly name: string; readonly pattern: RegExp };

/** What a match may at most be long, so that one across two pieces of a large file is seen. */
const OVERLAP = 512;

/** Names of those patterns that some migration or callback holds. Files that cannot be read are left to the scan. */
export async function findMentions(
  request: ScanRequest,
  patterns: readonly NamedPattern[],
): Promise<readonly string[]> {
  const { config, builtIns } = request;
  const encoding = parseEncoding(config.encoding);
  if (encoding === null) return [];
  const { files, migrations, callbacks } = selectFiles(request);
  const reading = { config, encoding, builtIns };
  const sources = await readSources(
    [...migrations, ...callbacks].map(({ file }) => file),
    { reading, settingsOf: createSettingsReader(files, reading) },
  );

  let missing = patterns;
  for (const source of sources) {
    if (missing.length === 0) break;
    let before = "";
    for await (const piece of openScript(source)) {
      const text = before + piece;
      missing = missing.filter(({ pattern }) => !pattern.test(text));
      before = text.slice(-OVERLAP);
    }
  }
  return patterns.filter((pattern) => !missing.includes(pattern)).map(({ name }) => name);
}
