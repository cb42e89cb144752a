/** Names of things on the server, as the way back's statements write them. */
import { identifier } from "../mysql/sql-text.ts";
import type { QName } from "./kept.ts";

export const qualified = ({ schema, name }: QName): string => `${identifier(schema)}.${identifier(name)}`;

/** As people read it. */
export const shown = ({ schema, name }: QName): string => `${schema}.${name}`;

/** Column names in a list. */
export const columnList = (columns: readonly string[], alias?: string): string =>
  columns.map((column) => (alias === undefined ? identifier(column) : `${alias}.${identifier(column)}`)).join(", ");

/** Whatever the run makes begins with this, so that it is never taken for somebody else's. */
export const OWN_PREFIX = "flyback_";

/** Sequences that defaults of a table take values from (MariaDB), as `SHOW CREATE TABLE` writes them: a table lock must name them too. */
export function sequencesIn(createText: string): readonly string[] {
  const found = createText.matchAll(/nextval\((`(?:[^`]|``)+`\.`(?:[^`]|``)+`)\)/gi);
  return [...new Set([...found].map((match) => match[1] ?? ""))];
}
