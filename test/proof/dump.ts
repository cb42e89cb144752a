import { normalise } from "./normalise.ts";
import type { NormalDump } from "./normalise.ts";
import type { ProofServer } from "./server.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { runProgram } from "../../src/throwaway/run-program.ts";

/** Everything in the schemas of a server that are its users' own, as its own tool writes it. */
export type Dump = NormalDump & { readonly raw: string };

export type DumpOptions = {
  /**
   * For states that two runs have made, whose times differ: history tables (`schema.table`) whose rows are given without the time when and
   * the time that they took. Of system-versioned tables the present rows are given alone. Without it everything is compared.
   */
  readonly withoutTimesOf?: readonly string[];
  /** Leaves out triggers of flyback's own, which stand between a migrate and its commit. */
  readonly withoutOwnTriggers?: boolean;
};

/** What is flyback's own: its control schema, and those that hold what a run keeps. */
const OWN = "flyback";
const SYSTEM = new Set(["mysql", "sys", "information_schema", "performance_schema"]);

/** All that makes the text depend on the moment or on the tool is off; one row a line, so that a difference can be read. */
const OPTIONS = [
  "--no-defaults",
  "--default-character-set=utf8mb4",
  "--routines",
  "--events",
  "--triggers",
  "--hex-blob",
  "--complete-insert",
  "--skip-extended-insert",
  "--skip-comments",
  "--skip-dump-date",
  "--single-transaction",
  "--skip-add-locks",
  "--skip-disable-keys",
  // A view that is broken must not end the dump; what the tool says about it becomes part of the dump.
  "--force",
];
const OF_MYSQL = [
  "--set-gtid-purged=OFF",
  "--column-statistics=0",
  "--no-tablespaces",
  "--show-create-skip-secondary-engine=OFF",
];

/** Dumps all schemas but the server's and flyback's own. */
export async function takeDump(server: ProofServer, options: DumpOptions = {}): Promise<Dump> {
  const schemas = await schemasOf(server);
  if (schemas.length === 0) return { text: "", raw: "", autoIncrements: new Map() };
  const ignored = (options.withoutTimesOf ?? []).map((table) => `--ignore-table=${table}`);
  const raw = [
    await runDumpTool(server, [
      ...(await optionsOf(server, options.withoutTimesOf === undefined)),
      ...ignored,
      "--databases",
      ...schemas,
    ]),
    ...(await exactFloats(server, schemas)),
    ...(await Promise.all((options.withoutTimesOf ?? []).map((table) => historyOf(server, table)))).flat(),
  ].join("\n");
  const own = (name: string): boolean => options.withoutOwnTriggers === true && name.startsWith(`${OWN}_`);
  return { ...normalise(raw, own), raw };
}

/** How a state differs from the one before; empty if it does not. The counters of AUTO_INCREMENT are told apart. */
export function differenceOf(
  before: Dump,
  after: Dump,
): { readonly text: string; readonly counters: readonly string[] } {
  const tables = new Set([...before.autoIncrements.keys(), ...after.autoIncrements.keys()]);
  const counters = [...tables].flatMap((table) => {
    const [was, is] = [before.autoIncrements.get(table) ?? "1", after.autoIncrements.get(table) ?? "1"];
    return was === is ? [] : [`AUTO_INCREMENT of ${table} was ${was} and is ${is}`];
  });
  return { text: unifiedDiff(before.text, after.text), counters };
}

/** The users' schemas, in order. */
async function schemasOf(server: ProofServer): Promise<readonly string[]> {
  const names = (await server.rows("SHOW DATABASES")).map(([name]) => name ?? "");
  return names.filter((name) => !SYSTEM.has(name.toLowerCase()) && !name.startsWith(OWN)).sort();
}

/** Drops all schemas but the server's own, flyback's as well: the server is as new. */
export async function clearServer(server: ProofServer): Promise<void> {
  const names = (await server.rows("SHOW DATABASES")).map(([name]) => name ?? "");
  const connection = await server.connect();
  try {
    await connection.query("SET foreign_key_checks = 0");
    for (const name of names) if (!SYSTEM.has(name.toLowerCase())) await connection.query(`DROP DATABASE \`${name}\``);
  } finally {
    await connection.end();
  }
}

async function optionsOf(server: ProofServer, pastRows: boolean): Promise<readonly string[]> {
  const ofProduct = server.product === "mysql" ? OF_MYSQL : pastRows ? ["--dump-history"] : [];
  const known = await helpOf(server);
  return [
    ...OPTIONS,
    ...ofProduct.filter((option) => known.includes(option.replace(/=.*/, "").replace(/^--(skip-)?/, "--"))),
  ];
}

const helps = new Map<string, Promise<string>>();

function helpOf({ dumpTool }: ProofServer): Promise<string> {
  const key = dumpTool.join(" ");
  const known =
    helps.get(key) ??
    runProgram([...dumpTool, "--no-defaults", "--help"], { env: process.env }).then(({ stdout }) => stdout);
  helps.set(key, known);
  return known;
}

async function runDumpTool(server: ProofServer, args: readonly string[]): Promise<string> {
  const [first = "", ...rest] = args;
  const place = ["--protocol=tcp", "--host=127.0.0.1", `--port=${String(server.port)}`, "--user=root"];
  const ended = await runProgram([...server.dumpTool, first, ...place, ...rest], { env: process.env });
  const complaints = ended.stderr.split("\n").filter((line) => line !== "" && !/\[Warning\]|^Warning:/.test(line));
  // With --force it ends with an error after a broken view, and with one that tells nothing about the schemas if it could not begin.
  if (ended.exitCode !== 0 && !/^CREATE DATABASE/m.test(ended.stdout))
    throw new Error(`the dump failed: ${ended.stderr}`);
  return [ended.stdout, ...complaints.sort()].join("\n");
}

/** As text a FLOAT has six digits, too few to tell two of them apart; as DOUBLE it shows what is stored. */
async function exactFloats(server: ProofServer, schemas: readonly string[]): Promise<string[]> {
  const columns = await server.rows(
    `SELECT c.table_schema, c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND c.data_type = 'float'
      AND c.table_schema IN (${schemas.map((name) => `'${name}'`).join(", ")})
      ORDER BY 1, 2, 3`,
  );
  const lines: string[] = [];
  for (const [schema, table, column] of columns) {
    const quoted = (name: string | null | undefined): string => `\`${(name ?? "").replaceAll("`", "``")}\``;
    const place = `${quoted(schema)}.${quoted(table)}`;
    const values = await server.rows(`SELECT ${quoted(column)} + 0e0 FROM ${place} ORDER BY 1`);
    lines.push(`-- floats of ${place}.${quoted(column)}: ${values.map(([value]) => value ?? "NULL").join(" ")}`);
  }
  return lines;
}

async function historyOf(server: ProofServer, table: string): Promise<string[]> {
  const [schema = "", name = ""] = table.split(".");
  const there = await server.rows(
    `SELECT 1 FROM information_schema.tables WHERE table_schema = '${schema}' AND table_name = '${name}'`,
  );
  if (there.length === 0) return [`-- no table ${table}`];
  const rows = await server.rows(
    `SELECT installed_rank, version, description, type, script, checksum, success FROM \`${schema}\`.\`${name}\` ORDER BY 1`,
  );
  return [`-- rows of ${table}`, ...rows.map((row) => `-- ${JSON.stringify(row)}`)];
}
