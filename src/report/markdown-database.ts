import type { Problem } from "../core/problem.ts";
import { helpFor } from "../core/problem.ts";
import type { DatabaseResult, MigrationResult, Notice, StepResult } from "../core/result.ts";
import {
  databaseProblems,
  failedStep,
  headline,
  isApplied,
  isUncertain,
  serverError,
  sharesHelp,
  stackOf,
} from "./facts.ts";
import type { FailureStory } from "./failure-story.ts";
import { tellFailure } from "./failure-story.ts";
import { baseName, cut, formatDuration, formatPlace, plural, statementNumber } from "./format.ts";
import { codeBlock, codeCell, codeSpan, escapeHtml, escapeMarkdown, messageMarkdown } from "./markdown-escape.ts";
import { planSql } from "./plan-sql.ts";
import type { Piece } from "./markdown-size.ts";
import { piece } from "./markdown-size.ts";
import { dumpTexts } from "./dumps.ts";
import { snapshotsPiece, wayBackPieces } from "./markdown-way-back.ts";
import { isRolledBack } from "./way-back.ts";

export type DatabaseMarkdownOptions = {
  readonly command: string;
  readonly dryRun: boolean;
  readonly showSql: boolean;
};

/** Longest statement of a failure in UTF-16 units; of a plan each file may use what room there is. */
const MAX_STATEMENT = 20_000;

/** `- **notice** text`, as an item of a list. */
export function noticeItem(notice: Notice): string {
  const mark = notice.level === "warning" ? "⚠️" : "ℹ️";
  const database = notice.database === undefined ? "" : `${escapeMarkdown(notice.database)}: `;
  const at = notice.at === undefined ? "" : `${codeSpan(formatPlace(notice.at))} `;
  return `- ${mark} ${at}${database}${messageMarkdown(notice.message)}`;
}

function statementPiece(problem: Problem): readonly Piece[] {
  const { statement } = problem;
  if (statement === undefined) return [];
  const [open = "", ...rest] = codeBlock(cut(statement.sql, MAX_STATEMENT), "sql");
  const title = `<details><summary>${statementNumber(statement)}</summary>`;
  const fence = rest.at(-1) ?? "```";
  return [{ open: ["", title, "", open], lines: rest.slice(0, -1), close: [fence, "", "</details>"] }];
}

/** A problem with its place, the server's error number, what is done and what is not, and its statement folded away. */
export function problemPieces(
  problem: Problem,
  options: { readonly showSql: boolean; readonly story: FailureStory | null; readonly withHelp: boolean },
): readonly Piece[] {
  const at = problem.at === undefined ? "" : `${codeSpan(formatPlace(problem.at))}: `;
  const server = serverError(problem);
  const { story } = options;
  const lines = ["", `${at}**${messageMarkdown(headline(problem))}** ${codeSpan(problem.code)}`, ""];
  const rest = stackOf(problem);
  if (rest.length > 0) lines.push(...codeBlock(rest.join("\n"), ""), "");
  if (server !== null) lines.push(`- server error: ${codeSpan(server)}`);
  if (story !== null && story.where !== null) {
    lines.push(`- ${story.where} ${isUncertain(problem.code) ? "was running" : "failed"}`);
  }
  if (story !== null) {
    lines.push(`- applied: ${escapeMarkdown(story.applied)}`);
    if (story.undone !== null) lines.push(`- rolled back: ${escapeMarkdown(story.undone)}`);
    lines.push(`- not applied: ${escapeMarkdown(story.notApplied)}`);
  }
  if (options.withHelp) lines.push(`- help: ${messageMarkdown(helpFor(problem))}`);
  return [piece(lines), ...(options.showSql ? statementPiece(problem) : [])];
}

const STEP_MARKS: Readonly<Record<StepResult["status"], string>> = {
  success: "✅ done",
  failed: "❌ **failed**",
  "not-run": "⏸️ not run",
  "skipped-executing": "✅ recorded only",
  planned: "⏸️ would run",
};

function stepsPiece(database: DatabaseResult): readonly Piece[] {
  const { steps } = database;
  if (steps.length === 0) return [];
  const isUndone = isRolledBack(database);
  const rows = steps.map((step) => {
    const ran = step.status === "success" || step.status === "failed";
    const time = ran ? formatDuration(step.durationMs) : "";
    const mark = isUndone && isApplied(step) ? "↩️ rolled back" : STEP_MARKS[step.status];
    return `| ${codeCell(baseName(step.script))} | ${mark} | ${time} |`;
  });
  return [{ open: ["", "| Migration | Result | Time |", "| --- | --- | ---: |"], lines: rows, close: [] }];
}

function infoPiece(migrations: readonly MigrationResult[]): readonly Piece[] {
  if (migrations.length === 0) return [piece(["", "No migrations found."])];
  const rows = migrations.map((one) => {
    const installed = one.installedOn === null ? "" : one.installedOn.replace("T", " ").slice(0, 19);
    const cells = [one.category, one.version ?? "", one.description, one.type, installed, one.stateName];
    return `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  });
  const head = [
    "",
    "| Category | Version | Description | Type | Installed On (UTC) | State |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  return [{ open: head, lines: rows, close: [] }];
}

function pendingPiece(database: DatabaseResult): readonly Piece[] {
  const pending = database.migrations.filter((one) => one.state === "PENDING");
  if (pending.length === 0) return [];
  const lines = pending.map((one) => `- ${codeSpan(baseName(one.script))}`);
  return [{ open: ["", `${plural(pending.length, "migration")} pending:`, ""], lines, close: [] }];
}

const REPAIR_WORDS = {
  "removed-failed": "removed the failed entry",
  "marked-deleted": "marked as deleted",
  aligned: "aligned with its file",
} as const;

function repairPiece(database: DatabaseResult): readonly Piece[] {
  if (database.repairs.length === 0) return [];
  const lines = database.repairs.map((one) => {
    const name = [one.version, one.description].filter((part) => part !== null && part !== "").join(" ");
    return `- ${escapeMarkdown(name)}: ${REPAIR_WORDS[one.action]}`;
  });
  return [{ open: [""], lines, close: [] }];
}

function planPieces(database: DatabaseResult): readonly Piece[] {
  return database.steps.flatMap((step) => {
    if (step.statements === undefined) return [];
    const [open = "", ...rest] = codeBlock(planSql(step).join("\n"), "sql");
    const count = plural(step.statementsTotal ?? step.statements.length, "statement");
    const title = `<details><summary>${escapeHtml(step.path)} (${count})</summary>`;
    return [{ open: ["", title, "", open], lines: rest.slice(0, -1), close: [rest.at(-1) ?? "```", "", "</details>"] }];
  });
}

function dumpsPiece(database: DatabaseResult): readonly Piece[] {
  const lines = dumpTexts(database).map((text) => `- ${escapeMarkdown(text)}`);
  return lines.length === 0 ? [] : [{ open: [""], lines, close: [] }];
}

function bodyPieces(database: DatabaseResult, options: DatabaseMarkdownOptions): readonly Piece[] {
  if (options.command === "info") return infoPiece(database.migrations);
  if (options.command === "validate") return pendingPiece(database);
  if (options.command === "repair") return repairPiece(database);
  if (options.command === "snapshots") return snapshotsPiece(database.snapshots);
  return [
    ...dumpsPiece(database),
    ...stepsPiece(database),
    ...wayBackPieces(database),
    ...(options.dryRun ? planPieces(database) : []),
  ];
}

/** The section of one database; empty where the overview has said it all. */
export function databasePieces(database: DatabaseResult, options: DatabaseMarkdownOptions): readonly Piece[] {
  const step = failedStep(database);
  const found = databaseProblems(database);
  const problems = found.flatMap((problem, index) => {
    const isStep = step?.problem !== undefined && index === 0;
    return problemPieces(problem, {
      showSql: options.showSql,
      story: isStep ? tellFailure(database, step) : null,
      withHelp: !sharesHelp(problem, found[index + 1]),
    });
  });
  const body = bodyPieces(database, options);
  if (problems.length === 0 && body.length === 0) return [];
  return [piece(["", `### ${escapeMarkdown(database.name)}`]), ...problems, ...body];
}
