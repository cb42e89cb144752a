import type { DatabaseConfig } from "../config/config.ts";
import type { ScriptSession, StatementOptions, StatementResult } from "../engine/ports.ts";
import type { Connection } from "./connection.ts";
import { ER, isServerError } from "./driver-error.ts";
import { insertStatement } from "./history-table.ts";
import type { Server } from "./server.ts";
import { OWN } from "../core/undo/log-sql.ts";
import { identifier, text } from "./sql-text.ts";

function initStatement(server: Server, config: DatabaseConfig): string {
  const settings = [
    // Also tells the driver again how to encode what it sends; the collation becomes the server's default for utf8mb4.
    "NAMES utf8mb4",
    "autocommit = 0",
    // Tells the triggers of the way back whose writes these are.
    `${OWN} = 1`,
    `lock_wait_timeout = ${config.lockWaitTimeoutS}`,
    `sql_mode = ${text(server.scriptSqlMode)}`,
    ...(server.galera ? ["wsrep_sync_wait = 15"] : []),
  ];
  return `SET ${settings.join(", ")}`;
}

async function readWarnings(connection: Connection): Promise<StatementResult["warnings"]> {
  const rows = await connection.query("SHOW WARNINGS LIMIT 20");
  return rows.map((row) => ({
    level: String(row["Level"]),
    code: Number(row["Code"]),
    message: String(row["Message"]),
  }));
}

export type SessionSource = {
  readonly connection: () => Connection;
  /** Replaces a session that cannot be reset by a new one. */
  readonly reopen: () => Promise<void>;
  /** Takes what a script session must hold; a reset gives it up. */
  readonly claim: () => Promise<void>;
};

/** The session that runs scripts, over a connection that can be replaced. */
export function createScriptSession(
  source: SessionSource,
  server: Server,
  config: DatabaseConfig,
  initStatements: readonly string[],
): ScriptSession {
  const query = (sql: string): Promise<unknown> => source.connection().query(sql);
  let fresh = true;

  async function reset(schema: string): Promise<void> {
    if (!fresh) {
      // Servers older than MySQL 5.7 and MariaDB 10.2 cannot reset a session.
      await source
        .connection()
        .reset()
        .catch(() => source.reopen());
    }
    fresh = false;
    await source.claim();
    await query(initStatement(server, config));
    // Before the first migration there may be no schema yet: callbacks run all the same.
    await query(`USE ${identifier(schema)}`).catch((error: unknown) => {
      if (!isServerError(error, ER.BAD_DB)) throw error;
    });
    for (const statement of initStatements) await query(statement);
  }

  async function run(sql: string, options: StatementOptions): Promise<StatementResult> {
    const connection = source.connection();
    const outcome = await connection.run(sql, options.maxRows);
    // Warnings must be read first: the next statement clears them.
    const warnings = outcome.warnings > 0 ? await readWarnings(connection) : [];
    const { results, inTransaction, affectedRows } = outcome;
    if (!options.sqlModeMayChange) return { warnings, sqlMode: null, results, inTransaction, affectedRows };
    const [row] = await connection.query("SELECT @@SESSION.sql_mode AS mode");
    return { warnings, sqlMode: String(row?.["mode"]), results, inTransaction, affectedRows };
  }

  return {
    reset,
    run,
    setAutocommit: async (on) => void (await query(`SET autocommit = ${on ? 1 : 0}`)),
    commit: async () => void (await query("COMMIT")),
    rollback: async () => (await run("ROLLBACK", { sqlModeMayChange: false, maxRows: 0 })).warnings,
    restoreChecks: async () => void (await query("SET foreign_key_checks = DEFAULT, sql_safe_updates = DEFAULT")),
    async settle() {
      await query("UNLOCK TABLES");
      await query(`SET sql_mode = ${text(server.scriptSqlMode)}, timestamp = DEFAULT`);
    },
    query: async (sql) => void (await query(sql)),
    async value(expression) {
      const [row] = await source.connection().query(`SELECT ${expression} AS value`);
      const value = row?.["value"];
      return value === null || value === undefined ? null : String(value);
    },
    insertHistoryRow: async (table, row) => void (await query(insertStatement(table, row))),
  };
}
