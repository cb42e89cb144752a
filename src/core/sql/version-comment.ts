/** Which server a version comment is read by. */
export type CommentReader = { readonly product: "mysql" | "mariadb"; readonly version: number | undefined };

/**
 * What a server makes of a block comment: an ordinary comment; SQL that it runs (`active`, with the length of the
 * opening up to its content); or SQL for another server, which it skips (`inactive`).
 */
export type CommentKind =
  | { readonly kind: "comment" }
  | { readonly kind: "active"; readonly length: number }
  | { readonly kind: "inactive"; readonly forNobody: boolean };

/** The longest opening that has to be seen whole to tell: slash, star, M, !, and a version of six digits. */
export const LONGEST_OPENING = 10;

/** The version in the first line of mariadb-dump, which is for its client: no server takes it for SQL. */
const NOBODYS_VERSION = 999_999;
/** Above every version there is of each product. */
const NO_VERSION = { mysql: 99_999, mariadb: 200_000 } as const;

const OPENING = /\/\*(M?)!(\d{5,6})?/y;

/**
 * Reads the opening of a block comment at `at`. Five or six digits are a version, fewer are content. MariaDB skips
 * MySQL's versions 50700 to 99999, since its own numbers go on at 100000; only MariaDB knows `M!`.
 * Sources: MySQL Reference Manual, "Comments"; MariaDB documentation, "Comment Syntax".
 */
export function readCommentOpening(text: string, at: number, reader: CommentReader): CommentKind {
  OPENING.lastIndex = at;
  const match = OPENING.exec(text);
  if (match === null) return { kind: "comment" };
  const forMariadb = match[1] === "M";
  if (forMariadb && reader.product === "mysql") return { kind: "comment" };
  const version = match[2] === undefined ? 0 : Number(match[2]);
  const mysqlOnly = reader.product === "mariadb" && !forMariadb && version >= 50_700 && version <= 99_999;
  const limit = reader.version ?? NO_VERSION[reader.product] - 1;
  return mysqlOnly || version > limit
    ? { kind: "inactive", forNobody: version === NOBODYS_VERSION }
    : { kind: "active", length: match[0].length };
}
