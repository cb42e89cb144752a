const CONTEXT = 1;
const LONGEST_LINE = 400;
/** Above this many lines between the first and the last difference the exact way would take too much memory. */
const MOST_CELLS = 4_000_000;

/** The difference of two texts in lines, `-` of the first and `+` of the second; empty if there is none. At most `most` lines. */
export function unifiedDiff(before: string, after: string, most = 40): string {
  if (before === after) return "";
  const left = before.split("\n");
  const right = after.split("\n");
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail += 1;
  const lines = marked(left.slice(head, left.length - tail), right.slice(head, right.length - tail));
  const shown = [
    `@@ line ${String(head + 1)} @@`,
    ...left.slice(Math.max(0, head - CONTEXT), head).map((line) => ` ${line}`),
    ...withLittleContext(lines),
  ].map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line));
  const rest = shown.length - most;
  return [...shown.slice(0, most), ...(rest > 0 ? [`… and ${String(rest)} more lines`] : [])].join("\n");
}

/** By the longest common subsequence; where that would take too much, the lines that one of the two has more often. */
function marked(left: readonly string[], right: readonly string[]): string[] {
  if (left.length * right.length > MOST_CELLS) return [...surplus(left, right, "-"), ...surplus(right, left, "+")];
  const width = right.length + 1;
  const common = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push(` ${left[i] ?? ""}`);
      i += 1;
      j += 1;
    } else if (i < left.length && (j === right.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${left[i] ?? ""}`);
      i += 1;
    } else {
      lines.push(`+${right[j] ?? ""}`);
      j += 1;
    }
  }
  return lines;
}

/** Equal lines that stand near no difference are left out. */
function withLittleContext(lines: readonly string[]): string[] {
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => !line.startsWith(" "));
  return lines.filter((_, index) => near(index));
}

function surplus(lines: readonly string[], other: readonly string[], mark: string): string[] {
  const counts = new Map<string, number>();
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.flatMap((line) => {
    const left = (counts.get(line) ?? 0) - 1;
    counts.set(line, left);
    return left < 0 ? [`${mark}${line}`] : [];
  });
}
