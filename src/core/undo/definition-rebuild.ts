import type { KeyPlan } from "./definition-keys.ts";
import type { ColumnPairs } from "./definition-pairs.ts";
import { fold, mentions, normalText, quoteName } from "./definition-text.ts";
import type { TableDefinition } from "./table-definition.ts";

export type RebuildPlan = { readonly drop: readonly string[]; readonly add: readonly string[] };
type PartitionChange = { readonly columns: ColumnPairs; readonly keys: KeyPlan; readonly rowsComeBack: boolean };
const NOTHING: RebuildPlan = { drop: [], add: [] };

/** Partitions: a clause for them goes with no other one, and they stay only if no column or key that they are made of changes. */
export function partitionPlan(
  now: TableDefinition,
  before: TableDefinition,
  { columns, keys, rowsComeBack }: PartitionChange,
): RebuildPlan {
  const changed = changedColumns(columns);
  const isTouched = [now.partition, before.partition].some(
    (text) => text !== null && (mentions(text, changed, true) || (isByKey(text) && changesPrimary(keys))),
  );
  const isSame = normalText(now.partition ?? "") === normalText(before.partition ?? "");
  if (isSame && !isTouched) return NOTHING;
  const changesKeys = changesPrimary(keys) || [...keys.indexes.drop, ...keys.indexes.add].some(({ unique }) => unique);
  // Partitions by ranges or lists may have no place for rows that come back in between (1526).
  const takesAll = !rowsComeBack || (now.partition !== null && HASHES.test(now.partition));
  const atOnce = before.partition !== null && takesAll && !isTouched && !changesKeys;
  return {
    drop: now.partition === null || atOnce ? [] : ["REMOVE PARTITIONING"],
    add: before.partition === null ? [] : [before.partition],
  };
}

/** Folded names, of now and of before, of columns that go, come, or get another name or definition. */
function changedColumns({ pairs, gone }: ColumnPairs): Set<string> {
  const changed = pairs.filter(({ change }) => change !== "none");
  const names = changed.flatMap(({ before, now }) => [before.name, ...(now === null ? [] : [now.name])]);
  return new Set([...names, ...gone.map(({ name }) => name)].map(fold));
}

/** Partitions that have a place for any row. */
const HASHES = /\bPARTITION\s+BY\s+(?:LINEAR\s+)?(?:HASH|KEY)\b/i;

/** PARTITION BY KEY () takes the columns of the primary key. */
function isByKey(partition: string): boolean {
  return /\bKEY\b[^(]*\(\s*\)/i.test(partition);
}

function changesPrimary({ primary }: KeyPlan): boolean {
  return primary.drop.length + primary.add.length > 0;
}

/**
 * MariaDB's system versioning. Where it is dropped, the rows' history goes, and where it is added the history begins: a table
 * that has one is better kept whole.
 */
export function versioningPlan(now: TableDefinition, before: TableDefinition): RebuildPlan {
  if (versioningOf(now) === versioningOf(before)) return NOTHING;
  return {
    drop: now.systemVersioned ? dropVersioning(now) : [],
    add: before.systemVersioned ? addVersioning(before) : [],
  };
}

function versioningOf({ systemVersioned, columns }: TableDefinition): string {
  const times = columns.filter(({ rowTime }) => rowTime).map(({ name, text }) => `${fold(name)} ${normalText(text)}`);
  return `${String(systemVersioned)} ${times.join()}`;
}

function dropVersioning({ columns }: TableDefinition): string[] {
  const times = columns.filter(({ rowTime }) => rowTime);
  return ["DROP SYSTEM VERSIONING", ...times.map(({ name }) => `DROP COLUMN ${quoteName(name)}`)];
}

function addVersioning({ columns, periods }: TableDefinition): string[] {
  const times = columns.flatMap(({ name, text, rowTime }, index) => {
    const previous = columns[index - 1];
    const place = previous === undefined ? "FIRST" : `AFTER ${quoteName(previous.name)}`;
    return rowTime ? [`ADD COLUMN ${quoteName(name)} ${text} ${place}`] : [];
  });
  const period = periods.find(({ name }) => fold(name) === "system_time");
  return [...times, ...(period === undefined ? [] : [`ADD ${period.text}`]), "ADD SYSTEM VERSIONING"];
}
