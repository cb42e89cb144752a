import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../src/throwaway/cache-folder.ts";
import type { Machine } from "./machine.ts";
import type { Series } from "./measure.ts";
import type { Finding, Letter } from "./scenario.ts";

/** What one scenario found on one server, with all that it must be read with. */
export type Result = {
  readonly letter: Letter;
  /** Name of the server's recipe. */
  readonly server: string;
  readonly serverVersion: string;
  readonly measuredOn: string;
  /** Load of the machine before the scenario began. */
  readonly loadBefore: number;
  readonly seconds: number;
  readonly bundle: string;
  readonly machine: Machine;
  readonly findings: readonly Finding[];
  readonly series: readonly Series[];
  readonly notes?: readonly string[];
};

const FILE = join(cacheFolder(process.env), "bench-results.json");

/** The results of this machine's full runs; those of one scenario and server replace the earlier ones. */
export async function readResults(): Promise<readonly Result[]> {
  try {
    return JSON.parse(await readFile(FILE, "utf8")) as readonly Result[];
  } catch {
    return [];
  }
}

/** Keeps a result, so that a table can be made of scenarios that were run on different days. */
export async function keepResult(result: Result): Promise<readonly Result[]> {
  const others = (await readResults()).filter(
    ({ letter, server }) => letter !== result.letter || server !== result.server,
  );
  const all = [...others, result].toSorted(
    (a, b) => a.letter.localeCompare(b.letter) || a.server.localeCompare(b.server),
  );
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, JSON.stringify(all));
  return all;
}
