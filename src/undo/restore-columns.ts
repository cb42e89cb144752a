/** Columns on the way back: what others wrote into those that go, or that does not fit into those that come back. */
import { hasGivenValue } from "../core/undo/given-value.ts";
import { keyOf, parseDefinition } from "../core/undo/table-definition.ts";
import type { Alters } from "../core/undo/table-diff.ts";
import { isLater } from "../core/undo/log-sql.ts";
import { identifier } from "../mysql/sql-text.ts";
import { byKey, columnList, LIVE, qualified } from "./names.ts";
import { isOneOf } from "./read.ts";
import { misfits, type Aside } from "./restore-asides.ts";
import { setAside } from "./restore-content.ts";
import { together } from "./restore-locked.ts";
import { writtenAt, type Standing } from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";
import { showTable } from "./show-table.ts";

/** An ALTER that the server cannot do in an instant, or has done so too often (4092). */
const NOT_INSTANT = [1845, 1846, 4092];

/** Tables of no more than this are altered in about a tenth of a second. */
const SMALL_BYTES = 8 * 1024 * 1024;

/**
 * Values that were written into columns which go, once the run was through and others could know of them: where the write log stands, in
 * the rows that others wrote; else wherever there is another value than the one that the server gave.
 */
export async function inNewColumns(
  restoring: Restoring,
  work: TableWork,
  lost: readonly string[],
): Promise<Aside | null> {
  if (!restoring.isLater || lost.length === 0) return null;
  const nowOf = (column: string): string => work.columns.get(column) ?? column;
  // A key may be gone as well: with the table, of which the run has made another.
  const isThere = (column: string): boolean => work.columns.get(column) !== null;
  const key = (keyOf(work.before) ?? []).filter(isThere);
  const columns = columnList([...key.map(nowOf), ...lost], LIVE);
  const why = `values of the columns that go: ${lost.join(", ")}`;
  const from = `SELECT ${columns} FROM ${qualified(work.home)} ${LIVE}`;
  const { log } = work.kept;
  if (work.key !== null && log?.ready === true && log.key?.every(isThere) === true) {
    const on = log.key.map((column) => `${LIVE}.${identifier(nowOf(column))} = w.${identifier(column)}`).join(" AND ");
    const isSet = lost.map((column) => `${LIVE}.${identifier(column)} IS NOT NULL`).join(" OR ");
    const select = `${from} JOIN ${byKey(log.table, "w")} ON ${on} WHERE ${isLater(writtenAt, log.at)} AND (${isSet})`;
    return { select, why };
  }
  const shown = await showTable(restoring.shelf.sql, work.home);
  const now = shown === null ? [] : parseDefinition(shown.createText).columns;
  const given = lost.map((column) => {
    const definition = now.find(({ name }) => name === column);
    return (definition === undefined ? null : hasGivenValue(definition, `${LIVE}.${identifier(column)}`)) ?? "FALSE";
  });
  const differs = `${from} WHERE NOT (${given.join(" AND ")})`;
  // A default that is an expression has no value to compare with (3773).
  const isKnown = await restoring.shelf.sql.query(`${differs} LIMIT 0`).then(
    () => true,
    () => false,
  );
  return { select: isKnown ? differs : from, why };
}

/**
 * Values that others wrote meanwhile and that no longer fit are set aside, not cut in silence. So are those in columns that go: under the
 * lock under which these go, unless a large table must be built anew for it.
 */
export async function alterFitting(
  restoring: Restoring,
  standing: Standing,
  adds: Alters,
  going: Aside | null,
): Promise<void> {
  const { shelf } = restoring;
  const { at, kept } = standing;
  for (const clauses of adds) {
    const statement = `ALTER TABLE ${qualified(at)} ${clauses.join(", ")}`;
    const takes = going !== null && clauses.some((clause) => clause.startsWith("DROP COLUMN "));
    const locked = (text: string) => (): Promise<unknown> =>
      together(restoring, standing, [text], takes ? [going] : []);
    const problem = await inTurn(restoring, [
      ...(takes ? [locked(`${statement}, ALGORITHM=INSTANT`)] : []),
      takes && kept.bytes <= SMALL_BYTES
        ? locked(statement)
        : async () => {
            if (takes) await setAside(restoring, at, going.select, going.why);
            await shelf.sql.query(statement);
          },
    ]);
    if (problem !== null)
      await together(restoring, standing, [statement], [misfits(standing, (await shelf.presentColumns(at)).names)]);
  }
  await rebuilt(restoring, standing);
}

/**
 * MariaDB keeps a column that is dropped in an instant hidden in the table, where it counts for the row size: after some twenty times there
 * and back the next ADD COLUMN would fail (1118). A table built anew is free of them, which for a small one takes a moment.
 */
async function rebuilt({ shelf }: Restoring, { kept, at }: Standing): Promise<void> {
  if (shelf.product !== "MariaDB" || kept.engine.toLowerCase() !== "innodb" || kept.bytes > SMALL_BYTES) return;
  // Where the server cannot do it in place, it has done so just now.
  await shelf.sql.query(`ALTER TABLE ${qualified(at)} FORCE, ALGORITHM=INPLACE`).catch(() => []);
}

/** The first way that the server knows. @returns the error of values that do not fit; null if it is done */
async function inTurn({ shelf }: Restoring, ways: readonly (() => Promise<unknown>)[]): Promise<unknown> {
  for (const way of ways) {
    await shelf.sql.query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,STRICT_ALL_TABLES'");
    try {
      await way();
      return null;
    } catch (error) {
      if (isOneOf(error, MISFITS)) return error;
      const isLast = way === ways.at(-1);
      if (isLast || !isOneOf(error, NOT_INSTANT)) throw error;
    } finally {
      await shelf.resetSession();
    }
  }
  return null;
}

/** Data that a strict server refuses: too long, out of range, wrong for the type, NULL where none may be. */
const MISFITS = [1048, 1138, 1264, 1265, 1292, 1366, 1406, 3140, 4025, 3819];
