import { identifier, integer, text } from "../mysql/sql-text.ts";
import type { QName } from "./kept.ts";
import type { Sql } from "./sql.ts";

const now = "UTC_TIMESTAMP(6)";

/** No database, no table, or not for this account. */
const NO_JOURNAL = new Set([1049, 1146, 1142, 1044]);

/**
 * True if the journal has a run of the history that was not finished; false where there is no journal.
 *
 * @param retentionDays counts one that went through and was not committed for so many days as well; null: does not
 */
export async function hasOpenRun(
  ask: Sql["query"],
  schema: string,
  history: QName,
  retentionDays: number | null,
): Promise<boolean> {
  const expired =
    retentionDays === null
      ? ""
      : ` OR (state = 'migrated' AND updated_at <= ${now} - INTERVAL ${integer(retentionDays)} DAY)`;
  try {
    const rows = await ask(
      `SELECT 1 AS one FROM ${identifier(schema)}.\`run_database\` WHERE schema_name = ${text(history.schema)} ` +
        `AND history_table = ${text(history.name)} AND (state IN ('migrating', 'rolling-back', 'back', 'committing', 'restoring', 'needs-hand')${expired}) LIMIT 1`,
    );
    return rows.length > 0;
  } catch (error) {
    if (NO_JOURNAL.has((error as { readonly errno?: number }).errno ?? 0)) return false;
    throw error;
  }
}
