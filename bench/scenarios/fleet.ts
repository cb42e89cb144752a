import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { flyway, type Job } from "../contenders.ts";
import { writeSmallMigrations } from "../generate.ts";
import { interleaved, measure, total, type Command, type Sample } from "../measure.ts";
import { reader, wall, type Scenario } from "../scenario.ts";
import { appliedCount, expectCount, type Stage } from "../stage.ts";

const MIGRATIONS = 10;
const PARALLEL = 8;
const LOCATION = "fleet";

export const fleet: Scenario = {
  letter: "f",
  title: "50 databases with 10 migrations each",
  how: [
    "Ours is one process with 50 entries under `databases` and `parallel: 8`; Flyway is run once for each database, one after the other, and the times are added.",
    "All databases are empty at the start of each round.",
  ],
  run: async (stage) => {
    const names = Array.from({ length: stage.quick ? 5 : 50 }, (_, index) => `bench_fleet_${index + 1}`);
    await writeSmallMigrations(join(stage.folder, LOCATION), MIGRATIONS);
    const together = await oneProcess(stage, names);
    const series = await interleaved(
      [
        { name: "flyback, one process", run: () => fill(stage, names, () => measure(together)) },
        { name: "Flyway, one process each", run: () => fill(stage, names, () => oneAfterTheOther(stage, names)) },
      ],
      stage.rounds(3),
    );
    for (const name of names) await stage.query(`drop database \`${name}\``);
    const of = reader(series);
    const figure = of("Flyway, one process each", wall) / of("flyback, one process", wall);
    return { series, findings: [{ what: "Flyway's wall time / ours", unit: "x", figure, target: { atLeast: 10 } }] };
  },
};

async function fill(stage: Stage, names: readonly string[], run: () => Promise<Sample>): Promise<Sample> {
  for (const name of names) await stage.emptyDatabase(name);
  const sample = await run();
  for (const name of names) expectCount(`rows of the history of ${name}`, await appliedCount(stage, name), MIGRATIONS);
  return sample;
}

async function oneProcess(stage: Stage, names: readonly string[]): Promise<Command> {
  const { kind, host, port } = stage.server.address;
  const settings = { locations: `filesystem:${join(stage.folder, LOCATION)}`, user: "root", parallel: PARALLEL };
  const databases = names.map((name) => ({ name, url: `${kind}://${host}:${port}/${name}` }));
  const file = join(stage.folder, "fleet.yml");
  // JSON is YAML as well.
  await writeFile(file, JSON.stringify({ ...settings, databases }, null, 2));
  return { argv: [process.execPath, stage.bundle, "migrate", `--config-file=${file}`], cwd: stage.folder };
}

async function oneAfterTheOther(stage: Stage, names: readonly string[]): Promise<Sample> {
  const samples: Sample[] = [];
  for (const database of names) {
    const job: Job = { command: "migrate", database, folder: stage.folder, location: LOCATION };
    samples.push(await measure(flyway(stage, job)));
  }
  return total(samples);
}
