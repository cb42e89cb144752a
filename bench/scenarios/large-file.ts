import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ours, plainClient } from "../contenders.ts";
import { writeLargeMigration } from "../generate.ts";
import { interleaved, measure, type Command, type Sample } from "../measure.ts";
import { peak, reader, wall, type Scenario } from "../scenario.ts";
import { expectCount, type Stage } from "../stage.ts";

const DATABASE = "bench_large";
const FULL = 1_000_000_000;
const QUICK = 100_000_000;
const IN_ONE = "plain client, one transaction";

export const largeFile: Scenario = {
  letter: "e",
  title: "One file of 1 GB",
  how: [
    "One migration: a table and INSERTs of 250 rows, about 32 kB each, 1 GB in all. The client sources the same file: once as it does by default, which commits every statement, and once in one transaction, as a migration is run.",
    "Memory is the highest resident set of the process, by GNU time.",
  ],
  run: async (stage) => {
    const folder = join(stage.folder, "large");
    await mkdir(folder);
    const file = join(folder, "V1__large.sql");
    const rows = await writeLargeMigration(file, stage.quick ? QUICK : FULL);
    const job = { command: "migrate", database: DATABASE, folder: stage.folder, location: "large" } as const;
    const series = await interleaved(
      [
        { name: "plain client", run: () => load(stage, plainClient(stage, DATABASE, [file]), rows) },
        { name: IN_ONE, run: () => load(stage, plainClient(stage, DATABASE, [file], true), rows) },
        { name: "flyback", run: () => load(stage, ours(stage, job), rows) },
      ],
      stage.rounds(3),
    );
    await rm(folder, { recursive: true });
    await clear(stage);
    const of = reader(series);
    return {
      series,
      findings: [
        {
          what: "wall time / the plain client's",
          unit: "x",
          figure: of("flyback", wall) / of("plain client", wall),
          target: { atMost: 1.2 },
        },
        {
          what: "wall time / that of the client in one transaction",
          unit: "x",
          figure: of("flyback", wall) / of(IN_ONE, wall),
          target: null,
        },
        { what: "peak memory", unit: "MiB", figure: of("flyback", peak), target: { atMost: 256 } },
      ],
    };
  },
};

/** The server's data is in memory, and so is MySQL's binary log of every run. */
async function clear(stage: Stage): Promise<void> {
  await stage.emptyDatabase(DATABASE);
  if (stage.server.address.kind !== "mysql") return;
  await stage.query("flush binary logs");
  await stage.query("purge binary logs before now() + interval 1 minute");
}

async function load(stage: Stage, command: Command, rows: number): Promise<Sample> {
  await clear(stage);
  const sample = await measure(command, { memory: true });
  const [row] = await stage.query(`select count(*) as n from \`${DATABASE}\`.bulk`);
  expectCount("rows of the table", Number(row?.["n"]), rows);
  return sample;
}
