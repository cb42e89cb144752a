import { columnKey } from "./definition-compare.ts";
import { fold, mentions, normalText } from "./definition-text.ts";
import type { NameMap } from "./definition-text.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";

/** How a column becomes again what it was; "replace": it is dropped and added, since its values can not be converted. */
type ColumnChange = "none" | "rename" | "modify" | "replace" | "add";

export type ColumnPair = {
  readonly before: ColumnDefinition;
  /** Null for "add". */
  readonly now: ColumnDefinition | null;
  readonly change: ColumnChange;
  /** It must change its place among the columns that stay. */
  readonly moves: boolean;
};

export type ColumnPairs = {
  /** In the order of before. */
  readonly pairs: readonly ColumnPair[];
  /** Columns that were not there before. */
  readonly gone: readonly ColumnDefinition[];
  /** Names of before, folded, with those of now; a name that is no longer, or whose column is replaced, becomes one that nothing has. */
  readonly names: NameMap;
  /** Folded names of now: columns whose name changes. */
  readonly renamed: ReadonlySet<string>;
  /** Folded names of now: columns that are dropped, those that are replaced among them. */
  readonly dropped: ReadonlySet<string>;
};

/**
 * Finds for each column of before the one that it is now. `renamed` counts unless all columns are there again already, which is
 * so when the way back was broken off behind them. It does count where columns only changed names with each other: then nothing
 * shows whether they have them back.
 */
export function pairColumns(
  now: TableDefinition,
  before: TableDefinition,
  renamed: NameMap,
  exact: boolean,
): ColumnPairs {
  const isBack = sameColumns(now, before) && !isPermutation(renamed);
  const partners = partnersOf(now, before, isBack ? new Map() : renamed);
  const names = new Map<string, string>();
  const renamedNow = new Set<string>();
  for (const { name } of before.columns) {
    const partner = partners.get(fold(name));
    if (partner === undefined) names.set(fold(name), nobody(name));
    else if (partner.name !== name) {
      names.set(fold(name), partner.name);
      renamedNow.add(fold(partner.name));
    }
  }
  const replaced = findReplaced(before, partners, names, renamedNow);
  const staying = before.columns.flatMap(({ name }) => {
    const partner = partners.get(fold(name));
    return partner === undefined || replaced.has(fold(name)) ? [] : [now.columns.indexOf(partner)];
  });
  const inPlace = longestRun(staying);
  const pairs = before.columns.map((column): ColumnPair => {
    const partner = partners.get(fold(column.name));
    if (partner === undefined) return { before: column, now: null, change: "add", moves: false };
    if (replaced.has(fold(column.name))) return { before: column, now: partner, change: "replace", moves: false };
    const isSame =
      columnKey(column, before, names) === columnKey(partner, now) && (!exact || column.text === partner.text);
    const change = !isSame ? "modify" : partner.name === column.name ? "none" : "rename";
    return { before: column, now: partner, change, moves: !inPlace.has(now.columns.indexOf(partner)) };
  });
  const taken = new Set(partners.values());
  const gone = now.columns.filter((column) => !taken.has(column));
  const replacedNow = pairs.flatMap(({ change, now }) => (change === "replace" && now !== null ? [now] : []));
  const dropped = new Set([...gone, ...replacedNow].map(({ name }) => fold(name)));
  return { pairs, gone, names, renamed: renamedNow, dropped };
}

/** A name that no column can have: names end in no blank. */
function nobody(name: string): string {
  return `${name} `;
}

function sameColumns(now: TableDefinition, before: TableDefinition): boolean {
  const keys = [now, before].map((table) =>
    table.columns.map((column) => `${column.name} ${columnKey(column, table)}`),
  );
  return JSON.stringify(keys[0]) === JSON.stringify(keys[1]);
}

function isPermutation(renamed: NameMap): boolean {
  const from = new Set([...renamed.keys()].map(fold));
  return [...renamed.values()].every((to) => from.has(fold(to)));
}

function partnersOf(now: TableDefinition, before: TableDefinition, renamed: NameMap): Map<string, ColumnDefinition> {
  const byName = new Map(now.columns.map((column) => [fold(column.name), column]));
  const moved = new Map(
    [...renamed].flatMap(([from, to]) => (byName.has(fold(to)) ? [[fold(from), fold(to)] as const] : [])),
  );
  const claimed = new Set(moved.values());
  const partners = new Map<string, ColumnDefinition>();
  for (const { name } of before.columns) {
    const to = moved.get(fold(name));
    const partner = to === undefined && claimed.has(fold(name)) ? undefined : byName.get(to ?? fold(name));
    if (partner !== undefined) partners.set(fold(name), partner);
  }
  return partners;
}

/**
 * Columns whose type knows no way from now to before, and generated ones that are made in another way or of other columns: MySQL
 * changes no virtual column into a stored one (3106), and renames no column of which one is generated (3108). Their names are
 * taken out of `names`, and so what is generated of them is replaced as well.
 */
function findReplaced(
  before: TableDefinition,
  partners: ReadonlyMap<string, ColumnDefinition>,
  names: Map<string, string>,
  renamedNow: ReadonlySet<string>,
): Set<string> {
  const replaced = new Set<string>();
  for (let found = true; found;) {
    found = false;
    for (const column of before.columns) {
      const partner = partners.get(fold(column.name));
      if (partner === undefined || replaced.has(fold(column.name))) continue;
      if (isConverted(partner, column, names) && !mentions(generation(partner), renamedNow)) continue;
      replaced.add(fold(column.name));
      names.set(fold(column.name), nobody(column.name));
      found = true;
    }
  }
  return replaced;
}

function isConverted(now: ColumnDefinition, before: ColumnDefinition, names: NameMap): boolean {
  if (now.generated === null && before.generated === null) return familyOf(now) === familyOf(before);
  return normalText(generation(before), names) === normalText(generation(now));
}

function generation(column: ColumnDefinition): string {
  if (column.generated === null) return "";
  return [column.type, ...column.clauses.filter(({ kind }) => kind === "generated").map(({ text }) => text)].join(" ");
}

/** Types between which a server converts every value, in a session that is not strict. */
function familyOf({ type }: ColumnDefinition): string {
  const base = /^\w+/.exec(type)?.[0].toLowerCase() ?? "";
  if (/^(?:json|vector|uuid|inet4|inet6|xmltype)$/.test(base)) return base;
  return /^(?:geom\w*|(?:multi)?(?:point|linestring|polygon))$/.test(base) ? "geometry" : "plain";
}

/** The longest run of numbers that grow, of numbers that are all different: what is not in it must move. */
function longestRun(numbers: readonly number[]): Set<number> {
  const best: (readonly number[])[] = [];
  for (const [index, number] of numbers.entries()) {
    let longest: readonly number[] = [];
    for (const run of best.slice(0, index)) {
      if ((run.at(-1) ?? 0) < number && run.length > longest.length) longest = run;
    }
    best.push([...longest, number]);
  }
  return new Set(best.reduce((longest, run) => (run.length > longest.length ? run : longest), []));
}
