const UNITS = ["", "k", "m", "g", "t"];

/**
 * The bytes of a size such as `512MB`, `1.5 GiB`, `20g` or `1048576`. Units are powers of 1024 however they are written, as
 * in the server's own settings.
 * @returns null if the text is no size, or one too large to count exactly
 */
export function parseByteSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) *([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (match === null) return null;
  const [, digits = "", unit = ""] = match;
  const bytes = Math.round(Number(digits) * 1024 ** UNITS.indexOf(unit.toLowerCase()));
  return Number.isSafeInteger(bytes) ? bytes : null;
}
