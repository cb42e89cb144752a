import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IDENTITY_PATTERN, identityState, ownIdentity } from "./process-identity.ts";
import { killServersOf } from "./server-processes.ts";

/** A run folder's name carries the identity of the process that made it, so there is no moment at which its owner is unknown. */
const RUN_FOLDER = new RegExp(`^flyback-(${IDENTITY_PATTERN})-[0-9a-f]{6}$`);

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS; the folder's own name and the socket's take about 45. */
const LONGEST_PARENT = 55;

/** The folder for run folders: the system's for temporary files, or /tmp when sockets below it would have names too long for the system. */
export function runFolderParent(): string {
  const folder = tmpdir();
  return folder.length <= LONGEST_PARENT ? folder : "/tmp";
}

/** Makes a folder that only this user can enter. */
export function createRunFolder(parent: string): string {
  const folder = join(parent, `flyback-${ownIdentity()}-${randomBytes(3).toString("hex")}`);
  mkdirSync(folder, { mode: 0o700 });
  return folder;
}

/** Removes a run folder of ours and all in it; a server that has just been killed may still be closing its files. */
export function removeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/**
 * Ends the servers and removes the folders of processes that are dead. Folders of living processes, of other users and of other
 * machines or containers that share this parent folder are left alone.
 */
export async function removeDeadRunFolders(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const identity = RUN_FOLDER.exec(name)?.[1];
    const folder = join(parent, name);
    if (identity === undefined || !isOwnFolder(folder) || identityState(identity) !== "dead") continue;
    await killServersOf(folder);
    removeRunFolder(folder);
  }
}

function isOwnFolder(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  // lstat: in /tmp anybody can make a link of such a name that points elsewhere.
  return stats !== undefined && stats.isDirectory() && stats.uid === process.getuid?.();
}
