import { statSync } from "node:fs";
import path from "node:path";
import { compareTexts } from "../core/migration/resolved-migration.ts";
import type { Problem } from "../core/problem.ts";
import type { Notice } from "../core/result.ts";
import { readLocations, type Location } from "./location.ts";
import { isMissing, reasonOf } from "./system-error.ts";
import { walk } from "./walk.ts";

/** A file in one of the locations. */
export type FoundFile = {
  /** Absolute path, to open it. */
  readonly path: string;
  /** Path for the user: relative to the working directory where it lies below it, with `/`. */
  readonly shownPath: string;
  /** Path below its location with `/`. */
  readonly script: string;
  readonly name: string;
};

export type FoundFiles = {
  /** By location, then by path in UTF-16 order. */
  readonly files: readonly FoundFile[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
};

export type FindRequest = {
  readonly locations: readonly string[];
  readonly workingDirectory: string;
  readonly failOnMissing: boolean;
  /** Suffixes of scripts: a pipe or socket with one of them is a problem, others are nobody's business. */
  readonly suffixes: readonly string[];
};

/**
 * Lists the files in all locations. A missing folder is a warning, or a problem with `failOnMissing`; that all are missing
 * is a problem always, where Flyway logs a line and goes on with nothing to do.
 */
export function findFiles(request: FindRequest): FoundFiles {
  const { locations, notices, problems } = readLocations(request.locations, request.workingDirectory);
  const searched = locations.map((location) => searchLocation(location, request));
  const missing = searched.flatMap(({ missing: reason }) => (reason === null ? [] : [reason]));
  const fails = request.failOnMissing || (missing.length > 0 && missing.length === searched.length);
  return {
    files: searched.flatMap(({ files }) => files),
    notices: [
      ...notices,
      ...searched.flatMap((search) => search.notices),
      ...(fails ? [] : missing.map((message): Notice => ({ level: "warning", message }))),
    ],
    problems: [
      ...problems,
      ...searched.flatMap((search) => search.problems),
      ...(fails ? missing.map((message): Problem => ({ code: "LOCATION_NOT_FOUND", message })) : []),
    ],
  };
}

/** `missing`: why there is nothing to search, or null. */
type Search = FoundFiles & { readonly missing: string | null };

const NOTHING: Search = { files: [], notices: [], problems: [], missing: null };

function searchLocation(location: Location, { workingDirectory, suffixes }: FindRequest): Search {
  const { text, root, wildcard } = location;
  const reason = whyMissing(root);
  if (reason !== null) return { ...NOTHING, missing: `The location "${text}" ${reason} (looked for ${root}).` };

  const found = walk(root, wildcard === null ? () => true : wildcard.mayHold);
  const shown = shownFolder(root, workingDirectory);
  const at = (below: string): string => (below === "" ? shown.replace(/(?<=.)\/$/, "") : shown + below);
  const files = found.files.toSorted(compareTexts).flatMap((below): readonly FoundFile[] => {
    const script = wildcard === null ? below : wildcard.scriptOf(below);
    if (script === null) return [];
    const name = below.slice(below.lastIndexOf("/") + 1);
    return [{ path: root + path.sep + below, shownPath: shown + below, script, name }];
  });
  const nothingFits = wildcard !== null && files.length === 0;
  return {
    files,
    missing: nothingFits ? `No file fits the location "${text}" (looked below ${root}).` : null,
    notices: found.loops.map((below) => ({
      level: "warning",
      message: `The link ${at(below)} leads to a folder that it lies in; it was not followed.`,
    })),
    problems: [
      ...found.unreadable.map((entry) => unreadable(at(entry.path), entry.reason)),
      ...found.special
        .filter((below) => suffixes.some((suffix) => below.toLowerCase().endsWith(suffix.toLowerCase())))
        .map((below) => unreadable(at(below), "it is not a regular file")),
    ],
  };
}

function whyMissing(root: string): string | null {
  try {
    return statSync(root).isDirectory() ? null : "is not a folder";
  } catch (error) {
    return isMissing(error) ? "does not exist" : `cannot be read: ${reasonOf(error)}`;
  }
}

/** Relative to the working directory if it lies below it, else absolute; ends in `/`, or is empty. */
function shownFolder(root: string, workingDirectory: string): string {
  const relative = path.relative(workingDirectory, root);
  const outside = relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  const shown = (outside ? root : relative).replaceAll(path.sep, "/");
  return shown === "" || shown.endsWith("/") ? shown : `${shown}/`;
}

/** A file or folder that could not be read. */
export function unreadable(shownPath: string, reason: string): Problem {
  const file = shownPath === "" ? "." : shownPath;
  return { code: "FILE_UNREADABLE", message: `${file} cannot be read: ${reason}.`, at: { file } };
}
