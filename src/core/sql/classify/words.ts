import type { Touches } from "../../undo/touch.ts";

/** A set of the words of a list with blanks between them. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** The only touch of a statement that is not understood. */
export function unknown(why: string): Touches {
  return [{ kind: "unknown", why }];
}

/** The only touch of a statement that cannot be taken back. */
export function irreversible(what: string): Touches {
  return [{ kind: "irreversible", what }];
}
