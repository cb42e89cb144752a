/** Counts and prints what was found. */
export type Tally = {
  readonly pass: (name: string) => void;
  /** `repeat` is the command line that does exactly this one again. */
  readonly fail: (name: string, why: string, repeat: string) => void;
  readonly note: (text: string) => void;
  readonly passed: () => number;
  readonly failed: () => number;
  /** All that failed, with the reason. */
  readonly findings: () => readonly string[];
};

/** `print` takes whole lines; `each` prints also what passed. */
export function openTally(print: (line: string) => void, each = false): Tally {
  let passed = 0;
  const findings: string[] = [];
  return {
    pass: (name) => {
      passed += 1;
      if (each) print(`ok   ${name}`);
    },
    fail: (name, why, repeat) => {
      findings.push(`${name}\n${why}`);
      print(`FAIL ${name}`);
      print(why.replaceAll(/^/gm, "       "));
      print(`       again: ${repeat}`);
    },
    note: (text) => print(`note ${text}`),
    passed: () => passed,
    failed: () => findings.length,
    findings: () => findings,
  };
}
