/** The session that keeps and restores: exact, out of the way of checks, and known as the run's own to the triggers. */
import type { Product } from "./shelf.ts";
import type { Sql } from "./sql.ts";
import { OWN } from "../core/undo/log-sql.ts";

/**
 * Settings that every server has. NO_AUTO_VALUE_ON_ZERO and ALLOW_INVALID_DATES, and nothing strict: rows are put back as they were,
 * also such as a check would refuse today. READ COMMITTED: copies take no locks, and each statement sees what others have committed.
 */
export const SQL_MODE = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES";

const COMMON = `SET NAMES utf8mb4, autocommit = 1, sql_mode = '${SQL_MODE}', foreign_key_checks = 0, unique_checks = 1, sql_safe_updates = 0, sql_quote_show_create = 1, time_zone = '+00:00', ${OWN} = 1`;

/** Settings that only some versions and accounts have; one that is refused is left. */
const MARIADB = [
  "innodb_strict_mode = 0",
  "check_constraint_checks = 0",
  "system_versioning_alter_history = 'KEEP'",
  "max_statement_time = 0",
];

const MYSQL = [
  "innodb_strict_mode = 0",
  "max_execution_time = 0",
  "information_schema_stats_expiry = 0",
  "restrict_fk_on_non_standard_key = 0",
  "sql_generate_invisible_primary_key = 0",
  "sql_require_primary_key = 0",
  "show_gipk_in_create_table_and_information_schema = 1",
  "explicit_defaults_for_timestamp = 1",
];

/** Makes the session fit for keeping and restoring; called again after a definition was made under its own settings. */
export async function prepareSession(sql: Sql, product: Product, lockWaitTimeoutS: number): Promise<void> {
  await sql.query(`${COMMON}, lock_wait_timeout = ${lockWaitTimeoutS}, wait_timeout = 2147483`);
  // InnoDB takes no writes under READ COMMITTED where the binary log holds statements (1665).
  const [binlog] = await sql.query("SELECT @@GLOBAL.log_bin AS logs, @@SESSION.binlog_format AS format");
  if (Number(binlog?.["logs"]) !== 1 || binlog?.["format"] !== "STATEMENT") {
    await sql.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  }
  const optional = product === "MariaDB" ? MARIADB : MYSQL;
  const one = async (setting: string): Promise<unknown> => sql.query(`SET SESSION ${setting}`).catch(() => undefined);
  await sql.query(`SET SESSION ${optional.join(", SESSION ")}`).catch(async () => {
    for (const setting of optional) await one(setting);
  });
}

/** The settings that making a definition changes. */
export async function resetSession(sql: Sql): Promise<void> {
  await sql.query(COMMON);
}
