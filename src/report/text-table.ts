/** Tables of plain text. Cells hold no line feed; a cell's colour is laid over it after its width was measured. */
import { oneLine, visible } from "./format.ts";

export type Cell = { readonly text: string; readonly paint?: (text: string) => string };

function widthOf(text: string): number {
  // Code points, so that an emoji counts once; exact for everything but wide scripts, where a table may bend.
  return Array.from(text).length;
}

function clean(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return rows.map((row) => row.map((cell) => ({ ...cell, text: oneLine(visible(cell.text)) })));
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell.text));
  }
  return widths;
}

function padded(cell: Cell, width: number): string {
  const painted = cell.paint === undefined ? cell.text : cell.paint(cell.text);
  return painted + " ".repeat(Math.max(0, width - widthOf(cell.text)));
}

/** Columns two spaces apart, without a frame and without spaces at line ends. */
export function plainTable(rows: readonly (readonly Cell[])[]): readonly string[] {
  const cleaned = clean(rows);
  const widths = columnWidths(cleaned);
  return cleaned.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? padded(cell, 0) : padded(cell, widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** A frame of `+`, `-` and `|` around head and rows, as `flyway info` draws it. */
export function framedTable(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
  const headCells = head.map((text) => ({ text }));
  const cleaned = clean([headCells, ...rows]);
  const widths = columnWidths(cleaned);
  const line = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+`;
  const [first = [], ...rest] = cleaned.map(
    (row) => `| ${row.map((cell, index) => padded(cell, widths[index] ?? 0)).join(" | ")} |`,
  );
  return [line, ...[first].flat(), line, ...rest, ...(rest.length === 0 ? [] : [line])];
}
