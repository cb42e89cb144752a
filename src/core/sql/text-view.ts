/** A text to look into from an offset on; `final`: nothing comes after it. */
export type TextView = { readonly text: string; readonly from: number; readonly final: boolean };

/** Runs a sticky pattern that never fails, and gives the offset after what it matched. */
export function leap(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}
