/** Finds the server's own tools, and looks whether they are of its family. */
import { accessSync, constants, statSync } from "node:fs";
import { basename, delimiter, isAbsolute, resolve } from "node:path";
import { isOlder, parseToolVersion, type ToolVersion } from "../core/dump/tool-version.ts";
import { failure } from "../core/problem.ts";
import type { ServerFacts } from "../engine/ports.ts";
import { lastWords } from "./failed.ts";
import { runTool, type Environment } from "./run-tool.ts";

/** `dump` writes a dump, `client` loads one. */
type ToolKind = "dump" | "client";

export type Tool = ToolVersion & {
  readonly path: string;
  /** `mariadb-dump 10.11.19`. */
  readonly words: string;
  /** What is worth a warning; null if nothing is. */
  readonly warning: string | null;
};

const NAMES = {
  MariaDB: { dump: ["mariadb-dump", "mysqldump"], client: ["mariadb", "mysql"] },
  MySQL: { dump: ["mysqldump"], client: ["mysql"] },
} as const;

const INSTALL = {
  MariaDB: "Debian and Ubuntu: apt-get install mariadb-client; macOS: brew install mariadb",
  MySQL:
    "Ubuntu: apt-get install mysql-client; Debian has MariaDB's only: take mysql-client from MySQL's APT repository; macOS: brew install mysql-client",
} as const;

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function find(names: readonly string[], env: Environment): string | null {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    const candidates = isAbsolute(name) ? [name] : folders.map((folder) => resolve(folder, name));
    const found = candidates.find(isProgram);
    if (found !== undefined) return found;
  }
  return null;
}

async function versionOf(path: string, env: Environment, signal: AbortSignal): Promise<ToolVersion | string> {
  const { stdout, stderr } = await runTool(path, ["--version"], { env, signal });
  return parseToolVersion(stdout) ?? (lastWords(stdout) || lastWords(stderr));
}

export type ToolRequest = {
  readonly kind: ToolKind;
  /** The option's value: a path, or a name to be looked for; null: the family's own names. */
  readonly given: string | null;
  readonly server: Pick<ServerFacts, "product" | "version">;
  readonly env: Environment;
  readonly signal: AbortSignal;
};

/**
 * The tool for a server. One of the other family is refused rather than tried: it may leave out what it does not know.
 *
 * @throws MigrationError DUMP_TOOL with what to install
 */
export async function findTool({ kind, given, server, env, signal }: ToolRequest): Promise<Tool> {
  const { product } = server;
  const option = kind === "dump" ? "dump-tool" : "client-tool";
  if (product === "unknown") {
    throw failure("DUMP_TOOL", `There is no tool for this server, which calls itself ${server.version}.`);
  }
  const names = given === null ? NAMES[product][kind] : [given];
  const help = `Install ${NAMES[product][kind][0]} (${INSTALL[product]}), or name it in \`${option}\`.`;
  const path = find(names, env);
  if (path === null) {
    const where = given === null ? "is not on PATH" : `is no program that can be run (\`${option}\`)`;
    throw failure("DUMP_TOOL", `${names.join(" or ")} ${where}.`, { help });
  }
  const found = await versionOf(path, env, signal);
  if (typeof found === "string") {
    throw failure("DUMP_TOOL", `${path} does not say that it is a tool of ${product}: ${found}`, { help });
  }
  if (found.family !== product) {
    const message = `${path} is ${found.family}'s (${found.version}), and the server is ${product} ${server.version}: the other family's tool is not tried, since it may leave things out without a word.`;
    throw failure("DUMP_TOOL", message, { help });
  }
  const words = `${basename(path)} ${found.version}`;
  const warning = isOlder(found.version, server.version)
    ? `${words} is older than the server (${server.version}): it may not know all that the server has.`
    : null;
  return { ...found, path, words, warning };
}
