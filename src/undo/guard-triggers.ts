/** Users' triggers while the rows of their table go back: they fire for others, and not for what the way back writes. */
import { guardedTrigger, isGuarded } from "../core/undo/program-text.ts";
import { OWN } from "../core/undo/log-sql.ts";
import { identifier, text } from "../mysql/sql-text.ts";
import { underLock, type TriggerMaker } from "./make-triggers.ts";
import { modeOf } from "../core/sql/sql-mode.ts";
import { inexactReason, restoreStatements, type ProgramDefinition } from "./programs.ts";
import type { QName } from "./kept.ts";
import { qualified } from "./names.ts";

/** Whether it is a trigger that an earlier way back has guarded. */
export function hasGuard({ createText, sqlMode }: ProgramDefinition): boolean {
  return createText !== null && isGuarded(createText, modeOf(sqlMode), OWN);
}

/** True if it is made in the collation that its schema has, so that no ALTER DATABASE is needed, which the lock would not allow. */
export function canBeMadeUnderLock({ databaseCollation, schemaCollation }: ProgramDefinition): boolean {
  return databaseCollation === null || schemaCollation === null || databaseCollation === schemaCollation;
}

/**
 * Puts a condition around the bodies of triggers of one table.
 *
 * @param triggers all that the table has but flyback's own, in the order in which they fire
 * @returns why it could not be done, in words: then they are as they were, or some have gone; null if it was
 */
export async function guardTriggers(
  shelf: TriggerMaker,
  table: QName,
  triggers: readonly ProgramDefinition[],
): Promise<string | null> {
  const statements: string[] = [];
  for (const definition of triggers) {
    const { createText, sqlMode, trigger } = definition;
    if (createText === null || trigger === null || inexactReason(definition) !== null) return "its text cannot be sent";
    if (!canBeMadeUnderLock(definition)) return "its database had another collation when it was made";
    const guarded = guardedTrigger(createText, modeOf(sqlMode), OWN);
    const beside = triggers.filter((one) => one !== definition && sameMoment(one, definition)).map(({ name }) => name);
    statements.push(...restoreStatements({ ...definition, createText: guarded }, beside));
  }
  try {
    await underLock(shelf, table, statements);
    await tryWrites(shelf, table);
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !("errno" in error)) throw error;
    return error.message;
  }
}

/** Under LOCK TABLES the server wants all that a trigger names, though it does nothing: what is missing at the moment would fail all that is to come. */
async function tryWrites({ sql }: TriggerMaker, { schema, name }: QName): Promise<void> {
  const at = qualified({ schema, name });
  const rows = await sql.query(
    `SELECT COLUMN_NAME AS n FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ${text(schema)} AND TABLE_NAME = ${text(name)} ` +
      "AND COALESCE(GENERATION_EXPRESSION, '') = '' LIMIT 1",
  );
  const column = identifier(String(rows[0]?.["n"] ?? ""));
  await sql.query(`LOCK TABLES ${at} WRITE`);
  try {
    await sql.query(`INSERT INTO ${at} (${column}) SELECT NULL FROM DUAL WHERE 1 = 0`);
    await sql.query(`UPDATE ${at} SET ${column} = ${column} WHERE 1 = 0`);
    await sql.query(`DELETE FROM ${at} WHERE 1 = 0`);
  } finally {
    await sql.query("UNLOCK TABLES");
  }
}

function sameMoment(a: ProgramDefinition, b: ProgramDefinition): boolean {
  return a.trigger?.timing === b.trigger?.timing && a.trigger?.event === b.trigger?.event;
}
