/** Counts and prints what was found. */
export type Tally = {
  readonly pass: (name: string) => void;
  /** `repeat` is the command line that does exactly this one again. */
  readonly fail: (name: string, why: string, repeat: string) => void;
  /** A run that did not lead back in just the respect that is known and documented. */
  readonly limit: (name: string, why: string) => void;
  readonly note: (text: string) => void;
  readonly passed: () => number;
  readonly failed: () => number;
  readonly limited: () => number;
  /** All that failed, with the reason. */
  readonly findings: () => readonly string[];
};

/** `print` takes whole lines; `each` prints also what passed. */
export function openTally(print: (line: string) => void, each = false): Tally {
  let passed = 0;
  let limited = 0;
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
    limit: (name, why) => {
      limited += 1;
      if (each) print(`known limit ${name}: ${why}`);
    },
    note: (text) => print(`note ${text}`),
    passed: () => passed,
    failed: () => findings.length,
    limited: () => limited,
    findings: () => findings,
  };
}
