/** The known word that was probably meant, or null: at most a third of its letters may be wrong. */
export function suggest(word: string, known: readonly string[]): string | null {
  const wanted = letters(word);
  let best: string | null = null;
  let fewest = Infinity;
  for (const candidate of known) {
    const has = letters(candidate);
    const limit = Math.max(1, Math.floor(has.length / 3));
    if (Math.abs(has.length - wanted.length) > limit) continue;
    const edits = editDistance(wanted, has);
    if (edits <= limit && edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** ` Did you mean …?`, or nothing, to be put behind a sentence. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = suggest(word, known);
  return meant === null ? "" : ` Did you mean \`${meant}\`?`;
}

/** Case, hyphens and underscores are no mistakes: `baselineVersion` means `baseline-version`. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}.]/gu, "");
}

/** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const ways = [cell(last, column) + 1, cell(current, column - 1) + 1, cell(last, column - 1) + (same ? 0 : 1)];
      if (swapped) ways.push(cell(beforeLast, column - 2) + 1);
      current.push(Math.min(...ways));
    }
    [beforeLast, last] = [last, current];
  }
  return cell(last, b.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
