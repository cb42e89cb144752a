/** A result set as the log shows it: a small table, wide values cut. */
const MAX_WIDTH = 60;

function cell(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  // Binary columns come as byte arrays.
  const text = typeof value === "object" ? "(binary)" : `${value as string | number}`.replaceAll(/\s+/g, " ");
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text;
}

/** @returns lines with aligned columns; the last one says how many rows were left out, if any */
export function renderRows(result: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly rowCount: number;
}): string {
  const table = [result.columns.map(cell), ...result.rows.map((row) => row.map(cell))];
  const widths = result.columns.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(" | ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("-+-"));
  const left = result.rowCount - result.rows.length;
  if (left > 0) lines.push(`… and ${left} more rows`);
  return lines.join("\n");
}
