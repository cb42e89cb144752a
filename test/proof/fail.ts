import { differenceOf, takeDump } from "./dump.ts";
import type { Dump } from "./dump.ts";
import { statementsOf, withFault } from "./faults.ts";
import type { FaultForm } from "./faults.ts";
import type { Ended } from "./flyback.ts";
import { isFor, wordsOf } from "./migration-set.ts";
import type { ScriptText, Stage } from "./migration-set.ts";
import { randomOf } from "./random.ts";
import type { Tally } from "./tally.ts";

export type FailOptions = {
  readonly seed: string;
  /** Takes one of so many statements; 1: all. */
  readonly every: number;
  /** The share of the statements that can be broken in their middle of which that is tried. */
  readonly middle: number;
  /** Begins with the file whose path holds this text. */
  readonly from: string | null;
  /** Takes only files whose path holds this text. */
  readonly only: string | null;
  /** With `only`: one statement (from 1; 0: none, the script as it is), and one form. */
  readonly statement: number | null;
  readonly form: FaultForm | null;
  /** Each run begins with nothing applied, and has all files up to the fault in it. */
  readonly whole: boolean;
  /** Stops after so many seconds and says where to go on. */
  readonly seconds: number;
};

type Point = { readonly index: number; readonly form: FaultForm };
type File = { readonly path: string; readonly text: ScriptText };

/**
 * Fails each migration of a set at every statement, and compares the server with what it was before. Then lets it succeed and takes it
 * back with `rollback`. Ends with everything applied, or where a migration fails by itself.
 */
export async function proveFailures(stage: Stage, options: FailOptions, tally: Tally): Promise<void> {
  const proof = { stage, options, tally, deadline: performance.now() + options.seconds * 1000 };
  if (stage.set.alternatives === undefined) await oneAfterTheOther(proof);
  else await beside(proof, stage.set.alternatives);
}

type Proof = { readonly stage: Stage; readonly options: FailOptions; readonly tally: Tally; readonly deadline: number };

async function oneAfterTheOther(proof: Proof): Promise<void> {
  const { stage, options, tally, deadline } = proof;
  const files = stage.order.map((path) => ({ path, text: stage.set.files[path] ?? "" }));
  const first = options.from === null ? 0 : files.findIndex(({ path }) => path.includes(options.from ?? ""));
  if (first < 0) throw new Error(`no file of ${stage.set.name} has ${String(options.from)} in its path`);
  if (!options.whole) await applyAll(stage, files.slice(0, first));
  for (const [number, file] of files.entries()) {
    if (performance.now() > deadline) return tally.note(`stopped by the clock; go on with --from ${file.path}`);
    if (number < first) {
      if (options.whole) await stage.put(file.path, file.text);
      continue;
    }
    const rebuild = async (): Promise<void> => {
      await stage.reset();
      const before = files.slice(0, number);
      if (options.whole) for (const { path, text } of before) await stage.put(path, text);
      else await applyAll(stage, before);
    };
    if (options.only === null || file.path.includes(options.only)) await proveFile(proof, file, rebuild);
    if (options.whole) await stage.put(file.path, file.text);
    else if (!(await applied(stage, file)))
      return tally.note(`${file.path} fails by itself on this server: what comes after it was not run`);
  }
}

/** Each script on the same state. */
async function beside(proof: Proof, alternatives: Readonly<Record<string, ScriptText>>): Promise<void> {
  const { stage, options, tally, deadline } = proof;
  const base = stage.order.map((path) => ({ path, text: stage.set.files[path] ?? "" }));
  const rebuild = async (): Promise<void> => {
    await stage.reset();
    await applyAll(stage, base);
  };
  await rebuild();
  const files = Object.entries(alternatives).filter(([, text]) => isFor(stage.server.product, text));
  const first = Math.max(0, options.from === null ? 0 : files.findIndex(([path]) => path.includes(options.from ?? "")));
  for (const [path, text] of files.slice(first)) {
    if (performance.now() > deadline) return tally.note(`stopped by the clock; go on with --from ${path}`);
    if (options.only !== null && !path.includes(options.only)) continue;
    await proveFile(proof, { path, text }, rebuild);
    await stage.remove(path);
  }
}

async function applied(stage: Stage, { path, text }: File): Promise<boolean> {
  await stage.put(path, text);
  const { code } = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  return code === 0;
}

/** Throws with what flyback said. Of no files there is no run, so that there is no history table yet, which the first one will make. */
async function applyAll(stage: Stage, files: readonly File[]): Promise<void> {
  for (const { path, text } of files) await stage.put(path, text);
  if (files.length === 0) return;
  const { code, output } = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  if (code !== 0) throw new Error(`the state before could not be made: ${output}`);
}

async function proveFile(proof: Proof, file: File, rebuild: () => Promise<void>): Promise<void> {
  const { stage, options, tally } = proof;
  // Made again, a state has other times in it.
  let before = await takeDump(stage.server);
  const asItIs = options.statement === null || options.statement === 0;
  const goesThrough = !asItIs || (await proveWithoutFault(proof, file, before, rebuild));
  if (asItIs) before = await takeDump(stage.server);
  for (const point of pointsOf(proof, file)) {
    const faulty = withFault(file.text, point.index, point.form, stage.server.product);
    if (faulty === null) {
      if (point.form !== "middle")
        tally.note(`${file.path}: no fault could be put before statement ${String(point.index + 1)}`);
      continue;
    }
    await stage.put(file.path, faulty.text);
    const ended = await stage.run("migrate");
    const name = `${stage.set.name}, ${file.path}: ${point.form} at statement ${String(point.index + 1)} (line ${String(faulty.line)})`;
    const wrong = wrongWith(ended, {
      line: faulty.line,
      mayRefuse: wordsOf(file.text).has("refusable"),
      // Then a fault after that of its own is never reached.
      ownFault: !goesThrough || wordsOf(file.text).has("fails"),
    });
    const what = [...wrong, ...(await differencesFrom(proof, name, before))];
    if (what.length === 0) tally.pass(name);
    else {
      tally.fail(name, what.join("\n"), repeatOf(proof, file, point));
      await rebuild();
      before = await takeDump(stage.server);
    }
  }
}

/** It succeeds, and `rollback` takes it back; one that fails by itself must go back like any other. False for the latter. */
async function proveWithoutFault(
  proof: Proof,
  file: File,
  before: Dump,
  rebuild: () => Promise<void>,
): Promise<boolean> {
  const { stage, tally } = proof;
  await stage.put(file.path, file.text);
  const ended = await stage.run("migrate");
  const words = wordsOf(file.text);
  if (ended.code !== 0) {
    const name = `${stage.set.name}, ${file.path}: fails by itself`;
    const wrong = [
      ...wrongWith(ended, { line: null, mayRefuse: words.has("refusable"), ownFault: true }),
      ...(await differencesFrom(proof, name, before)),
    ];
    // What the server does not take is no finding; what flyback alone does not, is.
    const expected = words.has("fails") || words.has("refusable");
    const refused = expected ? [] : await failsOnlyWithSnapshot(proof, file, ended);
    if (!expected) await rebuild();
    const what = [...wrong, ...refused];
    if (what.length === 0) tally.pass(name);
    else {
      tally.fail(name, what.join("\n"), repeatOf(proof, file, null));
      await rebuild();
    }
    return false;
  }
  const name = `${stage.set.name}, ${file.path}: success, then rollback`;
  if (words.has("fails")) tally.fail(name, "it is marked as failing and went through", repeatOf(proof, file, null));
  if (!stage.flyback.canFlyBack) {
    tally.fail(name, "there is no command rollback", repeatOf(proof, file, null));
    await rebuild();
    return true;
  }
  const back = await stage.run("rollback");
  const what = [
    ...(back.code === 0 ? [] : [`rollback ended with ${String(back.code)}:\n${lastLines(back.output)}`]),
    ...(await differencesFrom(proof, name, before)),
  ];
  if (what.length === 0) tally.pass(name);
  else {
    tally.fail(name, what.join("\n"), repeatOf(proof, file, null));
    await rebuild();
  }
  return true;
}

async function failsOnlyWithSnapshot(
  { stage, options }: Proof,
  file: File,
  { code, output }: Ended,
): Promise<string[]> {
  if (stage.flyback.withoutSnapshot.length === 0 || options.whole || !(await applied(stage, file))) return [];
  return [`it goes through with --snapshot none, and without ended with ${String(code)}:\n${lastLines(output)}`];
}

type Expected = { readonly line: number | null; readonly mayRefuse: boolean; readonly ownFault: boolean };

/** What is wrong with a run that had to fail at that line and to be back. */
function wrongWith({ code, output, report }: Ended, { line, mayRefuse, ownFault }: Expected): string[] {
  const problems = JSON.stringify(report ?? "");
  const meant =
    line === null || ownFault || problems.includes("flyback_fault") || problems.includes(`"line":${String(line)},`);
  if (mayRefuse && code !== 0) return [];
  return [
    ...(code === 4 ? [] : [`it ended with ${String(code)}, not with 4 (rolled back):\n${lastLines(output)}`]),
    ...(meant ? [] : [`it failed elsewhere than at the fault:\n${lastLines(output)}`]),
  ];
}

async function differencesFrom({ stage, tally }: Proof, place: string, before: Dump): Promise<string[]> {
  const { text, counters } = differenceOf(before, await takeDump(stage.server));
  // Told apart: a counter is no row, and what has gone up by rows that are gone again loses nothing.
  for (const text of counters) tally.note(`${place}: ${text}`);
  return text === "" ? [] : [`the databases are not as before:\n${text}`];
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

function repeatOf({ stage, options }: Proof, { path }: File, point: Point | null): string {
  const where = point === null ? ["--statement 0"] : [`--statement ${String(point.index + 1)}`, `--form ${point.form}`];
  const whole = options.whole ? ["--whole"] : [];
  return [
    "npx tsx scripts/proof.ts fail",
    `--server ${stage.server.name}`,
    `--set '${stage.set.name}'`,
    `--only '${path}'`,
    ...where,
    ...whole,
  ].join(" ");
}

export function lastLines(output: string, most = 15): string {
  return output.trimEnd().split("\n").slice(-most).join("\n");
}
