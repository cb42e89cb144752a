import { applied, proveFile } from "./fail-file.ts";
import type { FaultOptions, File, Proof } from "./fail-file.ts";
import { openGround } from "./ground.ts";
import type { Ground } from "./ground.ts";
import { isFor } from "./migration-set.ts";
import type { Stage } from "./migration-set.ts";
import type { Tally } from "./tally.ts";

export type FailOptions = FaultOptions & {
  /** Begins with the file whose path holds this text. */
  readonly from: string | null;
  /** Takes only files whose path holds this text. */
  readonly only: string | null;
  /** Stops after so many seconds and says where to go on. */
  readonly seconds: number;
};

type Walk = Proof & { readonly options: FailOptions; readonly deadline: number };

/**
 * Fails each migration of a set at every statement, and compares the server with what it was before. Then lets it succeed and takes it
 * back with `rollback`. Ends with everything applied, or where a migration fails by itself.
 */
export async function proveFailures(stage: Stage, options: FailOptions, tally: Tally): Promise<void> {
  const walk = { stage, options, tally, deadline: performance.now() + options.seconds * 1000 };
  if (stage.set.alternatives === undefined) await oneAfterTheOther(walk);
  else await beside(walk);
}

async function oneAfterTheOther(walk: Walk): Promise<void> {
  const { stage, options, tally, deadline } = walk;
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
    const ground = openGround(stage.server, async () => {
      await stage.reset();
      const before = files.slice(0, number);
      if (options.whole) for (const { path, text } of before) await stage.put(path, text);
      else await applyAll(stage, before);
    });
    if (options.only === null || file.path.includes(options.only)) await proveFile(walk, file, ground);
    if (options.whole) await stage.put(file.path, file.text);
    else if (!(await applied(stage, file)))
      return tally.note(`${file.path} fails by itself on this server: what comes after it was not run`);
  }
}

/** Each script on the same state. */
async function beside(walk: Walk): Promise<void> {
  const { stage, options, tally, deadline } = walk;
  const ground = await layGround(stage);
  const files = alternativesOf(stage);
  const first = Math.max(
    0,
    options.from === null ? 0 : files.findIndex(({ path }) => path.includes(options.from ?? "")),
  );
  for (const file of files.slice(first)) {
    if (performance.now() > deadline) return tally.note(`stopped by the clock; go on with --from ${file.path}`);
    if (options.only !== null && !file.path.includes(options.only)) continue;
    await proveAlternative(walk, file, ground);
  }
}

/** The scripts of a set that stand beside each other and are for this server. */
export function alternativesOf({ set, server }: Stage): File[] {
  return Object.entries(set.alternatives ?? {})
    .filter(([, text]) => isFor(server.product, text))
    .map(([path, text]) => ({ path, text }));
}

/** Makes the state on which each of them stands. */
export async function layGround(stage: Stage): Promise<Ground> {
  const base = stage.order.map((path) => ({ path, text: stage.set.files[path] ?? "" }));
  const ground = openGround(stage.server, async () => {
    await stage.reset();
    await applyAll(stage, base);
  });
  await ground.rebuild();
  return ground;
}

/** As `proveFile`; afterwards the script is out of the folder again. */
export async function proveAlternative(proof: Proof, file: File, ground: Ground): Promise<void> {
  await proveFile(proof, file, ground);
  await proof.stage.remove(file.path);
}

/** Throws with what flyback said. Of no files there is no run, so that there is no history table yet, which the first one will make. */
async function applyAll(stage: Stage, files: readonly File[]): Promise<void> {
  for (const { path, text } of files) await stage.put(path, text);
  if (files.length === 0) return;
  const { code, output } = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  if (code !== 0) throw new Error(`the state before could not be made: ${output}`);
}
