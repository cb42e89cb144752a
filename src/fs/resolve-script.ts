import type { MigrationFilesConfig } from "../config/config.ts";
import { createEncodingDetector, parseEncoding, settleByteOrder, type Encoding } from "../core/migration/encoding.ts";
import type { ScriptConfig, ScriptSource } from "../core/migration/resolved-migration.ts";
import type { Problem } from "../core/problem.ts";
import { createPlaceholderReplacer, type PlaceholderOptions } from "../core/sql/placeholders.ts";
import { findMalformed, MalformedInput } from "./decode.ts";
import { unreadable, type FoundFile } from "./find-files.ts";
import { fileStamp, readChunks, readChunksSync, readSmallFile } from "./read-bytes.ts";
import { createSummer, type ScriptSums, type Summer } from "./script-sums.ts";
import { reasonOf } from "./system-error.ts";

/** How scripts are read in this run. */
export type Reading = {
  readonly config: MigrationFilesConfig;
  /** That of the setting `encoding`. */
  readonly encoding: Encoding;
  /** Values of the `flyway:` placeholders by name, but for the file name. */
  readonly builtIns: ReadonlyMap<string, string>;
};

/** A script to be read. */
export type ScriptJob = {
  readonly file: FoundFile;
  readonly settings: ScriptConfig;
  /** Also sum up the text with its placeholders replaced, unless the settings forbid it. */
  readonly replace: boolean;
  readonly reading: Reading;
};

/** Where a script is, how it is decoded, and its checksums: the raw one, and the one of the replaced text. */
export type ReadScript = { readonly source: ScriptSource; readonly checksum: number; readonly rawChecksum: number };

/** Reads a script without a promise; null if it is too large for that. */
export function readSmallScript(job: ScriptJob): ReadScript | Problem | null {
  let encoding = fixedEncoding(job);
  try {
    return readSmallFile(job.file.path, (bytes) => {
      encoding = settleByteOrder(encoding ?? detect(bytes), bytes);
      const summer = summerFor(job, encoding);
      summer.push(bytes);
      return toResult(job, encoding, summer.finish());
    });
  } catch (error) {
    return asProblem(error, job, encoding);
  }
}

/** Reads a script of any size; memory does not grow with it. */
export async function readLargeScript(job: ScriptJob): Promise<ReadScript | Problem> {
  let encoding = fixedEncoding(job);
  try {
    const stamp = await fileStamp(job.file.path);
    encoding ??= await detectLarge(job.file.path);
    let summer: Summer | null = null;
    for await (const bytes of readChunks(job.file.path)) {
      encoding = settleByteOrder(encoding, bytes);
      summer ??= summerFor(job, encoding);
      summer.push(bytes);
    }
    const result = toResult(job, encoding, (summer ?? summerFor(job, encoding)).finish());
    return "code" in result ? result : { ...result, source: { ...result.source, stamp } };
  } catch (error) {
    return asProblem(error, job, encoding);
  }
}

/** The charset that the settings name; null: it is to be found out. The script's own setting switches detection off. */
function fixedEncoding({ settings, reading }: ScriptJob): Encoding | null {
  if (settings.encoding !== undefined) return parseEncoding(settings.encoding) ?? reading.encoding;
  return reading.config.detectEncoding ? null : reading.encoding;
}

function detect(bytes: Buffer): Encoding {
  const detector = createEncodingDetector();
  detector.update(bytes);
  return detector.result();
}

async function detectLarge(path: string): Promise<Encoding> {
  const detector = createEncodingDetector();
  for await (const bytes of readChunks(path)) detector.update(bytes);
  return detector.result();
}

function summerFor({ file, settings, replace, reading }: ScriptJob, encoding: Encoding): Summer {
  const replaces = replace && (settings.placeholderReplacement ?? reading.config.placeholders.replacement);
  return createSummer(encoding, replaces ? createPlaceholderReplacer(placeholderOptions(file, reading)) : null);
}

/** Placeholders as they are for one script: the user's values, the built-in ones, and the script's file name. */
export function placeholderOptions(file: FoundFile, { config, builtIns }: Reading): PlaceholderOptions {
  const { prefix, suffix, separator, values } = config.placeholders;
  return { prefix, suffix, values: new Map([...values, ...builtIns, [`flyway${separator}filename`, file.name]]) };
}

function toResult({ file, settings }: ScriptJob, encoding: Encoding, sums: ScriptSums): ReadScript | Problem {
  const { path, shownPath } = file;
  const { problem, size, checksum, rawChecksum, opensComment } = sums;
  if (problem !== null) {
    const { code, message, line, column } = problem;
    return { code, message, at: { file: shownPath, line, column } };
  }
  const source = { path, shownPath, size, encoding: encoding.name, config: settings, rawChecksum, opensComment };
  return { source, checksum, rawChecksum };
}

function asProblem(error: unknown, { file }: ScriptJob, encoding: Encoding | null): Problem {
  if (error instanceof MalformedInput && encoding !== null) return malformed(file, encoding);
  return unreadable(file.shownPath, reasonOf(error));
}

/** The problem of a file that is not text of its charset, with the place of its first bad byte. */
export function malformed({ path, shownPath }: Pick<FoundFile, "path" | "shownPath">, encoding: Encoding): Problem {
  const place = findMalformed(encoding, readChunksSync(path));
  if (place === null) return unreadable(shownPath, "it changed while it was read");
  const found =
    place.offset === null ? "it ends within a character" : `the byte at offset ${place.offset} belongs to no character`;
  return {
    code: "ENCODING",
    message: `${shownPath} is not valid ${encoding.name}: ${found} (line ${place.line}).`,
    at: { file: shownPath, line: place.line },
  };
}
