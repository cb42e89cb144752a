import { rmSync } from "node:fs";
import { copyFile, mkdtemp } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { onProcessEnd } from "../src/throwaway/exit-hooks.ts";
import { CASES } from "../test/conformance/cases/index.ts";
import { caseCheck } from "../test/conformance/case-check.ts";
import type { Check } from "../test/conformance/check.ts";
import { CORPUS_NAMES, corpusFolder } from "../test/conformance/corpora.ts";
import { corpusCheck } from "../test/conformance/corpus-check.ts";
import { startFlyway } from "../test/conformance/flyway.ts";
import { FLYWAY_VERSION } from "../test/conformance/flyway-install.ts";
import { ours } from "../test/conformance/ours.ts";
import { type Result, runChecks } from "../test/conformance/run-checks.ts";
import { CONFORMANCE_SERVERS, type Server, startServer } from "../test/conformance/servers.ts";
import { isRecipeName } from "../test/support/servers/recipes.ts";

const MOST_FINDINGS = 2;
const MOST_LINES = 20;

const USAGE = `Usage: npm run conformance -- [OPTION...]
Runs the released Flyway ${FLYWAY_VERSION} and flyback side by side and compares what they do.
  --only PATTERN   the cases and corpora whose name this regular expression matches
  --server NAME    on this server (may be repeated); default ${CONFORMANCE_SERVERS.join(" and ")}
  --quick          all cases and two small corpora on the first server, without the cases by turns
  --list           print the names
  --ours COMMAND   command line of ours, default a copy of dist/index.js; "flyway" compares Flyway with itself
  --parallel N     checks at a time, default one more than there are cores
  --show           print what Flyway did as well
  --all            print every difference of a case and all of its lines
  --keep           leave the cases' files`;

const QUICK_CORPORA = ["credhub", "fineract/list_db"];

type Options = {
  readonly only?: string;
  readonly server?: readonly string[];
  readonly quick?: boolean;
  readonly list?: boolean;
  readonly ours?: string;
  readonly parallel?: string;
  readonly keep?: boolean;
  readonly show?: boolean;
  readonly all?: boolean;
  readonly help?: boolean;
};

/** `npm run conformance`: exit 0 if nothing differs but what is meant to. */
async function main(): Promise<number> {
  const options = readOptions();
  if (options.help === true) return print(USAGE);
  const checks = (await allChecks(options)).filter(({ name }) => new RegExp(options.only ?? "", "i").test(name));
  if (options.list === true) return print(checks.map(({ name }) => name).join("\n"));
  if (checks.length === 0) throw new Error("no case has such a name");

  const servers: Server[] = [];
  const folder = await mkdtemp(join(tmpdir(), "flyback-conformance-"));
  if (options.keep !== true) onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  const flyway = await startFlyway();
  try {
    for (const name of serverNames(options)) servers.push(await startServer(name));
    const command = options.ours ?? (await bundleCommand(folder));
    print(`Flyway ${FLYWAY_VERSION} and ours (${command}) on ${servers.map(({ version }) => version).join(" and ")}`);
    const tools = { flyway, ours: command === "flyway" ? flyway : ours(splitCommand(command)) };
    const results = await runChecks(servers, checks, {
      tools,
      folder,
      parallel: Number(options.parallel ?? availableParallelism() + 1),
      report: (result) => report(result, options),
    });
    return summary(results);
  } finally {
    flyway.close();
    for (const server of servers) await server.stop();
    if (options.keep === true) print(`files: ${folder}`);
  }
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      server: { type: "string", multiple: true },
      quick: { type: "boolean" },
      list: { type: "boolean" },
      ours: { type: "string" },
      parallel: { type: "string" },
      keep: { type: "boolean" },
      show: { type: "boolean" },
      all: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  return values;
}

async function allChecks({ quick }: Options): Promise<Check[]> {
  const names = CORPUS_NAMES.filter((name) => quick !== true || QUICK_CORPORA.includes(name));
  const { path, present } = await corpusFolder();
  const corpora = present ? names.map((name) => corpusCheck(path, name)) : [absentCheck(path)];
  // The longest come first, so that none of them runs alone at the end.
  return [...corpora.toReversed(), ...CASES.map((one) => caseCheck(one, { byTurns: quick !== true }))];
}

function absentCheck(path: string): Check {
  const name = "corpora";
  const remark = `${path} is not there; FLYBACK_CORPUS says where they are`;
  return { name, run: () => Promise.resolve([{ name, status: "skipped", remark, findings: [] }]) };
}

function serverNames({ server, quick }: Options): readonly (typeof CONFORMANCE_SERVERS)[number][] {
  const usual = quick === true ? CONFORMANCE_SERVERS.slice(0, 1) : CONFORMANCE_SERVERS;
  if (server === undefined) return usual;
  return server.map((name) => {
    if (!isRecipeName(name)) throw new Error(`no server is called ${name}`);
    return name;
  });
}

/** A copy, which a build beside the run does not take away; the bundle must run alone in any folder. */
async function bundleCommand(folder: string): Promise<string> {
  const copy = join(folder, "index.js");
  await copyFile("dist/index.js", copy);
  return `node ${copy}`;
}

function splitCommand(command: string): [string, ...string[]] {
  const [program = "node", ...args] = command.split(" ");
  return [program, ...args];
}

const WORDS = { passed: "ok  ", failed: "FAIL", skipped: "skip" };

function report({ status, server, name, remark, findings, shown = [] }: Result, options: Options): void {
  const aside = remark === undefined ? "" : ` (${remark})`;
  print(`${WORDS[status]} ${server.padEnd(13)} ${name}${aside}`);
  if (options.show === true) print(indented(shown));
  // The first difference mostly explains those after it.
  const lines = findings
    .slice(0, options.all === true ? findings.length : MOST_FINDINGS)
    .flatMap((finding) => finding.split("\n"));
  const most = options.all === true ? lines.length : MOST_LINES;
  if (lines.length > 0) print(indented(lines.slice(0, most)));
  const hidden = lines.slice(most).length + findings.length - Math.min(findings.length, MOST_FINDINGS);
  if (hidden > 0 && options.all !== true) print(indented(["… more with --all"]));
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `       ${line}`).join("\n");
}

function summary(results: readonly Result[]): number {
  const count = (status: Result["status"]) => results.filter((result) => result.status === status).length;
  print(`${String(count("passed"))} passed, ${String(count("failed"))} failed, ${String(count("skipped"))} skipped`);
  // A run that compared nothing has shown nothing.
  return count("failed") > 0 || count("passed") === 0 ? 1 : 0;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

async function run(): Promise<void> {
  // Node ends without a word when nothing is left that could resolve what is awaited.
  const cutShort = (): void => {
    process.stderr.write("ended before all checks were done\n");
    process.exitCode = 1;
  };
  process.on("exit", cutShort);
  try {
    process.exitCode = await main();
    process.off("exit", cutShort);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

void run();
