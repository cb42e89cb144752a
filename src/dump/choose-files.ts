/** Which dump files are meant, and whether they may be loaded here. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DumpHeader } from "../core/dump/header.ts";
import { failure } from "../core/problem.ts";
import type { ServerFacts } from "../engine/ports.ts";
import { checkSum, readHeader } from "./read-dump.ts";

export type DumpFile = { readonly path: string; readonly header: DumpHeader; readonly sha256: string };

export type Wanted = {
  /** A file, or a folder with files. */
  readonly source: string;
  /** The database's name in the configuration, and whether it is the only one. */
  readonly name: string;
  readonly isOnly: boolean;
  readonly schemas: readonly string[];
  readonly server: Pick<ServerFacts, "product" | "version">;
};

async function filesIn(source: string): Promise<readonly string[]> {
  try {
    if (!(await stat(source)).isDirectory()) return [source];
    const names = (await readdir(source)).filter((name) => name.endsWith(".sql.gz"));
    return names.toSorted().map((name) => join(source, name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure("DUMP_INVALID", `${source} cannot be read: ${reason}`, { cause: error });
  }
}

/**
 * The files of a database, with their checksums proved right.
 *
 * @returns none where a run's folder has nothing of this one of several databases
 * @throws MigrationError DUMP_INVALID
 */
export async function chooseFiles(wanted: Wanted): Promise<readonly DumpFile[]> {
  const { source, name, isOnly, schemas, server } = wanted;
  const found: { readonly path: string; readonly header: DumpHeader }[] = [];
  for (const path of await filesIn(source)) found.push({ path, header: await readHeader(path) });
  const own = found.filter(({ header }) => schemas.includes(header.schema) && (isOnly || header.database === name));
  if (own.length === 0 && isOnly) {
    const there = found.map(({ header }) => header.schema).join(", ");
    const message = `${source} has no dump of ${schemas.join(", ")}${there === "" ? "" : `, but of ${there}`}.`;
    throw failure("DUMP_INVALID", message, {
      help: "A dump is restored under its own name. To load it into another database: gunzip -c FILE | mysql OTHER.",
    });
  }
  const files: DumpFile[] = [];
  for (const { path, header } of own) {
    if (header.product !== server.product) {
      const message = `${path} is a dump of ${header.product} ${header.serverVersion}, and the server is ${server.product} ${server.version}.`;
      throw failure("DUMP_INVALID", message, { help: "Restore it to a server of its own family." });
    }
    files.push({ path, header, sha256: await checkSum(path) });
  }
  return files;
}
