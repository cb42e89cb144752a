import { setTimeout as sleep } from "node:timers/promises";
import { takeDump } from "./dump.ts";
import type { Dump } from "./dump.ts";
import { lastLines } from "./fail-file.ts";
import { FAULTS } from "./faults.ts";
import type { Ended } from "./flyback.ts";
import { checkLedger } from "./live-check.ts";
import { openLedger } from "./ledger.ts";
import type { LiveTable } from "./ledger.ts";
import { startWriter } from "./live-writer.ts";
import { rebuild } from "./migration-set.ts";
import type { Stage } from "./migration-set.ts";
import { randomOf } from "./random.ts";
import type { Tally } from "./tally.ts";
import { unifiedDiff } from "./unified-diff.ts";

export const WAYS = ["failing", "rollback"] as const;

/** How it goes back: by itself, since the migrate fails, or by `rollback` after a pause. */
type Way = (typeof WAYS)[number];

export type LiveOptions = {
  readonly seed: string;
  readonly skip: number;
  readonly rounds: number;
  /** Sessions that write at the same time. */
  readonly writers: number;
  /** Only this, else drawn. */
  readonly way: Way | null;
};

/** Before the migrate, between its start and the end of the way back, after that. */
type Moment = "before" | "during" | "after";

const FAULT_FILE = "sql/V99__fault.sql";

/** Writes all the time through migrate, a pause as of a deploy, and rollback, or a migrate that fails: nothing confirmed may be lost. */
export async function proveLiveWrites(stage: Stage, options: LiveOptions, tally: Tally): Promise<void> {
  for (let number = options.skip; number < options.skip + options.rounds; number += 1) {
    const random = randomOf(options.seed, "live", number);
    const drawn = random.pick<Way>(["rollback", "failing"]);
    const way = options.way ?? drawn;
    const name = `live writes, round ${String(number)}: ${way}`;
    const wrong = await play(stage, {
      options,
      number,
      fails: way === "failing",
      pauseMs: random.whole(200, 2000),
      tally,
    });
    if (wrong.length === 0) tally.pass(name);
    else
      tally.fail(
        name,
        wrong.join("\n"),
        `npx tsx scripts/proof.ts live --server ${stage.server.name} --seed ${options.seed} --skip ${String(number)} --rounds 1${options.way === null ? "" : ` --phase ${options.way}`}`,
      );
  }
}

type Round = {
  readonly options: LiveOptions;
  readonly number: number;
  readonly fails: boolean;
  readonly pauseMs: number;
  readonly tally: Tally;
};

async function play(stage: Stage, { options, number, fails, pauseMs, tally }: Round): Promise<string[]> {
  await rebuild(stage);
  if (fails) await stage.put(FAULT_FILE, `${FAULTS.function};\n`);
  const [history = ""] = stage.set.histories;
  const database = history.split(".")[0] ?? "";
  const before = structureOf(await takeDump(stage.server));
  const connection = await stage.server.connect(database);
  const ledger = await openLedger(connection);
  let moment: Moment = "before";
  const errors = openErrors(() => moment);
  const writers = await Promise.all(
    Array.from({ length: options.writers }, (_, writer) =>
      startWriter({
        server: stage.server,
        database,
        ledger,
        seed: `${options.seed} ${String(number)}`,
        number: writer,
        of: options.writers,
        onError: errors.add,
      }),
    ),
  );
  await sleep(500);
  moment = "during";
  ledger.mark("migrate began");
  const migrated = await stage.run("migrate");
  const runs = [migrated];
  if (!fails && migrated.code === 0) {
    ledger.mark("migrate ended");
    await sleep(pauseMs);
    ledger.mark("rollback began");
    runs.push(await stage.run("rollback"));
  }
  moment = "after";
  ledger.mark("the way back ended");
  await sleep(500);
  for (const writer of writers) await writer.stop();
  await stage.remove(FAULT_FILE);
  const checked = await checkLedger(connection, database, ledger, setAsideOf(runs));
  await connection.end();
  tally.note(
    `round ${String(number)}: ${String(checked.inPlace)} rows in place, ${String(checked.setAside)} set aside, ${String(checked.asMigrated)} as the migration had made them; application errors: ${errors.told()}`,
  );
  return [
    ...unless(migrated, fails ? 4 : 0),
    ...runs.slice(1).flatMap((run) => unless(run, 0)),
    ...errors.avoidable(),
    ...checked.wrong,
    ...structureDiffers(before, structureOf(await takeDump(stage.server))),
  ];
}

function setAsideOf(runs: readonly Ended[]) {
  return runs.flatMap(({ report }) => report?.databases.flatMap(({ wayBack }) => wayBack?.setAside ?? []) ?? []);
}

/** Definitions without rows, which the application has changed. */
function structureOf({ text }: Dump): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("INSERT INTO "))
    .join("\n");
}

function structureDiffers(before: string, after: string): string[] {
  const text = unifiedDiff(before, after);
  return text === "" ? [] : [`definitions are not as before:\n${text}`];
}

function unless({ code, output }: Ended, wanted: number): string[] {
  return code === wanted
    ? []
    : [`a run ended with ${String(code)}, not with ${String(wanted)}:\n${lastLines(output, 25)}`];
}

type Errors = {
  readonly add: (table: LiveTable, errno: number | null, message: string) => void;
  readonly told: () => string;
  readonly avoidable: () => string[];
};

function openErrors(momentOf: () => Moment): Errors {
  const counts = new Map<string, number>();
  const avoidable = new Map<string, number>();
  return {
    add: (table, errno, message) => {
      const moment = momentOf();
      const allowed = [...(table.always ?? []), ...(moment === "during" ? (table.unavoidable ?? []) : [])];
      count(counts, `${String(errno)} on ${table.name} ${moment}`);
      if (errno === null || !allowed.includes(errno))
        count(avoidable, `avoidable error ${moment}, for ${table.name}: ${String(errno)} ${message}`);
    },
    told: () => [...counts].map(([what, times]) => `${String(times)} × ${what}`).join(", ") || "none",
    avoidable: () => [...avoidable].map(([what, times]) => `${what} (${String(times)} times)`),
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
