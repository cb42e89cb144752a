import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onProcessEnd } from "../../src/throwaway/exit-hooks.ts";
import type { ServerProduct } from "../../src/throwaway/server-program.ts";
import { clearServer } from "./dump.ts";
import type { Ended, Flyback, Started } from "./flyback.ts";
import { LIMITS, isLimitName } from "./limits.ts";
import type { Limit } from "./limits.ts";
import type { ProofServer } from "./server.ts";

/** Text of a script as its bytes, one character a byte, so that no encoding can be got wrong. */
export type ScriptText = string;

/** Migrations to put to the proof, and how they are run. */
export type MigrationSet = {
  readonly name: string;
  /** By path below the set's folder: scripts and all that goes with them. */
  readonly files: Readonly<Record<string, ScriptText>>;
  /**
   * Scripts of which each stands on the state that `files` make, and on no other of them: by path as well.
   * A set without has its files one after the other.
   */
  readonly alternatives?: Readonly<Record<string, ScriptText>>;
  /** Settings besides the place of the server; `folder` is the set's. */
  readonly args: (folder: string) => readonly string[];
  /** Databases that are there before the first run, as CREATE DATABASE takes them. The first one is that of the url. */
  readonly databases: readonly string[];
  /** `schema.table` of each history. */
  readonly histories: readonly string[];
};

/** A set on a server: its folder, and the runs in it. */
export type Stage = {
  readonly set: MigrationSet;
  readonly server: ProofServer;
  readonly flyback: Flyback;
  readonly put: (path: string, text: ScriptText) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ended>;
  readonly start: (command: string, ...args: readonly string[]) => Started;
  /** Empties the server, makes the databases that are there before, and takes all scripts of the order out of the folder. */
  readonly reset: () => Promise<void>;
  /** Paths of the files that hold migrations, in the order in which they run. */
  readonly order: readonly string[];
};

/** Lays out a set in a folder of its own, which is removed with this process, and empties the server. */
export async function openStage(written: MigrationSet, server: ProofServer, flyback: Flyback): Promise<Stage> {
  const set = server.gtids ? withTransactions(written) : written;
  const folder = await mkdtemp(join(tmpdir(), "flyback-proof-"));
  onProcessEnd(() => rmSync(folder, { recursive: true, force: true }));
  const put = async (path: string, text: ScriptText): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, "latin1");
  };
  const remove = (path: string): Promise<void> => rm(join(folder, path), { force: true });
  const [database = ""] = set.databases;
  const env = { FLYBACK_URL: `${server.url}${nameOf(database)}` };
  const start = (command: string, ...args: readonly string[]): Started =>
    flyback.start({ args: [command, ...set.args(folder), ...args], cwd: folder, env });
  const run = (command: string, ...args: readonly string[]): Promise<Ended> => start(command, ...args).ended;
  for (const [path, text] of Object.entries(set.files)) await put(path, text);
  await emptyServer(server, set);
  const order = await orderOf(await run("migrate", "--dry-run"), folder);
  const reset = async (): Promise<void> => {
    await emptyServer(server, set);
    for (const path of [...order, ...Object.keys(set.alternatives ?? {})]) await remove(path);
  };
  await reset();
  return { set, server, flyback, put, remove, run, start, reset, order };
}

/** The product's scripts among alternatives, by the words of a line such as `-- proof: mariadb fails`. */
export function wordsOf(text: ScriptText): ReadonlySet<string> {
  return new Set(/^-- proof: (.*)$/m.exec(text)?.[1]?.split(/\s+/) ?? []);
}

/** The known limit that a line such as `-- proof: limit past-versions` names; null if there is none. Throws for one that nobody knows. */
export function limitOf(text: ScriptText): Limit | null {
  const name = /^-- proof: .*\blimit (\S+)/m.exec(text)?.[1];
  if (name === undefined) return null;
  if (!isLimitName(name)) throw new Error(`no limit is called ${name}`);
  return LIMITS[name];
}

export function isFor(product: ServerProduct, text: ScriptText): boolean {
  const words = wordsOf(text);
  return words.has(product) || !(words.has("mariadb") || words.has("mysql"));
}

/** Everything applied that comes before the alternatives, and those in the folder. For sets whose alternatives run together. */
export async function rebuild(stage: Stage): Promise<void> {
  await stage.reset();
  for (const path of stage.order) await stage.put(path, stage.set.files[path] ?? "");
  const { code, output } = await stage.run("migrate", ...stage.flyback.withoutSnapshot);
  if (code !== 0) throw new Error(`the state before could not be made: ${output}`);
  await putNext(stage);
}

export async function putNext({ put, set }: Stage): Promise<void> {
  for (const [path, text] of Object.entries(set.alternatives ?? {})) await put(path, text);
}

/**
 * With GTIDs, MySQL refuses a statement or transaction that writes to tables with and without transactions (1785), which scripts
 * about the latter do: there they are made with transactions.
 */
function withTransactions(set: MigrationSet): MigrationSet {
  const changed = (texts: Readonly<Record<string, ScriptText>>): Record<string, ScriptText> =>
    Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path, text.replaceAll(/ENGINE *= *MyISAM/gi, "ENGINE=InnoDB")]),
    );
  return { ...set, files: changed(set.files), ...(set.alternatives && { alternatives: changed(set.alternatives) }) };
}

async function emptyServer(server: ProofServer, { databases }: MigrationSet): Promise<void> {
  await clearServer(server);
  for (const database of databases) await server.rows(`CREATE DATABASE ${database}`);
}

function nameOf(database: string): string {
  return /^\S+/.exec(database)?.[0] ?? "";
}

/** As flyback plans them. A dry run that fails ends the proof: there is nothing to be proven of such a set. */
async function orderOf({ code, report, output }: Ended, folder: string): Promise<string[]> {
  if (code !== 0 || report === null) throw new Error(`the dry run ended with ${String(code)}:\n${output}`);
  return report.databases.flatMap(({ steps }) =>
    steps.map(({ path }) => (path.startsWith("/") ? relative(folder, path) : path)),
  );
}
