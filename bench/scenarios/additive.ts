import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ours, plainClient } from "../contenders.ts";
import { dumpAndReload, findDumpTools, type DumpTool } from "../dumps.ts";
import { checksumOf, expectSame, fillTable, megabytesOf, purgeLogs, quickly, tableDefinition } from "../fill.ts";
import { createTally, interleaved, measure, total, type Contender, type Sample, type Tally } from "../measure.ts";
import { reader, wall, type Finding, type Scenario } from "../scenario.ts";
import { expectCount, tableCount, type Stage } from "../stage.ts";

/** A database of many tables; all are alike but for their rows. */
type Place = { readonly database: string; readonly name: string; readonly tables: number; readonly rows: number };

const FULL = { tables: 1000, rows: 4000 } as const;
const QUICK = { tables: 50, rows: 400 } as const;

/** Adds a table, a view and a column; with the index one is added to another table, whose rows it must read. */
const MIGRATIONS = {
  "all four": `create table extra (id int not null auto_increment primary key, t2_id int not null, note varchar(100), key (t2_id));
create view extra_view as select e.id, e.note, t.amount from extra e join t2 t on t.id = e.t2_id;
alter table t2 add column extra varchar(50) null;
alter table t3 add index extra_note (note);
`,
  "without the index": `create table extra (id int not null auto_increment primary key, t2_id int not null, note varchar(100), key (t2_id));
create view extra_view as select e.id, e.note, t.amount from extra e join t2 t on t.id = e.t2_id;
alter table t2 add column extra varchar(50) null;
`,
} as const;
type Migration = keyof typeof MIGRATIONS;

export const additive: Scenario = {
  letter: "fly-a",
  title: "There and back: an additive migration of a database with 1,000 tables and 1 GB",
  how: [
    "A new table, a new view, a new column, a new index; every third table has a foreign key. Ours is `migrate` and then `rollback`, two whole processes, with all looks at the catalogue and the comparison at the end.",
    "The others dump the database before, and load it again for the way back; the migration itself is not in their time.",
    "The small one has a quarter of the rows in as many tables; the one with few tables has a quarter of the tables, with as many rows in each.",
    "After each run checksums of tables and the number of tables must be those of before.",
  ],
  run: async (stage) => {
    for (const migration of names()) {
      await mkdir(join(stage.folder, folderOf(migration)));
      await writeFile(join(stage.folder, folderOf(migration), "V1__additive.sql"), MIGRATIONS[migration]);
    }
    const { large, places } = placesOf(stage);
    const sizes: string[] = [];
    for (const place of places) sizes.push(await fill(stage, place));
    const { tools, notes } = findDumpTools(stage);
    const contenders = places.flatMap((place) => names().map((migration) => thereAndBack(stage, place, migration)));
    const flown = await interleaved(contenders, stage.rounds(7));
    const tally = createTally();
    for (const tool of tools) await dumped(stage, tally, tool, large);
    for (const { database } of places) await stage.query(`drop database \`${database}\``);
    const series = [...flown, ...tally.series()];
    return { series, findings: findings(reader(series), places, tools), notes: [...sizes, ...notes] };
  },
};

function names(): readonly Migration[] {
  return Object.keys(MIGRATIONS) as Migration[];
}

function folderOf(migration: Migration): string {
  return `additive-${migration.replaceAll(" ", "-")}`;
}

function placesOf({ quick }: Stage): { readonly large: Place; readonly places: readonly Place[] } {
  const { tables, rows } = quick ? QUICK : FULL;
  const large = { database: "bench_additive", name: "1 GB", tables, rows };
  return {
    large,
    places: [
      large,
      { database: "bench_additive_small", name: "a quarter of the rows", tables, rows: rows / 4 },
      { database: "bench_additive_few", name: "a quarter of the tables", tables: Math.ceil(tables / 4), rows },
    ],
  };
}

/** Makes the database; answers how large it is. */
async function fill(stage: Stage, { database, name, tables, rows }: Place): Promise<string> {
  await stage.emptyDatabase(database);
  await quickly(stage, async () => {
    for (let number = 1; number <= tables; number += 1) {
      const table = `\`${database}\`.t${number}`;
      const parent = number % 3 === 0 ? `\`${database}\`.t${Math.ceil(number / 10)}` : null;
      await stage.query(tableDefinition(table, parent));
      await fillTable(stage, table, rows, number);
    }
  });
  return `${name}: ${tables} tables, ${(await megabytesOf(stage, database)).toFixed(0)} MB without indexes.`;
}

/** Those that the migration changes, and some others. */
function looked({ database, tables }: Place): readonly string[] {
  return [1, 2, 3, 4, 5, tables].map((number) => `\`${database}\`.t${number}`);
}

function nameOf(place: Place, migration: Migration): string {
  return `flyback, ${place.name}, ${migration}`;
}

function thereAndBack(stage: Stage, place: Place, migration: Migration): Contender {
  const { database } = place;
  const job = {
    command: "migrate",
    database,
    folder: stage.folder,
    location: folderOf(migration),
    // There are tables already: the history begins below the first version.
    settings: { baselineOnMigrate: true, baselineVersion: "0" },
  } as const;
  return {
    name: nameOf(place, migration),
    run: async (): Promise<Sample> => {
      const before = await checksumOf(stage, looked(place));
      const there = await measure(ours(stage, job, true));
      // The new table and view, and the history.
      expectCount("tables after the migration", await tableCount(stage, database), place.tables + 3);
      const back = await measure(ours(stage, { ...job, command: "rollback" }));
      expectCount("tables after the way back", await tableCount(stage, database), place.tables);
      expectSame("a table", await checksumOf(stage, looked(place)), before);
      return total([there, back]);
    },
  };
}

async function dumped(stage: Stage, tally: Tally, tool: DumpTool, place: Place): Promise<void> {
  const before = await checksumOf(stage, looked(place));
  const file = join(stage.folder, folderOf("all four"), "V1__additive.sql");
  // What the migration made goes with the database, as it has to where it must not stay.
  const { dump, reload } = await dumpAndReload(stage, tool, place.database, async () => {
    await measure(plainClient(stage, place.database, [file]));
    await stage.emptyDatabase(place.database);
  });
  tally.add(tool.name, dump);
  tally.add(tool.reloadName, reload);
  tally.add(together(tool), total([dump, reload]));
  expectCount(`tables that ${tool.reloadName} made`, await tableCount(stage, place.database), place.tables);
  expectSame(`what ${tool.reloadName} made`, await checksumOf(stage, looked(place)), before);
  await purgeLogs(stage);
}

function together({ name, reloadName }: DumpTool): string {
  return `${name} and ${reloadName}`;
}

function findings(
  of: ReturnType<typeof reader>,
  [large, small, few]: readonly Place[],
  tools: readonly DumpTool[],
): readonly Finding[] {
  if (large === undefined || small === undefined || few === undefined) return [];
  const wallOf = (place: Place, migration: Migration): number => of(nameOf(place, migration), wall);
  const without = wallOf(large, "without the index");
  return [
    ...tools.map((tool, index): Finding => ({
      what: `${together(tool)} / flyback there and back`,
      unit: "x",
      figure: of(together(tool), wall) / wallOf(large, "all four"),
      target: index === 0 ? { atLeast: 50 } : null,
    })),
    {
      what: "without the index: time with all rows / with a quarter of them",
      unit: "x",
      figure: without / wallOf(small, "without the index"),
      target: { atMost: 1.25 },
    },
    {
      what: "without the index: time with all tables / with a quarter of them",
      unit: "x",
      figure: without / wallOf(few, "without the index"),
      target: null,
    },
  ];
}
