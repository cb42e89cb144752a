const BYTE_UNITS = ["KB", "MB", "GB"] as const;

/** A size for people: `812 B`, `1.5 MB`, `200 GB`. Units are powers of 1024, as in `snapshot-max-size`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  // Rounded to what is shown, so that it never says 1024 KB.
  const unit = BYTE_UNITS.findIndex((_, index) => Math.round(bytes / 1024 ** (index + 1)) < 1024);
  const power = unit === -1 ? BYTE_UNITS.length : unit + 1;
  const value = bytes / 1024 ** power;
  return `${value.toFixed(value < 99.95 ? 1 : 0)} ${BYTE_UNITS[power - 1] ?? ""}`;
}
