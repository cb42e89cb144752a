import { mkdir, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** Readable for everyone: other users of a build server archive the reports. */
const MODE = 0o644;

/** `mkdir` with `recursive` never returns where a system has folders that cannot be made in (Node 20 below /proc). */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true || dirname(path) === path) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    // Another process may have been quicker.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
}

async function writeByRename(path: string, text: string): Promise<void> {
  // Opened only if it is not there, so that chance needs no more than to be unlikely.
  const temporary = join(dirname(path), `.${basename(path)}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    const file = await open(temporary, "wx", MODE);
    try {
      // The umask may have taken rights away from the mode given to open.
      await file.chmod(MODE);
      await file.writeFile(text, "utf8");
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a report: makes its folders, and replaces a file of that name as a whole, so that nobody ever reads half of one.
 * A device or pipe (`/dev/stdout`) is written to; renaming something over it would replace it for the whole machine.
 * @returns the absolute path
 * @throws Error of the file system
 */
export async function writeReportFile(path: string, text: string): Promise<string> {
  const absolute = resolve(path);
  await makeFolder(dirname(absolute));
  const found = await stat(absolute).catch(() => null);
  if (found !== null && !found.isFile() && !found.isDirectory()) {
    await writeFile(absolute, text, "utf8");
    return absolute;
  }
  // A link stays one, and the file that it names is replaced.
  await writeByRename(found === null ? absolute : await realpath(absolute), text);
  return absolute;
}
