import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../src/throwaway/cache-folder.ts";
import { treeCommand, unpackDebianTree } from "../../../src/throwaway/debian-tree.ts";
import type { DebianTreeOptions } from "../../../src/throwaway/debian-tree.ts";
import type { Environment } from "../../../src/throwaway/run-program.ts";
import { readServerProgram } from "../../../src/throwaway/server-program.ts";
import type { ServerProgram } from "../../../src/throwaway/server-program.ts";
import { debianSources } from "./debian-sources.ts";
import { MYSQL_ZIP_PACKAGES, addMysqlZip, retry } from "./mysql-zip.ts";

/** A server of the test matrix, with the command line clients of the same build. */
export type TestProgram = {
  readonly program: ServerProgram;
  /** Command of a client by its plain name: `mariadb`, `mariadb-dump`, `mysql`, `mysqldump`. Throws when this build has none. */
  readonly client: (name: string) => readonly string[];
  /** All clients there are. */
  readonly clients: Readonly<Record<string, readonly string[]>>;
};

type Recipe = Pick<DebianTreeOptions, "sources" | "packages" | "alone" | "finish"> & { readonly binary: string };

const CLIENTS = ["mariadb", "mariadb-dump", "mariadb-check", "mysql", "mysqldump", "mysqlbinlog"];

const MARIADB = {
  packages: ["mariadb-server-core", "mariadb-client-core"],
  // mariadb-dump comes in this package, whose other half is Perl scripts with all that Perl needs.
  alone: ["mariadb-client"],
  binary: "usr/sbin/mariadbd",
};

/** The test matrix: what is built how. */
const RECIPES = {
  "mariadb-10.11": () => ({ ...MARIADB, sources: debianSources("bookworm") }),
  "mariadb-11.8": () => ({ ...MARIADB, sources: debianSources("trixie") }),
  "mysql-8.0": (env: Environment) => ({
    sources: debianSources("bookworm"),
    packages: MYSQL_ZIP_PACKAGES,
    finish: (tree: string) => addMysqlZip(tree, env),
    binary: "usr/bin/mysqld",
  }),
  "mysql-9.7": () => ({
    sources: debianSources("sid"),
    packages: ["mysql-server-core", "mysql-client-core"],
    binary: "usr/sbin/mysqld",
  }),
} as const satisfies Record<string, (env: Environment) => Recipe>;

export type RecipeName = keyof typeof RECIPES;

export function isRecipeName(name: string): name is RecipeName {
  return Object.hasOwn(RECIPES, name);
}

export const RECIPE_NAMES: readonly RecipeName[] = Object.keys(RECIPES).filter(isRecipeName);

/**
 * Arguments that make a server of the tests like one in use. A throw-away server saves memory; MySQL by default keeps a binary log,
 * which changes what triggers and functions ask for, and the performance schema.
 */
export function usualArguments(program: ServerProgram): readonly string[] {
  return program.product === "mysql" ? ["--performance-schema=ON", "--log-bin=binlog"] : [];
}

/** Gets a server of the matrix into the cache, if it is not there, and says how to run it. Throws with the reason and the end of the log. */
export async function getRecipe(name: RecipeName, env: Environment): Promise<TestProgram> {
  const { binary, ...recipe }: Recipe = RECIPES[name](env);
  const folder = join(cacheFolder(env), "servers", `test-${name}`);
  const tree = await retry(3, () => unpackDebianTree({ env, folder, ...recipe }));
  const command = await treeCommand(tree, join(tree, binary));
  const program = await readServerProgram(command, env);
  if (program === null) throw new Error(`${name}: ${command.join(" ")} does not run; remove ${tree} and try again`);
  return withClients(program);
}

function withClients(program: ServerProgram): TestProgram {
  const loader = program.command.slice(0, -1);
  const folder = join(program.baseDir, "bin");
  const present = CLIENTS.filter((name) => existsSync(join(folder, name)));
  const clients = Object.fromEntries(present.map((name) => [name, [...loader, join(folder, name)]]));
  const client = (name: string): readonly string[] => {
    const command = clients[name];
    if (command === undefined)
      throw new Error(`${program.product} ${program.version} has no client ${name} (it has ${present.join(", ")})`);
    return command;
  };
  return { program, client, clients };
}
