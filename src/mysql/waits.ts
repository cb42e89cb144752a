/** What a running statement is doing or waiting for, as far as the server and the account's privileges let us see. */
import type { Connection, Row } from "./connection.ts";
import type { Server } from "./server.ts";

async function ask(connection: Connection, sql: string): Promise<readonly Row[]> {
  // Nothing here is worth failing for: tables differ by version, and privileges by account.
  return connection.query(sql).catch(() => []);
}

const field = (row: Row, name: string): string => String(row[name] ?? "");

async function mariadbProgress(connection: Connection, id: number): Promise<string | null> {
  const [row] = await ask(
    connection,
    `SELECT STATE AS state, STAGE AS stage, MAX_STAGE AS stages, PROGRESS AS progress FROM information_schema.PROCESSLIST WHERE ID = ${id}`,
  );
  if (row === undefined) return null;
  const { state, stage, stages, progress } = row;
  const part = Number(stages) > 0 ? `, stage ${stage} of ${stages}, ${Number(progress).toFixed(1)} %` : "";
  return `${state ?? ""}${part}` || null;
}

async function mysqlProgress(connection: Connection, id: number): Promise<string | null> {
  const [state] = await ask(connection, `SELECT STATE AS state FROM information_schema.PROCESSLIST WHERE ID = ${id}`);
  const [stage] = await ask(
    connection,
    "SELECT s.WORK_COMPLETED AS done, s.WORK_ESTIMATED AS total FROM performance_schema.events_stages_current s" +
      ` JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID WHERE t.PROCESSLIST_ID = ${id} AND s.WORK_ESTIMATED > 0`,
  );
  const share = stage === undefined ? "" : `, ${((Number(stage["done"]) / Number(stage["total"])) * 100).toFixed(1)} %`;
  return (state === undefined ? "" : field(state, "state")) + share || null;
}

/** The state of connection `id` in words, such as `copy to tmp table, stage 1 of 2, 43.2 %`. */
export function statementProgress(connection: Connection, server: Server, id: number): Promise<string | null> {
  return server.product === "MariaDB" ? mariadbProgress(connection, id) : mysqlProgress(connection, id);
}

function sessionWords(row: Row): string {
  const info =
    row["info"] === null || row["info"] === undefined ? "idle" : `running: ${field(row, "info").slice(0, 120)}`;
  return `connection ${field(row, "id")}, user ${field(row, "user")} from ${field(row, "host")}, for ${field(row, "seconds")} s, ${info}`;
}

const PROCESS = "p.ID AS id, p.USER AS user, p.HOST AS host, p.TIME AS seconds, p.INFO AS info";

async function metadataLockHolder(connection: Connection, id: number): Promise<Row | undefined> {
  const [row] = await ask(
    connection,
    `SELECT ${PROCESS} FROM performance_schema.metadata_locks w` +
      " JOIN performance_schema.threads wt ON wt.THREAD_ID = w.OWNER_THREAD_ID" +
      " JOIN performance_schema.metadata_locks g ON g.OBJECT_TYPE = w.OBJECT_TYPE AND g.OBJECT_SCHEMA <=> w.OBJECT_SCHEMA" +
      " AND g.OBJECT_NAME <=> w.OBJECT_NAME AND g.LOCK_STATUS = 'GRANTED' AND g.OWNER_THREAD_ID <> w.OWNER_THREAD_ID" +
      " JOIN performance_schema.threads gt ON gt.THREAD_ID = g.OWNER_THREAD_ID" +
      " JOIN information_schema.PROCESSLIST p ON p.ID = gt.PROCESSLIST_ID" +
      ` WHERE w.LOCK_STATUS = 'PENDING' AND wt.PROCESSLIST_ID = ${id} LIMIT 1`,
  );
  return row;
}

async function rowLockHolder(connection: Connection, server: Server, id: number): Promise<Row | undefined> {
  const sql =
    server.product === "MariaDB"
      ? `SELECT ${PROCESS} FROM information_schema.INNODB_LOCK_WAITS w` +
        " JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id" +
        " JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id" +
        ` JOIN information_schema.PROCESSLIST p ON p.ID = b.trx_mysql_thread_id WHERE r.trx_mysql_thread_id = ${id} LIMIT 1`
      : `SELECT ${PROCESS} FROM performance_schema.data_lock_waits w` +
        " JOIN performance_schema.threads rt ON rt.THREAD_ID = w.REQUESTING_THREAD_ID" +
        " JOIN performance_schema.threads bt ON bt.THREAD_ID = w.BLOCKING_THREAD_ID" +
        ` JOIN information_schema.PROCESSLIST p ON p.ID = bt.PROCESSLIST_ID WHERE rt.PROCESSLIST_ID = ${id} LIMIT 1`;
  const [row] = await ask(connection, sql);
  return row;
}

/** The oldest open transaction of another session: where metadata locks cannot be read, the likely holder. */
async function oldestTransaction(connection: Connection, ownIds: readonly number[]): Promise<Row | undefined> {
  const [row] = await ask(
    connection,
    `SELECT ${PROCESS} FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id` +
      ` WHERE p.ID NOT IN (${ownIds.join(",")}) ORDER BY t.trx_started LIMIT 1`,
  );
  return row;
}

/** Who holds what connection `id` waits for, in words; null if nothing is seen. */
export async function blockerOf(connection: Connection, server: Server, id: number): Promise<string | null> {
  const sure = (await metadataLockHolder(connection, id)) ?? (await rowLockHolder(connection, server, id));
  if (sure !== undefined) return sessionWords(sure);
  const likely = await oldestTransaction(connection, [id, connection.id]);
  return likely === undefined ? null : `probably ${sessionWords(likely)} (the oldest open transaction)`;
}
