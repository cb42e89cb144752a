import { join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { treeCommand, unpackDebianTree } from "./debian-tree.ts";
import { ThrowawayError } from "./error.ts";
import { findServerProgram } from "./find.ts";
import type { FindOptions } from "./find.ts";
import { installCommand, osIds, osRelease } from "./install-hint.ts";
import { findOnPath, isExecutable } from "./run-program.ts";
import { readServerProgram } from "./server-program.ts";
import type { ServerProduct, ServerProgram } from "./server-program.ts";

/**
 * A server to throw away: one of this machine, else one unpacked into the cache (Debian, Ubuntu).
 * Throws "not-found" or "unpack-failed" with the command that installs one.
 */
export async function obtainServerProgram(options: FindOptions): Promise<ServerProgram> {
  return (await findServerProgram(options)) ?? (await unpackServerProgram(options));
}

/**
 * Unpacks a server of the machine's own Debian or Ubuntu release into the cache, without root and without installing anything.
 * Elsewhere throws "not-found" with the command that installs one.
 */
export async function unpackServerProgram(options: FindOptions): Promise<ServerProgram> {
  const root = options.root ?? "/";
  const product = options.product ?? "mariadb";
  const hint = installCommand({ platform: process.platform, root, isRoot: process.getuid?.() === 0 }, product);
  if (!canUnpack(root, options)) {
    const looked = options.product === "mysql" ? "mysqld" : "mariadbd and mysqld";
    const what = `no database server was found on this machine (looked for ${looked} on PATH and in the usual folders)`;
    throw new ThrowawayError("not-found", `${what}.\nInstall one: ${hint}`);
  }
  const { ID: id = "debian", VERSION_CODENAME: codename = "" } = osRelease(root);
  const folder = join(cacheFolder(options.env), "servers", `${product}-${id}-${codename}`);
  try {
    const packages = [`${product}-server-core*`];
    const tree = await unpackDebianTree({ env: options.env, folder, sources: null, packages });
    return await programOfTree(tree, product, options);
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = `no server is installed, and none could be unpacked into ${folder} (FLYBACK_CACHE names another place)`;
    throw new ThrowawayError("unpack-failed", `${what}: ${reason}\nInstall one: ${hint}`, { cause: error });
  }
}

function canUnpack(root: string, { env }: FindOptions): boolean {
  const isDebian = osIds(root).some((id) => id === "debian" || id === "ubuntu");
  return isDebian && ["apt-get", "apt-cache", "dpkg-deb"].every((name) => findOnPath(name, env) !== null);
}

/** The server program inside an unpacked tree. Throws "unpack-failed" when there is none that runs. */
async function programOfTree(tree: string, product: ServerProduct, options: FindOptions): Promise<ServerProgram> {
  const names = product === "mariadb" ? ["usr/sbin/mariadbd", "usr/sbin/mysqld"] : ["usr/sbin/mysqld"];
  for (const binary of names.map((name) => join(tree, name))) {
    if (!isExecutable(binary)) continue;
    const program = await readServerProgram(await treeCommand(tree, binary), options.env);
    if (program !== null) return program;
  }
  throw new ThrowawayError("unpack-failed", `there is no ${product} server that runs in ${tree}`);
}
