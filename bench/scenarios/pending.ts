import { join } from "node:path";
import { ours } from "../contenders.ts";
import { writeSmallMigrations } from "../generate.ts";
import { interleaved, measure, type Contender, type Sample } from "../measure.ts";
import { reader, wall, type Finding, type Scenario } from "../scenario.ts";
import { appliedCount, expectCount, type Stage } from "../stage.ts";

const DATABASE = "bench_pending";
const MODES = ["executing", "recorded only"] as const;
type Mode = (typeof MODES)[number];

export const pending: Scenario = {
  letter: "d",
  title: "Many pending migrations: 10,000 against 1,000",
  how: [
    "Small generated migrations, one INSERT each, into an empty database; wall time of the whole process by the number of migrations.",
    "Recorded only: with `skip-executing-migrations`.",
  ],
  run: async (stage) => {
    const [few, many] = stage.quick ? [100, 1000] : [1000, 10_000];
    const counts = [few, many];
    for (const count of counts) await writeSmallMigrations(join(stage.folder, `pending-${count}`), count);
    const contenders = MODES.flatMap((mode) =>
      counts.map((count): Contender => ({ name: nameOf(mode, count), run: () => apply(stage, mode, count) })),
    );
    const series = await interleaved(contenders, stage.rounds(5));
    const of = reader(series);
    const perMigration = (mode: Mode, count: number): number => of(nameOf(mode, count), wall) / count;
    const findings = MODES.map((mode): Finding => ({
      what: `time per migration at ${many} / at ${few}, ${mode}`,
      unit: "x",
      figure: perMigration(mode, many) / perMigration(mode, few),
      target: { atMost: 1.2 },
    }));
    return { series, findings };
  },
};

function nameOf(mode: Mode, count: number): string {
  return `flyback, ${count} ${mode}`;
}

async function apply(stage: Stage, mode: Mode, count: number): Promise<Sample> {
  await stage.emptyDatabase(DATABASE);
  const settings = { skipExecutingMigrations: mode === "recorded only" };
  const location = `pending-${count}`;
  const sample = await measure(
    ours(stage, { command: "migrate", database: DATABASE, folder: stage.folder, location, settings }),
  );
  expectCount("rows of the history", await appliedCount(stage, DATABASE), count);
  return sample;
}
