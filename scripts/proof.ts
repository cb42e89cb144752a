import { parseArgs } from "node:util";
import { FAULTS } from "../test/proof/faults.ts";
import type { FaultForm } from "../test/proof/faults.ts";
import { proveFailures } from "../test/proof/fail.ts";
import { PHASES, VICTIMS, proveKills } from "../test/proof/kill.ts";
import { openFlyback } from "../test/proof/flyback.ts";
import { WAYS, proveLiveWrites } from "../test/proof/live.ts";
import { openStage } from "../test/proof/migration-set.ts";
import { proveProperty } from "../test/proof/property.ts";
import { startProofServer } from "../test/proof/server.ts";
import { SET_NAMES, readSet } from "../test/proof/sets.ts";
import { openTally } from "../test/proof/tally.ts";
import type { Tally } from "../test/proof/tally.ts";
import { RECIPE_NAMES, isRecipeName } from "../test/support/servers/recipes.ts";
import type { RecipeName } from "../test/support/servers/recipes.ts";

const USAGE = `Usage: npm run proof -- fail|kill|live|property [OPTION...]
  fail   fails migrations at every statement, and lets them succeed and takes them back: the databases must be as before
  kill   kills flyback or the server at random moments: the next run must end at before or after
  live   writes all the time through migrate, deploy and rollback: nothing that was confirmed may be lost
  property  generated schemas and migrations: what succeeds is taken back, what fails goes back, and all is as before
  --server NAME     ${RECIPE_NAMES.join(", ")} (may be repeated); default mariadb-10.11
  --set NAME        what is migrated (may be repeated); default cases; the names: --list
  --seed TEXT       default 1
  --rounds N        kill, live, property: how many; default 10
  --skip N          kill, live, property: how many were done already
  --writers N       live: sessions that write at the same time; default 3
  --phase           kill: only migrate, failing or rollback; live: only failing or rollback
  --victim          kill: only flyback or server
  --every N         fail: one of N statements; default 1, all
  --middle SHARE    fail: share of the statements that are also broken in their middle; default 1
  --faults N        fail: no more than N faults a file, drawn by the seed
  --from, --only TEXT  fail: begins with, or takes only, files whose path holds this text
  --statement N --form ${Object.keys(FAULTS).join("|")}|middle  fail: this alone
  --whole           fail: each run has all files up to the fault in it
  --shrink SECONDS  property: how long a failure is cut down; default 120
  --seconds N       fail, property: stops after so long and says where to go on
  --bundle PATH     default dist/index.js
  --verbose         names what passed as well
  --list            prints the names of all sets`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: "string", multiple: true },
    set: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "10" },
    skip: { type: "string", default: "0" },
    writers: { type: "string", default: "3" },
    phase: { type: "string" },
    victim: { type: "string" },
    every: { type: "string", default: "1" },
    middle: { type: "string", default: "1" },
    faults: { type: "string" },
    from: { type: "string" },
    only: { type: "string" },
    statement: { type: "string" },
    form: { type: "string" },
    whole: { type: "boolean", default: false },
    seconds: { type: "string" },
    shrink: { type: "string", default: "120" },
    bundle: { type: "string", default: "dist/index.js" },
    verbose: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** Exit 0 if something was proven and nothing failed. */
async function main(): Promise<number> {
  const [proof] = positionals;
  if (values.list) return print(SET_NAMES.join("\n"));
  if (values.help || !isProof(proof)) return print(USAGE);
  const tally = openTally(print, values.verbose);
  for (const name of values.server ?? ["mariadb-10.11"]) {
    if (!isRecipeName(name)) throw new Error(`no server is called ${name}: ${RECIPE_NAMES.join(", ")}`);
    await PROOFS[proof](name, tally);
  }
  print(`${String(tally.passed())} passed, ${String(tally.limited())} known limits, ${String(tally.failed())} failed`);
  // A proof that tried nothing has shown nothing.
  return tally.failed() > 0 || tally.passed() === 0 ? 1 : 0;
}

const PROOFS = { fail, kill, live, property };

function isProof(name: string | undefined): name is keyof typeof PROOFS {
  return name !== undefined && Object.hasOwn(PROOFS, name);
}

async function fail(name: RecipeName, tally: Tally): Promise<void> {
  const flyback = await openFlyback(values.bundle);
  const server = await startProofServer(name);
  try {
    for (const set of values.set ?? ["cases"]) {
      print(`${set} on ${server.product} ${server.version}`);
      const stage = await openStage(await readSet(set, server.product), server, flyback);
      await proveFailures(stage, failOptions(), tally);
    }
  } finally {
    await server.stop();
  }
}

async function kill(name: RecipeName, tally: Tally): Promise<void> {
  const flyback = await openFlyback(values.bundle);
  const server = await startProofServer(name);
  try {
    print(`kill on ${server.product} ${server.version}, seed ${values.seed}, rounds from ${values.skip}`);
    const stage = await openStage(await readSet("kill", server.product), server, flyback);
    await proveKills(
      stage,
      {
        seed: values.seed,
        skip: Number(values.skip),
        rounds: Number(values.rounds),
        phase: PHASES.find((phase) => phase === values.phase) ?? null,
        victim: VICTIMS.find((victim) => victim === values.victim) ?? null,
      },
      tally,
    );
  } finally {
    await server.stop();
  }
}

async function live(name: RecipeName, tally: Tally): Promise<void> {
  const flyback = await openFlyback(values.bundle);
  const server = await startProofServer(name);
  try {
    print(`live writes on ${server.product} ${server.version}, seed ${values.seed}, rounds from ${values.skip}`);
    const stage = await openStage(await readSet("live", server.product), server, flyback);
    const { seed, skip, rounds, writers } = values;
    const way = WAYS.find((way) => way === values.phase) ?? null;
    const options = { seed, skip: Number(skip), rounds: Number(rounds), writers: Number(writers), way };
    await proveLiveWrites(stage, options, tally);
  } finally {
    await server.stop();
  }
}

async function property(name: RecipeName, tally: Tally): Promise<void> {
  const flyback = await openFlyback(values.bundle);
  const server = await startProofServer(name);
  try {
    print(`property on ${server.product} ${server.version}, seed ${values.seed}, rounds from ${values.skip}`);
    const { seed, skip, rounds, shrink } = values;
    const options = {
      seed,
      skip: Number(skip),
      rounds: Number(rounds),
      shrinkSeconds: Number(shrink),
      seconds: seconds(),
    };
    await proveProperty(server, flyback, options, tally);
  } finally {
    await server.stop();
  }
}

function failOptions(): Parameters<typeof proveFailures>[1] {
  return {
    seed: values.seed,
    every: Number(values.every),
    middle: Number(values.middle),
    faults: values.faults === undefined ? null : Number(values.faults),
    from: values.from ?? null,
    only: values.only ?? null,
    statement: values.statement === undefined ? null : Number(values.statement),
    form: isForm(values.form) ? values.form : null,
    whole: values.whole,
    seconds: seconds(),
  };
}

function seconds(): number {
  return values.seconds === undefined ? Number.POSITIVE_INFINITY : Number(values.seconds);
}

function isForm(text: string | undefined): text is FaultForm {
  return text === "middle" || (text !== undefined && Object.hasOwn(FAULTS, text));
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

// Node ends without a word when nothing is left that could resolve what is awaited.
const cutShort = (): void => {
  process.stderr.write("ended before the proof was done\n");
  process.exitCode = 1;
};
process.on("exit", cutShort);

async function run(): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error: unknown) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
  process.off("exit", cutShort);
}

void run();
