import { readFile, readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { CORPUS_NAMES, corpusFolder, readCorpus } from "../conformance/corpora.ts";
import { ourArguments } from "../conformance/settings.ts";
import type { ServerProduct } from "../../src/throwaway/server-program.ts";
import { isFor, wordsOf } from "./migration-set.ts";
import type { MigrationSet, ScriptText } from "./migration-set.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const OWN = join(import.meta.dirname, "migrations");
const DATABASE = "proof";
/** Other schemas that the cases go into. */
const OTHERS = ["proof_other", "proof_doomed CHARACTER SET latin1"];

/** Names of all sets: the cases of our own, the repository's example, and real projects. */
export const SET_NAMES: readonly string[] = ["cases", "kill", "live", "example", ...CORPUS_NAMES];

/** Reads a set. Throws for a corpus that is not on this machine, with the variable that says where they are. */
export async function readSet(name: string, product: ServerProduct): Promise<MigrationSet> {
  if (name === "cases") return cases(product);
  if (name === "kill" || name === "live") return withNext(name, product);
  if (name === "example") return example();
  return corpus(name);
}

/** A base with everything that is hard to bring back, and scripts of which each does one thing to it. */
async function cases(product: ServerProduct): Promise<MigrationSet> {
  return {
    ...(await base(product)),
    name: "cases",
    alternatives: await scripts("cases", product, (file) => `V9__${file}`),
  };
}

/** Scripts that come before, and the ones that the proof runs, as alternatives, which bear the word `next`. */
async function withNext(name: "kill" | "live", product: ServerProduct): Promise<MigrationSet> {
  const set = await base(product);
  const own = Object.entries(await scripts(name, product));
  const isNext = ([, text]: readonly [string, ScriptText]): boolean => wordsOf(text).has("next");
  const before = Object.fromEntries(own.filter((one) => !isNext(one)));
  return {
    ...set,
    name,
    files: name === "kill" ? { ...set.files, ...before } : before,
    alternatives: Object.fromEntries(own.filter(isNext)),
  };
}

async function base(product: ServerProduct): Promise<MigrationSet> {
  return {
    name: "base",
    files: await scripts("base", product),
    args: () => ["--locations", "sql", "--validate-migration-naming"],
    databases: [`${DATABASE} CHARACTER SET utf8mb4`, ...OTHERS],
    histories: [`${DATABASE}.flyway_schema_history`],
  };
}

async function scripts(
  folder: string,
  product: ServerProduct,
  nameOf: (file: string) => string = (file) => file,
): Promise<Record<string, ScriptText>> {
  const files = (await readdir(join(OWN, folder))).filter((file) => file.endsWith(".sql")).sort();
  const read = await Promise.all(
    files.map(async (file) => [file, await readFile(join(OWN, folder, file), "latin1")] as const),
  );
  return Object.fromEntries(
    read.flatMap(([file, text]) => (isFor(product, text) ? [[`sql/${nameOf(file)}`, text] as const] : [])),
  );
}

/** The two databases of the repository's example, in one run that makes them. */
async function example(): Promise<MigrationSet> {
  const folder = join(ROOT, "migrations");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(ROOT, path), await readFile(path, "latin1")] as const;
      }),
  );
  return {
    name: "example",
    files: Object.fromEntries(files),
    args: () => ["--config-file", "migrations/flyback.yml"],
    databases: [],
    histories: ["registry.flyway_schema_history", "visits.flyway_schema_history"],
  };
}

async function corpus(name: string): Promise<MigrationSet> {
  const { path, present } = await corpusFolder();
  if (!present) throw new Error(`${path} is not there; FLYBACK_CORPUS says where the corpora are`);
  const { files, settings } = await readCorpus(path, name);
  const texts = Object.entries(files).flatMap(([file, content]) =>
    content === null ? [] : [[file.replace(/^\//, ""), Buffer.from(content).toString("latin1")] as const],
  );
  const table = typeof settings["table"] === "string" ? settings["table"] : "flyway_schema_history";
  return {
    name,
    files: Object.fromEntries(texts),
    args: (folder) => ourArguments(settings, { folder, fill: (text) => text }),
    databases: [DATABASE],
    histories: [`${DATABASE}.${table}`],
  };
}
