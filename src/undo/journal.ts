/**
 * The journal: with journal-tables.ts, the only file that knows the control schema's tables. Every row is committed by itself before what it announces is
 * done, so whatever dies, the next run reads here what has to be finished.
 */
import { identifier, integer, text, textOrNull } from "../mysql/sql-text.ts";
import type { Entry, Kept, KeptKind, QName } from "./kept.ts";
import { journalTables } from "./journal-tables.ts";
import type { Row, Sql } from "./sql.ts";

/** How far a run has come. */
type RunState =
  | "migrating" // under way, or died so: it goes back
  | "migrated" // through; can go back until it is committed
  | "rolling-back"
  | "back" // everything is as before, and what was kept is not gone yet
  | "rolled-back"
  | "committing" // it stays, and what was kept is not gone yet
  | "committed" // what was kept is gone
  | "restoring" // a dump is loaded in the place of what was there, or was when it was cut off
  | "needs-hand"; // the way back failed; it is tried again by the next run

/** A run's part in one database. */
export type RunDatabase = {
  readonly runId: string;
  readonly seq: number;
  /** As the configuration calls it. */
  readonly name: string;
  readonly schema: string;
  readonly historyTable: string;
  readonly state: RunState;
  readonly facts: RunFacts;
  /** When the run began, by the server's clock. */
  readonly startedAt: string;
  /** Days since its state changed last. */
  readonly ageDays: number;
};

/** What was there before, and what is to be done. */
type RunFacts = {
  /** Highest installed_rank before; null if there was no history table. */
  readonly rankBefore: number | null;
  /** What the run is to write into the history: rank and script; a row that is not among them is somebody else's. */
  readonly plan: readonly { readonly rank: number; readonly script: string }[];
  /** Schemas of the run's own for what it keeps, by the schema that it comes from. */
  readonly snapshotSchemas: Readonly<Record<string, string>>;
  /** Hash of each object of the schemas before, by its name; null if none was taken. */
  readonly fingerprint: Readonly<Record<string, string>> | null;
  readonly fingerprintSchemas: readonly string[];
  /** The run was through here, so that others could use what it made. */
  readonly isThrough: boolean;
  /**
   * CHECKSUM TABLE, when the run was through, of the tables that it made and that held nothing but its own rows, by their keys; null while
   * it is under way.
   */
  readonly ownTables: Readonly<Record<string, string>> | null;
  /** It loads a dump, and is no run that can be taken back: `snapshotSchemas` say where what was there is. */
  readonly isRestore?: true;
};

type RunHead = {
  readonly runId: string;
  readonly state: RunState;
  /** The CI job that it belongs to; null in a terminal. */
  readonly job: string | null;
  readonly label: string;
  /** Names of all databases of the run, in order; the first one's server decides for all. */
  readonly databases: readonly string[];
  readonly createdAt: string;
};

const VERSION = 1;

export type Journal = {
  readonly schema: string;
  /** True if the control schema's tables are there. */
  readonly exists: () => Promise<boolean>;
  /** Makes the control schema and its tables. */
  readonly create: () => Promise<void>;
  readonly insertRun: (head: Omit<RunHead, "createdAt">) => Promise<void>;
  readonly insertDatabase: (database: RunDatabase) => Promise<void>;
  readonly setRunState: (runId: string, state: RunState) => Promise<void>;
  readonly setDatabaseState: (database: Pick<RunDatabase, "runId" | "seq">, state: RunState) => Promise<void>;
  readonly setFacts: (database: Pick<RunDatabase, "runId" | "seq">, facts: RunFacts) => Promise<void>;
  /** Several at once, in one commit. */
  readonly insertEntries: (database: Pick<RunDatabase, "runId" | "seq">, entries: readonly Entry[]) => Promise<void>;
  readonly updateEntry: (database: Pick<RunDatabase, "runId" | "seq">, entry: Entry) => Promise<void>;
  readonly entries: (database: Pick<RunDatabase, "runId" | "seq">) => Promise<Entry[]>;
  readonly run: (runId: string) => Promise<RunHead | null>;
  /**
   * Runs that have to do with a history, newest first by the server's clock, in one of the states; of those that are over only the last ones.
   *
   * @param runId one that is to be among them, however old; null: none
   */
  readonly databasesOf: (
    history: QName,
    states: readonly RunState[],
    runId?: string | null,
  ) => Promise<readonly RunDatabase[]>;
  readonly databasesOfRun: (runId: string) => Promise<readonly RunDatabase[]>;
  /** Where notes are written, to be locked with other tables. */
  readonly noteTable: QName;
  /** Something done, or found, on the way back; `facts` is JSON. */
  readonly note: (database: Pick<RunDatabase, "runId" | "seq">, step: string, note: StepNote) => Promise<void>;
  readonly notes: (database: Pick<RunDatabase, "runId" | "seq">) => Promise<readonly (StepNote & { step: string })[]>;
  /** The notes stay, without what they say of rows set aside. */
  readonly forgetFacts: (database: Pick<RunDatabase, "runId" | "seq">) => Promise<void>;
  /** Forgets what was kept of a database's part; the run and its notes stay. */
  readonly dropEntries: (database: Pick<RunDatabase, "runId" | "seq">) => Promise<void>;
};

type StepNote = { readonly state: "done" | "failed"; readonly message?: string; readonly facts?: unknown };

function toDatabase(row: Row): RunDatabase {
  return {
    runId: String(row["run_id"]),
    seq: Number(row["seq"]),
    name: String(row["name"]),
    schema: String(row["schema_name"]),
    historyTable: String(row["history_table"]),
    state: String(row["state"]) as RunState,
    facts: JSON.parse(String(row["facts"])) as RunFacts,
    startedAt: String(row["started"]),
    ageDays: Number(row["age_days"]),
  };
}

function toEntry(row: Row): Entry {
  return {
    seq: Number(row["seq"]),
    kind: String(row["kind"]) as KeptKind,
    schema: String(row["schema_name"]),
    name: String(row["object_name"]),
    kept: JSON.parse(String(row["kept"])) as Kept,
  };
}

function toHead(row: Row): RunHead {
  return {
    runId: String(row["run_id"]),
    state: String(row["state"]) as RunState,
    job: row["job"] === null || row["job"] === undefined ? null : String(row["job"]),
    label: String(row["label"]),
    databases: JSON.parse(String(row["databases"])) as string[],
    createdAt: String(row["created_at"]),
  };
}

const json = (value: unknown): string => text(JSON.stringify(value));

type Pen = {
  readonly sql: Sql;
  readonly at: (table: string) => string;
  readonly run: (statement: string) => Promise<void>;
};

const now = "UTC_TIMESTAMP(6)";

const AGE = "TIMESTAMPDIFF(SECOND, d.updated_at, UTC_TIMESTAMP(6)) / 86400 AS age_days";

/** How many runs that are over are looked at. */
const MOST_CLOSED = 100;

const where = ({ runId, seq }: Pick<RunDatabase, "runId" | "seq">): string =>
  `run_id = ${text(runId)} AND database_seq = ${integer(seq)}`;
const one = ({ runId, seq }: Pick<RunDatabase, "runId" | "seq">): string =>
  `run_id = ${text(runId)} AND seq = ${integer(seq)}`;

/** The control schema itself. */
function schemaPart({ sql, run }: Pen, schema: string): Pick<Journal, "exists" | "create"> {
  return {
    async exists() {
      const rows = await sql.query(
        `SELECT COUNT(*) AS n FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${text(schema)} AND TABLE_NAME IN ('run', 'run_database', 'object', 'step')`,
      );
      return Number(rows[0]?.["n"]) === 4;
    },
    async create() {
      await run(
        `CREATE DATABASE IF NOT EXISTS ${identifier(schema)} DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
      );
      for (const statement of journalTables(schema)) await run(statement);
    },
  };
}

/** Runs as a whole. */
function runPart({ sql, at, run }: Pen): Pick<Journal, "insertRun" | "setRunState" | "run"> {
  return {
    insertRun: (head) =>
      run(
        `INSERT INTO ${at("run")} (run_id, state, job, label, journal_version, \`databases\`, created_at, updated_at) VALUES ` +
          `(${text(head.runId)}, ${text(head.state)}, ${textOrNull(head.job)}, ${text(head.label)}, ${VERSION}, ${json(head.databases)}, ${now}, ${now}) ` +
          "ON DUPLICATE KEY UPDATE updated_at = updated_at",
      ),
    setRunState: (runId, state) =>
      run(`UPDATE ${at("run")} SET state = ${text(state)}, updated_at = ${now} WHERE run_id = ${text(runId)}`),
    async run(runId: string) {
      const rows = await sql.query(`SELECT * FROM ${at("run")} WHERE run_id = ${text(runId)}`);
      return rows[0] === undefined ? null : toHead(rows[0]);
    },
  };
}

/** Runs' parts in databases. */
function databasePart({
  sql,
  at,
  run,
}: Pen): Pick<Journal, "insertDatabase" | "setDatabaseState" | "setFacts" | "databasesOf" | "databasesOfRun"> {
  const select = `SELECT d.*, r.created_at AS started, ${AGE} FROM ${at("run_database")} d JOIN ${at("run")} r ON r.run_id = d.run_id`;
  return {
    insertDatabase: (database) =>
      run(
        `INSERT INTO ${at("run_database")} (run_id, seq, name, schema_name, history_table, state, facts, updated_at) VALUES ` +
          `(${text(database.runId)}, ${integer(database.seq)}, ${text(database.name)}, ${text(database.schema)}, ${text(database.historyTable)}, ` +
          `${text(database.state)}, ${json(database.facts)}, ${now})`,
      ),
    setDatabaseState: (database, state) =>
      run(`UPDATE ${at("run_database")} SET state = ${text(state)}, updated_at = ${now} WHERE ${one(database)}`),
    setFacts: (database, facts) =>
      run(`UPDATE ${at("run_database")} SET facts = ${json(facts)}, updated_at = ${now} WHERE ${one(database)}`),
    async databasesOf(history, states, runId = null) {
      const of = `d.schema_name = ${text(history.schema)} AND d.history_table = ${text(history.name)}`;
      const read = async (which: string): Promise<readonly Row[]> =>
        sql.query(
          `${select} WHERE ${of} AND d.state IN (${states.map((state) => text(state)).join(", ")}) AND ${which}`,
        );
      const newest = "ORDER BY r.created_at DESC, d.run_id DESC";
      const closed = "d.state IN ('committed', 'rolled-back')";
      const rows = [
        ...(await read(`NOT ${closed}`)),
        ...(await read(`${closed} ${newest} LIMIT ${MOST_CLOSED}`)),
        ...(runId === null ? [] : await read(`d.run_id = ${text(runId)}`)),
      ];
      const found = [...new Map(rows.map((row) => [String(row["run_id"]), toDatabase(row)])).values()];
      return found.sort((a, b) => (`${a.startedAt} ${a.runId}` < `${b.startedAt} ${b.runId}` ? 1 : -1));
    },
    async databasesOfRun(runId) {
      const rows = await sql.query(`${select} WHERE d.run_id = ${text(runId)} ORDER BY d.seq`);
      return rows.map(toDatabase);
    },
  };
}

/** What is kept, and what was done on the way back. */
function objectPart({
  sql,
  at,
  run,
}: Pen): Pick<Journal, "insertEntries" | "updateEntry" | "entries" | "note" | "notes" | "forgetFacts" | "dropEntries"> {
  return {
    async insertEntries(database, entries) {
      if (entries.length === 0) return;
      const values = entries.map(
        (entry) =>
          `(${text(database.runId)}, ${integer(database.seq)}, ${integer(entry.seq)}, ${text(entry.kind)}, ${text(entry.schema)}, ` +
          `${text(entry.name)}, ${json(entry.kept)})`,
      );
      await run(
        `INSERT INTO ${at("object")} (run_id, database_seq, seq, kind, schema_name, object_name, kept) VALUES ${values.join(", ")}`,
      );
    },
    updateEntry: (database, entry) =>
      run(
        `UPDATE ${at("object")} SET kept = ${json(entry.kept)} WHERE ${where(database)} AND seq = ${integer(entry.seq)}`,
      ),
    async entries(database) {
      const rows = await sql.query(`SELECT * FROM ${at("object")} WHERE ${where(database)} ORDER BY seq`);
      return rows.map(toEntry);
    },
    note: (database, step, { state, message, facts }) =>
      run(
        `INSERT INTO ${at("step")} (run_id, database_seq, step, state, message, facts, at) VALUES (${text(database.runId)}, ` +
          `${integer(database.seq)}, ${text(step)}, ${text(state)}, ${textOrNull(message ?? null)}, ${facts === undefined ? "NULL" : json(facts)}, ${now})`,
      ),
    async notes(database) {
      const rows = await sql.query(`SELECT * FROM ${at("step")} WHERE ${where(database)} ORDER BY seq`);
      return rows.map((row) => ({
        step: String(row["step"]),
        state: row["state"] === "failed" ? "failed" : "done",
        ...(row["message"] === null ? {} : { message: String(row["message"]) }),
        ...(row["facts"] === null ? {} : { facts: JSON.parse(String(row["facts"])) as unknown }),
      }));
    },
    forgetFacts: (database) => run(`UPDATE ${at("step")} SET facts = NULL WHERE ${where(database)}`),
    dropEntries: (database) => run(`DELETE FROM ${at("object")} WHERE ${where(database)}`),
  };
}

/** The journal in the control schema of the server behind `sql`. */
export function createJournal(sql: Sql, schema: string): Journal {
  const pen: Pen = {
    sql,
    at: (name) => `${identifier(schema)}.${identifier(name)}`,
    run: async (statement) => void (await sql.query(statement)),
  };
  const noteTable = { schema, name: "step" };
  return { schema, noteTable, ...schemaPart(pen, schema), ...runPart(pen), ...databasePart(pen), ...objectPart(pen) };
}
