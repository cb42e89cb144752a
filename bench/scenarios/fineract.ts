import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { corpusFolder } from "../../test/conformance/corpora.ts";
import type { Job } from "../contenders.ts";

/** How many of the folder's files are migrations: one has a single underscore. */
export const FINERACT_MIGRATIONS = 403;

/** Apache Fineract's history, as its owners run it. Throws where the corpora are not there. */
export async function fineractJob(database: string): Promise<Job & { readonly path: string }> {
  const { path, present } = await corpusFolder();
  if (!present)
    throw new Error(`${path} (FLYBACK_CORPUS) is not there: it holds the migrations that this benchmark runs`);
  const folder = resolve(path, "fineract");
  // Its scripts hold `${…}` that is not meant for Flyway.
  const settings = { placeholderReplacement: false };
  return { command: "migrate", database, folder, location: "core_db", settings, path: join(folder, "core_db") };
}

/** The migrations in Flyway's order. */
export async function migrationFiles(folder: string): Promise<readonly string[]> {
  const named = (await readdir(folder)).flatMap((file) => {
    const version = /^V(\d+(?:[._]\d+)*)__/.exec(file)?.[1];
    return version === undefined ? [] : [{ file, parts: version.split(/[._]/).map(Number) }];
  });
  const inOrder = named.toSorted((a, b) => compareParts(a.parts, b.parts));
  return inOrder.map(({ file }) => join(folder, file));
}

function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
