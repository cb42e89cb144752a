/** Tables with many rows, which the server makes by itself: the same ones every time. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "./stage.ts";

/** About 250 bytes a row, with three indexes besides the key: what applications' larger tables look like. */
export function tableDefinition(table: string, parent: string | null = null): string {
  const reference = parent === null ? "" : `, foreign key (parent_id) references ${parent} (id)`;
  return (
    `create table ${table} (id int not null auto_increment primary key, parent_id int not null, state varchar(20) not null, ` +
    "amount decimal(12,2) not null, at datetime not null, note varchar(255) not null, key (parent_id), key (state, at), " +
    `key (amount)${reference}) engine=InnoDB default charset=utf8mb4`
  );
}

/** Rows of one INSERT. */
const AT_ONCE = 10_000;

/** 0 to 9999, in order of nothing. */
const NUMBERS = ((): string => {
  const digits = `(${Array.from({ length: 10 }, (_, digit) => `select ${digit} as d`).join(" union all ")})`;
  return `(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d as n from ${digits} a, ${digits} b, ${digits} c, ${digits} e)`;
})();

/** Inserts rows with the keys 1 to `rows`. `seed` makes the rows of one table others than those of the next. */
export async function fillTable(stage: Stage, table: string, rows: number, seed = 0): Promise<void> {
  for (let from = 0; from < rows; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, rows - from);
    await stage.query(
      "insert into " +
        `${table} (id, parent_id, state, amount, at, note) select id, id, elt(1 + id % 5, 'new', 'open', 'paid', 'sent', 'closed'), ` +
        "(id * 7919 + seed) % 99991 / 4, '2026-01-01' + interval (id * 31 + seed) % 500000 minute, " +
        "concat('note ', id, ' of ', seed, ': ', repeat(char(97 + (id + seed) % 26 using utf8mb4), 150 + (id * 13 + seed) % 60)) " +
        `from (select n + ${from + 1} as id, ${seed} as seed from ${NUMBERS} numbers where n < ${count}) rows_of_it order by id`,
    );
  }
}

/** Lets the server flush less while data is made, and not log it for replicas. What is measured comes after. */
export async function quickly(stage: Stage, work: () => Promise<void>): Promise<void> {
  const isMysql = stage.server.address.kind === "mysql";
  await stage.query("set global innodb_flush_log_at_trx_commit = 0");
  await stage.query("set session unique_checks = 0, session foreign_key_checks = 0");
  if (isMysql) await stage.query("set session sql_log_bin = 0");
  try {
    await work();
  } finally {
    await stage.query("set session unique_checks = 1, session foreign_key_checks = 1");
    if (isMysql) await stage.query("set session sql_log_bin = 1");
    await stage.query("set global innodb_flush_log_at_trx_commit = 1");
  }
}

/** A number that is another one if any row is. */
export async function checksumOf({ query }: Stage, tables: readonly string[]): Promise<string> {
  const rows = await query(`checksum table ${tables.join(", ")}`);
  if (rows.some((row) => row["Checksum"] === null)) throw new Error(`not all are there: ${tables.join(", ")}`);
  return rows.map((row) => String(row["Checksum"])).join(" ");
}

/** Throws if what a contender left is not what it should be. */
export function expectSame(what: string, found: string, wanted: string): void {
  if (found !== wanted) throw new Error(`${what} is not as it was before`);
}

/** Bytes of a database's tables, as the server estimates them. */
export async function megabytesOf({ query }: Stage, database: string): Promise<number> {
  const tables = await query(
    `select table_name as name from information_schema.tables where table_schema = '${database}'`,
  );
  const names = tables.map((row) => `\`${database}\`.\`${String(row["name"])}\``);
  await query(`analyze table ${names.join(", ")}`);
  const [row] = await query(
    `select sum(data_length) / 1000000 as mb from information_schema.tables where table_schema = '${database}'`,
  );
  return Number(row?.["mb"]);
}

/** MySQL's binary log of every run takes as much room as the data. */
export async function purgeLogs({ server, query }: Stage): Promise<void> {
  if (server.address.kind !== "mysql") return;
  await query("flush binary logs");
  await query("purge binary logs before now() + interval 1 minute");
}

/** Of a second: what a server uses that has nothing to do. */
const IDLE_MS = 50;
const LONGEST_WORK_S = 300;

/**
 * Waits until the server has done all that earlier statements left to its threads, such as to purge the old versions of a million rows: otherwise
 * one contender would wait for what another one has left. Throws after five minutes.
 */
export async function untilIdle({ query }: Stage): Promise<void> {
  const [row] = await query("select @@pid_file as file");
  const pid = (await readFile(String(row?.["file"]), "latin1")).trim();
  for (let second = 0, before = await cpuMsOf(pid); second < LONGEST_WORK_S; second += 1) {
    await sleep(1000);
    const now = await cpuMsOf(pid);
    if (now - before < IDLE_MS) return;
    before = now;
  }
  throw new Error(`the server was still at work after ${LONGEST_WORK_S} s`);
}

/** User and system time of a process; proc_pid_stat(5), fields 14 and 15, in hundredths of a second. */
async function cpuMsOf(pid: string): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
