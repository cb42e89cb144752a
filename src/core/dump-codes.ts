import { EXIT, type CodeEntry } from "./exit.ts";

/** What can go wrong with dump files, and with a restore from them. */
export const DUMP_CODES = {
  DUMP_TOOL: {
    exit: EXIT.usage,
    help: "Install the client tools of the server's family, or name the program in `dump-tool` or `client-tool`. Nothing was changed.",
  },
  DUMP_FAILED: {
    exit: EXIT.connection,
    help: "Remove the cause that is named above (room and rights of `dump-folder`, what the account may see), or set `snapshot` to auto. The database is untouched.",
  },
  DUMP_INVALID: {
    exit: EXIT.usage,
    help: "Take another copy of the file, with the .sha256 that was written beside it; `sha256sum -c` compares them. Nothing was changed.",
  },
  RESTORE_REFUSED: {
    exit: EXIT.validation,
    help: "Nothing was changed. Deal with what is named above, then run `flyback restore` again.",
  },
  RESTORE_FAILED: {
    exit: EXIT.rolledBack,
    help: "What was there before is in its place again. Remove the cause that is named above, then run `flyback restore` again.",
  },
  RESTORE_INCOMPLETE: {
    exit: EXIT.notRolledBack,
    help: "Nothing is lost: what was there before is in the schema that is named above. Remove the cause and run `flyback restore` again: it first puts that back.",
  },
} as const satisfies Record<string, CodeEntry>;
