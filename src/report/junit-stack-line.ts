import type { Place } from "../core/problem.ts";
import { baseName } from "./format.ts";

/**
 * A line as in a Java stack trace, `    at migrations.V3(V3__add_email.sql:12)`: dorny/test-reporter finds file and line of a
 * JUnit failure by nothing else. It takes the parts before the first one that starts with a capital or a digit for folders,
 * and the file must have that name below them.
 * @returns null where the folder's name would break that rule, or the line is not known
 */
export function stackLine(at: Place): string | null {
  if (at.line === undefined) return null;
  const file = baseName(at.file);
  const folder = baseName(at.file.slice(0, -file.length - 1));
  if (!/^[a-z][\w$-]*$/.test(folder) || /[()\s]/.test(file)) return null;
  const prefix = (file.split("__")[0] ?? "").replace(/\W/g, "_");
  const name = /^[A-Z0-9]/.test(prefix) ? prefix : `F${prefix}`;
  return `    at ${folder}.${name}(${file}:${at.line})`;
}
