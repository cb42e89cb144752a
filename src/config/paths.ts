import { isAbsolute, relative } from "node:path";
import type { Findings } from "./findings.ts";
import type { ConfigFiles } from "./load-config.ts";

/** The path as the user would type it: from the current folder if it lies below, else as a whole. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === "" || below.startsWith("..") || isAbsolute(below) ? path : below.replaceAll("\\", "/");
}

/** A file's text; null if there is none, or if it cannot be read, which the findings then say. */
export function readText(files: ConfigFiles, path: string, findings: Findings): string | null {
  try {
    return files.read(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.problem("FILE_UNREADABLE", `${path} cannot be read: ${reason}.`);
    return null;
  }
}
