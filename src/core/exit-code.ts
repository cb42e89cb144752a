import { ERROR_CODES, EXIT, type ExitCode, type Problem } from "./problem.ts";

/**
 * How grave an exit code is for the data: the gravest of several problems is the process's exit code.
 * A failed way back is worst, then a failed migration that was not undone.
 */
const GRAVITY: readonly ExitCode[] = [
  EXIT.ok,
  EXIT.drift,
  EXIT.usage,
  EXIT.validation,
  EXIT.connection,
  EXIT.locked,
  EXIT.internal,
  EXIT.rolledBack,
  EXIT.notRolledBack,
  EXIT.rollbackFailed,
];

/** The gravest of some exit codes; 0 if there is none. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>(
    (worst, code) => (GRAVITY.indexOf(code) > GRAVITY.indexOf(worst) ? code : worst),
    EXIT.ok,
  );
}

/** The exit code for a set of problems; 0 if there is none. */
export function exitCodeOf(problems: readonly Problem[]): ExitCode {
  return gravest(problems.map(({ code }) => ERROR_CODES[code].exit));
}
