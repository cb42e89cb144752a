import { randomUUID } from "node:crypto";
import { mkdir, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** Readable for everyone: other users of a build server archive the reports. */
const MODE = 0o644;

async function writeByRename(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
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
  await mkdir(dirname(absolute), { recursive: true });
  const found = await stat(absolute).catch(() => null);
  if (found !== null && !found.isFile() && !found.isDirectory()) {
    await writeFile(absolute, text, "utf8");
    return absolute;
  }
  // A link stays one, and the file that it names is replaced.
  await writeByRename(found === null ? absolute : await realpath(absolute), text);
  return absolute;
}
