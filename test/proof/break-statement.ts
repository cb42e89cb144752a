/**
 * A statement that does a part of its work and then fails, made of one that works; null for a statement that cannot be broken so.
 * Where the table cannot undo single statements (MyISAM), or the server does several objects one after the other, the part stays.
 */
export function breakInTheMiddle(sql: string): string | null {
  if (/^DROP\s+TABLE\s+(?!IF\b)/i.test(sql) && !/\b(?:RESTRICT|CASCADE)\s*$/i.test(sql))
    return `${sql}, flyback_fault_no_such_table`;
  if (/^RENAME\s+TABLES?\s/i.test(sql)) return `${sql}, flyback_fault_no_such_table TO flyback_fault`;
  if (/^ALTER\s+TABLE\s/i.test(sql) && !/\bPARTITION/i.test(sql))
    return `${sql}, DROP COLUMN flyback_fault_no_such_column`;
  // IGNORE makes a warning of the error.
  if (/^(?:INSERT|REPLACE)\b(?!\s+IGNORE\b)/i.test(sql)) return withOneRowMore(sql);
  return null;
}

/** Rows are written one after the other, and the last one has an expression with more than one value: error 1242. */
function withOneRowMore(sql: string): string | null {
  const rows = rowsAtTheEnd(sql);
  const last = rows?.at(-1);
  if (last === undefined || last === 0) return null;
  return `${sql}, (${Array.from({ length: last }, () => "(SELECT 1 UNION ALL SELECT 2)").join(", ")})`;
}

/** How many values each row has after VALUES, if the statement ends with the last of them; else null. */
function rowsAtTheEnd(sql: string): readonly number[] | null {
  const values = /\bVALUES?\s*(?=\()/i.exec(sql);
  if (values === null) return null;
  const rows: number[] = [];
  let depth = 0;
  let commas = 0;
  for (const token of tokensOf(sql.slice(values.index + values[0].length))) {
    if (depth === 0 && token !== "(" && token !== ",") return null;
    if (token === "(") {
      if (depth === 0) commas = 0;
      depth += 1;
    } else if (token === ")") {
      depth -= 1;
      if (depth === 0) rows.push(commas + 1);
    } else if (token === "," && depth === 1) commas += 1;
  }
  return depth === 0 ? rows : null;
}

/** Signs and words; strings and quoted names are one token, comments and blanks none. */
function tokensOf(text: string): string[] {
  const pattern =
    /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|\/\*.*?\*\/|--\s.*?(?:\n|$)|#.*?(?:\n|$)|\s+|\w+|./gs;
  return [...text.matchAll(pattern)].flatMap(([token]) => (/^(?:\/\*|--\s|#|\s)/.test(token) ? [] : [token]));
}
