import { differenceOf, takeDump } from "./dump.ts";
import { statementsOf, withFault } from "./faults.ts";
import type { FaultForm, Faulty } from "./faults.ts";
import type { Ended } from "./flyback.ts";
import type { Ground } from "./ground.ts";
import { limitOf, wordsOf } from "./migration-set.ts";
import type { ScriptText, Stage } from "./migration-set.ts";
import { randomOf } from "./random.ts";
import type { Tally } from "./tally.ts";

/** Which faults a file gets. */
export type FaultOptions = {
  readonly seed: string;
  /** Takes one of so many statements; 1: all. */
  readonly every: number;
  /** The share of the statements that can be broken in their middle of which that is tried. */
  readonly middle: number;
  /** No more than so many of a file, drawn of all of them; null: all. */
  readonly faults: number | null;
  /** One statement (from 1; 0: none, the script as it is), and one form. */
  readonly statement: number | null;
  readonly form: FaultForm | null;
  /** Each run begins with nothing applied, and has all files up to the fault in it. */
  readonly whole: boolean;
};

export type Proof = { readonly stage: Stage; readonly options: FaultOptions; readonly tally: Tally };
export type File = { readonly path: string; readonly text: ScriptText };
type Point = { readonly index: number; readonly form: FaultForm };

/** Lets a migration succeed and takes it back; then fails it at its statements. Each time the server must be as before. */
export async function proveFile(proof: Proof, file: File, ground: Ground): Promise<void> {
  const { stage, options, tally } = proof;
  const asItIs = options.statement === null || options.statement === 0;
  const goesThrough = !asItIs || (await proveWithoutFault(proof, file, ground));
  const points = pointsOf(proof, file);
  let done = 0;
  for (const point of options.faults === null ? points : shuffled(points, options.seed, file.path)) {
    if (done === options.faults) break;
    const faulty = withFault(file.text, point.index, point.form, stage.server.product);
    if (faulty !== null) {
      done += 1;
      await proveFault(proof, file, { ground, point, faulty, goesThrough });
    } else if (point.form !== "middle")
      tally.note(`${file.path}: no fault could be put before statement ${String(point.index + 1)}`);
  }
}

type Fault = {
  readonly ground: Ground;
  readonly point: Point;
  readonly faulty: Faulty;
  readonly goesThrough: boolean;
};

async function proveFault(proof: Proof, file: File, { ground, point, faulty, goesThrough }: Fault): Promise<void> {
  const { stage } = proof;
  await ground.dump();
  await stage.put(file.path, faulty.text);
  const ended = await stage.run("migrate");
  const words = wordsOf(file.text);
  const wrong =
    // A fault after that of its own is never reached.
    !goesThrough || words.has("fails") || words.has("refusable") || failsAt(ended, faulty.line)
      ? []
      : [`it failed elsewhere than at the fault:\n${lastLines(ended.output)}`];
  const what = `${point.form} at statement ${String(point.index + 1)} (line ${String(faulty.line)})`;
  await settle(proof, file, { what, ground, ended, codes: words.has("refusable") ? REFUSED : FAILED, wrong, point });
}

/** It succeeds, and `rollback` takes it back; one that fails by itself must go back like any other. False for the latter. */
async function proveWithoutFault(proof: Proof, file: File, ground: Ground): Promise<boolean> {
  const { stage } = proof;
  await ground.dump();
  await stage.put(file.path, file.text);
  const ended = await stage.run("migrate");
  const words = wordsOf(file.text);
  if (ended.code !== 0) {
    // What the server does not take is no finding; what flyback alone does not, is.
    const expected = words.has("fails") || words.has("refusable");
    const more = expected ? undefined : () => failsOnlyWithSnapshot(proof, file, ended);
    const codes = words.has("refusable") ? REFUSED : FAILED;
    await settle(proof, file, {
      what: "fails by itself",
      ground,
      ended,
      codes,
      wrong: [],
      point: null,
      ...(more && { more }),
    });
    return false;
  }
  const back = await stage.run("rollback");
  const wrong = words.has("fails") ? ["it is marked as failing and went through"] : [];
  await settle(proof, file, {
    what: "success, then rollback",
    ground,
    ended: back,
    codes: TAKEN_BACK,
    wrong,
    point: null,
  });
  return true;
}

/** Exit codes of a run after which all is as before, and of one whose report says in what it is not. */
type Codes = { readonly whole: readonly number[]; readonly partly: number };
const FAILED: Codes = { whole: [4], partly: 5 };
/** Refused with nothing in effect, or a failure like any other. */
const REFUSED: Codes = { whole: [3, 4], partly: 5 };
const TAKEN_BACK: Codes = { whole: [0], partly: 9 };

type Ending = {
  readonly what: string;
  readonly ground: Ground;
  /** The run that had to lead back. */
  readonly ended: Ended;
  readonly codes: Codes;
  readonly wrong: readonly string[];
  readonly point: Point | null;
  /** Looked at last, since it changes the server. */
  readonly more?: () => Promise<string[]>;
};

/** Compares with the state before, counts, and sees to it that the state is there again. */
async function settle(
  { stage, options, tally }: Proof,
  file: File,
  { what, ground, ended, codes, wrong, point, more }: Ending,
): Promise<void> {
  const name = `${stage.set.name}, ${file.path}: ${what}`;
  const before = await ground.dump();
  const now = await takeDump(stage.server);
  const { text, counters } = differenceOf(before, now);
  // Told apart: a counter is no row, and what has gone up by rows that are gone again loses nothing.
  for (const counter of counters) tally.note(`${name}: ${counter}`);
  const limit = text === "" ? null : limitOf(file.text);
  const [left, right] = [before, now].map((dump) => limit?.without(dump.text));
  const withinLimit = limit !== null && left === right;
  const wanted = withinLimit ? [...codes.whole, codes.partly] : codes.whole;
  const found = [
    ...(isOneOf(ended.code, wanted)
      ? []
      : [`it ended with ${String(ended.code)}, not with ${wanted.join(" or ")}:\n${lastLines(ended.output)}`]),
    ...wrong,
    ...(text === "" || withinLimit ? [] : [`the databases are not as before:\n${text}`]),
    ...((await more?.()) ?? []),
  ];
  if (found.length > 0) tally.fail(name, found.join("\n"), repeatOf(stage, options, { file, point }));
  else if (withinLimit) tally.limit(name, limit.why);
  else tally.pass(name);
  if (found.length > 0 || withinLimit || more !== undefined) await ground.rebuild();
}

async function failsOnlyWithSnapshot(
  { stage, options }: Proof,
  file: File,
  { code, output }: Ended,
): Promise<string[]> {
  if (stage.flyback.withoutSnapshot.length === 0 || options.whole || !(await applied(stage, file))) return [];
  return [`it goes through with --snapshot none, and without ended with ${String(code)}:\n${lastLines(output)}`];
}

/** Applies a file with nothing kept. False if it fails. */
export async function applied(stage: Stage, { path, text }: File): Promise<boolean> {
  await stage.put(path, text);
  const { code } = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  return code === 0;
}

/** A reported problem is the fault's own, or names its line. */
function failsAt({ report }: Ended, line: number): boolean {
  const problems = JSON.stringify(report ?? "");
  return problems.includes("flyback_fault") || problems.includes(`"line":${String(line)},`);
}

function isOneOf(code: number | null, wanted: readonly number[]): boolean {
  return code !== null && wanted.includes(code);
}

/** The statements that are drawn; the place after the last one is always among them. */
function pointsOf({ stage, options }: Proof, { path, text }: File): Point[] {
  const count = statementsOf(text, stage.server.product).length;
  const points: Point[] = [];
  for (let index = 0; index <= count; index += 1) {
    if (options.statement !== null && options.statement !== index + 1) continue;
    const random = randomOf(options.seed, path, index);
    const drawn = index === count || options.statement !== null || random.next() < 1 / options.every;
    const form = random.pick<FaultForm>(["function", "signal", "ddl"]);
    if (drawn && options.form === null) points.push({ index, form });
    if (drawn && options.form !== null) points.push({ index, form: options.form });
    if (drawn && options.form === null && options.statement === null && random.next() < options.middle)
      points.push({ index, form: "middle" });
  }
  return points;
}

function shuffled(points: readonly Point[], seed: string, path: string): Point[] {
  return points
    .map((point) => ({ point, place: randomOf(seed, path, point.index, point.form).next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ point }) => point);
}

type Place = { readonly file: File; readonly point: Point | null };

function repeatOf({ set, server }: Stage, { whole }: FaultOptions, { file, point }: Place): string {
  return [
    "npx tsx scripts/proof.ts fail",
    `--server ${server.name}`,
    `--set '${set.name}'`,
    `--only '${file.path}'`,
    ...(point === null ? ["--statement 0"] : [`--statement ${String(point.index + 1)}`, `--form ${point.form}`]),
    ...(whole ? ["--whole"] : []),
  ].join(" ");
}

export function lastLines(output: string, most = 15): string {
  return output.trimEnd().split("\n").slice(-most).join("\n");
}
