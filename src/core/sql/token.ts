import type { OpenConstruct } from "./open-construct.ts";

export type TokenKind =
  | "more" // the token at `pos` may go on in text that is not there yet
  | "end"
  | "open" // a string or comment began whose end is not in sight: `open` says what
  | "word" // a name, keyword or number
  | "text" // part of a word too long to be looked at
  | "symbol"
  | "quoted" // `quote` says in what
  | "comment"
  | "line-comment" // up to its line end
  | "version-open" // what follows is SQL, up to version-close
  | "version-close"
  | "version-comment" // whole, for another server
  | "semicolon"
  | "delimiter" // another than the semicolon, or \g
  | "command"; // a backslash and a letter for the client

/** What a construct is once its end has been found. */
export function tokenOf(open: OpenConstruct): TokenKind {
  switch (open.kind) {
    case "string":
    case "dollar-string":
      return "quoted";
    case "inactive":
      return open.forNobody ? "comment" : "version-comment";
    case "long-word":
      return "text";
    case "comment":
    case "line-comment":
      return open.kind;
  }
}
