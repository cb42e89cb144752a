import { realpathSync } from "node:fs";
import { join } from "node:path";
import { isExecutable, pathFolders } from "./run-program.ts";
import type { Environment } from "./run-program.ts";
import { readServerProgram } from "./server-program.ts";
import type { ServerProduct, ServerProgram } from "./server-program.ts";

/** What a search for a server is given. */
export type FindOptions = {
  readonly env: Environment;
  /** Default: either, MariaDB first. */
  readonly product?: ServerProduct;
  /** Stands for "/" in front of the well-known folders (not of PATH). */
  readonly root?: string;
};

/** Server programs are often kept out of the PATH of ordinary users, so these are looked at too. */
const WELL_KNOWN_FOLDERS: readonly string[] = [
  "usr/sbin",
  "usr/bin",
  "usr/libexec",
  "usr/local/sbin",
  "usr/local/bin",
  "usr/local/libexec",
  "usr/local/mysql/bin",
  "usr/local/mariadb/bin",
  "opt/homebrew/bin",
  "opt/homebrew/opt/mariadb/bin",
  "opt/homebrew/opt/mysql/bin",
  "usr/local/opt/mariadb/bin",
  "usr/local/opt/mysql/bin",
  "home/linuxbrew/.linuxbrew/bin",
];

/** The first server program on PATH or in a well-known folder that answers to `--version`, or null. */
export async function findServerProgram(options: FindOptions): Promise<ServerProgram | null> {
  const root = options.root ?? "/";
  const folders = [...pathFolders(options.env), ...WELL_KNOWN_FOLDERS.map((folder) => join(root, folder))];
  const names = options.product === "mysql" ? ["mysqld"] : ["mariadbd", "mysqld"];
  const seen = new Set<string>();
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (!isExecutable(path)) continue;
    // A link (mysqld → mariadbd, Homebrew's bin) hides where the program's other folders are.
    const binary = realpathSync(path);
    if (seen.has(binary)) continue;
    seen.add(binary);
    const program = await readServerProgram([binary], options.env);
    if (program !== null && (options.product ?? program.product) === program.product) return program;
  }
  return null;
}
