import type { OursInstead } from "./case.ts";
import { type Aspect, ASPECTS, linesOf, type Outcome } from "./outcome.ts";
import { sameVerdict } from "./verdict.ts";

/** What is not as it should be after one run, as text for a person. */
export type Difference = { readonly aspect: Aspect; readonly text: string };

/** Compares two outcomes; where `instead` says that ours differs on purpose, it must differ, and as said. */
export function compareOutcomes(flyway: Outcome, ours: Outcome, instead: OursInstead = {}): Difference[] {
  return ASPECTS.flatMap((aspect) => {
    const text = compareAspect(aspect, flyway, ours, instead);
    return text === null ? [] : [{ aspect, text }];
  });
}

function compareAspect(aspect: Aspect, flyway: Outcome, ours: Outcome, instead: OursInstead): string | null {
  const equal = isEqual(aspect, flyway, ours);
  const expected = instead[aspect];
  if (expected === undefined) return equal ? null : differenceText(linesOf(flyway, aspect), linesOf(ours, aspect));
  if (equal) return "is marked as a deliberate difference, and does not differ";
  if (expected === "other" || isAsExpected(aspect, ours, expected)) return null;
  const wanted = typeof expected === "string" ? [expected] : expected;
  return `differs from Flyway on purpose, but not as the case says\n${differenceText(wanted, linesOf(ours, aspect), "case")}`;
}

function isEqual(aspect: Aspect, flyway: Outcome, ours: Outcome): boolean {
  if (aspect === "verdict") return sameVerdict(flyway.verdict, ours.verdict);
  // A setting that is refused leaves nothing to list; Flyway reads some of them only where it needs them.
  if (aspect === "states" && !flyway.verdict.ok && !ours.verdict.ok && ours.states === null) return true;
  return linesOf(flyway, aspect).join("\n") === linesOf(ours, aspect).join("\n");
}

function isAsExpected(aspect: Aspect, ours: Outcome, expected: string | readonly string[]): boolean {
  if (typeof expected !== "string") return linesOf(ours, aspect).join("\n") === expected.join("\n");
  return expected === "ok" ? ours.verdict.ok : ours.verdict.codes.includes(expected);
}

/** The lines that only one of the two has, in order. */
function differenceText(left: readonly string[], right: readonly string[], leftName = "Flyway"): string {
  const onlyLeft = left.filter((line) => !right.includes(line)).map((line) => `${leftName}: ${line}`);
  const onlyRight = right.filter((line) => !left.includes(line)).map((line) => `ours: ${line}`);
  const only = [...onlyLeft, ...onlyRight];
  return only.length > 0 ? only.join("\n") : `same lines in another order\nours: ${right.join("\nours: ")}`;
}
