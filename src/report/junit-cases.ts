import type { Problem } from "../core/problem.ts";
import type { DatabaseResult, MigrationResult, PhaseResult, RunResult, StepResult } from "../core/result.ts";
import { databaseProblems, isApplied, isUncertain, problemKey } from "./facts.ts";
import { tellFailure } from "./failure-story.ts";
import { baseName, oneLine } from "./format.ts";
import type { JunitVerdict } from "./junit-verdict.ts";
import { failedVerdict, PASSED } from "./junit-verdict.ts";
import { isOfWayBack, wayBackCases } from "./junit-way-back.ts";
import { isRolledBack } from "./way-back.ts";

/** A JUnit test case as plain values. */
export type JunitCase = {
  readonly classname: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly timeMs: number;
  readonly verdict: JunitVerdict;
};

function stepVerdict(database: DatabaseResult, step: StepResult, problems: readonly Problem[]): JunitVerdict {
  const [first, ...rest] = problems;
  if (first !== undefined) {
    if (step.status !== "failed") return failedVerdict([first, ...rest]);
    const story = tellFailure(database, step);
    const where = story.where === null ? "" : `${story.where} ${isUncertain(first.code) ? "was running" : "failed"}; `;
    const undone = story.undone === null ? "" : `rolled back: ${story.undone}; `;
    const told = `${where}applied: ${story.applied}; ${undone}not applied: ${story.notApplied}`;
    return failedVerdict([first, ...rest], [told]);
  }
  if (isRolledBack(database) && isApplied(step)) return { kind: "skipped", message: "rolled back" };
  const message = `${step.path}:1: failed`;
  const verdicts: Readonly<Record<StepResult["status"], JunitVerdict>> = {
    success: PASSED,
    "skipped-executing": PASSED,
    planned: { kind: "skipped", message: "would run (dry run)" },
    "not-run": { kind: "skipped", message: "not run" },
    failed: { kind: "failure", type: "failed", message, text: message },
  };
  return verdicts[step.status];
}

/** States in which a migration is in the database as its file says. */
const GOOD_STATES: ReadonlySet<string> = new Set(["SUCCESS", "BASELINE", "OUT_OF_ORDER", "SUPERSEDED"]);

function migrationVerdict(migration: MigrationResult, problems: readonly Problem[]): JunitVerdict {
  const [first, ...rest] = problems;
  if (first !== undefined) return failedVerdict([first, ...rest]);
  // `info` and a tolerant `validate` end well whatever the states are, so no state makes a failure by itself.
  return GOOD_STATES.has(migration.state) ? PASSED : { kind: "skipped", message: migration.stateName.toLowerCase() };
}

type Row = {
  readonly name: string;
  readonly path: string;
  readonly timeMs: number;
  /** Its own, whatever place that names. */
  readonly problem: Problem | undefined;
  readonly verdict: (found: readonly Problem[]) => JunitVerdict;
};

/** A repeatable migration has a row per run and one for the next run; the last one says how things are. */
function lastOfEach(migrations: readonly MigrationResult[]): readonly MigrationResult[] {
  return [...new Map(migrations.map((one) => [one.script, one])).values()];
}

function rowsOf(result: RunResult, database: DatabaseResult): readonly Row[] {
  if (result.command === "validate" || result.command === "info") {
    return lastOfEach(database.migrations.filter((one) => one.category !== "")).map((one) => ({
      name: baseName(one.script),
      path: one.path ?? one.script,
      timeMs: 0,
      problem: undefined,
      verdict: (found) => migrationVerdict(one, found),
    }));
  }
  return database.steps.map((one) => ({
    name: baseName(one.script),
    path: one.path,
    timeMs: one.durationMs,
    problem: one.problem,
    verdict: (found) => stepVerdict(database, one, found),
  }));
}

/** What all cases of one suite share. */
export type CaseContext = {
  readonly classname: string;
  /** Where a case without a file of its own points to: consumers take the class name for a file otherwise. */
  readonly configFile: string;
};

function phaseVerdict(phase: PhaseResult, open: readonly Problem[], told: string | null): JunitVerdict {
  const [first, ...rest] = open;
  if (first !== undefined) return failedVerdict([first, ...rest]);
  if (phase.status === "success") return PASSED;
  if (phase.status === "skipped") return { kind: "skipped", message: oneLine(phase.message ?? "skipped") };
  // Counted once: the finding has a case of its own.
  if (told !== null) return { kind: "skipped", message: `failed, see ${told}` };
  const message = oneLine(phase.message ?? `${phase.name} failed`);
  return { kind: "failure", type: "failed", message, text: message };
}

/** A case for one problem alone, named after its file and code. */
export function problemCase(problem: Problem, context: CaseContext): JunitCase {
  const { at } = problem;
  const line = at?.line ?? 1;
  const suffix = line > 1 ? ` :${line}` : "";
  return {
    classname: context.classname,
    name: at === undefined ? `[${problem.code}]` : `${baseName(at.file)} [${problem.code}]${suffix}`,
    file: at?.file ?? context.configFile,
    line,
    timeMs: 0,
    verdict: failedVerdict([problem]),
  };
}

/**
 * Which case tells which problem, each exactly once, so that the consumers' counts are right: the migration of its file,
 * else its phase if it has no place, else a case of its own.
 */
type Shares = {
  readonly ofRow: ReadonlyMap<Row, readonly Problem[]>;
  readonly ofPhase: ReadonlyMap<PhaseResult, readonly Problem[]>;
  readonly ofWayBack: readonly Problem[];
  readonly alone: readonly Problem[];
};

function add<K>(map: Map<K, Problem[]>, key: K, problem: Problem): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [problem]);
  else list.push(problem);
}

function share(database: DatabaseResult, rows: readonly Row[]): Shares {
  const byPath = new Map(rows.toReversed().map((row) => [row.path, row]));
  const byKey = new Map(rows.flatMap((row) => (row.problem === undefined ? [] : [[problemKey(row.problem), row]])));
  const phaseOf = new Map(database.phases.flatMap((one) => one.problems.map((problem) => [problemKey(problem), one])));
  const ofRow = new Map<Row, Problem[]>();
  const ofPhase = new Map<PhaseResult, Problem[]>();
  const alone: Problem[] = [];
  const ofWayBack: Problem[] = [];
  for (const problem of databaseProblems(database)) {
    const row = byKey.get(problemKey(problem)) ?? (problem.at === undefined ? undefined : byPath.get(problem.at.file));
    const phase = problem.at === undefined ? phaseOf.get(problemKey(problem)) : undefined;
    if (isOfWayBack(database, problem)) ofWayBack.push(problem);
    else if (row !== undefined) add(ofRow, row, problem);
    else if (phase !== undefined) add(ofPhase, phase, problem);
    else alone.push(problem);
  }
  return { ofRow, ofPhase, ofWayBack, alone };
}

function rowCase(row: Row, found: readonly Problem[], context: CaseContext): JunitCase {
  const { name, path, timeMs } = row;
  const line = found[0]?.at?.line ?? 1;
  return { classname: context.classname, name, file: path, line, timeMs, verdict: row.verdict(found) };
}

const isBad = ({ verdict }: JunitCase): boolean => verdict.kind === "failure" || verdict.kind === "error";

/**
 * The cases of one database: its phases, findings that belong to none of its migrations, its migrations, the steps of the way
 * back; never empty.
 */
export function databaseCases(result: RunResult, database: DatabaseResult, context: CaseContext): readonly JunitCase[] {
  const rows = rowsOf(result, database);
  const { ofRow, ofPhase, ofWayBack, alone } = share(database, rows);
  const findings = alone.map((problem) => problemCase(problem, context));
  const migrations = rows.map((row) => rowCase(row, ofRow.get(row) ?? [], context));
  const base = { classname: context.classname, file: context.configFile, line: 1 };
  const wayBack = wayBackCases(database, ofWayBack).map((one) => ({ ...base, ...one }));
  const told = [...migrations, ...findings, ...wayBack].find(isBad)?.name ?? null;
  const toldOfWayBack = wayBack.find(isBad)?.name ?? told;
  const phases = database.phases.map((phase) => {
    const isBack = phase.problems.some((problem) => isOfWayBack(database, problem));
    const verdict = phaseVerdict(phase, ofPhase.get(phase) ?? [], isBack ? toldOfWayBack : told);
    return { ...base, name: phase.name, timeMs: phase.durationMs, verdict };
  });
  const cases = [...phases, ...findings, ...migrations, ...wayBack];
  if (cases.length > 0) return cases;
  const verdict = database.outcome === "not-run" ? ({ kind: "skipped", message: "not run" } as const) : PASSED;
  return [{ ...base, name: result.command, timeMs: database.durationMs, verdict }];
}
