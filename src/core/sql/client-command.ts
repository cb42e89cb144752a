/**
 * First words of a line that the command line clients carry out themselves. None of them begins a statement that a
 * server knows. USE and DELIMITER are handled on their own; HELP is a statement as well.
 * Sources: MySQL Reference Manual, "mysql Client Commands"; MariaDB documentation, "mariadb Command-Line Client".
 */
const COMMAND_WORDS: ReadonlySet<string> = new Set(
  (
    "CHARSET CLEAR CONNECT EDIT EGO EXIT GO NOPAGER NOTEE NOWARNING PAGER PRINT PROMPT QUERY_ATTRIBUTES QUIT REHASH " +
    "RESETCONNECTION SANDBOX SOURCE SSL_SESSION_DATA_PRINT STATUS SYSTEM TEE WARNINGS"
  ).split(" "),
);

const COMMAND_SIGNS = "!.#-?cCdeghnpPqrRstTuwWx";

/** Whether a statement that begins with `word`, in any case, is a command to the client. */
export function isClientCommandWord(word: string): boolean {
  return COMMAND_WORDS.has(word.toUpperCase());
}

/** Whether a backslash and `sign` is a command to the client; `\N` is not, and `\g`, `\G` end a statement. */
export function isClientCommandSign(sign: string): boolean {
  return COMMAND_SIGNS.includes(sign);
}

/** The text of the problem for a command as it is written in the script. */
export function clientCommandMessage(command: string): string {
  const reason = /^(source|\\\.)/i.test(command)
    ? "the file it reads would not be covered by the script's checksum"
    : "no server knows it";
  return `"${command}" is a command of the command line client and is not supported: ${reason}`;
}
