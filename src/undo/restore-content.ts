/** The rows of one table on the way back, around the moment when its structure is put back. */
import { describeTable } from "./catalogue.ts";
import type { FullCopy, QName } from "./kept.ts";
import { qualified, shown } from "./names.ts";
import { WHOLE, type Piece } from "./pieces.ts";
import { ER, isOneOf } from "./read.ts";
import { differing, differingSince, everything, intoEmptied, writtenByOthers } from "./restore-asides.ts";
import type { Aside, Columns } from "./restore-asides.ts";
import { inPiecesOrAtOnce, together } from "./restore-locked.ts";
import {
  copyAfter,
  copyBefore,
  countWrites,
  imagesAfter,
  imagesBefore,
  missingImages,
  missingOfCopy,
  replaceAll,
  type Change,
  type Standing,
} from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";

/** With UPDATE, and where that meets a unique value that is about to move (1062), by deleting and inserting, all at once. */
async function changing(
  restoring: Restoring,
  standing: Standing,
  statements: (how: Change, piece: Piece) => readonly string[],
  asides: readonly Aside[],
): Promise<string | null> {
  try {
    return await inPiecesOrAtOnce(restoring, standing, (piece) => statements("update", piece), asides);
  } catch (error) {
    if (!isOneOf(error, [ER.DUP_ENTRY])) throw error;
    return together(restoring, standing, statements("delete", WHOLE), asides);
  }
}

/**
 * Where a unique value of a row from before is by now another row's, which others wrote, theirs stays and the row from before is set aside.
 *
 * @param last the statements once more, all at once, and then the rows that are not back
 */
async function orWithoutTaken(
  restoring: Restoring,
  standing: Standing,
  work: () => Promise<unknown>,
  last: { readonly statements: readonly string[]; readonly missing: string; readonly asides: readonly Aside[] },
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isOneOf(error, [ER.DUP_ENTRY])) throw error;
    const statements = last.statements.map((one) => one.replace(/^INSERT INTO/, "INSERT IGNORE INTO"));
    await together(restoring, standing, statements, last.asides);
    await setAside(restoring, standing.at, last.missing, "rows from before whose unique value another row has by now");
  }
}

/** Keeps rows where the run keeps things and reports them; nothing if there are none. */
export async function setAside(restoring: Restoring, from: QName, select: string, why: string): Promise<void> {
  const { shelf, steps } = restoring;
  const found = await shelf.sql.query(`SELECT COUNT(*) AS n FROM (${select}) t`);
  const rows = Number(found[0]?.["n"] ?? 0);
  if (rows === 0) return;
  const place = await shelf.place(from.schema, `q${shelf.next()}`);
  await shelf.sql.query(`CREATE TABLE ${qualified(place)} ENGINE=InnoDB AS ${select}`);
  await steps.aside({ table: shown(from), kept: shown(place), rows, why });
}

export async function writesSince(restoring: Restoring, standing: Standing): Promise<number | null> {
  const count = countWrites(standing.kept);
  if (count === null) return null;
  const rows = await restoring.shelf.sql.query(count);
  return Number(rows[0]?.["n"] ?? 0);
}

function copyOf({ kept }: Standing): FullCopy | null {
  return kept.copy?.ready === true ? kept.copy : null;
}

const hasLog = ({ kept }: Standing): boolean => kept.log?.ready === true;

/**
 * Before the structure goes back: what the run wrote goes, so that it cannot stand in the way.
 *
 * @returns the server's time until which what others wrote is set aside, where it is not to stay
 */
export async function rowsBefore(
  restoring: Restoring,
  standing: Standing,
  work: TableWork,
  structureDiffers: boolean,
): Promise<string | null> {
  const { steps } = restoring;
  const writes = await writesSince(restoring, standing);
  if (writes !== null && writes > 0 && standing.carry) steps.carried(writes);
  const columns = await columnsOf(restoring, standing);
  const copy = copyOf(standing);
  const { key } = work;
  if (copy !== null && key === null) {
    // A key from before could not bear what is there.
    return steps.run(`empty ${shown(standing.at)}`, () =>
      together(restoring, standing, [`DELETE FROM ${qualified(standing.at)}`], [everything(standing, columns)]),
    );
  }
  const written = writtenByOthers(standing, columns, null);
  const text = `take back the rows of ${shown(standing.at)}`;
  if (copy !== null && key !== null) {
    const asides = hasLog(standing) ? written : [differing(standing, copy, { key, structureDiffers }, columns)];
    return steps.run(text, () =>
      changing(
        restoring,
        standing,
        (how, piece) => copyBefore(standing, copy, key, { structureDiffers, how, piece }),
        asides,
      ),
    );
  }
  const { images } = standing.kept;
  if (images !== null && images.ready) {
    return steps.run(text, () =>
      changing(restoring, standing, (how, piece) => imagesBefore(standing, images, how, piece), written),
    );
  }
  return written.length === 0 ? null : together(restoring, standing, [], written);
}

/**
 * After the structure is back: lost values and missing rows.
 *
 * @param taken what `rowsBefore` gave: what others have written since is set aside as well, where it is not to stay
 */
export async function rowsAfter(
  restoring: Restoring,
  standing: Standing,
  work: TableWork,
  taken: string | null,
): Promise<void> {
  const copy = copyOf(standing);
  const { key, steady } = work;
  const { steps } = restoring;
  const images = standing.kept.images?.ready === true ? standing.kept.images : null;
  const text = `put the rows of ${shown(standing.at)} back`;
  const columns = await columnsOf(restoring, standing);
  const written = writtenByOthers(standing, columns, taken);
  if (copy !== null && key === null) {
    await steps.run(text, () =>
      together(restoring, standing, replaceAll(standing, copy), [intoEmptied(standing, columns)]),
    );
  } else if (copy !== null && key !== null) {
    const asides = hasLog(standing) ? written : differingSince(standing, copy, { key, steady }, columns);
    await steps.run(text, () =>
      orWithoutTaken(
        restoring,
        standing,
        () => changing(restoring, standing, (how, piece) => copyAfter(standing, copy, key, { how, piece }), asides),
        {
          statements: copyAfter(standing, copy, key, { how: "delete", piece: WHOLE }),
          missing: missingOfCopy(standing, copy, key),
          asides,
        },
      ),
    );
  } else if (images !== null || standing.kept.sides.some(({ ready }) => ready)) {
    const work = (): Promise<unknown> =>
      inPiecesOrAtOnce(restoring, standing, (piece) => imagesAfter(standing, images, piece), written);
    await steps.run(text, () =>
      images === null
        ? work()
        : orWithoutTaken(restoring, standing, work, {
            statements: imagesAfter(standing, images, WHOLE),
            missing: missingImages(standing, images),
            asides: written,
          }),
    );
  }
  await counterBack(restoring, standing);
}

async function columnsOf({ shelf }: Restoring, { at }: Standing): Promise<Columns> {
  return (await shelf.presentColumns(at)).names;
}

/** AUTO_INCREMENT as it was, unless others are known to have been given numbers since; InnoDB never goes below its rows. */
export async function counterBack(restoring: Restoring, { kept, at }: Standing): Promise<void> {
  if (kept.autoIncrement === null) return;
  const { sql } = restoring.shelf;
  const now = await describeTable(sql, at.schema, at.name, []);
  if (now === null || now.autoIncrement === kept.autoIncrement) return;
  const count = countWrites(kept);
  const writes = count === null ? 0 : Number((await sql.query(count))[0]?.["n"] ?? 0);
  if (writes === 0) await sql.query(`ALTER TABLE ${qualified(at)} AUTO_INCREMENT = ${kept.autoIncrement}`);
}
