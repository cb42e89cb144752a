import { access, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Files } from "./case.ts";
import type { Settings } from "./settings.ts";

/** Real migrations of other projects, run as their owners run them. */
export type Corpus = {
  readonly name: string;
  readonly files: Files;
  readonly settings: Settings;
  /** Set where a script changes the session and Flyway lets that reach later ones; ours does not. Says how. */
  readonly leak?: string;
};

type Source = {
  readonly name: string;
  /** Location -> folder of the corpus. */
  readonly folders: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  readonly leak?: string;
  readonly pick?: (file: string) => boolean;
};

const TENANT = ["host", "port", "username", "password", "identifier", "name", "timezone", "description", "parameters"];

const FIXTURES = [
  "delimiter",
  "doublequote",
  "dump",
  "escape",
  "event",
  "hashcomment",
  "procedure",
  "quote",
  "trigger",
  "uppercase",
  "view",
];

const STEVE: Settings = { table: "schema_version", outOfOrder: true };

const SOURCES: readonly Source[] = [
  ...FIXTURES.map((name) => ({ name: `flyway-fixtures/${name}`, folders: { sql: `flyway-fixtures/${name}` } })),
  {
    name: "fineract/list_db",
    folders: { sql: "fineract/list_db" },
    settings: Object.fromEntries(
      TENANT.map((name) => [`placeholders.fineract.tenant.${name}`, name === "port" ? "3306" : name]),
    ),
  },
  { name: "credhub", folders: { common: "credhub/common", mysql: "credhub/mysql" } },
  { name: "steve, V files alone", folders: { sql: "steve" }, settings: STEVE, pick: (file) => !file.startsWith("B") },
  {
    name: "steve, baseline migration",
    folders: { sql: "steve" },
    settings: STEVE,
    leak: "with Flyway the charset that the baseline sets for its session stays for the views of later files",
  },
  { name: "kitodo", folders: { sql: "kitodo" } },
  { name: "fineract/core_db", folders: { sql: "fineract/core_db" }, settings: { placeholderReplacement: false } },
];

/** The folder with the corpora, and whether it is there. */
export async function corpusFolder(): Promise<{ readonly path: string; readonly present: boolean }> {
  const path = resolve(process.env["FLYBACK_CORPUS"] ?? "../shared/corpus");
  return access(path).then(
    () => ({ path, present: true }),
    () => ({ path, present: false }),
  );
}

/** The names of all corpora. */
export const CORPUS_NAMES: readonly string[] = SOURCES.map(({ name }) => name);

/** Reads one corpus. */
export async function readCorpus(root: string, name: string): Promise<Corpus> {
  const source = SOURCES.find((one) => one.name === name);
  if (source === undefined) throw new Error(`no corpus is called ${name}`);
  const entries: [string, Uint8Array][] = [];
  for (const [location, folder] of Object.entries(source.folders)) {
    for (const file of (await readdir(join(root, folder))).filter(source.pick ?? (() => true))) {
      entries.push([`/${location}/${file}`, await readFile(join(root, folder, file))]);
    }
  }
  return {
    name,
    files: Object.fromEntries(entries),
    settings: { ...source.settings, locations: Object.keys(source.folders) },
    ...(source.leak === undefined ? {} : { leak: source.leak }),
  };
}
