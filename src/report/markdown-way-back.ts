import type { DatabaseResult, SnapshotResult } from "../core/result.ts";
import { formatBytes, formatDuration } from "./format.ts";
import { codeCell, escapeMarkdown, messageMarkdown } from "./markdown-escape.ts";
import type { Piece } from "./markdown-size.ts";
import { piece } from "./markdown-size.ts";
import { wayBackText } from "./way-back.ts";

function list(title: string, items: readonly string[]): readonly Piece[] {
  return items.length === 0 ? [] : [{ open: ["", title, ""], lines: items, close: [] }];
}

/** What was kept, or the steps of the way back, what rows were set aside and what differs; empty if nothing was kept. */
export function wayBackPieces({ wayBack }: DatabaseResult): readonly Piece[] {
  const text = wayBack === null ? null : wayBackText(wayBack);
  if (wayBack === null || text === null) return [];
  const steps = wayBack.steps.map((step) => {
    const mark = step.status === "done" ? "✅ done" : "❌ **failed**";
    const more = step.message === undefined ? "" : `: ${escapeMarkdown(step.message)}`;
    return `| ${escapeMarkdown(step.text)} | ${mark}${more} | ${formatDuration(step.durationMs)} |`;
  });
  const rows = wayBack.setAside.map(
    (one) => `| ${codeCell(one.table)} | ${one.rows} | ${codeCell(one.kept)} | ${escapeMarkdown(one.why)} |`,
  );
  const tables: readonly Piece[] = [
    { open: ["", "| Way back | Result | Time |", "| --- | --- | ---: |"], lines: steps, close: [] },
    { open: ["", "| Rows set aside of | Rows | Are in | Why |", "| --- | ---: | --- | --- |"], lines: rows, close: [] },
  ];
  return [
    ...tables.filter(({ lines }) => lines.length > 0),
    piece(["", messageMarkdown(text)]),
    ...list(
      "Not as before the run:",
      wayBack.differences.map((one) => `- ${escapeMarkdown(one)}`),
    ),
  ];
}

/** The list of `snapshots`. */
export function snapshotsPiece(snapshots: readonly SnapshotResult[]): readonly Piece[] {
  if (snapshots.length === 0) return [piece(["", "Nothing is kept."])];
  const rows = snapshots.map((one) => {
    const cells = [
      codeCell(one.runId),
      escapeMarkdown(one.state),
      one.startedAt.replace("T", " ").slice(0, 19),
      String(one.migrations),
      String(one.objects),
      formatBytes(one.bytes),
      String(one.setAside),
      escapeMarkdown(one.label),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = [
    "",
    "| Run | State | Started (UTC) | Migrations | Objects | Size | Rows set aside | By |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- |",
  ];
  return [{ open: head, lines: rows, close: [] }];
}
