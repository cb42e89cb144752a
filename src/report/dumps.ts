/** Dump files that were written or loaded, in the words that all reports share. */
import type { DatabaseResult, DumpResult, RestoreResult } from "../core/result.ts";
import { formatBytes, plural } from "./format.ts";

function dumpText({ schema, path, bytes, tool, sha256 }: DumpResult): string {
  return `dump of ${schema}: ${path} (${formatBytes(bytes)}, ${tool}, SHA-256 ${sha256})`;
}

function restoredText(one: RestoreResult): string {
  const as = `${one.takenAt.replace("T", " ").slice(0, 19)} UTC`;
  const now = `${plural(one.tables, "table")} with ${plural(one.rows, "row")}`;
  const held = `${plural(one.tablesSetAside, "table")} with ${plural(one.rowsSetAside, "row")}`;
  const before = one.setAsideIn === null ? "it was empty before" : `what was there (${held}) is in ${one.setAsideIn}`;
  return `${one.schema} restored from ${one.path}, as of ${as}: ${now}; ${before}`;
}

/** A line for each dump file of the database. */
export function dumpTexts({ dumps, restored }: DatabaseResult): readonly string[] {
  return [...dumps.map(dumpText), ...restored.map(restoredText)];
}
