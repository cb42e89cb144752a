import type { Problem } from "../core/problem.ts";
import type { DatabaseResult, Outcome, RunResult } from "../core/result.ts";
import {
  allNotices,
  appliedSteps,
  distinctProblems,
  isGood,
  pendingMigrations,
  serverName,
  sharesHelp,
} from "./facts.ts";
import { formatDuration } from "./format.ts";
import { codeSpan, escapeMarkdown } from "./markdown-escape.ts";
import { databasePieces, noticeItem, problemPieces } from "./markdown-database.ts";
import type { Piece } from "./markdown-size.ts";
import { joinWithin, piece } from "./markdown-size.ts";
import { nextStep, nextText } from "./next-command.ts";
import { hasVersion, runVerdict, summaryLine, verdictOf, versionChange } from "./summary.ts";

export type MarkdownOptions = {
  /** Largest size of the text in bytes; a job summary of GitHub above 1 MiB is dropped as a whole. */
  readonly limitBytes: number;
  readonly logSql: "none" | "failed" | "all";
};

/** Stays below GitHub's limit with room for what others write into the same summary. */
export const MARKDOWN_LIMIT_BYTES = 900_000;

const MARKS: Readonly<Record<Outcome, string>> = {
  success: "✅",
  "no-op": "✅",
  failed: "❌",
  "rolled-back": "↩️",
  "rollback-failed": "❌",
  locked: "🔒",
  invalid: "❌",
  "not-run": "⏸️",
};

function headPieces(result: RunResult): readonly Piece[] {
  const mark = isGood(result.outcome) && result.exitCode !== 0 ? "❌" : MARKS[result.outcome];
  const lines = [`**${mark} ${runVerdict(result)}** ${escapeMarkdown(summaryLine(result, "→"))}`];
  const next = nextStep(result);
  if (next !== null) {
    lines.push("", `Next: ${nextText(next, codeSpan)}`);
  }
  return [piece(lines)];
}

function overviewPieces(result: RunResult): readonly Piece[] {
  if (result.databases.length === 0) return [];
  const rows = result.databases.map((database) => {
    const { server } = database;
    const cells = [
      escapeMarkdown(database.name),
      `${MARKS[database.outcome]} ${verdictOf(database.outcome)}`,
      hasVersion(database, result.command) ? escapeMarkdown(versionChange(database, "→")) : "",
      String(appliedSteps(database).length),
      String(pendingMigrations(database).length),
      server === null ? "" : escapeMarkdown(serverName(server)),
      server === null ? "" : escapeMarkdown(server.tls ?? "none"),
      database.outcome === "not-run" ? "" : formatDuration(database.durationMs),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = [
    "",
    "| Database | Result | Schema version | Applied | Pending | Server | Encryption | Time |",
    "| --- | --- | --- | ---: | ---: | --- | --- | ---: |",
  ];
  return [{ open: head, lines: rows, close: [] }];
}

function runProblemPieces(problems: readonly Problem[], showSql: boolean): readonly Piece[] {
  if (problems.length === 0) return [];
  return [
    piece(["", "### Problems"]),
    ...problems.flatMap((problem, index) =>
      problemPieces(problem, { showSql, story: null, withHelp: !sharesHelp(problem, problems[index + 1]) }),
    ),
  ];
}

function noticePieces(result: RunResult): readonly Piece[] {
  const notices = allNotices(result);
  if (notices.length === 0) return [];
  return [{ open: ["", "### Notices", ""], lines: notices.map(noticeItem), close: [] }];
}

function footPieces(result: RunResult): readonly Piece[] {
  const environment = result.environment === null ? "" : `, environment ${escapeMarkdown(result.environment)}`;
  const text = `${result.tool.name} ${result.tool.version} on ${escapeMarkdown(result.hostname)}${environment}, started ${result.startedAt}`;
  return [piece(["", `<sub>${text}</sub>`])];
}

/** Failed ones first: a summary is read from its top. */
function byGravity(databases: readonly DatabaseResult[]): readonly DatabaseResult[] {
  const gravity = (one: DatabaseResult): number => (isGood(one.outcome) ? 2 : one.outcome === "not-run" ? 1 : 0);
  return databases.toSorted((a, b) => gravity(a) - gravity(b));
}

/**
 * The job summary of GitHub, the report file, the pull request comment: summary line first, then an overview of the
 * databases, what went wrong, and the tables.
 * @returns text that ends with a line feed and is not larger than the limit
 */
export function renderMarkdown(result: RunResult, options: MarkdownOptions): string {
  const showSql = options.logSql !== "none";
  const pieces = [
    ...headPieces(result),
    ...overviewPieces(result),
    ...runProblemPieces(distinctProblems(result.problems), showSql),
    ...byGravity(result.databases).flatMap((database) =>
      databasePieces(database, { command: result.command, dryRun: result.dryRun, showSql }),
    ),
    ...noticePieces(result),
    ...footPieces(result),
  ];
  const kb = Math.floor(options.limitBytes / 1000);
  return joinWithin(
    pieces,
    options.limitBytes,
    `**… cut here: the report is larger than ${kb} kB. The log has all of it.**`,
  );
}
