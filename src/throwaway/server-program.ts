import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runProgram } from "./run-program.ts";
import type { Environment } from "./run-program.ts";

export type ServerProduct = "mariadb" | "mysql";

/** A server program on this machine. */
export type ServerProgram = {
  readonly product: ServerProduct;
  /** The bare number, as in "10.11.19". */
  readonly version: string;
  /** How to start it: the program alone, or a dynamic loader with its library path and the program last. */
  readonly command: readonly string[];
  /** The program file itself. */
  readonly binary: string;
  /** What the server calls basedir: the folder above bin, sbin or libexec. */
  readonly baseDir: string;
  /** Where error messages and SQL of the system tables are, or null when they are not below baseDir. */
  readonly shareDir: string | null;
  readonly pluginDir: string | null;
};

/**
 * Asks a program for its version and looks up its folders. Null when it is not a server that can be started here.
 * @param command a loader and its arguments, or nothing, and the program last
 */
export async function readServerProgram(command: readonly string[], env: Environment): Promise<ServerProgram | null> {
  const binary = command.at(-1);
  if (binary === undefined) return null;
  const answer = await runProgram([...command, "--no-defaults", "--version"], { env, timeoutMs: 20_000 });
  // "mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for …" or "mysqld  Ver 8.0.33 for Linux on x86_64 (MySQL Community Server - GPL)"
  const version = /\bVer (\d+\.\d+\.\d+)/.exec(answer.stdout)?.[1];
  if (answer.exitCode !== 0 || version === undefined) return null;
  const baseDir = dirname(dirname(binary));
  return {
    product: answer.stdout.includes("MariaDB") ? "mariadb" : "mysql",
    version,
    command,
    binary,
    baseDir,
    shareDir: findShareDir(baseDir),
    pluginDir: await findPluginDir(baseDir),
  };
}

/** Distributions put the same files into different folders; the English error messages mark the right one. */
function findShareDir(baseDir: string): string | null {
  const folders = ["share/mysql", "share/mariadb", "share", "share/mysql-8.0", "share/mysql-8.4"];
  const found = folders
    .map((folder) => join(baseDir, folder))
    .find((folder) => existsSync(join(folder, "english/errmsg.sys")));
  return found ?? null;
}

async function findPluginDir(baseDir: string): Promise<string | null> {
  const libraries = ["lib", "lib64", "lib/mysql", "lib64/mysql", "lib/mariadb", "lib64/mariadb"];
  const folders = libraries.map((library) => join(baseDir, library, "plugin"));
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    if (names.some((name) => name.endsWith(".so") || name.endsWith(".dylib"))) return folder;
  }
  return null;
}
