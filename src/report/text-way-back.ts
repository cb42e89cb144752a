import type { DatabaseResult, SnapshotResult } from "../core/result.ts";
import { formatBytes, formatDuration, oneLine, visible } from "./format.ts";
import type { Style } from "./style.ts";
import { paintTone } from "./style.ts";
import type { Cell } from "./text-table.ts";
import { framedTable, plainTable } from "./text-table.ts";
import { setAsideText, wayBackText } from "./way-back.ts";

/** Longer lists are shortened; the report files have all of them. */
const MAX_LINES = 60;

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES;
  return more <= 0 ? lines : [...lines.slice(0, MAX_LINES), `… ${more} more`];
}

/** What was kept, or the steps of the way back, what rows were set aside and what differs; empty if nothing was kept. */
export function wayBackLines({ wayBack }: DatabaseResult, style: Style): readonly string[] {
  const text = wayBack === null ? null : wayBackText(wayBack);
  if (wayBack === null || text === null) return [];
  const head: readonly Cell[] = ["Way back", "Result", "Time"].map((title) => ({ text: title, paint: style.dim }));
  const rows = wayBack.steps.map((step): readonly Cell[] => [
    { text: step.text },
    step.status === "done"
      ? { text: "done", paint: (word) => paintTone(style, "good", word) }
      : { text: "FAILED", paint: (word) => paintTone(style, "bad", word) },
    { text: formatDuration(step.durationMs) },
    ...(step.message === undefined ? [] : [{ text: step.message }]),
  ]);
  const lines = [
    text,
    ...shortened(wayBack.setAside.map((one) => `set aside: ${setAsideText(one)}`)),
    ...shortened(wayBack.differences.map((one) => `differs: ${one}`)),
  ];
  return [
    ...(rows.length === 0 ? [] : shortened(plainTable([head, ...rows]))),
    ...lines.map((line) => oneLine(visible(line))),
  ];
}

const SNAPSHOTS_HEAD = ["Run", "State", "Started (UTC)", "Migrations", "Objects", "Size", "Rows set aside", "By"];

/** The list of `snapshots`. */
export function snapshotLines(snapshots: readonly SnapshotResult[]): readonly string[] {
  if (snapshots.length === 0) return ["Nothing is kept."];
  const rows = snapshots.map((one): readonly Cell[] =>
    [
      one.runId,
      one.state,
      one.startedAt.replace("T", " ").slice(0, 19),
      String(one.migrations),
      String(one.objects),
      formatBytes(one.bytes),
      String(one.setAside),
      one.label,
    ].map((text) => ({ text })),
  );
  return framedTable(SNAPSHOTS_HEAD, rows);
}
