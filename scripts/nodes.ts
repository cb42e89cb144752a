/** Brings Node binaries of given versions from the npm registry into the cache folder: packages `node-<platform>-<arch>`. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, publishFolder } from "../src/throwaway/cache-folder.ts";

/**
 * @param version as npm understands it, such as `24` or `20.15.1`
 * @returns path of the binary
 * @throws Error when npm has none for this machine
 */
export async function getNode(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cacheFolder(process.env), "nodes", `${name}-${version}`);
  if (!existsSync(folder)) {
    await publishFolder(folder, (target) => {
      const args = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", target, `${name}@${version}`];
      execFileSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
      return Promise.resolve();
    });
  }
  return join(folder, "node_modules", name, "bin", "node");
}
