/** Leaves out as much of a list as can go while what is left still fails; the parts that are tried get smaller and smaller. */
export async function cutDown<T>(
  list: readonly T[],
  fails: (list: readonly T[]) => Promise<boolean>,
  isLate: () => boolean,
): Promise<readonly T[]> {
  let left = list;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = left.length - size; at > -size; at -= size) {
      if (isLate()) return left;
      const start = Math.max(at, 0);
      const without = [...left.slice(0, start), ...left.slice(at + size)];
      if (without.length < left.length && (await fails(without))) left = without;
    }
  }
  return left;
}
