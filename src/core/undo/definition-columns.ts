import { withoutClauses } from "./definition-column.ts";
import type { ColumnClauseKind } from "./definition-column.ts";
import type { TableIndex } from "./definition-items.ts";
import { rowKeyToAdd } from "./definition-keys.ts";
import type { KeyPlan } from "./definition-keys.ts";
import type { ColumnPair, ColumnPairs } from "./definition-pairs.ts";
import { fold, mentions, quoteName, withoutIntroducers } from "./definition-text.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";

/** The clauses for columns, by the moment at which they may run. */
export type ColumnClauses = {
  /** With the indexes that go: AUTO_INCREMENT is never without one (1075), and no default may name a column that goes. */
  readonly withDrops: readonly string[];
  /** Generated columns go before those of which they are made. */
  readonly first: readonly string[];
  /** With the primary key, which is changed in one ALTER TABLE. */
  readonly main: readonly string[];
  /** With the indexes that come: AUTO_INCREMENT, and NOT NULL of columns that rows have no value for yet. */
  readonly withKeys: readonly string[];
};

type Context = {
  readonly columns: ColumnPairs;
  /** Indexes that the columns have by their names of before while they change, and behind that. */
  readonly indexed: ReadonlySet<string>;
  /** The column of now that loses its AUTO_INCREMENT with its index. */
  readonly freed: ColumnDefinition | null;
  readonly defaults: readonly ColumnDefinition[];
};

export function columnClauses(
  now: TableDefinition,
  before: TableDefinition,
  columns: ColumnPairs,
  keys: KeyPlan,
): ColumnClauses {
  const context: Context = {
    columns,
    indexed: indexedWithColumns(before, columns, keys),
    freed: freedCounter(now, keys),
    defaults: dependentDefaults(columns),
  };
  const { freed, defaults } = context;
  const dropped = now.columns.filter(({ name, rowTime }) => columns.dropped.has(fold(name)) && !rowTime);
  const isFreed = (column: ColumnDefinition): boolean => column === freed;
  const isGenerated = ({ generated }: ColumnDefinition): boolean => generated !== null;
  const drop = ({ name }: ColumnDefinition): string => `DROP COLUMN ${quoteName(name)}`;
  const strip = (column: ColumnDefinition): string =>
    `MODIFY COLUMN ${quoteName(column.name)} ${withoutClauses(column, ["auto-increment"])}`;
  const rowKey = rowKeyToAdd(keys, before);
  return {
    withDrops: [
      ...(freed === null ? [] : [dropped.includes(freed) ? drop(freed) : strip(freed)]),
      ...defaults.map(({ name }) => `ALTER COLUMN ${quoteName(name)} DROP DEFAULT`),
    ],
    first: dropped.filter(isGenerated).map(drop),
    main: [
      ...keys.primary.drop.map(() => "DROP PRIMARY KEY"),
      ...keys.inPrimary.drop.map(({ name }) => `DROP PERIOD FOR ${quoteName(name)}`),
      ...dropped.filter((column) => !isGenerated(column) && !isFreed(column)).map(drop),
      ...columns.pairs.flatMap((pair, index) => pairClause(pair, placeOf(columns.pairs.slice(0, index)), context)),
      ...keys.inPrimary.add.map(({ text }) => `ADD ${text}`),
      ...[...keys.primary.add, ...(rowKey === null ? [] : [rowKey])].map(({ text }) => `ADD ${text}`),
    ],
    withKeys: columns.pairs.flatMap((pair) => lateClause(pair, context)),
  };
}

function firstColumn({ parts }: TableIndex): string {
  return fold(parts[0]?.column ?? "");
}

/** The column of now that counts, if all indexes that it could count by go before the columns change. */
function freedCounter(now: TableDefinition, { kept }: KeyPlan): ColumnDefinition | null {
  const counter = now.columns.find(({ autoIncrement }) => autoIncrement);
  const primary = now.indexes.filter(({ kind }) => kind === "primary");
  const isCounted = [...kept, ...primary].some((index) => firstColumn(index) === fold(counter?.name ?? ""));
  return counter === undefined || isCounted ? null : counter;
}

/** Folded names of before: first columns of indexes that are there once the columns are. */
function indexedWithColumns(before: TableDefinition, { pairs }: ColumnPairs, keys: KeyPlan): ReadonlySet<string> {
  const kept = new Set(keys.kept.map(firstColumn));
  const stay = pairs.filter(({ now, change }) => now !== null && change !== "replace" && kept.has(fold(now.name)));
  const primary = before.indexes.filter(({ kind }) => kind === "primary");
  const rowKey = rowKeyToAdd(keys, before);
  const made = [...primary, ...(rowKey === null ? [] : [rowKey])].map(firstColumn);
  return new Set([...made, ...stay.map(({ before }) => fold(before.name))]);
}

/** Columns of now that stay, and whose default is made of a column that goes or changes its name. */
function dependentDefaults({ pairs, renamed, dropped }: ColumnPairs): ColumnDefinition[] {
  const touched = new Set([...renamed, ...dropped]);
  return pairs.flatMap(({ now, change }) => {
    return now !== null && change !== "replace" && mentions(defaultOf(now), touched) ? [now] : [];
  });
}

function defaultOf({ clauses }: ColumnDefinition): string {
  return clauses.find(({ kind }) => kind === "default")?.text ?? "";
}

/** Behind the last of these; MariaDB's row times come later, with the versioning. */
function placeOf(previous: readonly ColumnPair[]): string {
  const last = previous.findLast(({ before, now }) => now !== null || !before.rowTime);
  return last === undefined ? "FIRST" : `AFTER ${quoteName(last.before.name)}`;
}

function pairClause(pair: ColumnPair, place: string, context: Context): string[] {
  const { before, now, change, moves } = pair;
  const name = quoteName(before.name);
  const late = lateKinds(pair, context);
  const text = withoutIntroducers(late.length === 0 ? before.text : withoutClauses(before, late));
  if (now === null || change === "replace") return before.rowTime ? [] : [`ADD COLUMN ${name} ${text} ${place}`];
  // One that has lost its AUTO_INCREMENT gets it back here or, late, with its index.
  const isWhole = late.length > 0 === (now === context.freed);
  const isUntouched = !moves && !context.defaults.includes(now) && isWhole;
  if (change === "none" && isUntouched) return [];
  if (change === "rename" && isUntouched) return [`RENAME COLUMN ${quoteName(now.name)} TO ${name}`];
  const verb = now.name === before.name ? `MODIFY COLUMN ${name}` : `CHANGE COLUMN ${quoteName(now.name)} ${name}`;
  return [`${verb} ${text}${moves ? ` ${place}` : ""}`];
}

/** Types without a value that a server could give to the rows in a NOT NULL column. */
const WITHOUT_ZERO = /^(?:geom\w*|(?:multi)?(?:point|linestring|polygon)|vector)\b/i;

/** Functions whose result a binary log cannot repeat: MySQL adds no column with such a default (1674), but changes one to have it. */
const UNSAFE =
  /\b(?:uuid|uuid_short|rand|random_bytes|sysdate|(?:current_|session_|system_)?user|version|load_file|found_rows|row_count|sleep|\w+_lock)\s*\(/i;

/** What a column cannot have before its index and the rows' values are there. */
function lateKinds({ before, change }: ColumnPair, { indexed }: Context): ColumnClauseKind[] {
  const isNew = change === "add" || change === "replace";
  const needsValue = isNew && !before.nullable && !before.hasDefault && WITHOUT_ZERO.test(before.type);
  return [
    ...(before.autoIncrement && !indexed.has(fold(before.name)) ? (["auto-increment"] as const) : []),
    ...(isNew && UNSAFE.test(defaultOf(before)) ? (["default"] as const) : []),
    ...(needsValue && !indexed.has(fold(before.name)) ? (["null"] as const) : []),
  ];
}

function lateClause(pair: ColumnPair, context: Context): string[] {
  return lateKinds(pair, context).length === 0
    ? []
    : [`MODIFY COLUMN ${quoteName(pair.before.name)} ${withoutIntroducers(pair.before.text)}`];
}
