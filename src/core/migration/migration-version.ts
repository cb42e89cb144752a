/** A version as written in a file name or a history row: equality and order are numeric, the text is kept. */
export type MigrationVersion = {
  /** Text with dots, leading and trailing zeros kept, as the history stores it. */
  readonly text: string;
  /** Numeric parts without trailing zero parts. */
  readonly parts: readonly bigint[];
};

const VERSION = /^\d+(?:[._]\d+)*$/;

/**
 * Reads a version such as `1`, `004`, `1.2.3` or `1_2_3`; parts may have any number of digits. Null if it is none.
 * `_` counts as a dot. Flyway (MigrationVersion) also takes signs and the decimal digits of other scripts, since its
 * number parser does; here `-7` and `٣` are no versions, because nobody means them.
 */
export function parseVersion(text: string): MigrationVersion | null {
  if (!VERSION.test(text)) return null;
  const dotted = text.includes("_") ? text.replaceAll("_", ".") : text;
  const parts = dotted.split(".").map(BigInt);
  while (parts.length > 1 && parts.at(-1) === 0n) parts.pop();
  return { text: dotted, parts };
}

/** Numeric order, part by part, a missing part counting as 0: negative, 0 or positive, for `sort`. */
export function compareVersions(a: MigrationVersion, b: MigrationVersion): number {
  const length = Math.max(a.parts.length, b.parts.length);
  for (let i = 0; i < length; i++) {
    const left = a.parts[i] ?? 0n;
    const right = b.parts[i] ?? 0n;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Numeric equality: `4`, `004` and `4.0` are one version. */
export function equalVersions(a: MigrationVersion, b: MigrationVersion): boolean {
  return compareVersions(a, b) === 0;
}

/** A text that is the same for equal versions and differs for others: a key for maps and sets. */
export function versionKey(version: MigrationVersion): string {
  return version.parts.join(".");
}

/** The highest of some versions; null if there is none. Of equal ones the first. */
export function highestVersion(versions: Iterable<MigrationVersion | null>): MigrationVersion | null {
  let highest: MigrationVersion | null = null;
  for (const version of versions) {
    if (version !== null && (highest === null || compareVersions(version, highest) > 0)) highest = version;
  }
  return highest;
}
