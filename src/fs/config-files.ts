import { readFile, stat } from "node:fs/promises";
import type { ConfigFiles } from "../config/load-config.ts";

/** Reads configuration, certificates and password files from disk. */
export const configFiles: ConfigFiles = {
  read: async (path) => {
    try {
      return await readFile(path, "utf8");
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  },
  isFolder: async (path) => {
    try {
      return (await stat(path)).isDirectory();
    } catch {
      return false;
    }
  },
};

/** ENOTDIR: a part of the path is a file. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
