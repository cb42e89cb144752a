import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { TestServer } from "./servers/test-server.ts";

/**
 * Puts the clients of a server's own build into a folder, to be used as PATH, each as a program of its own.
 * @returns the folder; it holds nothing else but what a shell script needs
 */
export async function clientsOnPath(server: TestServer, folder: string): Promise<string> {
  const bin = join(folder, "bin");
  for (const [name, command] of Object.entries(server.clients)) await writeProgram(join(bin, name), command);
  return bin;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** A program that becomes another one, with its arguments behind those that it is given. */
async function writeProgram(path: string, command: readonly string[]): Promise<void> {
  await writeScript(path, `exec ${command.map(quoted).join(" ")} "$@"`);
}

/** A program that is a shell script. */
export async function writeScript(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
}
