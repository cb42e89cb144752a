import {
  compareTexts,
  type ResolvedCallback,
  type ResolvedMigration,
  type ScriptSource,
} from "../core/migration/resolved-migration.ts";
import type { Problem } from "../core/problem.ts";
import type { FoundFile } from "./find-files.ts";
import type { NamedCallback, NamedMigration } from "./named-files.ts";
import { readLargeScript, readSmallScript, type Reading, type ReadScript } from "./resolve-script.ts";
import type { ScriptSettings } from "./script-settings.ts";

export type ScriptReader = {
  readonly reading: Reading;
  readonly settingsOf: (script: FoundFile) => ScriptSettings;
};

/** What could be read, and the problems of the rest. */
export type ReadResult<R> = { readonly resolved: readonly R[]; readonly problems: readonly Problem[] };

/** Reads all migrations once, for their checksums; no text is kept. */
export async function readMigrations(
  named: readonly NamedMigration[],
  reader: ScriptReader,
): Promise<ReadResult<ResolvedMigration>> {
  const resolved: ResolvedMigration[] = [];
  const problems: Problem[] = [];
  for (const { file, name } of named) {
    const read = readScript(file, name.kind === "repeatable", reader);
    const script = read instanceof Promise ? await read : read;
    if ("problems" in script) {
      problems.push(...script.problems);
    } else {
      const { kind, version, description } = name;
      resolved.push({ kind, version, description, script: file.script, ...script });
    }
  }
  return { resolved, problems };
}

/** Reads callbacks as well: one that cannot be decoded must not be found in the middle of a run. */
export async function readCallbacks(
  named: readonly NamedCallback[],
  reader: ScriptReader,
): Promise<ReadResult<ResolvedCallback>> {
  const resolved: ResolvedCallback[] = [];
  const problems: Problem[] = [];
  for (const { file, name } of named) {
    const script = await readScript(file, false, reader);
    if ("problems" in script) {
      problems.push(...script.problems);
    } else {
      const { event, description } = name;
      resolved.push({ event, description, script: file.script, source: script.source });
    }
  }
  const inOrder = resolved.toSorted(
    (a, b) => compareTexts(a.event, b.event) || compareTexts(a.description, b.description),
  );
  return { resolved: inOrder, problems };
}

/** Where scripts are and how they are decoded, without a look at placeholders; those that cannot be read are left out. */
export async function readSources(files: readonly FoundFile[], reader: ScriptReader): Promise<readonly ScriptSource[]> {
  const sources: ScriptSource[] = [];
  for (const file of files) {
    const script = await readScript(file, false, reader);
    if ("source" in script) sources.push(script.source);
  }
  return sources;
}

/** Only a large script costs a promise. */
function readScript(
  file: FoundFile,
  replace: boolean,
  { reading, settingsOf }: ScriptReader,
): ScriptOrProblems | Promise<ScriptOrProblems> {
  const { config: settings, problems } = settingsOf(file);
  if (problems.length > 0) return { problems };
  const job = { file, settings, replace, reading };
  const script = readSmallScript(job);
  return script === null ? readLargeScript(job).then(orProblems) : orProblems(script);
}

type ScriptOrProblems = ReadScript | { readonly problems: readonly Problem[] };

function orProblems(read: ReadScript | Problem): ScriptOrProblems {
  return "code" in read ? { problems: [read] } : read;
}
