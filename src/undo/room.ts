/**
 * What a run may still keep (`snapshot-max-size`). Copies are counted by the size of their tables before they are made. Images of rows are
 * counted where they are made: the session is told how many bytes are left, and the triggers end a statement that needs more, which the server then
 * takes back as a whole.
 */
import { failure, type MigrationError } from "../core/problem.ts";
import { ROOM } from "../core/undo/log-sql.ts";
import type { ScriptSession } from "../engine/ports.ts";
import type { FreeSpace } from "./free-space.ts";
import type { Entry } from "./kept.ts";

export type Room = {
  /** True: triggers that keep rows have to count. */
  readonly isLimited: boolean;
  /** Bytes copied so far, without images of rows. */
  readonly copied: () => number;
  /** Counts a copy that is about to be made. @param session the script's; null: it has kept nothing yet @throws MigrationError SNAPSHOT_TOO_LARGE */
  readonly take: (bytes: number, entry: Entry, session: ScriptSession | null) => Promise<void>;
  /** Before a statement whose changes are kept by triggers. */
  readonly tell: (session: ScriptSession) => Promise<void>;
  /** After a statement that may have gone on where the triggers had ended a part of it. @throws MigrationError SNAPSHOT_TOO_LARGE */
  readonly check: (session: ScriptSession) => Promise<void>;
  /** The session is about to be made a clean one, and then knows nothing any more. */
  readonly sessionEnds: (session: ScriptSession) => Promise<void>;
};

function tooLarge(limit: number): MigrationError {
  return failure(
    "SNAPSHOT_TOO_LARGE",
    `The rows that this statement changes would have to be kept, and with them the run would keep more than \`snapshot-max-size\` allows (${limit} bytes).`,
  );
}

/** @param free what the server has left; asked before the first copy */
export function createRoom(limit: number | null, free: () => Promise<FreeSpace>): Room {
  let copied = 0;
  /** By sessions that have ended. */
  let images = 0;
  /** All that the session of now was given; null: it was told nothing. */
  let told: number | null = null;
  let space: Promise<FreeSpace> | null = null;

  async function usedBy(session: ScriptSession): Promise<number> {
    return told === null ? 0 : told - Number(await session.value(ROOM));
  }

  async function checkFree(bytes: number, { schema, name }: Entry): Promise<void> {
    space ??= free();
    const { bytes: left } = await space;
    if (left === null || copied <= left) return;
    throw failure(
      "SNAPSHOT_TOO_LARGE",
      `To be able to undo this, ${schema}.${name} with ${bytes} bytes would have to be copied, and the server has only ${left} bytes left.`,
      { help: "Make room on the server; or set `snapshot` to none to migrate without a way back." },
    );
  }

  return {
    isLimited: limit !== null,
    copied: () => copied,
    async take(bytes, entry, session) {
      copied += bytes;
      await checkFree(bytes, entry);
      if (limit === null) return;
      const all = copied + images + (session === null ? 0 : await usedBy(session));
      if (all <= limit) return;
      throw failure(
        "SNAPSHOT_TOO_LARGE",
        `To be able to undo this, ${entry.schema}.${entry.name} with ${bytes} bytes would have to be copied, ` +
          `${all} bytes in all; \`snapshot-max-size\` allows ${limit}.`,
      );
    },
    async tell(session) {
      if (limit === null) return;
      const given = limit - copied - images;
      if (told === given) return;
      await session.query(told === null ? `SET ${ROOM} = ${given}` : `SET ${ROOM} = ${ROOM} + ${given - told}`);
      told = given;
    },
    async check(session) {
      if (limit === null || told === null) return;
      if (Number(await session.value(ROOM)) < 0) throw tooLarge(limit);
    },
    async sessionEnds(session) {
      // One that is lost can say nothing, and ends the run.
      images += await usedBy(session).catch(() => 0);
      told = null;
    },
  };
}

/** The problem behind an error of a statement that a trigger has ended; null for any other error. */
export function asTooLarge(error: unknown, limit: number | null): MigrationError | null {
  const isOurs = error instanceof Error && error.message.includes(ROOM);
  return isOurs && limit !== null ? tooLarge(limit) : null;
}
