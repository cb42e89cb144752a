import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A process to measure. */
export type Command = {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Given to its standard input, from a file. */
  readonly input?: string;
  /** Looks at its standard output; throws if the run was not what it should be. */
  readonly check?: (stdout: string) => void;
};

/** What one process took, or several one after the other. */
export type Sample = {
  readonly wallMs: number;
  /** User and system time, threads and waited-for children included. */
  readonly cpuMs: number;
  /** Highest resident memory; null if it was not asked for. */
  readonly peakMiB: number | null;
};

/** bash alone gives CPU time in milliseconds without any program of its own between: `time` is a word of its grammar. */
const TIMER = `TIMEFORMAT='%3R %3U %3S'; out=$1; shift; { time "$@" 2>"$out.err"; } 2>"$out.time"`;

/** Runs a process to its end. Throws with the end of its output if it fails. */
export async function measure(command: Command, options: { readonly memory?: boolean } = {}): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-bench-run-"));
  const out = join(folder, "run");
  try {
    await writeFile(`${out}.in`, command.input ?? "");
    // GNU time's figures are in hundredths of a second, so it is asked for memory only.
    const memory = options.memory === true ? ["/usr/bin/time", "-o", `${out}.memory`, "-f", "%M"] : [];
    const argv = ["-c", `${TIMER}; exit`, "bench", out, ...memory, ...command.argv];
    const status = await runTo(out, argv, command.cwd);
    const [stdout, stderr] = await Promise.all([readFile(`${out}.out`, "utf8"), readFile(`${out}.err`, "utf8")]);
    if (status !== 0) {
      throw new Error(
        `exit ${status} of ${command.argv.join(" ").slice(0, 300)}\n${stderr.slice(-2000)}${stdout.slice(-2000)}`,
      );
    }
    command.check?.(stdout);
    return await readSample(out, options.memory === true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Files, not pipes: a pipe would be emptied by this process, which costs time on the same cores. */
function runTo(out: string, argv: readonly string[], cwd: string | undefined): Promise<number> {
  const stdin = openSync(`${out}.in`, "r");
  const stdout = openSync(`${out}.out`, "w");
  return new Promise((resolve, reject) => {
    const child = spawn("bash", argv, {
      stdio: [stdin, stdout, "inherit"],
      env: cleanEnvironment(),
      ...(cwd === undefined ? {} : { cwd }),
    });
    child.on("error", reject);
    child.on("close", (code) => {
      closeSync(stdin);
      closeSync(stdout);
      resolve(code ?? -1);
    });
  });
}

async function readSample(out: string, memory: boolean): Promise<Sample> {
  const [wall = NaN, user = NaN, system = NaN] = (await readFile(`${out}.time`, "utf8")).trim().split(" ").map(Number);
  const peak = memory ? Number((await readFile(`${out}.memory`, "utf8")).trim()) / 1024 : null;
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000, peakMiB: peak };
}

/** Without what would set options, make a tool believe that it runs in a CI, or change how Node runs. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(FLYBACK|FLYWAY|INPUT|GITHUB|JENKINS|RUNNER|GITLAB|npm)_|^(CI|BUILD_NUMBER|NODE_OPTIONS)$/.test(name),
  );
  // A user's shell has no decimal comma to expect from bash.
  return { ...Object.fromEntries(kept), LC_ALL: "C.UTF-8" };
}

/** Adds up what was run one after the other. */
export function total(samples: readonly Sample[]): Sample {
  const sum = (of: (sample: Sample) => number): number => samples.reduce((all, sample) => all + of(sample), 0);
  const peaks = samples.flatMap(({ peakMiB }) => peakMiB ?? []);
  return {
    wallMs: sum((s) => s.wallMs),
    cpuMs: sum((s) => s.cpuMs),
    peakMiB: peaks.length === 0 ? null : Math.max(...peaks),
  };
}

/** One side of a comparison: prepares what it needs, then measures. */
export type Contender = { readonly name: string; readonly run: () => Promise<Sample> };

export type Series = { readonly name: string; readonly samples: readonly Sample[] };

/**
 * Runs all contenders in every round, so that what else the machine does hits them alike; each round begins with another one.
 */
export async function interleaved(contenders: readonly Contender[], rounds: number): Promise<readonly Series[]> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % contenders.length;
    for (const { name, run } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      samples.get(name)?.push(await run());
    }
  }
  return contenders.map(({ name }) => ({ name, samples: samples.get(name) ?? [] }));
}

/** Collects series where one contender's run prepares the next one's, so that they cannot take turns freely. */
export type Tally = {
  readonly add: (name: string, sample: Sample) => void;
  readonly series: () => readonly Series[];
};

export function createTally(): Tally {
  const samples = new Map<string, Sample[]>();
  return {
    add(name, sample) {
      samples.set(name, [...(samples.get(name) ?? []), sample]);
    },
    series: () => [...samples].map(([name, list]) => ({ name, samples: list })),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}
