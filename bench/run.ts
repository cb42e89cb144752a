import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isRecipeName, type RecipeName } from "../test/support/servers/recipes.ts";
import { load, readMachine, type Machine } from "./machine.ts";
import { renderReport, renderResult } from "./report.ts";
import { keepResult, type Result } from "./results.ts";
import { holds, LETTERS, type Scenario } from "./scenario.ts";
import { additive } from "./scenarios/additive.ts";
import { emptyDatabase } from "./scenarios/empty-database.ts";
import { fleet } from "./scenarios/fleet.ts";
import { largeFile } from "./scenarios/large-file.ts";
import { nothingToDo } from "./scenarios/nothing-to-do.ts";
import { pending } from "./scenarios/pending.ts";
import { rewrite } from "./scenarios/rewrite.ts";
import { validateMany } from "./scenarios/validate-many.ts";
import { writeLog } from "./scenarios/write-log.ts";
import { bundleFacts, openStage, ROOT, type Stage } from "./stage.ts";

const SCENARIOS: readonly Scenario[] = [
  nothingToDo,
  emptyDatabase,
  validateMany,
  pending,
  largeFile,
  fleet,
  additive,
  rewrite,
  writeLog,
];
const DOCUMENT = join(ROOT, "docs", "benchmarks.md");
const SERVERS = "mariadb-10.11,mysql-8.0";

const USAGE = `Usage: npx tsx bench/run.ts [LETTER...] [--servers NAMES] [--quick] [--memory] [--rounds N] [--bundle FILE]
Measures flyback beside Flyway and the plain client, and writes docs/benchmarks.md.
${SCENARIOS.map(({ letter, title }) => `  ${letter}  ${title}`).join("\n")}
  --servers NAMES  names of the test matrix, by commas; default ${SERVERS}
  --quick          everything in small, to see that it works: the figures mean nothing and nothing is written
  --memory         the server's data in memory, nothing flushed: shows the tools' own time; nothing is written
  --rounds N       so many runs of each contender; nothing is written
  --bundle FILE    another bundle than dist/index.js; nothing is written`;

type Options = {
  readonly scenarios: readonly Scenario[];
  readonly servers: readonly RecipeName[];
  readonly quick: boolean;
  readonly inMemory: boolean;
  readonly rounds: number | null;
  readonly bundle: string;
  /** The results go into the documentation. */
  readonly publish: boolean;
};

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      servers: { type: "string" },
      quick: { type: "boolean" },
      memory: { type: "boolean" },
      rounds: { type: "string" },
      bundle: { type: "string" },
    },
  });
  const unknown = positionals.filter((name) => !LETTERS.some((letter) => letter === name));
  if (unknown.length > 0) throw new Error(`no benchmark is called ${unknown.join(", ")}\n${USAGE}`);
  const names = (values.servers ?? SERVERS).split(",");
  const servers = names.filter(isRecipeName);
  if (servers.length < names.length)
    throw new Error(`--servers ${names.join(",")}: not all of the test matrix\n${USAGE}`);
  const { quick = false, memory: inMemory = false } = values;
  return {
    scenarios: SCENARIOS.filter(({ letter }) => positionals.length === 0 || positionals.includes(letter)),
    servers,
    quick,
    inMemory,
    rounds: values.rounds === undefined ? null : Number(values.rounds),
    bundle: resolve(values.bundle ?? join(ROOT, "dist", "index.js")),
    publish: !quick && !inMemory && values.rounds === undefined && values.bundle === undefined,
  };
}

async function runScenario(
  scenario: Scenario,
  stage: Stage,
  about: { name: RecipeName; machine: Machine },
): Promise<Result> {
  const loadBefore = load();
  const startedAt = performance.now();
  const measured = await scenario.run(stage);
  return {
    ...measured,
    letter: scenario.letter,
    server: about.name,
    serverVersion: stage.server.version,
    measuredOn: new Date().toISOString().slice(0, 10),
    loadBefore,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    bundle: await bundleFacts(stage.bundle),
    machine: about.machine,
  };
}

/** One server at a time: two would share the cores. Answers what failed. */
async function runOn(name: RecipeName, options: Options, machine: Machine): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "flyback-bench-"));
  const stage = await openStage(name, { ...options, folder });
  const failures: string[] = [];
  try {
    for (const scenario of options.scenarios) {
      console.log(`(${scenario.letter}) ${scenario.title} on ${name}, load ${load().toFixed(1)}`);
      try {
        const result = await runScenario(scenario, stage, { name, machine });
        console.log(`${renderResult(result)}\n`);
        if (options.publish) await writeFile(DOCUMENT, renderReport(await keepResult(result), SCENARIOS));
        failures.push(...missed(result));
      } catch (error) {
        failures.push(
          `(${scenario.letter}) ${name} did not run: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
  return failures;
}

function missed({ letter, server, findings }: Result): readonly string[] {
  const found = findings.filter((finding) => holds(finding) === false);
  return found.map(({ what, figure }) => `(${letter}) ${server} misses its target: ${what} is ${figure.toFixed(2)}`);
}

/** Exit 1 if something did not run or, in a full run, missed its target. */
async function main(): Promise<void> {
  const options = readOptions();
  const machine = await readMachine();
  const failures: string[] = [];
  for (const name of options.servers) failures.push(...(await runOn(name, options, machine)));
  for (const failure of failures) console.log(failure);
  const failed = options.quick ? failures.filter((failure) => failure.includes("did not run")) : failures;
  if (failed.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
