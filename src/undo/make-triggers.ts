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
    else await makeAnew(shelf, at, { triggers, createText: facts.createText });
    return true;
  } catch (error) {
    if (!REFUSED.has((error as { readonly errno?: number }).errno ?? 0)) throw error;
    for (const { name } of triggers) {
      await sql.query(`DROP TRIGGER IF EXISTS ${identifier(at.schema)}.${identifier(name)}`).catch(() => []);
    }
    return false;
  }
}

/**
 * On MariaDB a statement that was prepared while a table had triggers does not see that it has more of them: it fails with 1146 for the
 * tables that these write to (tried on 10.11). An ALTER that changes nothing makes it be prepared anew; the lock leaves no moment between.
 */
async function makeAnew(
  { sql }: Shelf,
  at: QName,
  { triggers, createText }: { readonly triggers: readonly Trigger[]; readonly createText: string },
): Promise<void> {
  const comment = commentOf(createText);
  const locks = [qualified(at), ...sequencesIn(createText)].map((name) => `${name} WRITE`);
  await sql.query(`LOCK TABLES ${locks.join(", ")}`);
  try {
    for (const trigger of triggers) await sql.query(trigger.sql);
    await sql.query(`ALTER TABLE ${qualified(at)} ${comment}`);
  } finally {
    await sql.query("UNLOCK TABLES");
  }
}

/** An ALTER that changes nothing. */
function commentOf(createText: string): string {
  return parseDefinition(createText).options.find(({ text }) => /^COMMENT=/i.test(text))?.text ?? "COMMENT=''";
}

/** The same after a trigger was put back beside others. */
export async function prepareAnew({ sql, product }: Pick<Shelf, "sql" | "product">, at: QName): Promise<void> {
  if (product !== "MariaDB") return;
  const shown = await showTable(sql, at);
  if (shown !== null) await sql.query(`ALTER TABLE ${qualified(at)} ${commentOf(shown.createText)}`);
}
