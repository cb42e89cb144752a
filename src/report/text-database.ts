import type { DatabaseResult, MigrationResult, StepResult } from "../core/result.ts";
import { databaseProblems, failedStep, isApplied, isGood, serverName, sharesHelp } from "./facts.ts";
import { tellFailure } from "./failure-story.ts";
import { baseName, formatDuration, oneLine, plural, visible } from "./format.ts";
import { planSql } from "./plan-sql.ts";
import type { Style, Tone } from "./style.ts";
import { paintTone } from "./style.ts";
import { hasVersion, verdictOf, versionChange } from "./summary.ts";
import { noticeLine, problemBlock } from "./text-problem.ts";
import type { Cell } from "./text-table.ts";
import { framedTable, plainTable } from "./text-table.ts";
import { dumpTexts } from "./dumps.ts";
import { snapshotLines, wayBackLines } from "./text-way-back.ts";
import { isRolledBack } from "./way-back.ts";

export type DatabaseTextOptions = {
  readonly style: Style;
  readonly command: string;
  readonly dryRun: boolean;
  readonly showSql: boolean;
};

/** Steps of one kind in a row that are listed one by one; of more, the first and last are shown. */
const MAX_ROWS = 60;
const EDGE_ROWS = 5;

/** `MariaDB 10.11.19 (Galera, 3 nodes) at db:3306, schema registry, encrypted (TLSv1.3)`. */
function describeServer(database: DatabaseResult): string {
  const { server } = database;
  const schema = database.schema === null ? "" : `, schema ${database.schema}`;
  if (server === null) return `${database.address}${schema}`;
  // Nothing of what goes through a socket leaves the machine.
  const open = database.address.startsWith("/") ? "not encrypted (local socket)" : "NOT encrypted";
  const encryption = server.tls === null ? open : `encrypted (${server.tls})`;
  return `${serverName(server)} at ${database.address}${schema}, ${encryption}`;
}

type StepWords = { readonly text: string; readonly tone: Tone };

const STEP_WORDS: Readonly<Record<StepResult["status"], StepWords>> = {
  success: { text: "done", tone: "good" },
  failed: { text: "FAILED", tone: "bad" },
  "not-run": { text: "not run", tone: "waiting" },
  "skipped-executing": { text: "recorded only", tone: "good" },
  planned: { text: "would run", tone: "waiting" },
};

const UNDONE: StepWords = { text: "rolled back", tone: "waiting" };

function stepRow(step: StepResult, isUndone: boolean, style: Style): readonly Cell[] {
  const words = isUndone && isApplied(step) ? UNDONE : STEP_WORDS[step.status];
  const ran = step.status === "success" || step.status === "failed";
  return [
    { text: `  ${baseName(step.script)}`.trimStart() },
    { text: words.text, paint: (text) => paintTone(style, words.tone, text) },
    { text: ran ? formatDuration(step.durationMs) : "" },
  ];
}

function stepLines(database: DatabaseResult, style: Style): readonly string[] {
  const { steps } = database;
  if (steps.length === 0) return [];
  const isUndone = isRolledBack(database);
  const head: readonly Cell[] = ["Migration", "Result", "Time"].map((text) => ({ text, paint: style.dim }));
  const rows = shorten(steps).map((step) =>
    typeof step === "number" ? [{ text: `… ${step} more`, paint: style.dim }] : stepRow(step, isUndone, style),
  );
  return plainTable([head, ...rows]);
}

/** Long runs of equal status are shortened to their ends; the log has had a line for each already. */
function shorten(steps: readonly StepResult[]): readonly (StepResult | number)[] {
  if (steps.length <= MAX_ROWS) return steps;
  const shown: (StepResult | number)[] = [];
  let start = 0;
  while (start < steps.length) {
    let end = start;
    while (end < steps.length && steps[end]?.status === steps[start]?.status) end += 1;
    const run = steps.slice(start, end);
    if (run.length <= 2 * EDGE_ROWS + 1) shown.push(...run);
    else shown.push(...run.slice(0, EDGE_ROWS), run.length - 2 * EDGE_ROWS, ...run.slice(-EDGE_ROWS));
    start = end;
  }
  return shown;
}

const INFO_HEAD = ["Category", "Version", "Description", "Type", "Installed On (UTC)", "State"];

function stateTone(migration: MigrationResult): Tone {
  if (migration.state === "SUCCESS" || migration.state === "BASELINE") return "good";
  if (migration.state.includes("FAILED")) return "bad";
  return migration.state === "SUPERSEDED" || migration.state === "DELETED" ? "quiet" : "waiting";
}

function infoLines(migrations: readonly MigrationResult[], style: Style): readonly string[] {
  if (migrations.length === 0) return ["No migrations found."];
  const rows = migrations.map((one): readonly Cell[] => [
    { text: one.category },
    { text: one.version ?? "" },
    { text: one.description },
    { text: one.type },
    { text: one.installedOn === null ? "" : one.installedOn.replace("T", " ").slice(0, 19) },
    { text: one.stateName, paint: (text) => paintTone(style, stateTone(one), text) },
  ]);
  return framedTable(INFO_HEAD, rows);
}

const REPAIR_WORDS = {
  "removed-failed": "removed the failed entry",
  "marked-deleted": "marked as deleted",
  aligned: "aligned with its file",
} as const;

function repairLines(database: DatabaseResult): readonly string[] {
  return database.repairs.map((one) => {
    const name = [one.version, one.description].filter((part) => part !== null && part !== "").join(" ");
    return `${visible(name)}: ${REPAIR_WORDS[one.action]}`;
  });
}

function problemLines(database: DatabaseResult, options: DatabaseTextOptions): readonly string[] {
  const problems = databaseProblems(database);
  const step = failedStep(database);
  return problems.flatMap((problem, index) => {
    const isStep = step?.problem !== undefined && index === 0;
    return problemBlock(problem, {
      style: options.style,
      showSql: options.showSql,
      story: isStep ? tellFailure(database, step) : null,
      withHelp: !sharesHelp(problem, problems[index + 1]),
    });
  });
}

function pendingLines(database: DatabaseResult): readonly string[] {
  const pending = database.migrations.filter((one) => one.state === "PENDING");
  if (pending.length === 0) return [];
  const shown = pending.slice(0, MAX_ROWS).map((one) => `  ${baseName(one.script)}`);
  const more = pending.length - shown.length;
  return [`${plural(pending.length, "migration")} pending:`, ...shown, ...(more > 0 ? [`  … ${more} more`] : [])];
}

function bodyLines(database: DatabaseResult, options: DatabaseTextOptions): readonly string[] {
  if (options.command === "info") return infoLines(database.migrations, options.style);
  if (options.command === "validate") return pendingLines(database);
  if (options.command === "repair") return repairLines(database);
  if (options.command === "snapshots") return snapshotLines(database.snapshots);
  const dumps = dumpTexts(database).map((text) => oneLine(visible(text)));
  return [...dumps, ...stepLines(database, options.style), ...wayBackLines(database, options.style)];
}

/** The SQL of a dry run, file by file. */
function planLines(database: DatabaseResult, style: Style): readonly string[] {
  return database.steps.flatMap((step) => {
    if (step.statements === undefined) return [];
    const title = `-- ${visible(step.path)} (${plural(step.statementsTotal ?? step.statements.length, "statement")})`;
    return ["", style.bold(title), ...planSql(step).map(visible)];
  });
}

/** Why nothing was done, without the words that the verdict says already. */
function notRunReason(database: DatabaseResult): string {
  const reason = database.phases.find((phase) => phase.message !== undefined)?.message ?? "";
  return oneLine(visible(reason)).replace(/^not run: /, "");
}

function titleLine(database: DatabaseResult, style: Style): string {
  const isWaiting = database.outcome === "not-run";
  const tone = isWaiting ? "waiting" : isGood(database.outcome) ? "good" : "bad";
  const verdict = paintTone(style, tone, verdictOf(database.outcome));
  const more = isWaiting ? notRunReason(database) : formatDuration(database.durationMs);
  return `${style.bold(visible(database.name))}: ${verdict}${more === "" ? "" : ` ${style.dim(`(${more})`)}`}`;
}

/**
 * The block of one database: where it is, its version, what was done, what went wrong. Lines that start with a path are
 * not indented, so that editors, terminals and the matchers of CI servers find it.
 */
export function databaseLines(database: DatabaseResult, options: DatabaseTextOptions): readonly string[] {
  const { style } = options;
  const about = database.outcome === "not-run" && database.server === null ? [] : [visible(describeServer(database))];
  const version = hasVersion(database, options.command) ? [`schema version ${visible(versionChange(database))}`] : [];
  const indented = [...about, ...version, ...bodyLines(database, options)].map((line) => `  ${line}`);
  const findings = [...database.notices.map((notice) => noticeLine(notice, style)), ...problemLines(database, options)];
  const sql = options.dryRun ? planLines(database, style) : [];
  const gap = findings.length > 0 && indented.length > 0 ? [""] : [];
  return [titleLine(database, style), ...indented, ...gap, ...findings, ...sql];
}
