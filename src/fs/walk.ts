import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import path from "node:path";
import { reasonOf } from "./system-error.ts";

/** What lies in a folder and its sub-folders. Paths are relative to it, with `/`. */
export type Walk = {
  readonly files: readonly string[];
  /** Entries that are neither file nor folder, such as pipes. */
  readonly special: readonly string[];
  /** Entries that could not be read, with the system's reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Links to a folder that they lie in; they are not followed. */
  readonly loops: readonly string[];
};

type Draft = { -readonly [K in keyof Walk]: Walk[K][number][] };

/** A folder on the way down: `real` has the true paths of the folders that links were followed from. */
type Folder = { readonly absolute: string; readonly parts: readonly string[]; readonly real: readonly string[] };

/**
 * Lists all files below a folder. Links are followed; hidden folders are not entered (Kubernetes mounts keep copies in
 * them), while hidden files are listed, as in Flyway's FileSystemScanner. A folder that `enter` refuses is left out.
 * Other than there, what cannot be read is told.
 */
export function walk(root: string, enter: (parts: readonly string[]) => boolean): Walk {
  const found: Draft = { files: [], special: [], unreadable: [], loops: [] };
  visit({ absolute: root, parts: [], real: [] }, enter, found);
  return found;
}

function visit(folder: Folder, enter: (parts: readonly string[]) => boolean, found: Draft): void {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder.absolute, { withFileTypes: true });
  } catch (error) {
    found.unreadable.push({ path: folder.parts.join("/"), reason: reasonOf(error) });
    return;
  }
  const prefix = folder.parts.length === 0 ? "" : `${folder.parts.join("/")}/`;
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isFile()) found.files.push(prefix + name);
    else if (entry.isDirectory()) descend(folder, name, enter, found);
    else if (entry.isSymbolicLink()) follow(folder, name, enter, found);
    else found.special.push(prefix + name);
  }
}

function descend(folder: Folder, name: string, enter: (parts: readonly string[]) => boolean, found: Draft): void {
  const parts = [...folder.parts, name];
  if (name.startsWith(".") || !enter(parts)) return;
  visit({ absolute: path.join(folder.absolute, name), parts, real: folder.real }, enter, found);
}

function follow(folder: Folder, name: string, enter: (parts: readonly string[]) => boolean, found: Draft): void {
  const absolute = path.join(folder.absolute, name);
  const parts = [...folder.parts, name];
  try {
    const target = statSync(absolute);
    if (target.isFile()) {
      found.files.push(parts.join("/"));
      return;
    }
    if (!target.isDirectory()) {
      found.special.push(parts.join("/"));
      return;
    }
    if (name.startsWith(".") || !enter(parts)) return;
    const destination = realpathSync(absolute);
    const real = [...folder.real, realpathSync(folder.absolute)];
    if (real.some((from) => `${from}/`.startsWith(`${destination}/`))) found.loops.push(parts.join("/"));
    else visit({ absolute, parts, real }, enter, found);
  } catch (error) {
    // Editors leave hidden links that lead nowhere, such as `.#V1__x.sql`.
    if (!name.startsWith(".")) found.unreadable.push({ path: parts.join("/"), reason: reasonOf(error) });
  }
}
