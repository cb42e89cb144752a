import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ours, plainClient } from "../contenders.ts";
import { checksumOf, expectSame, fillTable, quickly, tableDefinition } from "../fill.ts";
import { interleaved, measure, type Contender } from "../measure.ts";
import { reader, wall, type Finding, type Scenario } from "../scenario.ts";
import { expectCount, type Stage } from "../stage.ts";

const DATABASE = "bench_write_log";
const LOCATION = "write-log";
const ROWS = 20_000;

/** A migration that changes rows leaves the write log until it is committed. */
const MIGRATION = "update logged set state = 'closed' where id <= 10;\n";

/** How an application commits. */
const WAYS = ["a commit each", "one commit"] as const;
type Way = (typeof WAYS)[number];

const TABLES = ["plain", "logged"] as const;
type Table = (typeof TABLES)[number];

export const writeLog: Scenario = {
  letter: "fly-c",
  title: "What the write log costs a writer",
  how: [
    "One client session writes single rows of a table that a run has changed and that waits for its commit, with the triggers of the write log on it, and the same rows of a table without them: as many updates as inserts and deletes together.",
    "Once with a commit for each statement, as applications do it, and once in one transaction, where nothing but the statements themselves is left to see.",
  ],
  run: async (stage) => {
    await mkdir(join(stage.folder, LOCATION));
    await writeFile(join(stage.folder, LOCATION, "V1__write_log.sql"), MIGRATION);
    await stage.emptyDatabase(DATABASE);
    await quickly(stage, async () => {
      for (const table of TABLES) {
        await stage.query(tableDefinition(at(table)));
        await fillTable(stage, at(table), ROWS);
      }
    });
    const job = { command: "migrate", database: DATABASE, folder: stage.folder, location: LOCATION } as const;
    const settings = { baselineOnMigrate: true, baselineVersion: "0" };
    await measure(ours(stage, { ...job, settings }, true));
    await stage.query(`update ${at("plain")} set state = 'closed' where id <= 10`);
    await expectLog(stage);
    const writes = stage.quick ? 400 : 4000;
    const contenders = WAYS.flatMap((way) => TABLES.map((table) => write(stage, table, way, writes)));
    const series = await interleaved(contenders, stage.rounds(5));
    expectSame("what was written", await checksumOf(stage, [at("logged")]), await checksumOf(stage, [at("plain")]));
    await measure(ours(stage, { ...job, command: "commit" }));
    await stage.query(`drop database \`${DATABASE}\``);
    const of = reader(series);
    const findings = WAYS.map((way): Finding => ({
      what: `wall time with the write log / without, ${way}`,
      unit: "x",
      figure: of(nameOf("logged", way), wall) / of(nameOf("plain", way), wall),
      target: null,
    }));
    return { series, findings, notes: [`${writes} statements in each run.`] };
  },
};

function at(table: Table): string {
  return `\`${DATABASE}\`.${table}`;
}

function nameOf(table: Table, way: Way): string {
  return `client, ${table === "logged" ? "with the write log" : "without"}, ${way}`;
}

/** Three triggers, for the three kinds of changes. */
async function expectLog(stage: Stage): Promise<void> {
  const triggers = await stage.query(
    `select event_object_table as name from information_schema.triggers where event_object_schema = '${DATABASE}'`,
  );
  expectCount("triggers of the write log", triggers.filter((row) => row["name"] === "logged").length, 3);
  expectCount("triggers of the other table", triggers.filter((row) => row["name"] === "plain").length, 0);
}

function write(stage: Stage, table: Table, way: Way, count: number): Contender {
  const file = join(stage.folder, `write-${table}.sql`);
  return {
    name: nameOf(table, way),
    async run() {
      await writeFile(file, statements(table, count));
      return measure(plainClient(stage, DATABASE, [file], way === "one commit"));
    },
  };
}

/** The same ones in every run; what is inserted is deleted again. */
function statements(table: Table, count: number): string {
  return Array.from({ length: count / 4 }, (_, number) => {
    const id = (shift: number): number => 1 + ((number * 7919 + shift) % ROWS);
    return [
      `update ${table} set amount = amount + 1 where id = ${id(0)};`,
      `insert into ${table} values (${ROWS + 1 + number}, 1, 'new', 1.25, '2026-05-01', 'written by the application');`,
      `update ${table} set note = concat('now ', id) where id = ${id(5000)};`,
      `delete from ${table} where id = ${ROWS + 1 + number};`,
    ].join("\n");
  }).join("\n");
}
