/**
 * What can go wrong, as a closed list. A code carries its exit code and the sentence that says what to do.
 * Codes are Flyway's where Flyway has one, since that is what people search for.
 */

import { DUMP_CODES } from "./dump-codes.ts";
import { EXIT, type CodeEntry } from "./exit.ts";

export { EXIT, type ExitCode } from "./exit.ts";

export const ERROR_CODES = {
  INTERNAL: {
    exit: EXIT.internal,
    help: "This is a bug in flyback. Please report it with the log: nothing in your files or settings should cause it.",
  },
  // configuration and files
  USAGE: { exit: EXIT.usage, help: "Run `flyback help` for the commands and their options." },
  CONFIGURATION: {
    exit: EXIT.usage,
    help: "Correct the setting at the place named above; docs/options.md has every one.",
  },
  UNKNOWN_OPTION: { exit: EXIT.usage, help: "Check the spelling; docs/options.md lists every option." },
  SECRET_ON_COMMAND_LINE: {
    exit: EXIT.usage,
    help: "Other users of the machine can read the command line. Use FLYBACK_PASSWORD, FLYBACK_URL, --password-file, an action input or the configuration file.",
  },
  UNSUPPORTED_SETTING: {
    exit: EXIT.usage,
    help: "This setting of Flyway would change the outcome and flyback does not have it; remove it, or see docs/coming-from-flyway.md for what to use instead.",
  },
  LOCATION_NOT_FOUND: { exit: EXIT.usage, help: "Correct `locations`; relative ones start at the working directory." },
  REPORT_NOT_WRITTEN: {
    exit: EXIT.usage,
    help: "Correct the path of the report, or make its folder writable; what was done to the databases stands.",
  },
  FILE_UNREADABLE: { exit: EXIT.usage, help: "Check that the file exists and that this user may read it." },
  ENCODING: {
    exit: EXIT.usage,
    help: "Save the file in the configured `encoding`, or set `encoding` for it in its .sql.conf.",
  },
  INVALID_MIGRATION_NAME: {
    exit: EXIT.validation,
    help: "Rename the file (V1.2__description.sql, R__description.sql), or set `validate-migration-naming` to false to skip such files.",
  },
  DUPLICATE_VERSIONED_MIGRATION: {
    exit: EXIT.validation,
    help: "Give one of the files another version: the one that no database has run yet.",
  },
  DUPLICATE_REPEATABLE_MIGRATION: { exit: EXIT.validation, help: "Give one of the files another description." },
  DUPLICATE_CALLBACK: { exit: EXIT.validation, help: "Give one of the callbacks another description." },
  DUPLICATE_DELETED_MIGRATION: {
    exit: EXIT.validation,
    help: "The history has two deletion markers for one migration. Remove the later marker's row after checking who wrote it.",
  },
  // SQL text
  UNKNOWN_PLACEHOLDER: {
    exit: EXIT.validation,
    help: "Define it under `placeholders`, or set `placeholder-replacement` to false if the text is meant literally.",
  },
  UNTERMINATED_PLACEHOLDER: {
    exit: EXIT.validation,
    help: "Close the placeholder, or set `placeholder-replacement` to false if the text is meant literally.",
  },
  UNTERMINATED_COMMENT: { exit: EXIT.validation, help: "Close the comment with */." },
  UNTERMINATED_STRING: {
    exit: EXIT.validation,
    help: "Close the quote. Mind that a backslash escapes the next character unless sql_mode has NO_BACKSLASH_ESCAPES.",
  },
  UNTERMINATED_BLOCK: {
    exit: EXIT.validation,
    help: "Close the block with its END, or put DELIMITER lines around the stored program.",
  },
  CLIENT_COMMAND: {
    exit: EXIT.validation,
    help: "Commands of the mysql client are not SQL. Put the statements into this file: only then does the checksum cover them.",
  },
  INVALID_DELIMITER: {
    exit: EXIT.validation,
    help: "Write DELIMITER and the new delimiter on one line, between two statements.",
  },
  // validation
  VALIDATE_ERROR: { exit: EXIT.validation, help: "See the findings above." },
  CHECKSUM_MISMATCH: {
    exit: EXIT.validation,
    help: "Restore the file as it was and put the change into a new migration; or run `flyback repair` to accept the file as it is now.",
  },
  DESCRIPTION_MISMATCH: {
    exit: EXIT.validation,
    help: "Give the file its old name back, or run `flyback repair` to accept the new one.",
  },
  TYPE_MISMATCH: {
    exit: EXIT.validation,
    help: "Give the file its old prefix back, or run `flyback repair` to accept the new type.",
  },
  APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED: {
    exit: EXIT.validation,
    help: "Bring the file back, or run `flyback repair` to mark it as deleted, or ignore it with `ignore-migration-patterns` *:missing.",
  },
  APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED: {
    exit: EXIT.validation,
    help: "Bring the file back, or run `flyback repair` to mark it as deleted, or ignore it with `ignore-migration-patterns` *:missing.",
  },
  RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED: {
    exit: EXIT.validation,
    help: "Give the file a version above the current one, or allow it with `out-of-order`, or ignore it with `ignore-migration-patterns` *:ignored (or *:pending).",
  },
  RESOLVED_REPEATABLE_MIGRATION_NOT_APPLIED: {
    exit: EXIT.validation,
    help: "Run `flyback migrate`, or ignore it with `ignore-migration-patterns` *:pending.",
  },
  OUTDATED_REPEATABLE_MIGRATION: {
    exit: EXIT.validation,
    help: "Run `flyback migrate` to run it again, or ignore it with `ignore-migration-patterns` *:pending.",
  },
  FAILED_VERSIONED_MIGRATION: {
    exit: EXIT.notRolledBack,
    help: "Undo by hand what the failed migration has done, correct the file, then run `flyback repair` and `flyback migrate`.",
  },
  FAILED_REPEATABLE_MIGRATION: {
    exit: EXIT.notRolledBack,
    help: "Undo by hand what the failed migration has done, correct the file, then run `flyback repair` and `flyback migrate`.",
  },
  FAILED_BASELINE_MIGRATION: {
    exit: EXIT.notRolledBack,
    help: "Undo by hand what the failed migration has done, correct the file, then run `flyback repair` and `flyback migrate`.",
  },
  FAILED_ROW: {
    exit: EXIT.validation,
    help: "An earlier run failed. Undo by hand what that migration has done, then run `flyback repair`.",
  },
  FAILED_CALLBACK: { exit: EXIT.notRolledBack, help: "Correct the callback script and run again." },
  CANCELLED: {
    exit: EXIT.notRolledBack,
    help: "Look at `flyback info`. A migration that was stopped is recorded as failed: undo what it has done, then run `flyback repair` and `flyback migrate`.",
  },
  TARGET_NOT_FOUND: {
    exit: EXIT.validation,
    help: "Set `target` to a version that exists, or write it with a final ? to allow a missing one.",
  },
  SCHEMA_DOES_NOT_EXIST: { exit: EXIT.validation, help: "Create the database, or set `create-databases` to true." },
  NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE: {
    exit: EXIT.validation,
    help: "Run `flyback baseline` once to adopt the existing database, or set `baseline-on-migrate` to true.",
  },
  BASELINE: {
    exit: EXIT.validation,
    help: "A baseline is written once, before any migration. `flyback info` shows what the history holds.",
  },
  HISTORY: {
    exit: EXIT.validation,
    help: "The schema history table could not be understood; it may be damaged or made by another tool.",
  },
  // the way back
  CANNOT_UNDO: {
    exit: EXIT.validation,
    help: "Do it outside of the migrations; or set `on-irreversible` to allow: then it runs, and stays when the rest goes back.",
  },
  SNAPSHOT_TOO_LARGE: {
    exit: EXIT.validation,
    help: "Raise `snapshot-max-size` (0 means no limit) if the server has the room; or set `snapshot` to none to migrate without a way back.",
  },
  UNFINISHED_RUN: {
    exit: EXIT.notRolledBack,
    help: "Remove the cause that is named above, then run `flyback rollback`, or the same command again: it goes on where the earlier run stopped.",
  },
  ROLLBACK_REFUSED: {
    exit: EXIT.rollbackFailed,
    help: "Nothing was changed. Deal with what is named above, then run `flyback rollback` again.",
  },
  ROLLBACK_FAILED: {
    exit: EXIT.rollbackFailed,
    help: "What was kept is still there. Remove the cause that is named above, then run `flyback rollback`: it goes on where it stopped.",
  },
  ...DUMP_CODES,
  PLAN_CHANGED: { exit: EXIT.validation, help: "Make a new dry run, look at it again, and pass its plan hash." },
  // server
  DB_CONNECTION: {
    exit: EXIT.connection,
    help: "Check url, user and password, and that the server accepts connections from this machine.",
  },
  ACCESS_DENIED: {
    exit: EXIT.connection,
    help: "Check user and password, and that the account may connect from this machine.",
  },
  PRIVILEGE: {
    exit: EXIT.connection,
    help: "Grant the account what the server names above; the README lists what each command needs.",
  },
  UNKNOWN_DATABASE: {
    exit: EXIT.connection,
    help: "Check the name, or set `create-databases` to true to have it made.",
  },
  TLS: { exit: EXIT.connection, help: "Check `ssl-mode`, `ssl-ca` and the server's certificate." },
  SERVER_UNSUPPORTED: {
    exit: EXIT.connection,
    help: "flyback knows MySQL and MariaDB. Set `allow-unknown-server` to true to go on at your own risk.",
  },
  SERVER_READ_ONLY: { exit: EXIT.connection, help: "Connect to the primary: this server is read-only, or a replica." },
  SERVER_GONE: {
    exit: EXIT.notRolledBack,
    help: "The connection was lost; the running statement may or may not have taken effect. Look at the server's log, then `flyback info`.",
  },
  PACKET_TOO_LARGE: { exit: EXIT.validation, help: "Raise the server's max_allowed_packet, or split the statement." },
  LOCK_TIMEOUT: { exit: EXIT.locked, help: "Wait for the other run to end, or raise `lock-timeout`." },
  LOCK_WAIT: {
    exit: EXIT.notRolledBack,
    help: "Another session holds a lock that is needed: let it finish or end it, then run again; or raise `lock-wait-timeout`.",
  },
  SQL: { exit: EXIT.internal, help: "The server refused a statement of flyback's own; see its message." },
  THROWAWAY_SERVER: {
    exit: EXIT.usage,
    help: "Install a server (Debian/Ubuntu: apt-get install mariadb-server-core), or set `url`.",
  },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where in a file; `line` and `column` count from 1. `file` is the path as the user would type it. */
export type Place = { readonly file: string; readonly line?: number; readonly column?: number };

export type Problem = {
  readonly code: ErrorCode;
  /** One or two sentences: what was found. Never holds a secret. */
  readonly message: string;
  readonly at?: Place;
  /** The database of the run that it belongs to; absent if it concerns the run. */
  readonly database?: string;
  /** Server error number and SQL state, when a server said it. */
  readonly sqlError?: { readonly errno: number; readonly sqlState: string; readonly symbol: string };
  /** The statement, shortened and with its secrets blanked. */
  readonly statement?: { readonly sql: string; readonly number: number; readonly of: number | null };
  /** Replaces the code's general help where a better one is known. */
  readonly help?: string;
};

/** The sentence that says what to do about a problem. */
export function helpFor(problem: Problem): string {
  return problem.help ?? ERROR_CODES[problem.code].help;
}

/** Thrown by the shells around the pure core; `main` has the only catch that turns it into a report. */
export class MigrationError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]], options?: { readonly cause?: unknown }) {
    super(problems.map((p) => p.message).join("\n"), options);
    this.name = "MigrationError";
    this.problems = problems;
  }
}

/** Shorthand for an error with one problem. */
export function failure(
  code: ErrorCode,
  message: string,
  more?: Omit<Problem, "code" | "message"> & { readonly cause?: unknown },
): MigrationError {
  const { cause, ...rest } = more ?? {};
  return new MigrationError([{ code, message, ...rest }], { cause });
}
