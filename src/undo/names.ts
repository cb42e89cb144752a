/** Names of things on the server, as the way back's statements write them. */
import { identifier } from "../mysql/sql-text.ts";
import type { QName } from "./kept.ts";

export const qualified = ({ schema, name }: QName): string => `${identifier(schema)}.${identifier(name)}`;

/**
 * A table in FROM whose rows are looked up by a key. Until a server has counted a new table's rows, it takes the table for empty, and would read all
 * of it for each row of another one.
 *
 * @param index null: none is known to hold the key
 */
export const byIndex = (table: QName, alias: string, index: string | null): string =>
  `${qualified(table)} ${alias}${index === null ? "" : ` FORCE INDEX (${identifier(index)})`}`;

/** The same for a table that the run has made, whose primary key is the key from before. */
export const byKey = (table: QName, alias: string): string => byIndex(table, alias, "PRIMARY");

/** Alias of a table of the users' in statements of ours: none of theirs may have it, since under LOCK TABLES its name counts too (1066). */
export const LIVE = "flyback_live";

export const same = (a: QName, b: QName): boolean => a.schema === b.schema && a.name === b.name;

/** As people read it. */
export const shown = ({ schema, name }: QName): string => `${schema}.${name}`;

/** A column of the table that has this alias. */
export const columnOf =
  (alias: string) =>
  (column: string): string =>
    `${alias}.${identifier(column)}`;

/** Column names in a list. */
export const columnList = (columns: readonly string[], alias?: string): string =>
  columns.map(alias === undefined ? identifier : columnOf(alias)).join(", ");

/** Whatever the run makes begins with this, so that it is never taken for somebody else's. */
export const OWN_PREFIX = "flyback_";

/** Sequences that defaults of a table take values from (MariaDB), as `SHOW CREATE TABLE` writes them: a table lock must name them too. */
export function sequencesIn(createText: string): readonly string[] {
  const found = createText.matchAll(/nextval\((`(?:[^`]|``)+`\.`(?:[^`]|``)+`)\)/gi);
  return [...new Set([...found].map((match) => match[1] ?? ""))];
}
