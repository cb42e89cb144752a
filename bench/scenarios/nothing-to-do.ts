import { bareDriver, bareNode, flyway, ours } from "../contenders.ts";
import { interleaved, measure } from "../measure.ts";
import { cpu, reader, wall, type Scenario } from "../scenario.ts";
import { appliedCount, expectCount } from "../stage.ts";
import { FINERACT_MIGRATIONS, fineractJob } from "./fineract.ts";

const DATABASE = "bench_nothing";

export const nothingToDo: Scenario = {
  letter: "a",
  title: "Nothing to do: 403 files, all applied",
  how: [
    "`migrate` of fineract/core_db on a database whose history has all 403 rows: each contender is a whole process from its start to its end, Flyway a fresh JVM.",
    "`node -e 0` is Node doing nothing; the bare script loads mysql2 from node_modules, connects, asks `select 1` and ends.",
  ],
  run: async (stage) => {
    const job = await fineractJob(DATABASE);
    await stage.emptyDatabase(DATABASE);
    await measure(ours(stage, { ...job, settings: { ...job.settings, skipExecutingMigrations: true } }));
    expectCount("rows of the history", await appliedCount(stage, DATABASE), FINERACT_MIGRATIONS);
    const contenders = {
      "`node -e 0`": bareNode(),
      "bare mysql2 script": bareDriver(stage),
      flyback: ours(stage, job),
      "flyback, with a way back": ours(stage, job, true),
      Flyway: flyway(stage, job),
    };
    const series = await interleaved(
      Object.entries(contenders).map(([name, command]) => ({ name, run: () => measure(command) })),
      stage.rounds(21),
    );
    const of = reader(series);
    return {
      series,
      findings: [
        {
          what: "wall time / Flyway's",
          unit: "x",
          figure: of("flyback", wall) / of("Flyway", wall),
          target: { atMost: 0.2 },
        },
        {
          what: "wall time with a way back / without",
          unit: "x",
          figure: of("flyback, with a way back", wall) / of("flyback", wall),
          target: { atMost: 1.1 },
        },
        {
          what: "CPU / `node -e 0`'s",
          unit: "x",
          figure: of("flyback", cpu) / of("`node -e 0`", cpu),
          target: { atMost: 3 },
        },
        {
          what: "CPU / the bare mysql2 script's",
          unit: "x",
          figure: of("flyback", cpu) / of("bare mysql2 script", cpu),
          target: null,
        },
      ],
    };
  },
};
