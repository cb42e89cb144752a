import path from "node:path";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import { compareTexts } from "../core/migration/resolved-migration.ts";
import { compileWildcard, type Wildcard } from "./wildcard.ts";

/** A folder to look into, or a pattern of folders below one. */
export type Location = {
  /** As the user wrote it, for messages. */
  readonly text: string;
  /** Absolute path of the folder; for a pattern, of the folder before its first wildcard. */
  readonly root: string;
  readonly wildcard: Wildcard | null;
};

const FILESYSTEM = /^filesystem:/i;
const OTHER_PREFIX = /^[a-z][a-z0-9]+:/i;

/** Reads a location, with or without `filesystem:`; relative ones start at the working directory. */
function parseLocation(text: string, workingDirectory: string): Location | Problem {
  const written = text.trim().replace(FILESYSTEM, "");
  if (OTHER_PREFIX.test(written)) {
    const message = `The location "${text}" is not in the file system; flyback reads folders only.`;
    return { code: "CONFIGURATION", message };
  }
  const parts = path.sep === "\\" ? written.split(/[\\/]/) : written.split("/");
  const first = parts.findIndex((part) => /[*?]/.test(part));
  if (first < 0) return { text, root: path.resolve(workingDirectory, written), wildcard: null };

  const before = first === 1 && parts[0] === "" ? "/" : parts.slice(0, first).join("/");
  const pattern = parts.slice(first).filter((part) => part !== "" && part !== ".");
  return { text, root: path.resolve(workingDirectory, before), wildcard: compileWildcard(pattern) };
}

/** Locations as they are searched, what was dropped, and what is wrong with them. */
export type Locations = {
  readonly locations: readonly Location[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
};

/** Sorts locations by their text and drops what is listed twice or lies within another one (Flyway's Locations). */
export function readLocations(texts: readonly string[], workingDirectory: string): Locations {
  const kept: Location[] = [];
  const notices: Notice[] = [];
  const problems: Problem[] = [];
  for (const text of texts.toSorted(compareTexts)) {
    const location = parseLocation(text, workingDirectory);
    if ("code" in location) {
      problems.push(location);
      continue;
    }
    const reason = kept.map((other) => whyDropped(location, other)).find((found) => found !== null) ?? null;
    if (reason === null) kept.push(location);
    else notices.push({ level: "warning", message: `The location "${text}" is left out: ${reason}.` });
  }
  return { locations: kept, notices, problems };
}

function whyDropped(location: Location, other: Location): string | null {
  if (location.wildcard !== null || other.wildcard !== null) {
    return location.text.trim() === other.text.trim() ? "it is listed twice" : null;
  }
  if (location.root === other.root) return `it is the same folder as "${other.text}"`;
  const parent = other.root.endsWith(path.sep) ? other.root : other.root + path.sep;
  return location.root.startsWith(parent) ? `it lies within "${other.text}"` : null;
}
