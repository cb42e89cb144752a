import { setTimeout as sleep } from "node:timers/promises";
import { differenceOf, takeDump } from "./dump.ts";
import type { Dump } from "./dump.ts";
import { lastLines } from "./fail-file.ts";
import { FAULTS } from "./faults.ts";
import type { Ended } from "./flyback.ts";
import { putNext, rebuild } from "./migration-set.ts";
import type { Stage } from "./migration-set.ts";
import { randomOf } from "./random.ts";
import type { Tally } from "./tally.ts";

export const PHASES = ["migrate", "failing", "rollback"] as const;
export const VICTIMS = ["flyback", "server"] as const;

/** What is going on when something is killed: a migrate, one that fails and goes back by itself, or a rollback. */
type Phase = (typeof PHASES)[number];
type Victim = (typeof VICTIMS)[number];

export type KillOptions = {
  readonly seed: string;
  /** Rounds from `skip` to `skip + rounds - 1`: each is drawn for itself, so a batch can be continued, or one repeated alone. */
  readonly skip: number;
  readonly rounds: number;
  /** Only these, else drawn. */
  readonly phase: Phase | null;
  readonly victim: Victim | null;
};

/** How the run after a kill is done: the command that takes back, one that has nothing to do of its own, or the whole thing again. */
type Next = "rollback" | "nothing to do" | "migrate again";

type Round = {
  readonly number: number;
  readonly phase: Phase;
  /** Kills one after the other: the first hits the phase, each other the run that follows. */
  readonly kills: readonly { readonly victim: Victim; readonly at: number; readonly restartFirst: boolean }[];
  readonly next: Next;
};

/** What is expected: the state before, the state after, and how long things take undisturbed. */
type Reference = { before: Dump; readonly after: Dump; readonly ms: Readonly<Record<Phase, number>> };

type Proof = { readonly stage: Stage; readonly options: KillOptions; readonly tally: Tally };

const FAULT_FILE = "sql/V99__fault.sql";
const LONGEST_MS = 120_000;

/** Kills flyback or its server at random moments; whatever was going on, the next run must end at before or after. */
export async function proveKills(stage: Stage, options: KillOptions, tally: Tally): Promise<void> {
  const proof = { stage, options, tally };
  const reference = await measure(proof);
  const { migrate, failing, rollback } = reference.ms;
  tally.note(
    `undisturbed: migrate ${String(Math.round(migrate))} ms, failing ${String(Math.round(failing))} ms, rollback ${String(Math.round(rollback))} ms`,
  );
  for (let number = options.skip; number < options.skip + options.rounds; number += 1) {
    const round = draw(number, options);
    const wrong = await play(proof, round, reference).catch((error: unknown) => [
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    ]);
    const name = `${stage.set.name}, round ${String(number)}: ${told(round)}`;
    if (wrong.length === 0) tally.pass(name);
    else {
      tally.fail(name, wrong.join("\n"), repeatOf(proof, round));
      await rebuild(stage);
      // Made again, a state has other times in it.
      reference.before = await takeDump(stage.server);
    }
  }
}

function draw(number: number, options: KillOptions): Round {
  const random = randomOf(options.seed, "kill", number);
  const phase = random.pick<Phase>(PHASES);
  const one = (): Round["kills"][number] => ({
    victim: options.victim ?? random.pick<Victim>(VICTIMS),
    at: random.next(),
    restartFirst: random.next() < 0.5,
  });
  // Now and then the run that repairs is killed as well.
  const kills = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, one);
  return {
    number,
    phase: options.phase ?? phase,
    kills,
    next: random.pick<Next>(["rollback", "nothing to do", "migrate again"]),
  };
}

function told({ phase, kills, next }: Round): string {
  const hits = kills.map(({ victim, at }) => `${victim} at ${String(Math.round(at * 100))} %`);
  return `during ${phase} SIGKILL of ${hits.join(", then in the run after it of ")}; then ${next}`;
}

function repeatOf({ stage, options }: Proof, { number }: Round): string {
  const only = [
    ...(options.phase === null ? [] : [`--phase ${options.phase}`]),
    ...(options.victim === null ? [] : [`--victim ${options.victim}`]),
  ];
  return [
    `npx tsx scripts/proof.ts kill --server ${stage.server.name} --seed ${options.seed} --skip ${String(number)} --rounds 1`,
    ...only,
  ].join(" ");
}

/** The states before and after, and one undisturbed run of everything, which must do what it should. */
async function measure({ stage }: Proof): Promise<Reference> {
  await rebuild(stage);
  await putNext(stage);
  const plain = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  if (plain.code !== 0) throw new Error(`the migrations fail: ${plain.output}`);
  const after = await comparable(stage);
  await rebuild(stage);
  const before = await takeDump(stage.server);
  await putNext(stage);
  const migrate = await stage.run("migrate");
  const rollback = await stage.run("rollback");
  await stage.put(FAULT_FILE, `${FAULTS.function};\n`);
  const failing = await stage.run("migrate");
  await stage.remove(FAULT_FILE);
  const wrong = [
    ...unless(migrate, 0),
    ...unless(rollback, 0),
    ...unless(failing, 4),
    ...differs("after everything was taken back", before, await takeDump(stage.server)),
  ];
  if (wrong.length > 0) throw new Error(`undisturbed it does not work: ${wrong.join("\n")}`);
  return {
    before,
    after,
    ms: { migrate: migrate.durationMs, rollback: rollback.durationMs, failing: failing.durationMs },
  };
}

/** As another run of the same migrations would leave it. */
function comparable({ server, set }: Stage): Promise<Dump> {
  return takeDump(server, { withoutTimesOf: set.histories, withoutOwnTriggers: true });
}

async function play(proof: Proof, round: Round, reference: Reference): Promise<string[]> {
  const { stage } = proof;
  const { phase, next } = round;
  if (phase === "rollback") {
    const made = unless(await stage.run("migrate"), 0);
    if (made.length > 0) return made;
  }
  if (phase === "failing") await stage.put(FAULT_FILE, `${FAULTS.function};\n`);
  const [first, ...others] = round.kills;
  if (first !== undefined)
    await runAndKill(stage, phase === "rollback" ? ["rollback"] : ["migrate"], first, reference.ms[phase]);
  await stage.remove(FAULT_FILE);
  const args = await argumentsOf(stage, next);
  for (const kill of others) await runAndKill(stage, args, kill, reference.ms.rollback);
  const ended = await stage.run(...args);
  const wrong = unless(ended, 0);
  if (wrong.length > 0) return [...wrong, ...(await differsFromBoth(stage, reference))];
  return check(proof, round, reference);
}

/** Where the round must have ended; afterwards the state is the one before again. */
async function check({ stage, tally }: Proof, { phase, next }: Round, { before, after }: Reference): Promise<string[]> {
  const done = await isDone(stage);
  if (next === "rollback" && done) return ["after rollback the migrations are still in the history"];
  if (next === "migrate again" && !done) return ["migrate ended well and its migrations are not in the history"];
  if (phase === "failing" && next !== "migrate again" && done) return ["a run that failed is in the history"];
  if (done) {
    const wrong = differs("after", after, await comparable(stage));
    if (wrong.length > 0) return wrong;
    const back = unless(await stage.run("rollback"), 0);
    if (back.length > 0) return back;
  }
  const now = await takeDump(stage.server);
  for (const text of differenceOf(before, now).counters) tally.note(text);
  return differs("before", before, now);
}

async function argumentsOf(stage: Stage, next: Next): Promise<[string, ...string[]]> {
  if (next === "rollback") return ["rollback"];
  if (next === "migrate again") return ["migrate"];
  const versions = stage.order.map((path) => /V(\d+)__/.exec(path)?.[1] ?? "");
  return ["migrate", "--target", versions.at(-1) ?? ""];
}

async function runAndKill(
  stage: Stage,
  [command = "", ...args]: readonly string[],
  { victim, at, restartFirst }: Round["kills"][number],
  usualMs: number,
): Promise<void> {
  const started = stage.start(command, ...args);
  const ended = started.ended.then(() => "ended" as const);
  await Promise.race([ended, sleep(at * usualMs * 1.05)]);
  if (victim === "flyback") started.kill();
  else {
    stage.server.kill();
    // flyback may find the server again and go back by itself, or give up before it is there.
    if (restartFirst) await stage.server.restart();
  }
  const late = sleep(LONGEST_MS, "late" as const, { ref: false });
  if ((await Promise.race([ended, late])) === "late") {
    started.kill();
    await ended;
  }
  if (victim === "server" && !restartFirst) await stage.server.restart();
}

/** The history holds all of the migrations, or none; anything between shows in the dump. */
async function isDone({ server, set }: Stage): Promise<boolean> {
  const [history = ""] = set.histories;
  const versions = Object.keys(set.alternatives ?? {}).map((path) => /V(\d+)__/.exec(path)?.[1] ?? "");
  const rows = await server.rows(`SELECT version FROM ${history} WHERE success = 1`);
  return versions.every((version) => rows.some(([found]) => found === version));
}

async function differsFromBoth(stage: Stage, { before, after }: Reference): Promise<string[]> {
  const [isBefore, isAfter] = [
    differenceOf(before, await takeDump(stage.server)).text === "",
    differenceOf(after, await comparable(stage)).text === "",
  ];
  if (isBefore) return ["the databases are as before"];
  return [isAfter ? "the databases are as after" : "the databases are neither as before nor as after"];
}

function differs(what: string, wanted: Dump, got: Dump): string[] {
  const { text } = differenceOf(wanted, got);
  return text === "" ? [] : [`the databases are not as ${what}:\n${text}`];
}

function unless({ code, output }: Ended, wanted: number): string[] {
  return code === wanted
    ? []
    : [`a run ended with ${String(code)}, not with ${String(wanted)}:\n${lastLines(output, 25)}`];
}
