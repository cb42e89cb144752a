/** The rows of one table on the way back, around the moment when its structure is put back. */
import { describeTable } from "./catalogue.ts";
import type { FullCopy, QName } from "./kept.ts";
import { qualified } from "./names.ts";
import { WHOLE, type Piece } from "./pieces.ts";
import { inPiecesOrAtOnce, together } from "./restore-locked.ts";
import {
  copyAfter,
  copyBefore,
  countWrites,
  differingFromCopy,
  imagesAfter,
  imagesBefore,
  missingImages,
  missingOfCopy,
  replaceAll,
  rowsWritten,
  type Change,
  type Standing,
} from "./restore-rows.ts";
import type { TableWork } from "./restore-table.ts";
import type { Restoring } from "./restore.ts";

const DUPLICATE_ENTRY = 1062;

const shown = ({ schema, name }: QName): string => `${schema}.${name}`;

/** With UPDATE, and where that meets a unique value that is about to move (1062), by deleting and inserting, all at once. */
async function changing(
  restoring: Restoring,
  standing: Standing,
  statements: (how: Change, piece: Piece) => readonly string[],
): Promise<void> {
  try {
    await inPiecesOrAtOnce(restoring, standing, (piece) => statements("update", piece));
  } catch (error) {
    if ((error as { readonly errno?: number }).errno !== DUPLICATE_ENTRY) throw error;
    await together(restoring, standing, statements("delete", WHOLE));
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
  work: () => Promise<void>,
  last: { readonly statements: readonly string[]; readonly missing: string },
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if ((error as { readonly errno?: number }).errno !== DUPLICATE_ENTRY) throw error;
    const statements = last.statements.map((one) => one.replace(/^INSERT INTO/, "INSERT IGNORE INTO"));
    await together(restoring, standing, statements);
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

/** Before the structure goes back: what the run wrote goes, so that it cannot stand in the way. */
export async function rowsBefore(
  restoring: Restoring,
  standing: Standing,
  work: TableWork,
  structureDiffers: boolean,
): Promise<void> {
  const { steps } = restoring;
  const writes = await writesSince(restoring, standing);
  if (writes !== null && writes > 0 && standing.carry) steps.carried(writes);
  const written = rowsWritten(standing);
  if (!standing.carry && written !== null) {
    await setAside(restoring, standing.at, written, "others wrote these rows since (`on-newer-rows` is set-aside)");
  }
  const copy = copyOf(standing);
  const { key } = work;
  if (copy !== null) {
    if (key === null) return emptied(restoring, standing);
    if (standing.kept.log?.ready !== true) await asideUnknown(restoring, standing, copy, key);
    await steps.run(`take back the rows of ${shown(standing.at)}`, () =>
      changing(restoring, standing, (how, piece) => copyBefore(standing, copy, key, { structureDiffers, how, piece })),
    );
    return;
  }
  const { images } = standing.kept;
  if (images === null || !images.ready) return;
  await steps.run(`take back the rows of ${shown(standing.at)}`, () =>
    changing(restoring, standing, (how, piece) => imagesBefore(standing, images, how, piece)),
  );
}

/** Without a write log the run's own changes look like everybody's: all that differ are kept. */
async function asideUnknown(
  restoring: Restoring,
  standing: Standing,
  copy: FullCopy,
  key: readonly string[],
): Promise<void> {
  const why = "rows that differ from before; who wrote them is not known, since no triggers could be made";
  await setAside(restoring, standing.at, differingFromCopy(standing, copy, key), why);
}

/** After the structure is back: lost values and missing rows. */
export async function rowsAfter(restoring: Restoring, standing: Standing, work: TableWork): Promise<void> {
  const copy = copyOf(standing);
  const { key } = work;
  const { steps } = restoring;
  const images = standing.kept.images?.ready === true ? standing.kept.images : null;
  if (copy !== null && key === null) await wholeBack(restoring, standing, copy);
  else if (copy !== null && key !== null) {
    await steps.run(`put the rows of ${shown(standing.at)} back`, () =>
      orWithoutTaken(
        restoring,
        standing,
        () => changing(restoring, standing, (how, piece) => copyAfter(standing, copy, key, { how, piece })),
        {
          statements: copyAfter(standing, copy, key, { how: "delete", piece: WHOLE }),
          missing: missingOfCopy(standing, copy, key),
        },
      ),
    );
  } else if (images !== null || standing.kept.sides.some(({ ready }) => ready)) {
    const work = (): Promise<void> =>
      inPiecesOrAtOnce(restoring, standing, (piece) => imagesAfter(standing, images, piece));
    await steps.run(`put the rows of ${shown(standing.at)} back`, () =>
      images === null
        ? work()
        : orWithoutTaken(restoring, standing, work, {
            statements: imagesAfter(standing, images, WHOLE),
            missing: missingImages(standing, images),
          }),
    );
  }
  await counterBack(restoring, standing);
}

/**
 * Without a key rows that others wrote cannot be told from the rest, so with them all of it is set aside. The table is emptied before its
 * structure goes back: a key from before could not bear what is there.
 */
async function emptied(restoring: Restoring, standing: Standing): Promise<void> {
  const writes = await writesSince(restoring, standing);
  if (writes === null || writes > 0) {
    const why =
      "no key tells its rows apart, so rows that others wrote could not be carried; here are all as they were";
    await setAside(restoring, standing.at, `SELECT * FROM ${qualified(standing.at)}`, why);
  }
  await restoring.steps.run(`empty ${shown(standing.at)}`, () =>
    together(restoring, standing, [`DELETE FROM ${qualified(standing.at)}`]),
  );
}

async function wholeBack(restoring: Restoring, standing: Standing, copy: FullCopy): Promise<void> {
  await restoring.steps.run(`put the rows of ${shown(standing.at)} back`, () =>
    together(restoring, standing, replaceAll(standing, copy)),
  );
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
