/** What an account may do in a schema, from the lines of SHOW GRANTS. */
import { splitAtCommas, sqlTokens } from "../core/sql/sql-tokens.ts";
import type { SqlToken } from "../core/sql/sql-tokens.ts";

/** One line of SHOW GRANTS that is about all tables of a schema, or of all schemas. */
type Grant = {
  readonly isRevoke: boolean;
  /** In upper case, such as `CREATE VIEW`; `ALL PRIVILEGES`, alone, for all. */
  readonly privileges: readonly string[];
  /** As in the line, with wildcards; null: all schemas. */
  readonly schema: string | null;
  /** Account or role. */
  readonly to: string;
};

export type Grants = {
  /** @param privilege in upper case, such as `LOCK TABLES` or `SUPER` */
  readonly global: (privilege: string) => boolean;
  /** True if it is granted for all tables of the schema, there or everywhere. */
  readonly inSchema: (privilege: string, schema: string) => boolean;
};

/** Names are in backticks, or in `"` in a session with ANSI_QUOTES; there are no strings in what is read here. */
const LINE_MODE = { ansiQuotes: true, noBackslashEscapes: false };

/** Grants on single tables, columns and routines, of roles, and of PROXY are none that the way back could use: null. */
function parseGrant(line: string): Grant | null {
  const tokens = [...sqlTokens(line, LINE_MODE)];
  const verb = tokens[0]?.text.toUpperCase();
  const on = indexOfWord(tokens, "ON");
  const end = indexOfWord(tokens, verb === "GRANT" ? "TO" : "FROM");
  if ((verb !== "GRANT" && verb !== "REVOKE") || on < 0 || end < on) return null;
  const target = tokens.slice(on + 1, end);
  const [schema, dot, table] = target;
  if (target.length !== 3 || schema === undefined || dot?.text !== "." || !isStar(table)) return null;
  const privileges = splitAtCommas(tokens.slice(1, on))
    // With a list of columns it does not hold for the table.
    .filter((parts) => parts.every(({ kind }) => kind === "word"))
    .map((parts) => parts.map(({ text }) => text.toUpperCase()).join(" "));
  const grantee = tokens.slice(end + 1).map(({ text }) => text);
  return {
    isRevoke: verb === "REVOKE",
    privileges: privileges.map((name) => (name === "ALL" ? "ALL PRIVILEGES" : name)),
    schema: isStar(schema) ? null : schema.text,
    to: grantee.slice(0, grantee[1] === "@" ? 3 : 1).join(""),
  };
}

const isStar = (token: SqlToken | undefined): boolean => token?.kind === "symbol" && token.text === "*";

function indexOfWord(tokens: readonly SqlToken[], word: string): number {
  return tokens.findIndex(({ kind, text }) => kind === "word" && text.toUpperCase() === word);
}

/** `%` and `_` stand for any characters and any one, unless there is a backslash before them. */
function patternOf(schema: string, folds: boolean): RegExp {
  const source = schema.replace(/\\([%_\\])|[%_]|[.*+?^${}()|[\]\\/]/g, (match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === "\\" ? "\\\\" : escaped;
    return match === "%" ? ".*" : match === "_" ? "." : `\\${match}`;
  });
  return new RegExp(`^${source}$`, folds ? "isu" : "su");
}

/** MySQL's order (sql_auth_cache.cc, get_sort): names without wildcards first, then the later the first wildcard comes. MariaDB's differs in rare cases. */
function specificity(schema: string): number {
  const at = schema.replace(/\\[%_\\]/g, "x").search(/[%_]/);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/**
 * Reads SHOW GRANTS, with the active roles' lines among them, as both servers show their own account.
 *
 * @param folds whether the server compares names of schemas without case (lower_case_table_names)
 * @param literal MySQL with partial_revokes: names in grants have no wildcards
 */
export function parseGrants(lines: readonly string[], folds: boolean, literal: boolean): Grants {
  const grants = lines.map(parseGrant).filter((grant) => grant !== null);
  const has = (grant: Grant, privilege: string): boolean =>
    grant.privileges.includes("ALL PRIVILEGES") || grant.privileges.includes(privilege);
  const everywhere = grants.filter(({ schema }) => schema === null);
  const global = (privilege: string): boolean => everywhere.some((grant) => has(grant, privilege));
  const matches = (pattern: string, schema: string): boolean =>
    literal
      ? pattern === schema || (folds && pattern.toLowerCase() === schema.toLowerCase())
      : patternOf(pattern, folds).test(schema);
  return {
    global,
    inSchema(privilege, schema) {
      const here = grants.filter((grant) => grant.schema !== null && matches(grant.schema, schema));
      const isRevoked = here.some((grant) => grant.isRevoke && has(grant, privilege));
      return (global(privilege) && !isRevoked) || mostSpecific(here).some((grant) => has(grant, privilege));
    },
  };
}

/** Of an account's grants whose patterns match a schema, the server takes the most specific one alone. */
function mostSpecific(grants: readonly Grant[]): readonly Grant[] {
  const given = grants.filter(({ isRevoke }) => !isRevoke);
  return given.filter((grant) =>
    given.every((other) => other.to !== grant.to || specificity(other.schema ?? "") <= specificity(grant.schema ?? "")),
  );
}
