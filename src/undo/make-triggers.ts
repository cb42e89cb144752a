import type { Trigger } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import { parseDefinition } from "../core/undo/table-definition.ts";
import { describeTable } from "./catalogue.ts";
import type { QName } from "./kept.ts";
import { qualified, sequencesIn } from "./names.ts";
import type { Shelf } from "./shelf.ts";
import { showTable } from "./show-table.ts";

/** Not allowed to make triggers: with the binary log on (1419), without TRIGGER (1142), without the right to the tables (1044, 1227). */
const REFUSED = new Set([1044, 1142, 1227, 1419]);

/** Makes triggers on a table. False: this account may not; then none of them is left. */
export async function makeTriggers(shelf: Shelf, at: QName, triggers: readonly Trigger[]): Promise<boolean> {
  const { sql } = shelf;
  try {
    const facts = shelf.product === "MariaDB" ? await describeTable(sql, at.schema, at.name, []) : null;
    if (facts === null || facts.triggers.length === 0) for (const trigger of triggers) await sql.query(trigger.sql);
    else
      await underLock(
        shelf,
        at,
        triggers.map((trigger) => trigger.sql),
      );
    return true;
  } catch (error) {
    if (!REFUSED.has((error as { readonly errno?: number }).errno ?? 0)) throw error;
    for (const { name } of triggers) {
      await sql.query(`DROP TRIGGER IF EXISTS ${identifier(at.schema)}.${identifier(name)}`).catch(() => []);
    }
    return false;
  }
}

/** What making triggers takes of a shelf. */
export type TriggerMaker = Pick<Shelf, "sql" | "product" | "resetSession">;

/** Runs statements that make or replace triggers of a table, which stands locked meanwhile: nobody writes to it without them. */
export async function underLock(shelf: TriggerMaker, table: QName, statements: readonly string[]): Promise<void> {
  const { sql } = shelf;
  await shelf.resetSession();
  const shown = await showTable(sql, table);
  const locks = [qualified(table), ...sequencesIn(shown?.createText ?? "")].map((name) => `${name} WRITE`);
  await sql.query(`LOCK TABLES ${locks.join(", ")}`);
  try {
    for (const statement of statements) await sql.query(statement);
    // They leave their own sql_mode behind, in which definitions of tables are shown otherwise.
    await shelf.resetSession();
    await prepareAnew(shelf, table);
  } finally {
    await sql.query("UNLOCK TABLES");
    await shelf.resetSession();
  }
}

/** An ALTER that changes nothing. */
function commentOf(createText: string): string {
  return parseDefinition(createText).options.find(({ text }) => /^COMMENT=/i.test(text))?.text ?? "COMMENT=''";
}

/**
 * On MariaDB a statement that was prepared while a table had triggers does not see that it has more of them: it fails with 1146 for the
 * tables that these write to (tried on 10.11). An ALTER that changes nothing makes it be prepared anew.
 */
export async function prepareAnew({ sql, product }: Pick<Shelf, "sql" | "product">, at: QName): Promise<void> {
  if (product !== "MariaDB") return;
  const shown = await showTable(sql, at);
  if (shown !== null) await sql.query(`ALTER TABLE ${qualified(at)} ${commentOf(shown.createText)}`);
}
