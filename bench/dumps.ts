/** Dump and reload, as a deploy without a way back would have them: the servers' own tools, and mydumper beside. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../test/support/tools.ts";
import { plainClient } from "./contenders.ts";
import { measure, type Command, type Sample } from "./measure.ts";
import type { Stage } from "./stage.ts";

/** A way to dump a database and to have it again. */
export type DumpTool = {
  readonly name: string;
  readonly reloadName: string;
  /** Into a folder or file of this path, which is not there. */
  readonly dump: (database: string, path: string) => Command;
  readonly reload: (database: string, path: string) => Command;
};

const OF_MYSQL = ["--set-gtid-purged=OFF", "--column-statistics=0", "--no-tablespaces"];

/** mysqldump with its defaults, which are meant for a quick reload, and without locks; the plain client loads it. */
function ownTool(stage: Stage): DumpTool {
  const { kind, host, port } = stage.server.address;
  const place = ["--protocol=tcp", `--host=${host}`, `--port=${port}`, "--user=root"];
  const options = ["--single-transaction", "--routines", "--events", "--triggers"];
  return {
    name: "mysqldump",
    reloadName: "mysqldump's reload",
    dump: (database, path) => ({
      argv: [
        ...stage.dumpTool,
        "--no-defaults",
        ...place,
        ...options,
        ...(kind === "mysql" ? OF_MYSQL : []),
        `--result-file=${path}`,
        database,
      ],
    }),
    reload: (database, path) => plainClient(stage, database, [path]),
  };
}

/** Rows of one piece, so that a large table is dumped and loaded by several threads. */
const ROWS = 100_000;

/** mydumper and myloader with as many threads as they take by themselves. */
function parallelTool({ server }: Stage, mydumper: readonly string[], myloader: readonly string[]): DumpTool {
  const { host, port } = server.address;
  const place = [`--host=${host}`, `--port=${port}`, "--user=root"];
  return {
    name: "mydumper",
    reloadName: "myloader",
    dump: (database, path) => ({
      argv: [
        ...mydumper,
        ...place,
        `--database=${database}`,
        `--outputdir=${path}`,
        `--rows=${ROWS}`,
        "--triggers",
        "--events",
        "--routines",
      ],
    }),
    // On MySQL a reload that is not in the binary log would be no reload of a server in use.
    reload: (database, path) => ({
      argv: [
        ...myloader,
        ...place,
        `--database=${database}`,
        `--directory=${path}`,
        "--overwrite-tables",
        "--enable-binlog",
      ],
    }),
  };
}

/** The tools that this machine has, and a line for each that it has not. */
export function findDumpTools(stage: Stage): {
  readonly tools: readonly DumpTool[];
  readonly notes: readonly string[];
} {
  const otherwise = "not measured: mydumper and myloader are not there (Debian: apt-get install mydumper)";
  const [mydumper, myloader] = ["mydumper", "myloader"].map((name) => findProgram(name, process.env, otherwise));
  if (mydumper?.found === true && myloader?.found === true)
    return { tools: [ownTool(stage), parallelTool(stage, mydumper.command, myloader.command)], notes: [] };
  return { tools: [ownTool(stage)], notes: [otherwise] };
}

export type DumpSamples = { readonly dump: Sample; readonly reload: Sample };

/**
 * Dumps a database and loads it again.
 *
 * @param between makes it another one, so that a reload which does nothing is seen
 */
export async function dumpAndReload(
  stage: Stage,
  tool: DumpTool,
  database: string,
  between: () => Promise<void>,
): Promise<DumpSamples> {
  const path = join(stage.folder, `${database}-${tool.name}`);
  const dump = await measure(tool.dump(database, path));
  await between();
  const reload = await measure(tool.reload(database, path));
  await rm(path, { recursive: true });
  return { dump, reload };
}
