/** The first line of a dump file: what the rest is. A comment to every tool that loads the file. */
export type DumpHeader = {
  readonly runId: string;
  /** The database in the configuration. */
  readonly database: string;
  /** Schema that was dumped, and that it is restored to. */
  readonly schema: string;
  readonly characterSet: string;
  readonly collation: string;
  readonly product: "MySQL" | "MariaDB";
  readonly serverVersion: string;
  readonly tool: string;
  /** ISO 8601 with Z. */
  readonly takenAt: string;
  /** Version by the history; null if there was none. */
  readonly schemaVersion: string | null;
  /** What the text does not hold exactly, in whole sentences. */
  readonly limits: readonly string[];
};

const MARK = "-- flyback dump 1 ";

const TEXTS = ["runId", "database", "schema", "characterSet", "collation", "serverVersion", "tool", "takenAt"] as const;

const isText = (value: unknown): value is string => typeof value === "string";

/** JSON escapes line ends, so that nothing of it can be read as SQL. */
export function headerLine(header: DumpHeader): string {
  return `${MARK}${JSON.stringify(header)}\n`;
}

/** @returns null if the line is not the first of such a file */
export function parseHeader(line: string): DumpHeader | null {
  if (!line.startsWith(MARK)) return null;
  let read: unknown;
  try {
    read = JSON.parse(line.slice(MARK.length));
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null) return null;
  const header = read as Partial<Record<keyof DumpHeader, unknown>>;
  const { product, limits } = header;
  const isWhole = TEXTS.every((name) => isText(header[name])) && Array.isArray(limits) && limits.every(isText);
  // Every field that anyone reads has been looked at.
  return isWhole && (product === "MySQL" || product === "MariaDB") ? (header as DumpHeader) : null;
}
