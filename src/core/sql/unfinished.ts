import type { Block } from "./block-stack.ts";
import type { Scanner } from "./scanner.ts";
import type { SqlPosition, SqlProblem } from "./sql-problem.ts";

/** What a splitter has open when its script ends. */
export type Unfinished = {
  readonly scanner: Pick<Scanner, "open" | "inVersionComment">;
  /** Where the scanner's open construct began, and the last version comment. */
  readonly openAt: SqlPosition | null;
  readonly versionAt: SqlPosition | null;
  readonly block: Block | null;
};

/** The problem of a script that ends inside of something, at the place where that began; null if it does not. */
export function unfinishedProblem({ scanner, openAt, versionAt, block }: Unfinished): SqlProblem | null {
  const kind = scanner.open?.kind;
  if ((kind === "string" || kind === "dollar-string") && openAt !== null) {
    return { code: "UNTERMINATED_STRING", message: "a quote is not closed before the end of the script", ...openAt };
  }
  const commentAt = kind === "comment" || kind === "inactive" ? openAt : scanner.inVersionComment ? versionAt : null;
  if (commentAt !== null) {
    return {
      code: "UNTERMINATED_COMMENT",
      message: "a comment is not closed before the end of the script",
      ...commentAt,
    };
  }
  if (block === null) return null;
  const end = block.kind === "BEGIN" || block.kind === "declarations" ? "END" : `END ${block.kind}`;
  const what = block.kind === "declarations" ? "a list of declarations is" : `${block.kind} is`;
  return {
    code: "UNTERMINATED_BLOCK",
    message: `${what} not closed by ${end} before the end of the script`,
    ...block.at,
  };
}
