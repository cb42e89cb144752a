import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ours, plainClient } from "../contenders.ts";
import { dumpAndReload, findDumpTools } from "../dumps.ts";
import {
  checksumOf,
  expectSame,
  fillTable,
  megabytesOf,
  purgeLogs,
  quickly,
  tableDefinition,
  untilIdle,
} from "../fill.ts";
import { createTally, measure, type Sample, type Tally } from "../measure.ts";
import { reader, wall, type Finding, type Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { startWriter, type Written } from "../writer.ts";

const DATABASE = "bench_rewrite";
const TABLE = `\`${DATABASE}\`.big`;
const LOCATION = "rewrite";
const ROWS = 1_200_000;
const QUICK_ROWS = 60_000;

/** Done twice it changes nothing, so that it can be run again and again. */
const REWRITE = "update big set note = reverse(note), amount = -amount;\n";

const COPY = "client: CREATE LIKE and INSERT SELECT";
const WITHOUT = "flyback migrate, without a way back";
const MIGRATE = "flyback migrate";
const ROLLBACK = "flyback rollback";
const ROLLBACK_BESIDE = "flyback rollback beside a writer";

export const rewrite: Scenario = {
  letter: "fly-b",
  title: "There and back: every row of a table of 300 MB is rewritten",
  how: [
    "One UPDATE without WHERE changes two columns of 1.2 million rows, one of them in an index; the table has three indexes besides its key.",
    "What is kept is the difference of `migrate` with and without a way back; it is compared with `CREATE TABLE … LIKE` and `INSERT … SELECT` by the client.",
    "Copy, migrations and reload begin when the server has nothing left to do from what was before; else one would wait for the purge of the other's old rows. The way back begins at once.",
    "The way back is the whole process of `rollback`, compared with the reload of mysqldump's file by the client. After each of them the checksum of the table must be that of before.",
    "Beside a writer: one session updates rows all over the table, and inserts some, as fast as it can; its longest wait for a statement counts, and every row must be there as it was confirmed last.",
  ],
  run: async (stage) => {
    await mkdir(join(stage.folder, LOCATION));
    await writeFile(join(stage.folder, LOCATION, "V1__rewrite.sql"), REWRITE);
    await stage.emptyDatabase(DATABASE);
    const rows = stage.quick ? QUICK_ROWS : ROWS;
    await quickly(stage, async () => {
      await stage.query(tableDefinition(TABLE));
      await fillTable(stage, TABLE, rows);
    });
    const size = `The table: ${rows} rows, ${(await megabytesOf(stage, DATABASE)).toFixed(0)} MB without its indexes.`;
    const tally = createTally();
    const writers: Written[] = [];
    const { tools, notes } = findDumpTools(stage);
    for (let round = 0; round < stage.rounds(2); round += 1) {
      await copy(stage, tally);
      await there(stage, tally);
      await thereAndBack(stage, tally);
      await besideWriter(stage, tally, rows, writers);
      // A reload takes longest by far.
      if (round > 0) continue;
      for (const tool of tools) await reload(stage, tally, tool);
    }
    await stage.query(`drop database \`${DATABASE}\``);
    return {
      series: tally.series(),
      findings: findings(tally, writers),
      notes: [size, ...writers.map(aboutWriter), ...notes],
    };
  },
};

function findings(tally: Tally, writers: readonly Written[]): readonly Finding[] {
  const of = reader(tally.series());
  const kept = of(MIGRATE, wall) - of(WITHOUT, wall);
  return [
    {
      what: "what is kept / CREATE LIKE and INSERT SELECT",
      unit: "x",
      figure: kept / of(COPY, wall),
      target: { atMost: 0.4 },
    },
    {
      what: "way back / mysqldump's reload",
      unit: "x",
      figure: of(ROLLBACK, wall) / of("mysqldump's reload", wall),
      target: { atMost: 0.5 },
    },
    {
      what: "longest wait of a writer during the way back",
      unit: "ms",
      figure: Math.max(...writers.map(({ longestMs }) => longestMs)),
      target: { atMost: 500 },
    },
    {
      what: "migrate with a way back / without",
      unit: "x",
      figure: of(MIGRATE, wall) / of(WITHOUT, wall),
      target: null,
    },
  ];
}

function aboutWriter({ statements, medianMs, longestMs }: Written): string {
  return `The writer: ${statements} statements, ${medianMs.toFixed(1)} ms in the median, the longest ${longestMs.toFixed(0)} ms; no row was lost.`;
}

async function copy(stage: Stage, tally: Tally): Promise<void> {
  const file = join(stage.folder, "copy.sql");
  await writeFile(file, "create table big_copy like big;\ninsert into big_copy select * from big;\n");
  await untilIdle(stage);
  tally.add(COPY, await measure(plainClient(stage, DATABASE, [file])));
  expectSame("the copy", await checksumOf(stage, [`${TABLE}_copy`]), await checksumOf(stage, [TABLE]));
  await stage.query(`drop table ${TABLE}_copy`);
}

const JOB = { command: "migrate", database: DATABASE, location: LOCATION } as const;

/** Runs the migration; throws if the rows are as before. */
async function migrate(stage: Stage, wayBack: boolean): Promise<Sample> {
  const before = await checksumOf(stage, [TABLE]);
  await untilIdle(stage);
  const sample = await measure(ours(stage, { ...JOB, folder: stage.folder, settings: SETTINGS }, wayBack));
  if ((await checksumOf(stage, [TABLE])) === before) throw new Error("the migration changed nothing");
  return sample;
}

/** There is a table already: the history begins below the first version. */
const SETTINGS = { baselineOnMigrate: true, baselineVersion: "0" };

async function rollback(stage: Stage): Promise<Sample> {
  return measure(ours(stage, { ...JOB, command: "rollback", folder: stage.folder }));
}

async function there(stage: Stage, tally: Tally): Promise<void> {
  tally.add(WITHOUT, await migrate(stage, false));
  await stage.query(`drop table \`${DATABASE}\`.flyway_schema_history`);
  await purgeLogs(stage);
}

async function thereAndBack(stage: Stage, tally: Tally): Promise<void> {
  const before = await checksumOf(stage, [TABLE]);
  tally.add(MIGRATE, await migrate(stage, true));
  tally.add(ROLLBACK, await rollback(stage));
  expectSame("the table", await checksumOf(stage, [TABLE]), before);
  await purgeLogs(stage);
}

async function besideWriter(stage: Stage, tally: Tally, rows: number, writers: Written[]): Promise<void> {
  await migrate(stage, true);
  const writer = await startWriter(stage, DATABASE, "big", rows);
  await sleep(1000);
  const sample = await measure(ours(stage, { ...JOB, command: "rollback", folder: stage.folder }));
  writers.push(await writer.stop());
  tally.add(ROLLBACK_BESIDE, sample);
  await purgeLogs(stage);
}

async function reload(
  stage: Stage,
  tally: Tally,
  tool: ReturnType<typeof findDumpTools>["tools"][number],
): Promise<void> {
  const before = await checksumOf(stage, [TABLE]);
  const { dump, reload } = await dumpAndReload(stage, tool, DATABASE, async () => {
    await stage.query(`update ${TABLE} set note = 'another one' where id = 1`);
    await untilIdle(stage);
  });
  tally.add(tool.name, dump);
  tally.add(tool.reloadName, reload);
  expectSame(`what ${tool.reloadName} made`, await checksumOf(stage, [TABLE]), before);
  await purgeLogs(stage);
}
