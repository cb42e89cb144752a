/** Longest line that the servers' tools read from an option file, in bytes. */
const LONGEST_LINE = 4_000;

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
};

/** In quotes, where neither `#` nor blanks at the ends mean anything (MySQL Reference Manual, "Using Option Files"). */
function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"\n\r\t\b]/g, (sign) => ESCAPES[sign] ?? sign)}"`;
}

/**
 * The text of an option file of MySQL's and MariaDB's tools, for the group that all of them read.
 *
 * @throws RangeError for a value that is too long for their reader, without the value
 */
export function optionFile(options: readonly (readonly [name: string, value: string])[]): string {
  const lines = options.map(([name, value]) => {
    const line = `${name}=${quoted(value)}`;
    if (new TextEncoder().encode(line).length > LONGEST_LINE) throw new RangeError(`${name} is too long`);
    return line;
  });
  return ["[client]", ...lines, ""].join("\n");
}
