import { readFileSync, statSync } from "node:fs";
import type { ConfigFiles } from "../config/load-config.ts";

/**
 * Reads configuration, certificates and password files from disk. By calls that wait: these few small files are the first
 * thing of a run, and loading node:fs/promises for them would take longer than reading them.
 */
export const configFiles: ConfigFiles = {
  read: (path) => (statSync(path, { throwIfNoEntry: false }) === undefined ? null : readFileSync(path, "utf8")),
  isFolder: (path) => {
    try {
      return statSync(path).isDirectory();
    } catch {
      return false;
    }
  },
};
