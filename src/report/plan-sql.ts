import type { StepResult } from "../core/result.ts";

/** A delimiter that none of the statements contains, so that a client can be fed with the text. */
function delimiterFor(statements: readonly { readonly sql: string }[]): string {
  const candidates = [";", "$$", "//", "$$$", "//////"];
  const free = candidates.find((one) => statements.every(({ sql }) => !sql.includes(one)));
  return free ?? "-- flyback: end of statement --";
}

/**
 * The statements of a planned migration as they would be sent, in a form that the mysql client reads too. Secrets in them
 * have been blanked when the plan was made.
 */
export function planSql(step: StepResult): readonly string[] {
  const statements = step.statements ?? [];
  const left = (step.statementsTotal ?? statements.length) - statements.length;
  const more = left > 0 ? [`-- … ${left} more statements, not shown`] : [];
  const delimiter = delimiterFor(statements);
  if (delimiter === ";") return [...statements.flatMap(({ sql }) => `${sql};`.split("\n")), ...more];
  const bodies = statements.flatMap(({ sql }) => [...sql.split("\n"), delimiter]);
  return [`DELIMITER ${delimiter}`, ...bodies, "DELIMITER ;", ...more];
}
