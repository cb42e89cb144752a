import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { downloadPackages, openApt, packageNames, updateApt } from "./apt.ts";
import type { PrivateApt } from "./apt.ts";
import { publishFolder, withCacheLock } from "./cache-folder.ts";
import { ThrowawayError, tailOf } from "./error.ts";
import { runProgram } from "./run-program.ts";
import type { Environment } from "./run-program.ts";

/** Debian packages unpacked side by side into one folder of the cache, never installed. */
export type DebianTreeOptions = {
  readonly env: Environment;
  /** The folder to make; when it exists, nothing is done. */
  readonly folder: string;
  /** A sources file in deb822 form, or null for the system's own sources. */
  readonly sources: string | null;
  /** Packages wanted with all they depend on. A name that ends in "*" means the plain name, else the highest version of it. */
  readonly packages: readonly string[];
  /** Packages of which only the files are wanted, without what they depend on. */
  readonly alone?: readonly string[];
  /** Puts more into the tree before it is published. */
  readonly finish?: (tree: string) => Promise<void>;
};

/** Makes the tree unless it is there. Processes that want the same one wait for each other. Throws "unpack-failed". */
export async function unpackDebianTree(options: DebianTreeOptions): Promise<string> {
  if (existsSync(options.folder)) return options.folder;
  return withCacheLock(`${options.folder}.lock`, async () => {
    if (!existsSync(options.folder)) await publishFolder(options.folder, (temporary) => fillTree(temporary, options));
    return options.folder;
  });
}

async function fillTree(tree: string, options: DebianTreeOptions): Promise<void> {
  const work = join(tree, "apt");
  await mkdir(work);
  const apt = await openApt(work, options.env, options.sources);
  const files = await downloadTwice(apt, options);
  for (const file of files) {
    const result = await runProgram(["dpkg-deb", "-x", file, tree], { env: options.env });
    if (result.exitCode !== 0)
      throw new ThrowawayError("unpack-failed", `dpkg-deb -x ${file} failed:\n${tailOf(result.stderr)}`);
  }
  await rm(work, { recursive: true, force: true });
  await options.finish?.(tree);
}

/** The system's package lists may be old and name files that are gone from the mirror: then once more with fresh ones. */
async function downloadTwice(apt: PrivateApt, options: DebianTreeOptions): Promise<readonly string[]> {
  try {
    return await download(apt, options);
  } catch {
    return download(await updateApt(apt), options);
  }
}

async function download(apt: PrivateApt, options: DebianTreeOptions): Promise<readonly string[]> {
  const packages: string[] = [];
  for (const name of options.packages)
    packages.push(name.endsWith("*") ? await resolveName(apt, name.slice(0, -1)) : name);
  return downloadPackages(apt, packages, options.alone ?? []);
}

/** "mariadb-server-core" is called "mariadb-server-core-10.6" in Ubuntu 22.04 and "-10.5" in Debian 11. */
async function resolveName(apt: PrivateApt, prefix: string): Promise<string> {
  const names = await packageNames(apt, prefix);
  if (names.includes(prefix)) return prefix;
  const versioned = names.filter((name) => /^-[\d.]+$/.test(name.slice(prefix.length)));
  const newest = versioned.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  if (newest === undefined) throw new ThrowawayError("unpack-failed", `apt knows no package named ${prefix}`);
  return newest;
}

/**
 * How to run a program of such a tree: by the tree's own loader and libraries, so that neither the age of this machine's C library
 * nor its packages matter (ld.so(8)). The loader is in lib on older suites and in usr/lib since the two were merged.
 */
export async function treeCommand(tree: string, binary: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const base of ["usr/lib", "lib"]) {
    for (const name of await readdir(join(tree, base)).catch(() => [])) {
      if (name.endsWith("-linux-gnu") || name.includes("-linux-gnu")) folders.push(join(tree, base, name));
    }
  }
  for (const extra of ["usr/lib/mysql/private"]) if (existsSync(join(tree, extra))) folders.push(join(tree, extra));
  for (const folder of folders) {
    const loader = (await readdir(folder)).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
    if (loader !== undefined) return [join(folder, loader), "--library-path", folders.join(":"), binary];
  }
  throw new ThrowawayError("unpack-failed", `there is no dynamic loader in ${tree}`);
}
