/** All databases of a run: in the listed order, some side by side, one result. */
import type { Config, DatabaseConfig } from "../config/config.ts";
import { exitCodeOf, gravest } from "../core/exit-code.ts";
import { EXIT, failure, MigrationError, type Problem } from "../core/problem.ts";
import type { DatabaseResult, Notice, RunResult } from "../core/result.ts";
import { runDatabase, type DatabaseCommand, type DatabaseEnd } from "./database-run.ts";
import { exitCodeOfDatabase, outcomeOf, outcomeOfRun } from "./outcome.ts";
import { combinedPlanHash } from "./plan-hash.ts";
import type { Ports } from "./ports.ts";
import { notRunResult, type RecorderStart } from "./recorder.ts";
import { agreeOnRun } from "./agree-on-run.ts";
import { createTicket, newRunId, type RunTicket } from "./run-ticket.ts";
import { settleRun } from "./settle-run.ts";
import { referencesBetween, type References } from "./references.ts";

export type RunInput = {
  readonly config: Config;
  readonly ports: Ports;
  readonly command: DatabaseCommand;
  readonly version: string;
  readonly hostname: string;
  readonly notices: readonly Notice[];
  /** How a database is called in reports: no account, no password. */
  readonly addressOf: (config: DatabaseConfig) => string;
};

const isGood = (result: DatabaseResult): boolean => result.outcome === "success" || result.outcome === "no-op";

/** Runs `work` for every database: at most `parallel` at a time, each after those that it depends on. */
async function schedule(
  databases: readonly DatabaseConfig[],
  options: { readonly parallel: number; readonly references: References },
  work: (config: DatabaseConfig) => Promise<void>,
): Promise<void> {
  const done = new Set<string>();
  const waiting = [...databases];
  const running = new Map<string, Promise<void>>();
  const ready = (config: DatabaseConfig): boolean =>
    (options.references.get(config.name) ?? []).every((name) => done.has(name));
  async function finish(config: DatabaseConfig): Promise<void> {
    await work(config);
    done.add(config.name);
    running.delete(config.name);
  }
  while (waiting.length > 0 || running.size > 0) {
    // A circle of references would wait for ever: then the listed order decides.
    const next = waiting.filter(ready);
    for (const config of next.length > 0 || running.size > 0 ? next : waiting.slice(0, 1)) {
      if (running.size >= options.parallel) break;
      waiting.splice(waiting.indexOf(config), 1);
      running.set(config.name, finish(config));
    }
    await Promise.race(running.values());
  }
}

/** A plan hash of several databases is one over all of theirs, so it is compared before the first is touched. */
async function checkPlan(
  input: RunInput,
  one: (config: DatabaseConfig, command: Config) => Promise<DatabaseResult>,
): Promise<void> {
  const { config } = input;
  if (config.command !== "migrate" || config.planHash === null || config.dryRun || config.databases.length < 2) return;
  const planned: DatabaseResult[] = [];
  for (const database of config.databases) planned.push(await one(database, { ...config, dryRun: true }));
  const problems = planned.flatMap((result) => result.problems);
  const [first, ...others] = problems;
  if (first !== undefined) throw new MigrationError([first, ...others]);
  const hash = combinedPlanHash(planned.flatMap((result) => result.planHash ?? []));
  if (hash !== config.planHash)
    throw failure("PLAN_CHANGED", `The plan has changed: its hash is ${hash}, not ${config.planHash}.`);
}

/** Commands whose changes are kept, so that all databases go back together. */
const KEPT: ReadonlySet<string> = new Set(["migrate"]);

/** Commands that work on one run, whatever databases it was in. */
const AGREED: ReadonlySet<string> = new Set(["rollback", "commit", "discard"]);

async function runAll(input: RunInput, ticket: RunTicket | null): Promise<readonly DatabaseResult[]> {
  const { config, ports, command } = input;
  const start = (database: DatabaseConfig): RecorderStart => ({
    command: config.command,
    name: database.name,
    historyTable: database.historyTable,
    address: input.addressOf(database),
    now: ports.clock.now,
  });
  await checkPlan(input, async (database, run) => {
    const { recorder } = await runDatabase(ports, run, database, { command, start: start(database), ticket: null });
    return recorder.result();
  });
  const ends = new Map<DatabaseConfig, DatabaseEnd>();
  const skipped = new Map<DatabaseConfig, DatabaseResult>();
  let failed = false;
  const references = await referencesBetween(config, ports);
  const goesBack = ticket !== null && config.undo.onFailure === "rollback";
  await schedule(config.databases, { parallel: config.parallel, references }, async (database) => {
    const stop = command.writes && failed && (goesBack || config.onDatabaseFailure === "stop");
    const why = goesBack ? "the whole run goes back" : "`on-database-failure` is stop";
    if (stop) {
      skipped.set(database, notRunResult(start(database), `not run: another database of the run failed (${why})`));
      return;
    }
    if (ports.signal.aborted) {
      skipped.set(database, notRunResult(start(database), "not run: the run was stopped by a signal"));
      return;
    }
    const title = `flyback ${config.command} ${database.name}`;
    const work = (): Promise<DatabaseEnd> =>
      runDatabase(ports, config, database, { command, start: start(database), ticket });
    // Lines of databases that run side by side mix, so they have no groups; each line names its database.
    const end = config.parallel > 1 ? await work() : await ports.group(title, work);
    ends.set(database, end);
    if (!isGood(end.recorder.result())) failed = true;
  });
  if (ticket !== null) await settleRun(ticket, [...ends.values()], { failed, config, ports });
  return config.databases.flatMap((database) => ends.get(database)?.recorder.result() ?? skipped.get(database) ?? []);
}

/** Runs a command over all databases of the configuration. Never throws: what went wrong is in the result. */
export async function runCommand(input: RunInput): Promise<RunResult> {
  const { config, ports } = input;
  const began = ports.clock.now();
  const startedAt = ports.clock.iso();
  let databases: readonly DatabaseResult[] = [];
  let problems: readonly Problem[] = [];
  const { runLabel: label, ciJob: job, runStarted: started } = ports;
  const isKept = KEPT.has(config.command) && !config.dryRun;
  const ticket = isKept ? createTicket({ runId: newRunId(startedAt, ports.random()), job, label, started }) : null;
  try {
    const agreed = AGREED.has(config.command) && config.databases.length > 1 ? await agreeOnRun(config, ports) : null;
    const undo = agreed === null ? config.undo : { ...config.undo, runId: agreed };
    databases = await runAll({ ...input, config: { ...config, undo } }, ticket);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    problems = error.problems;
  }
  const exitCode = gravest([
    exitCodeOf(problems),
    ...databases.map((result) => exitCodeOfDatabase(config.command, result)),
  ]);
  const hashes = databases.flatMap((result) => result.planHash ?? []);
  return {
    schemaVersion: 1,
    tool: { name: "flyback", version: input.version },
    command: config.command,
    outcome: outcomeOfRun(exitCode, databases),
    exitCode,
    startedAt,
    durationMs: Math.round(ports.clock.now() - began),
    hostname: input.hostname,
    environment: config.environment,
    dryRun: config.dryRun,
    runId: (ticket?.coordinator() ?? null) === null ? config.undo.runId : (ticket?.runId ?? null),
    planHash: hashes.length === 0 || hashes.length < databases.length ? null : combinedPlanHash(hashes),
    databases,
    problems,
    notices: input.notices,
  };
}

/** The result of a run that did not begin, such as for a wrong configuration. */
export function refusedResult(
  about: Pick<RunResult, "tool" | "command" | "startedAt" | "hostname" | "notices">,
  problems: readonly Problem[],
): RunResult {
  const exitCode = problems.length === 0 ? EXIT.internal : exitCodeOf(problems);
  return {
    ...about,
    schemaVersion: 1,
    outcome: outcomeOf(exitCode, false),
    exitCode,
    durationMs: 0,
    environment: null,
    dryRun: false,
    runId: null,
    planHash: null,
    databases: [],
    problems,
  };
}
