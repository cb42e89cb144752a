import { foreignKeyKey } from "./definition-compare.ts";
import type { Check, ForeignKey, Period, TableIndex } from "./definition-items.ts";
import type { ColumnPairs } from "./definition-pairs.ts";
import { fold, isSymbol, mentions, normalText, tokensOf } from "./definition-text.ts";
import type { NameMap } from "./definition-text.ts";
import { isWithoutOverlaps, keyIndexOf } from "./table-definition.ts";
import type { TableDefinition } from "./table-definition.ts";

type Swap<T> = { readonly drop: readonly T[]; readonly add: readonly T[] };

/** What goes and comes besides columns. Items to drop are those of now, items to add those of before. */
export type KeyPlan = {
  /** Indexes other than the primary key. */
  readonly indexes: Swap<TableIndex>;
  /** Those that stay, as they are now. */
  readonly kept: readonly TableIndex[];
  /** Indexes that are there under another name: of now, and of before. */
  readonly renamed: readonly (readonly [now: TableIndex, before: TableIndex])[];
  readonly primary: Swap<TableIndex>;
  readonly foreignKeys: Swap<ForeignKey>;
  readonly checks: Swap<Check>;
  readonly periods: Swap<Period>;
  /** Periods that the primary key is made of WITHOUT OVERLAPS: they go and come in one ALTER TABLE with it. */
  readonly inPrimary: Swap<Period>;
};

/** `exact`: indexes and checks that are printed in another order than before are made again. */
export function planKeys(now: TableDefinition, before: TableDefinition, columns: ColumnPairs, exact: boolean): KeyPlan {
  const { names, renamed } = columns;
  const isPrimary = ({ kind }: TableIndex): boolean => kind === "primary";
  const primary = swap(
    ofBoth(now, before, ({ indexes }) => indexes.filter(isPrimary)),
    textKey,
    names,
  );
  const checks = swap(
    ofBoth(now, before, ({ checks }) => checks),
    textKey,
    names,
    ({ text }) => mentions(text, renamed),
  );
  const plan = {
    primary,
    checks: exact ? inOrder(checks, now.checks, before.checks) : checks,
    ...splitPeriods(swap(ofBoth(now, before, userPeriods), textKey, names), primary),
  };
  for (const again = new Set<string>(); ;) {
    const indexes = planIndexes(now, before, columns, exact ? again : null);
    const gone = [...indexes.indexes.drop, ...primary.drop];
    const foreignKeys = planForeignKeys(now, before, columns, gone);
    const more = exact ? indexes.kept.filter((index) => comesWith(index, foreignKeys.add, indexes.kept, names)) : [];
    if (more.length === 0) return { ...plan, ...indexes, foreignKeys };
    for (const { name } of more) again.add(name);
  }
}

/**
 * Whether an index may be one that a server made for a foreign key: when that is added again, it would move behind the others, and get the
 * key's name where it had its column's (as for a key that was given no name). One that is written out stays as it is.
 */
function comesWith(
  index: TableIndex,
  added: readonly ForeignKey[],
  kept: readonly TableIndex[],
  names: NameMap,
): boolean {
  const columns = index.parts.map(({ column }) => fold(column ?? "")).join();
  const isLast = kept.findLast(({ kind }) => kind === "plain") === index;
  return (
    index.kind === "plain" &&
    added.some(
      (key) =>
        !(isLast && fold(index.name) === fold(key.name)) &&
        key.columns.map((name) => fold(names.get(fold(name)) ?? name)).join() === columns,
    )
  );
}

/** What stands before the parentheses is the item's own name, which may be that of a column. */
function textKey({ text }: { readonly text: string }, names?: NameMap): string {
  const open = tokensOf(text).find((token) => isSymbol(token, "("))?.start ?? 0;
  return `${normalText(text.slice(0, open))} ${normalText(text.slice(open), names)}`;
}

/** Those that the application made: the system's period comes and goes with the system versioning. */
function userPeriods({ periods }: TableDefinition): readonly Period[] {
  return periods.filter(({ name }) => fold(name) !== "system_time");
}

function planForeignKeys(
  now: TableDefinition,
  before: TableDefinition,
  { pairs, names }: ColumnPairs,
  indexes: readonly TableIndex[],
): Swap<ForeignKey> {
  // MariaDB changes no column under a foreign key (1832), MySQL none whose type then differs from the other one's (3780).
  const changed = new Set(
    pairs.flatMap(({ change, moves, now }) =>
      now !== null && (change === "modify" || change === "replace" || moves) ? [fold(now.name)] : [],
    ),
  );
  // MySQL drops no index that a foreign key may need (1553).
  const first = new Set(indexes.map(({ parts }) => fold(parts[0]?.column ?? "")));
  const isInTheWay = (key: ForeignKey): boolean => {
    const columns = [
      ...key.columns,
      ...(key.schema === null && key.table === now.name ? key.referencedColumns : []),
    ].map(fold);
    return columns.some((column) => changed.has(column) || first.has(column));
  };
  const keyOf = (key: ForeignKey, names?: NameMap): string =>
    foreignKeyKey(key, names === undefined ? now.name : before.name, names);
  return swap(
    ofBoth(now, before, ({ foreignKeys }) => foreignKeys),
    keyOf,
    names,
    isInTheWay,
  );
}

type Both<T> = { readonly now: readonly T[]; readonly before: readonly T[] };

function ofBoth<T>(
  now: TableDefinition,
  before: TableDefinition,
  part: (table: TableDefinition) => readonly T[],
): Both<T> {
  return { now: part(now), before: part(before) };
}

/** Finds what is the same in both, and not in the way: the rest goes, or comes. */
function swap<T>(
  { now, before }: Both<T>,
  keyOf: (item: T, names?: NameMap) => string,
  names: NameMap,
  isInTheWay: (item: T) => boolean = () => false,
): Swap<T> {
  const wanted = new Set(before.map((item) => keyOf(item, names)));
  const kept = new Set(now.filter((item) => !isInTheWay(item)).map((item) => keyOf(item)));
  return {
    drop: now.filter((item) => !wanted.has(keyOf(item)) || isInTheWay(item)),
    add: before.filter((item) => !kept.has(keyOf(item, names))),
  };
}

/** Makes again what is printed too early, for MariaDB prints checks in the order of their making. */
function inOrder<T extends { readonly name: string }>(
  { drop, add }: Swap<T>,
  now: readonly T[],
  before: readonly T[],
): Swap<T> {
  const kept = now.filter((item) => !drop.includes(item)).map(({ name }) => name);
  const again = misplaced(
    kept,
    before.map(({ name }) => name),
  );
  return {
    drop: now.filter((item) => drop.includes(item) || again.has(item.name)),
    add: before.filter((item) => add.includes(item) || again.has(item.name)),
  };
}

/** Of the names that are kept, in their order, those that do not stand at the beginning as `wanted` has them. */
function misplaced(kept: readonly string[], wanted: readonly string[]): Set<string> {
  const run = wanted.findIndex((name, index) => kept[index] !== name);
  return new Set(run < 0 ? [] : kept.slice(run));
}

/** Source of the groups: sort_keys in sql/sql_table.cc, much the same on both servers: unique indexes first, FULLTEXT last. */
const GROUPS = [["unique"], ["plain", "spatial", "vector"], ["fulltext"]];

/** `exact`: they shall be printed as before, and these are made again anyway; null: their order does not count. */
function planIndexes(
  now: TableDefinition,
  before: TableDefinition,
  { names, renamed }: ColumnPairs,
  exact: ReadonlySet<string> | null,
): Pick<KeyPlan, "indexes" | "kept" | "renamed"> {
  const isSecondary = ({ kind }: TableIndex): boolean => kind !== "primary";
  const [has, wanted] = [now.indexes.filter(isSecondary), before.indexes.filter(isSecondary)];
  const isInTheWay = ({ parts }: TableIndex): boolean =>
    parts.some(({ column, text }) => column === null && mentions(text, renamed));
  const { drop, add } = swap({ now: has, before: wanted }, textKey, names, isInTheWay);
  const pairs = exact !== null ? [] : renamedPairs(drop, add, has, names).filter(([from]) => !isInTheWay(from));
  const kept = has.filter((index) => !drop.includes(index) || pairs.some(([from]) => from === index));
  const inGroup = (indexes: readonly TableIndex[], group: readonly string[]): string[] =>
    indexes.filter(({ kind }) => group.includes(kind)).map(({ name }) => name);
  const staying = kept.filter(({ name }) => exact?.has(name) !== true);
  const early = GROUPS.flatMap((group) => [...misplaced(inGroup(staying, group), inGroup(wanted, group))]);
  const again = new Set(exact === null ? [] : [...early, ...exact]);
  return {
    indexes: {
      drop: has.filter((index) => !kept.includes(index) || again.has(index.name)),
      add: wanted.filter(
        (index) => again.has(index.name) || (add.includes(index) && !pairs.some(([, to]) => to === index)),
      ),
    },
    kept: kept.filter(({ name }) => !again.has(name)),
    renamed: pairs,
  };
}

/** Pairs that differ in nothing but the name, which is free now. */
function renamedPairs(
  drop: readonly TableIndex[],
  add: readonly TableIndex[],
  now: readonly TableIndex[],
  names: NameMap,
): (readonly [TableIndex, TableIndex])[] {
  const bodyOf = ({ kind, text, parts }: TableIndex, names?: NameMap): string =>
    `${kind} ${normalText(text.slice(text.indexOf(`(${parts[0]?.text ?? ""}`)), names)}`;
  const taken = new Set(now.map(({ name }) => fold(name)));
  const free = new Set(add.filter(({ name }) => !taken.has(fold(name))));
  const pairs: (readonly [TableIndex, TableIndex])[] = [];
  for (const from of drop) {
    const to = [...free].find((index) => bodyOf(index, names) === bodyOf(from));
    if (to === undefined) continue;
    free.delete(to);
    pairs.push([from, to]);
  }
  return pairs;
}

/** The index by which rows are told apart, if it is one to add besides the primary key: it comes with the columns. */
export function rowKeyToAdd({ indexes }: KeyPlan, before: TableDefinition): TableIndex | null {
  const index = keyIndexOf(before);
  return index !== null && indexes.add.includes(index) ? index : null;
}

/** Periods that the primary key is made of, and the others. */
function splitPeriods({ drop, add }: Swap<Period>, primary: Swap<TableIndex>): Pick<KeyPlan, "periods" | "inPrimary"> {
  const isPart = ({ name }: Period, keys: readonly TableIndex[]): boolean =>
    keys.some((key) => isWithoutOverlaps(key) && fold(key.parts.at(-1)?.column ?? "") === fold(name));
  const part = (wanted: boolean): Swap<Period> => ({
    drop: drop.filter((period) => isPart(period, primary.drop) === wanted),
    add: add.filter((period) => isPart(period, primary.add) === wanted),
  });
  return { periods: part(false), inPrimary: part(true) };
}
