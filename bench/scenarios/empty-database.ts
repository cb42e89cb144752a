import { flyway, ours, plainClient } from "../contenders.ts";
import { interleaved, measure, type Command, type Sample } from "../measure.ts";
import { reader, wall, type Finding, type Scenario } from "../scenario.ts";
import { appliedCount, expectCount, tableCount, type Stage } from "../stage.ts";
import { FINERACT_MIGRATIONS, fineractJob, migrationFiles } from "./fineract.ts";

const DATABASE = "bench_fineract";
const TARGETS = { mariadb: 1.35, mysql: 1.2 } as const;
const WAY_BACK_TARGETS = { mariadb: 1.6, mysql: 1.4 } as const;

export const emptyDatabase: Scenario = {
  letter: "b",
  title: "fineract/core_db into an empty database",
  how: [
    "All 403 migrations of fineract/core_db. The client is one session that sources the same files in the same order; it keeps no history.",
    "Each run starts from a database made anew, and must end with the same number of tables.",
  ],
  run: async (stage) => {
    const job = await fineractJob(DATABASE);
    const client = plainClient(stage, DATABASE, await migrationFiles(job.path));
    const tables = new Set<number>();
    const runs: readonly (readonly [string, Command, boolean])[] = [
      ["plain client", client, false],
      ["flyback", ours(stage, job), true],
      ["flyback, with a way back", ours(stage, job, true), true],
      ["Flyway", flyway(stage, job), true],
    ];
    const series = await interleaved(
      runs.map(([name, command, history]) => ({ name, run: () => fill(stage, command, { history, tables }) })),
      stage.rounds(7),
    );
    const of = reader(series);
    const ratio = (name: string, to: string): number => of(name, wall) / of(to, wall);
    const findings: readonly Finding[] = [
      {
        what: "wall time / the plain client's",
        unit: "x",
        figure: ratio("flyback", "plain client"),
        target: { atMost: TARGETS[stage.server.address.kind] },
      },
      {
        what: "wall time with a way back / the plain client's",
        unit: "x",
        figure: ratio("flyback, with a way back", "plain client"),
        target: { atMost: WAY_BACK_TARGETS[stage.server.address.kind] },
      },
      {
        what: "Flyway's wall time / the plain client's",
        unit: "x",
        figure: ratio("Flyway", "plain client"),
        target: null,
      },
    ];
    return { series, findings };
  },
};

type Expected = { readonly history: boolean; readonly tables: Set<number> };

async function fill(stage: Stage, command: Command, { history, tables }: Expected): Promise<Sample> {
  await stage.emptyDatabase(DATABASE);
  const sample = await measure(command);
  if (history) expectCount("rows of the history", await appliedCount(stage, DATABASE), FINERACT_MIGRATIONS);
  tables.add((await tableCount(stage, DATABASE)) - (history ? 1 : 0));
  if (tables.size > 1) throw new Error(`the contenders made different numbers of tables: ${[...tables].join(", ")}`);
  return sample;
}
