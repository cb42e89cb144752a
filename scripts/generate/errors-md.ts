import { ERROR_CODES, EXIT, type ExitCode } from "../../src/core/problem.ts";

const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "Done, or nothing to do.",
  internal: "Something unexpected: a bug, or a statement of flyback's own that the server refused.",
  usage: "The call, the settings or a file are wrong. Nothing was touched.",
  validation: "Files and history do not fit together. Nothing was changed.",
  rolledBack: "A migration failed, or the run was stopped, and everything was put back.",
  notRolledBack:
    "A migration failed, or the run was stopped. What was done is still there, or a part of it, or the failed row in the history is.",
  locked: "Another run holds the lock.",
  connection: "The server cannot be reached or used.",
  drift: "The database differs from what the migrations make.",
  rollbackFailed: "The command `rollback` failed, or was refused.",
};

/** docs/errors.md: the exit codes, and every error code with what to do. */
export function renderErrorsMd(): string {
  const exits = Object.entries(MEANING).map(
    ([name, text]) => `| ${String(EXIT[name as keyof typeof EXIT])} | ${text} |`,
  );
  const codes = Object.entries(ERROR_CODES).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    "<!-- Made by scripts/generate.ts of src/core/problem.ts; changes belong there. -->",
    "",
    "# Errors and exit codes",
    "",
    "Every problem has a code, a place where there is one, and a sentence that says what to do. Codes that Flyway has are",
    "Flyway's. When several problems meet, the process ends with the exit code that is gravest for the data.",
    "",
    "| Exit code | Meaning |",
    "| --- | --- |",
    ...exits,
    ...codes.flatMap(([code, entry]) => section(code, entry)),
    "",
  ].join("\n");
}

function section(code: string, { exit, help }: { readonly exit: ExitCode; readonly help: string }): string[] {
  return ["", `## ${code}`, "", `Exit code ${String(exit)}. ${help}`];
}
