import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemErrorCode } from "./error.ts";
import { IDENTITY_PATTERN, identityState, ownIdentity } from "./process-identity.ts";
import type { Environment } from "./run-program.ts";

/** Where unpacked servers and initialised data folders are kept: `FLYBACK_CACHE`, or `flyback` below the user's cache folder. */
export function cacheFolder(env: Environment): string {
  const own = env["FLYBACK_CACHE"];
  if (own !== undefined && own !== "") return own;
  const userCache = env["XDG_CACHE_HOME"];
  if (userCache !== undefined && userCache !== "") return join(userCache, "flyback");
  return join(env["HOME"] ?? homedir(), ".cache", "flyback");
}

/**
 * Makes a folder in one step for all who look: `fill` works in a temporary folder beside it, which is then renamed. When another
 * process was quicker, its folder stays and ours goes. What dead processes left half done is removed.
 */
export async function publishFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeLeftovers(parent);
  const temporary = join(parent, temporaryName());
  try {
    await mkdir(temporary, { mode: 0o700 });
    await fill(temporary);
    await rename(temporary, target);
  } catch (error: unknown) {
    await rm(temporary, { recursive: true, force: true });
    const code = systemErrorCode(error);
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

/** What nobody has used for so long is made anew when it is wanted again. */
const UNUSED_MS = 30 * 86_400_000;

/**
 * Marks a folder of the cache as used now, and removes its neighbours that have not been used for a month.
 * @param pattern the names of such folders; whatever else is there is not ours
 */
export async function keepUsed(folder: string, pattern: RegExp): Promise<void> {
  const now = Date.now();
  await utimes(folder, now / 1000, now / 1000);
  const parent = dirname(folder);
  const names = (await readdir(parent)).filter((name) => pattern.test(name));
  for (const name of names) {
    const stats = await stat(join(parent, name)).catch(() => null);
    if (stats !== null && now - stats.mtimeMs > UNUSED_MS)
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

const LEFTOVER = new RegExp(`^\\.new-(${IDENTITY_PATTERN})-[0-9a-f]+$`);

function temporaryName(): string {
  return `.new-${ownIdentity()}-${randomBytes(3).toString("hex")}`;
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const identity = LEFTOVER.exec(name)?.[1];
    if (identity === undefined || identityState(identity) !== "dead") continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Runs the work while no other process holds the same lock. The lock is a folder with one file, named for its owner; it appears by
 * a rename, so it is never seen without its owner, and the lock of a dead owner is taken over.
 */
export async function withCacheLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const owner = ownIdentity();
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  while (!(await tryLock(lock, owner))) await sleep(100);
  try {
    return await work();
  } finally {
    await unlock(lock, owner);
  }
}

async function tryLock(lock: string, owner: string): Promise<boolean> {
  const offer = join(dirname(lock), temporaryName());
  await mkdir(offer, { mode: 0o700 });
  await writeFile(join(offer, owner), "");
  try {
    await rename(offer, lock);
    return true;
  } catch (error: unknown) {
    await rm(offer, { recursive: true, force: true });
    const code = systemErrorCode(error);
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
  await breakDeadLock(lock);
  return false;
}

/** Removes the file of a dead owner by its name: if somebody else has the lock by now, there is nothing of that name and nothing happens. */
async function breakDeadLock(lock: string): Promise<void> {
  const names = await readdir(lock).catch(() => []);
  for (const name of names) if (identityState(name) === "dead") await unlink(join(lock, name)).catch(() => undefined);
}

async function unlock(lock: string, owner: string): Promise<void> {
  await unlink(join(lock, owner)).catch(() => undefined);
  // Another may have taken the empty folder already; then it is not empty and stays.
  await rmdir(lock).catch(() => undefined);
}
