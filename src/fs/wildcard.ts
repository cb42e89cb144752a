/** The part of a location from its first wildcard on. */
export type Wildcard = {
  /**
   * The path below the folder that the whole pattern matched, for the path of a file below the pattern's root; the path
   * itself where the pattern names files; null if the file does not match.
   */
  readonly scriptOf: (path: string) => string | null;
  /** False if nothing below the folder (given as its path parts) can match: then it need not be read. */
  readonly mayHold: (folder: readonly string[]) => boolean;
};

/**
 * Compiles the parts of a path pattern as Flyway's LocationParser does: `?` is one character, `*` one or more within a
 * part, `**` any number of folders, as few as possible. A last part with a dot may name files or a folder (Flyway: files
 * only), and a last `**` stands for the folder itself and all below it (in Flyway it matches nothing).
 */
export function compileWildcard(parts: readonly string[]): Wildcard {
  const last = parts.at(-1) ?? "";
  const source = parts.map((part) => (part === "**" ? "(?:[^/]+/)*?" : `${partSource(part)}/`)).join("");
  const inFolder = new RegExp(`^${source}(?<below>.+)$`, "s");
  const asFile = last !== "**" && last.includes(".") ? new RegExp(`^${source.slice(0, -1)}$`, "s") : null;

  const firstDeep = parts.indexOf("**");
  const fixed = parts.slice(0, firstDeep < 0 ? parts.length : firstDeep);
  const fixedParts = fixed.map((part) => new RegExp(`^${partSource(part)}$`, "s"));

  return {
    scriptOf: (path) => inFolder.exec(path)?.groups?.["below"] ?? (asFile?.test(path) === true ? path : null),
    mayHold: (folder) => folder.every((name, depth) => fixedParts[depth]?.test(name) ?? true),
  };
}

function partSource(part: string): string {
  return part
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("?", "[^/]")
    .replaceAll("*", "[^/]+?");
}
