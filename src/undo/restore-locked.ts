/** Statements that put rows back, with their table locked: all of them at once, or one piece of the table after the other. */
import { sidesOf } from "./compose.ts";
import { serverTime } from "./write-log.ts";
import { LIVE, qualified } from "./names.ts";
import { inPieces, WHOLE, type Measure, type Piece } from "./pieces.ts";
import { asLock, fillShelves, openShelves, tellOrDrop } from "./aside-shelves.ts";
import type { Aside } from "./restore-asides.ts";
import type { Standing } from "./restore-rows.ts";
import type { Restoring } from "./restore.ts";

/** Everything that the statements for a table name, with their aliases. */
function locksFor({ kept, at, sequences }: Standing): string {
  const others = [
    ...(kept.images?.ready === true
      ? [
          `${qualified(kept.images.table)} AS i READ`,
          `${qualified(kept.images.table)} AS v READ`,
          `${qualified(kept.images.chosen)} WRITE`,
          `${qualified(kept.images.chosen)} AS u WRITE`,
        ]
      : []),
    ...(kept.log?.ready === true ? [`${qualified(kept.log.table)} AS w READ`] : []),
    ...(kept.copy?.ready === true
      ? [`${qualified(kept.copy.table)} AS c READ`, `${qualified(kept.copy.table)} READ`]
      : []),
    ...sidesOf(kept).map(({ table, alias }) => `${qualified(table)} AS ${alias} READ`),
  ];
  const taken = sequences.map((name) => `${name} WRITE`);
  return [`${qualified(at)} WRITE`, `${qualified(at)} AS ${LIVE} WRITE`, ...others, ...taken].join(", ");
}

/**
 * Statements of one transaction, with the table locked as a whole: whoever has written to it has committed, so that it is in the log, and
 * whoever is going to write waits, instead of being chosen to end for a deadlock. What the statements would lose is set aside first, in the
 * same transaction.
 *
 * @returns the server's UUID_SHORT() when it was done: what others write to the table has a later one
 */
export async function together(
  restoring: Restoring,
  standing: Standing,
  statements: readonly string[],
  asides: readonly Aside[] = [],
): Promise<string> {
  const { sql } = restoring.shelf;
  const shelves = await openShelves(restoring, standing.at, asides);
  // A table without transactions gains nothing by one, and with GTIDs MySQL refuses it (1785).
  if (standing.kept.engine.toLowerCase() === "innodb") await sql.query("SET autocommit = 0");
  try {
    await sql.query(`LOCK TABLES ${[locksFor(standing), ...asLock(restoring, shelves)].join(", ")}`);
    await fillShelves(restoring, standing.at, shelves);
    for (const statement of statements) await sql.query(statement);
    const at = await serverTime(restoring.shelf);
    await sql.query("COMMIT");
    return at;
  } catch (error) {
    await sql.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await sql.query("UNLOCK TABLES").catch(() => undefined);
    await sql.query("SET autocommit = 1").catch(() => undefined);
    await tellOrDrop(restoring, standing.at, shelves);
  }
}

/**
 * A large table whose every write is in the log goes back piece by piece, each under a lock of its own: writers come to their turn in
 * between, and what they write then is in the log for the next statements. Else nothing but one lock keeps others' rows apart.
 *
 * @param asides only where all goes back at once
 * @returns as `together`; null if it went back in pieces
 */
export async function inPiecesOrAtOnce(
  restoring: Restoring,
  standing: Standing,
  statements: (piece: Piece) => readonly string[],
  asides: readonly Aside[],
): Promise<string | null> {
  const { shelf, steps } = restoring;
  const measure = asides.length > 0 ? null : measureOf(standing);
  const one = async (piece: Piece): Promise<void> => void (await together(restoring, standing, statements(piece)));
  if (measure !== null && (await inPieces(shelf.sql, measure, steps.now, one))) return null;
  return together(restoring, standing, statements(WHOLE), asides);
}

/** Null: it must go back at once. */
function measureOf({ kept, types, carry, keyIsSame }: Standing): Measure | null {
  const { log, copy, images } = kept;
  if (log?.ready !== true || log.key === null || !carry || !keyIsSame || kept.engine.toLowerCase() !== "innodb")
    return null;
  const whole = copy?.ready === true ? copy : sidesOf(kept)[0];
  if (whole !== undefined) return { table: whole.table, key: log.key, types, repeats: false };
  return images?.ready === true ? { table: images.table, key: log.key, types, repeats: true } : null;
}
