import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of a test's own, with files by relative path; removed when the test ends. */
export async function tempFolder(files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, files);
  return folder;
}

/** Writes files by relative path, with their folders. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

/** State of a folder's files, to tell later what was written. */
export type FolderState = ReadonlyMap<string, string>;

/** Relative paths of all regular files below a folder, with a mark that changes when one is written. What git keeps for itself is left out. */
export async function folderState(folder: string): Promise<FolderState> {
  const state = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!entry.isFile() || name.startsWith(".git/")) continue;
    const { mtimeMs, size, ino } = await stat(path);
    state.set(name, `${ino} ${size} ${mtimeMs}`);
  }
  return state;
}

/** Text of the files that are new or changed since `before`, by relative path. */
export async function writtenSince(folder: string, before: FolderState): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const [name, mark] of await folderState(folder)) {
    if (before.get(name) !== mark) texts[name] = await readFile(join(folder, name), "utf8");
  }
  return texts;
}
