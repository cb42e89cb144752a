/** Exit codes of the process; the table is part of the public interface (docs/errors.md). */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  validation: 3,
  rolledBack: 4,
  notRolledBack: 5,
  locked: 6,
  connection: 7,
  drift: 8,
  rollbackFailed: 9,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a code of a problem stands for. */
export type CodeEntry = { readonly exit: ExitCode; readonly help: string };
