import { ERROR_CODES, EXIT } from "../core/problem.ts";
import type { DatabaseResult, StepResult } from "../core/result.ts";
import { isApplied, isUncertain } from "./facts.ts";
import { baseName, listSome, statementRange, statementNumber } from "./format.ts";
import { isRolledBack } from "./way-back.ts";

/** What a failed migration left behind, in words. MySQL and MariaDB keep what was done before a failure. */
export type FailureStory = {
  /** Such as `statement 2 of 3`; null if no statement was sent. */
  readonly where: string | null;
  /** What took effect in this run and stays. */
  readonly applied: string;
  /** What took effect and was taken back with the whole run; null if nothing was. */
  readonly undone: string | null;
  /** What did not happen. */
  readonly notApplied: string;
};

/** Names that a line can take before it gets hard to read. */
const MAX_NAMES = 5;

/** Text that cannot be read is found before anything is sent: the place in the file says it all. */
function isUnreadable({ problem }: StepResult): boolean {
  if (problem === undefined) return false;
  const { exit } = ERROR_CODES[problem.code];
  return exit === EXIT.validation || exit === EXIT.usage;
}

function whereOf(step: StepResult): string | null {
  const statement = step.problem?.statement;
  if (statement !== undefined) return statementNumber(statement);
  if (step.statementsDone === null || isUnreadable(step)) return null;
  const of = step.statementsTotal === null ? "" : ` of ${step.statementsTotal}`;
  return `statement ${step.statementsDone + 1}${of}`;
}

function appliedInStep(step: StepResult): string {
  const applied = step.statementsApplied ?? 0;
  return applied === 0 ? "nothing" : statementRange(1, applied);
}

/** Statements that were done and then taken back. */
function rolledBackInStep(step: StepResult): string | null {
  const first = (step.statementsApplied ?? 0) + 1;
  const last = step.statementsDone ?? 0;
  return last < first ? null : `${statementRange(first, last)} of ${baseName(step.script)} (rolled back)`;
}

function notDoneInStep(step: StepResult, isUndone: boolean): string | null {
  const script = baseName(step.script);
  if (isUnreadable(step) && step.statementsDone === 0) return script;
  // A callback after the script, or the script's own row.
  if (step.statementsTotal !== null && step.statementsDone === step.statementsTotal) return null;
  const first = (step.statementsDone ?? 0) + 1;
  const last = step.statementsTotal;
  const uncertain = !isUndone && step.problem !== undefined && isUncertain(step.problem.code);
  if (!uncertain) return `${last === null ? `statement ${first} and after` : statementRange(first, last)} of ${script}`;
  const maybe = `statement ${first} of ${script} may or may not have taken effect`;
  return last !== null && last <= first ? maybe : `${maybe}, what follows it has not`;
}

/**
 * Tells what a failed step and its database are left with.
 * @param database the database of the step: its other steps say what ran before and what was left out
 */
export function tellFailure(database: DatabaseResult, step: StepResult): FailureStory {
  const script = baseName(step.script);
  const isUndone = isRolledBack(database);
  const before = database.steps.filter(isApplied).map((one) => baseName(one.script));
  const after = database.steps.filter((one) => one.status === "not-run").map((one) => baseName(one.script));
  const applied = [`${appliedInStep(step)} of ${script}`];
  if (before.length > 0) applied.push(`before it ${listSome(before, MAX_NAMES)}`);
  const notApplied = [rolledBackInStep(step), notDoneInStep(step, isUndone)].filter((part) => part !== null);
  if (after.length > 0) notApplied.push(listSome(after, MAX_NAMES));
  if (notApplied.length === 0) notApplied.push("nothing");
  const told = { where: whereOf(step), notApplied: notApplied.join("; ") };
  if (!isUndone) return { ...told, applied: applied.join("; "), undone: null };
  const didNothing = before.length === 0 && (step.statementsApplied ?? 0) === 0;
  return { ...told, applied: "nothing", undone: didNothing ? null : applied.join("; ") };
}
