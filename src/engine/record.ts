/** Writing a migration's row, also when the session that ran it cannot do it. */
import { failure } from "../core/problem.ts";
import type { DatabaseContext } from "./context.ts";
import type { Executor } from "./executor.ts";
import type { HistoryRow } from "./ports.ts";
import { ScriptError } from "./script-error.ts";

/** How long a lost server is looked for, to record what was running. */
const RECONNECT_MS = 5000;

/**
 * Writes the row of a migration that went through, in its transaction.
 *
 * @throws ScriptError when the connection is lost, MigrationError HISTORY when the row cannot be written
 */
export async function recordSuccess(ctx: DatabaseContext, executor: Executor, row: HistoryRow): Promise<void> {
  const { session } = executor;
  try {
    // What a script left behind (table locks, its own sql_mode or time) must not stop or falsify the row.
    if (executor.touched()) await session.settle();
    await session.insertHistoryRow(ctx.table, row);
    await session.commit();
  } catch (error) {
    const { kind, message } = ctx.database.describeError(error);
    if (kind === "lost") {
      const problem = {
        code: "SERVER_GONE" as const,
        message: `The connection was lost after the last statement, before its row was written: ${message}`,
        at: { file: row.script },
      };
      throw new ScriptError(problem, { done: 0, applied: 0, total: null, lost: true }, error);
    }
    throw failure("HISTORY", `The script went through, but its row cannot be written: ${message}`, { cause: error });
  }
}

/** Writes the row over the lock's session: it may be alive where the one for scripts is not, or is still busy. */
async function recordOverMainSession(ctx: DatabaseContext, row: HistoryRow): Promise<boolean> {
  try {
    await ctx.database.changeHistory(ctx.table, [{ kind: "insert", row }]);
    return true;
  } catch {
    return false;
  }
}

async function recordOverNewConnection(ctx: DatabaseContext, row: HistoryRow): Promise<boolean> {
  const again = await ctx.database.reconnect(ctx.table, RECONNECT_MS);
  if (again === null) return false;
  try {
    const { applied } = await again.readHistory(ctx.table);
    // The commit may have gone through before the connection broke.
    if (applied.some((found) => found.installedRank === row.installedRank)) return true;
    await again.changeHistory(ctx.table, [{ kind: "insert", row }]);
    return true;
  } catch {
    return false;
  } finally {
    await again.close();
  }
}

async function writeFailure(ctx: DatabaseContext, { session, touched }: Executor, row: HistoryRow): Promise<void> {
  await session.rollback();
  if (touched()) await session.settle();
  await session.insertHistoryRow(ctx.table, row);
  await session.commit();
}

async function writeElsewhere(ctx: DatabaseContext, row: HistoryRow): Promise<void> {
  if (await recordOverMainSession(ctx, row)) return;
  if (!ctx.ports.signal.aborted && (await recordOverNewConnection(ctx, row))) return;
  throw new Error("the server could not be reached again");
}

/**
 * Writes the row of a migration that failed, after its transaction was rolled back. If it cannot be written, that is said:
 * the next run would otherwise start the migration again without anybody knowing of this one.
 *
 * @param lost the session is gone: the row is written over another one, and the server is looked for once more
 * @returns whether the row stands
 */
export async function recordFailure(
  ctx: DatabaseContext,
  executor: Executor,
  row: HistoryRow,
  lost = false,
): Promise<boolean> {
  try {
    await (lost ? writeElsewhere(ctx, row) : writeFailure(ctx, executor, row));
    return true;
  } catch (error) {
    const { message } = ctx.database.describeError(error);
    ctx.recorder.notice({
      level: "warning",
      message: `The failed run of ${row.script} could not be recorded in ${ctx.table.table}: ${message}. The next migrate would start it again.`,
    });
    return false;
  }
}
