import type { ResolvedMigration } from "../core/migration/resolved-migration.ts";
import type { StepResult } from "../core/result.ts";
import { blankSecrets } from "../core/sql/display.ts";
import { NOTHING_DONE, stepOf } from "./apply.ts";
import type { DatabaseContext } from "./context.ts";
import { readScript } from "./script.ts";

/** Statements that a dry run lists of one script at most, and their text in characters; the rest is counted. */
const MAX_STATEMENTS = 2000;
const MAX_CHARACTERS = 2_000_000;

/**
 * What a dry run shows of a migration: every statement as it would be sent, placeholders filled, secrets blanked.
 *
 * @throws MigrationError for a script that cannot be parsed
 */
export async function previewStep(ctx: DatabaseContext, migration: ResolvedMigration): Promise<StepResult> {
  const reader = readScript(ctx, migration.source);
  const statements: { readonly sql: string; readonly line: number }[] = [];
  let total = 0;
  let characters = 0;
  for (let next = await reader.next(); next !== null; next = await reader.next()) {
    const { statement } = next;
    total += 1;
    characters += statement.sql.length;
    if (total > MAX_STATEMENTS || characters > MAX_CHARACTERS) continue;
    statements.push({ sql: blankSecrets(statement.sql), line: statement.line });
  }
  return {
    ...stepOf(migration),
    ...NOTHING_DONE,
    status: "planned",
    statementsTotal: total,
    statements,
  };
}
