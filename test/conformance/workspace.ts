import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "./case.ts";

/** Empties a case's folder, with the default location `sql` in it. */
export async function clearFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "sql"), { recursive: true });
}

/** Writes, makes and removes what a case asks for below its folder. */
export async function writeFiles(folder: string, files: Files, fill: (text: string) => string): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name.startsWith("/") ? "" : "sql", fill(name));
    if (content === null) await rm(path, { recursive: true });
    else if (name.endsWith("/")) await mkdir(path, { recursive: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof content === "string" ? fill(content) : content);
    }
  }
}
