import type { PlannedStatement, StepResult, UndoPlan } from "../core/result.ts";
import { oneLine } from "./format.ts";

/** A delimiter that none of the statements contains, so that a client can be fed with the text. */
function delimiterFor(statements: readonly { readonly sql: string }[]): string {
  const candidates = [";", "$$", "//", "$$$", "//////"];
  const free = candidates.find((one) => statements.every(({ sql }) => !sql.includes(one)));
  return free ?? "-- flyback: end of statement --";
}

/** What goes without saying. */
const SILENT: readonly UndoPlan["how"][] = ["nothing", "name"];

/** How the statement would be undone, where that takes more than dropping what it makes. */
function undoLines({ undo = [] }: PlannedStatement): readonly string[] {
  return undo.filter(({ how }) => !SILENT.includes(how)).map(({ text }) => `--   undo: ${oneLine(text)}`);
}

/**
 * The statements of a planned migration as they would be sent, in a form that the mysql client reads too; below each one, in comments, how it
 * would be undone (once for several that are undone in the same way). Secrets in them have been blanked when the plan was made.
 */
export function planSql(step: StepResult): readonly string[] {
  const statements = step.statements ?? [];
  const left = (step.statementsTotal ?? statements.length) - statements.length;
  const more = left > 0 ? [`-- … ${left} more statements, not shown`] : [];
  const delimiter = delimiterFor(statements);
  const isPlain = delimiter === ";";
  let said = "";
  const lines = statements.flatMap((statement): readonly string[] => {
    const { sql } = statement;
    const undo = undoLines(statement);
    const isSaid = undo.join() === said;
    said = undo.join();
    const text = isPlain ? `${sql};`.split("\n") : [...sql.split("\n"), delimiter];
    return isSaid ? text : [...text, ...undo];
  });
  return isPlain ? [...lines, ...more] : [`DELIMITER ${delimiter}`, ...lines, "DELIMITER ;", ...more];
}
