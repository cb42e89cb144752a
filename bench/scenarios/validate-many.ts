import { join } from "node:path";
import { flyway, ours, type Job } from "../contenders.ts";
import { writeSmallMigrations } from "../generate.ts";
import { interleaved, measure } from "../measure.ts";
import { reader, wall, type Scenario } from "../scenario.ts";
import { appliedCount, expectCount } from "../stage.ts";

const DATABASE = "bench_validate";

export const validateMany: Scenario = {
  letter: "c",
  title: "Validate 10,000 files, all applied",
  how: [
    "The history comes from `migrate` with `skip-executing-migrations`. Every file is read and compared with its row.",
  ],
  run: async (stage) => {
    const count = stage.quick ? 500 : 10_000;
    const location = `validate-${count}`;
    await writeSmallMigrations(join(stage.folder, location), count);
    await stage.emptyDatabase(DATABASE);
    const job: Job = { command: "migrate", database: DATABASE, folder: stage.folder, location };
    await measure(ours(stage, { ...job, settings: { skipExecutingMigrations: true } }));
    expectCount("rows of the history", await appliedCount(stage, DATABASE), count);
    const validate: Job = { ...job, command: "validate" };
    const series = await interleaved(
      [
        { name: "flyback", run: () => measure(ours(stage, validate)) },
        { name: "Flyway", run: () => measure(flyway(stage, validate)) },
      ],
      stage.rounds(5),
    );
    const of = reader(series);
    const figure = of("flyback", wall) / of("Flyway", wall);
    return { series, findings: [{ what: "wall time / Flyway's", unit: "x", figure, target: { atMost: 0.1 } }] };
  },
};
