/** What can be wrong with the text of a script before any of it is sent; see each code's use for its meaning. */
export type SqlProblemCode =
  | "UNTERMINATED_COMMENT"
  | "UNTERMINATED_STRING"
  | "UNTERMINATED_BLOCK"
  | "CLIENT_COMMAND"
  | "INVALID_DELIMITER"
  | "UNKNOWN_PLACEHOLDER"
  | "UNTERMINATED_PLACEHOLDER";

/** A place in a script as an editor shows it: both from 1; columns are counted in UTF-16 code units. */
export type SqlPosition = { readonly line: number; readonly column: number };

/** A fault of the script itself, and where in the file it begins. `message` is one line, without place and code. */
export type SqlProblem = SqlPosition & { readonly code: SqlProblemCode; readonly message: string };
