import type { MigrationInfo } from "../core/migration/migration-info.ts";
import { MIGRATION_STATES } from "../core/migration/migration-state.ts";
import type { Problem } from "../core/problem.ts";
import { MigrationError } from "../core/problem.ts";
import { withHelpAfterWayBack } from "../core/way-back-help.ts";
import type {
  DatabaseResult,
  MigrationResult,
  Notice,
  Outcome,
  PhaseResult,
  RepairAction,
  ServerResult,
  DumpResult,
  RestoreResult,
  SnapshotResult,
  StepResult,
  WayBackResult,
} from "../core/result.ts";
import { leftSomething, outcomeOfDatabase } from "./outcome.ts";

/** Gathers what happens to one database, in the order in which it happens, into its result. */
export type Recorder = {
  /**
   * Runs a phase and records its time and outcome. An error is recorded with the phase and thrown on.
   */
  readonly phase: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  readonly skipPhase: (name: string, why: string) => void;
  readonly notice: (notice: Notice) => void;
  readonly problem: (problem: Problem) => void;
  readonly step: (step: StepResult) => void;
  readonly repair: (action: RepairAction) => void;
  readonly server: (server: ServerResult) => void;
  readonly schema: (schema: string) => void;
  readonly versions: (versions: { readonly previous?: string | null; readonly now?: string | null }) => void;
  /** Hash of what a migrate would do here. */
  readonly planHash: (hash: string) => void;
  /** Something was written that is neither a migration nor a repair, such as a baseline row. */
  readonly changed: () => void;
  readonly migrations: (infos: readonly MigrationInfo[]) => void;
  /** What was kept, or how the way back went; a later call replaces it. */
  readonly wayBack: (result: WayBackResult) => void;
  /** What `snapshots` lists. */
  readonly snapshots: (list: readonly SnapshotResult[]) => void;
  /** What was written before the first change. */
  readonly dumps: (list: readonly DumpResult[]) => void;
  /** What `restore` has loaded. */
  readonly restored: (list: readonly RestoreResult[]) => void;
  readonly result: () => DatabaseResult;
};

const CATEGORIES = { versioned: "Versioned", repeatable: "Repeatable", baseline: "Baseline" } as const;

function categoryOf(info: MigrationInfo): MigrationResult["category"] {
  if (info.resolved !== null) return CATEGORIES[info.resolved.kind];
  if (["SCHEMA", "BASELINE", "DELETE"].includes(info.type)) return "";
  return info.version === null ? "Repeatable" : "Versioned";
}

/** One entry of `info` as reports show it. */
function toMigrationResult(info: MigrationInfo): MigrationResult {
  const { applied, resolved } = info;
  return {
    category: categoryOf(info),
    version: info.version?.text ?? null,
    description: info.description,
    type: info.type,
    script: info.script,
    path: resolved?.source.shownPath ?? null,
    state: info.state,
    stateName: MIGRATION_STATES[info.state].displayName,
    checksum: applied === null ? (resolved?.checksum ?? null) : applied.checksum,
    installedRank: applied?.installedRank ?? null,
    installedOn: applied === null ? null : `${applied.installedOn.replace(" ", "T")}Z`,
    installedBy: applied?.installedBy ?? null,
    executionTimeMs: applied?.executionTimeMs ?? null,
  };
}

/** What is learnt of a database once, and may be corrected. */
type Facts = {
  -readonly [
    K in
      | "server"
      | "schema"
      | "previousVersion"
      | "version"
      | "planHash"
      | "migrations"
      | "wayBack"
      | "snapshots"
      | "dumps"
      | "restored"
  ]: DatabaseResult[K];
};

const NOTHING_LEARNT: Facts = {
  server: null,
  schema: null,
  previousVersion: null,
  version: null,
  planHash: null,
  migrations: [],
  wayBack: null,
  snapshots: [],
  dumps: [],
  restored: [],
};

function failureOf(error: unknown, withName: (problem: Problem) => Problem): Pick<PhaseResult, "message" | "problems"> {
  const problems = error instanceof MigrationError ? error.problems.map(withName) : [];
  return { message: error instanceof Error ? error.message : String(error), problems };
}

/** Runs each phase and adds it to the list with its time. */
function timedPhases(
  phases: PhaseResult[],
  now: () => number,
  withName: (problem: Problem) => Problem,
): Recorder["phase"] {
  return async (name, work) => {
    const from = now();
    const durationMs = (): number => Math.round(now() - from);
    try {
      const value = await work();
      phases.push({ name, status: "success", durationMs: durationMs(), problems: [] });
      return value;
    } catch (error) {
      phases.push({ name, status: "failed", durationMs: durationMs(), ...failureOf(error, withName) });
      throw error;
    }
  };
}

export type RecorderStart = {
  /** The command of the run: a way back that fails counts differently for `rollback`. */
  readonly command: string;
  readonly name: string;
  readonly historyTable: string;
  readonly address: string;
  readonly now: () => number;
};

export function createRecorder(start: RecorderStart): Recorder {
  const began = start.now();
  const phases: PhaseResult[] = [];
  const problems: Problem[] = [];
  const notices: Notice[] = [];
  const steps: StepResult[] = [];
  const repairs: RepairAction[] = [];
  let changed = false;
  let first: DatabaseResult["migrations"] | null = null;
  const facts: Facts = { ...NOTHING_LEARNT };

  const isChanged = (): boolean =>
    changed || repairs.length > 0 || steps.some(leftSomething) || facts.wayBack?.state === "rolled-back";
  const withName = (problem: Problem): Problem => ({ database: start.name, ...problem });

  const phase = timedPhases(phases, start.now, withName);
  return {
    phase,
    skipPhase: (name, why) => void phases.push({ name, status: "skipped", durationMs: 0, message: why, problems: [] }),
    notice: (notice) => void notices.push({ database: start.name, ...notice }),
    problem: (problem) => void problems.push(withName(problem)),
    step: (step) => void steps.push(step),
    repair: (action) => void repairs.push(action),
    server: (value) => void (facts.server = value),
    schema: (value) => void (facts.schema = value),
    versions(values) {
      if (values.previous !== undefined) facts.previousVersion = values.previous;
      if (values.now !== undefined) facts.version = values.now;
    },
    planHash: (hash) => void (facts.planHash = hash),
    changed: () => void (changed = true),
    migrations(infos) {
      facts.migrations = infos.map(toMigrationResult);
      first ??= facts.migrations;
    },
    wayBack(value) {
      facts.wayBack = value;
      if (value.state !== "rolled-back" || start.command !== "migrate") return;
      // What was read at first is true again.
      facts.version = facts.previousVersion;
      facts.migrations = first ?? [];
    },
    snapshots: (list) => void (facts.snapshots = list),
    dumps: (list) => void (facts.dumps = list),
    restored: (list) => void (facts.restored = list),
    result: () =>
      withHelpAfterWayBack({
        ...facts,
        name: start.name,
        historyTable: start.historyTable,
        address: start.address,
        outcome: outcomeOfDatabase(start.command, { problems, steps, wayBack: facts.wayBack }, isChanged()),
        durationMs: Math.round(start.now() - began),
        phases,
        steps,
        repairs,
        problems,
        notices,
      }),
  };
}

/** A database that the run did not come to. */
export function notRunResult(start: RecorderStart, why: string): DatabaseResult {
  const outcome: Outcome = "not-run";
  const recorder = createRecorder(start);
  recorder.skipPhase("connect", why);
  return { ...recorder.result(), outcome };
}
