import type { ResolvedMigration } from "../core/migration/resolved-migration.ts";
import type { PlannedStatement, StepResult, UndoPlan } from "../core/result.ts";
import { formatBytes } from "../core/format-bytes.ts";
import { blankSecrets } from "../core/sql/display.ts";
import { sqlModeAfter, sqlModeState } from "../core/sql/sql-mode.ts";
import { NOTHING_DONE, stepOf } from "./apply.ts";
import type { DatabaseContext } from "./context.ts";
import { checkScript, readScript } from "./script.ts";
import type { Explainer, ExplainStart } from "./way-back.ts";

/** Statements that a dry run lists of one script at most, and their text in characters; the rest is counted. */
const MAX_STATEMENTS = 2000;
const MAX_CHARACTERS = 2_000_000;

/**
 * Records what a dry run shows of migrations: every statement as it would be sent, placeholders filled, secrets blanked, with how it would be
 * undone; warnings for those that cannot be undone; and what all of it would take. Changes nothing.
 *
 * @param start what else the run would make
 * @throws MigrationError for a script that cannot be parsed
 */
export async function previewSteps(
  ctx: DatabaseContext,
  pending: readonly ResolvedMigration[],
  start: Pick<ExplainStart, "schemasToCreate">,
): Promise<void> {
  if (pending.length === 0) return;
  const isKept = ctx.run.undo.snapshot !== "none";
  const wayBack = isKept ? ctx.ports.wayBack(ctx.config, ctx.database) : null;
  try {
    const explainer = (await wayBack?.explainer({ ...start, history: ctx.table, schemas: ctx.schemas })) ?? null;
    if (explainer === null) {
      const message = "Nothing is kept (`snapshot` is none): what these migrations change cannot be taken back.";
      ctx.recorder.notice({ level: "notice", message });
    }
    const plan = explainer === null ? null : { explainer, warn: createWarnings(ctx) };
    for (const migration of pending) ctx.recorder.step(await previewStep(ctx, migration, plan));
    if (explainer !== null) ctx.recorder.wayBack(explainer.planned());
  } finally {
    await wayBack?.close();
  }
}

async function previewStep(
  ctx: DatabaseContext,
  migration: ResolvedMigration,
  plan: { readonly explainer: Explainer; readonly warn: Warn } | null,
): Promise<StepResult> {
  const { source } = migration;
  const reader = readScript(ctx, source, plan !== null);
  const statements: PlannedStatement[] = [];
  let total = 0;
  let characters = 0;
  if (plan !== null) await plan.explainer.scriptBegins((await checkScript(ctx, source, true)).foreseen);
  let mode = sqlModeState(ctx.database.server.scriptSqlMode);
  for (let next = await reader.next(); next !== null; next = await reader.next()) {
    const { sql, line } = next.statement;
    const undo = await plan?.explainer.explain({ sql, mode: next.mode, touches: next.touches });
    if (undo !== undefined) plan?.warn({ file: source.shownPath, line }, undo);
    if (next.effect.size > 0) mode = sqlModeAfter(mode, sql);
    if (next.effect.has("sql-mode") && mode.modes !== null) reader.setSqlMode([...mode.modes].join(","));
    total += 1;
    characters += sql.length;
    if (total > MAX_STATEMENTS || characters > MAX_CHARACTERS) continue;
    statements.push({ sql: blankSecrets(sql), line, ...(undo === undefined ? {} : { undo }) });
  }
  return {
    ...stepOf(migration),
    ...NOTHING_DONE,
    status: "planned",
    statementsTotal: total,
    statements,
  };
}

type Warn = (at: { readonly file: string; readonly line: number }, undo: readonly UndoPlan[]) => void;

/** Warns of statements that cannot be undone, and once of the one at which the copies of the run so far are too large. */
function createWarnings({ recorder, run }: DatabaseContext): Warn {
  const most = run.undo.snapshotMaxBytes ?? Number.POSITIVE_INFINITY;
  let copied = 0;
  return (at, undo) => {
    for (const { how, text, bytes } of undo) {
      const before = copied;
      copied += bytes;
      if (how === "cannot") {
        recorder.notice({ level: "warning", message: `This statement cannot be undone: ${text}.`, at });
      }
      if (copied <= most || before > most) continue;
      const sizes = `${formatBytes(copied)} in all would have to be copied, and \`snapshot-max-size\` allows ${formatBytes(most)}`;
      recorder.notice({ level: "warning", message: `With this statement ${sizes}: the run would stop.`, at });
    }
  };
}
