/** Pieces of SQL that mean the same under every sql_mode and character set, for our own statements. */

/** `name` as a quoted identifier. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** A text value as hexadecimal literal: no quote, no backslash, so no sql_mode can change its meaning. */
export function text(value: string): string {
  return value === "" ? "''" : `_utf8mb4 0x${Buffer.from(value, "utf8").toString("hex")}`;
}

export function textOrNull(value: string | null): string {
  return value === null ? "NULL" : text(value);
}

/** An integer or NULL. */
export function integer(value: number | null): string {
  if (value === null) return "NULL";
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`);
  return String(value);
}
