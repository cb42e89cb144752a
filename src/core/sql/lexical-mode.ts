/** The session's SQL modes that decide how text is cut into tokens. */
export type LexicalMode = {
  /** ANSI_QUOTES: `"x"` is a name, in which a backslash escapes nothing. */
  readonly ansiQuotes: boolean;
  /** NO_BACKSLASH_ESCAPES: a backslash in a string is an ordinary character. */
  readonly noBackslashEscapes: boolean;
  /** MariaDB's sql_mode=ORACLE: `BEGIN` starts a block, not a transaction. */
  readonly oracle?: boolean;
};

/** The mode of a session that changed nothing, on a server with its default settings. */
export const DEFAULT_LEXICAL_MODE: LexicalMode = { ansiQuotes: false, noBackslashEscapes: false };
