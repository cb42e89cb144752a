import { columnClauses } from "./definition-columns.ts";
import type { TableIndex } from "./definition-items.ts";
import { planKeys, rowKeyToAdd } from "./definition-keys.ts";
import type { KeyPlan } from "./definition-keys.ts";
import { charsetClauses, engineClauses, optionClauses } from "./definition-reset.ts";
import { pairColumns } from "./definition-pairs.ts";
import type { ColumnPairs } from "./definition-pairs.ts";
import { partitionPlan, versioningPlan } from "./definition-rebuild.ts";
import { fold, quoteName, withoutIntroducers } from "./definition-text.ts";
import type { ColumnDefinition, TableDefinition } from "./table-definition.ts";

export { describeDifferences, sameDefinition } from "./definition-compare.ts";

/** Several ALTER TABLE, each a list of clauses, none of them empty; ALTER TABLE and the name stand before the clauses. */
export type Alters = readonly (readonly string[])[];

/**
 * The way from a definition to an earlier one, in five steps. Where several tables go back, each step is done for all of them
 * before the next one: an index and a type cannot change while a foreign key of another table needs it (1553, 3780), and a
 * foreign key cannot come before its parent's index (1822).
 */
export type AlterBack = {
  /** Foreign keys that are new or different, or in the way. */
  readonly foreignKeyDrops: Alters;
  /** Takes away what could be in the way of rows as they were: checks, secondary indexes, partitions. */
  readonly drops: Alters;
  /**
   * Gives the columns their names, definitions and places, and the table the key by which `keyOf` tells rows apart. Rows that this
   * key cannot bear go before this step; values and rows of before are put back behind it.
   */
  readonly columns: Alters;
  /** Indexes, checks, options, partitions. */
  readonly keys: Alters;
  readonly foreignKeyAdds: Alters;
  /** Columns of now whose values go: new ones, and those whose type knows no way back and that are made anew. */
  readonly lost: readonly string[];
};

export type AlterBackOptions = {
  /**
   * SHOW CREATE TABLE shall be the same to the byte: indexes and checks are made again for their order alone, and columns for
   * the way in which their collation is written.
   */
  readonly exactOrder?: boolean;
  /** Rows are put back between the steps; else partitions can change in one go. */
  readonly rowsComeBack?: boolean;
};

/**
 * How the table `now` gets the definition `before` again, whatever made it different; its rows stay. `renamed`: the names of
 * columns before, and what they are called now; columns of the same name are the same without that. It counts for `now` as it
 * was when the way back began. Run it again after a failure: what is back already is not done twice.
 *
 * The table has its name of before again when this runs. The session has SET NAMES utf8mb4, foreign_key_checks=0, sql_mode='',
 * innodb_strict_mode=0, on MariaDB check_constraint_checks=0 and system_versioning_alter_history=KEEP, and on MySQL, for tables that
 * had no primary key, sql_require_primary_key=0 and sql_generate_invisible_primary_key=0. AUTO_INCREMENT=n is not set.
 *
 * What is not possible: an index that a foreign key of a table needs which does not go back (1553 on MySQL); a foreign key whose
 * parent had no index for it, to which MariaDB gets without foreign_key_checks (1822); another DATA DIRECTORY.
 */
export function alterBack(
  now: TableDefinition,
  before: TableDefinition,
  renamed: ReadonlyMap<string, string>,
  { exactOrder = false, rowsComeBack = true }: AlterBackOptions = {},
): AlterBack {
  const columns = pairColumns(now, before, renamed, exactOrder);
  const keys = planKeys(now, before, columns, exactOrder);
  const clauses = columnClauses(now, before, columns, keys);
  const versioning = versioningPlan(now, before);
  const added = addClauses(keys, rowKeyToAdd(keys, before));
  const partitions = partitionPlan(now, before, { columns, keys, rowsComeBack });
  return {
    foreignKeyDrops: notEmpty([keys.foreignKeys.drop.map(({ name }) => `DROP FOREIGN KEY ${quoteName(name)}`)]),
    drops: notEmpty([partitions.drop, versioning.drop, [...dropClauses(keys), ...clauses.withDrops]]),
    columns: notEmpty([charsetClauses(now, before), clauses.first, [...clauses.main, ...engineClauses(now, before)]]),
    keys: notEmpty([
      [...added.clauses, ...clauses.withKeys, ...optionClauses(now, before)],
      ...added.alone,
      versioning.add,
      partitions.add,
    ]),
    foreignKeyAdds: notEmpty([keys.foreignKeys.add.map(add)]),
    lost: lostColumns(columns, now),
  };
}

function notEmpty(alters: Alters): Alters {
  return alters.filter((clauses) => clauses.length > 0);
}

function lostColumns({ dropped }: ColumnPairs, { columns }: TableDefinition): string[] {
  const isLost = ({ name, generated }: ColumnDefinition): boolean => generated === null && dropped.has(fold(name));
  return columns.filter(isLost).map(({ name }) => name);
}

function dropClauses({ checks, periods, indexes, renamed }: KeyPlan): string[] {
  return [
    // DROP CHECK is known to MySQL alone.
    ...checks.drop.map(({ name }) => `DROP CONSTRAINT ${quoteName(name)}`),
    ...periods.drop.map(({ name }) => `DROP PERIOD FOR ${quoteName(name)}`),
    ...indexes.drop.map(({ name }) => `DROP INDEX ${quoteName(name)}`),
    ...renamed.map(([from, to]) => `RENAME INDEX ${quoteName(from.name)} TO ${quoteName(to.name)}`),
  ];
}

type Added = { readonly clauses: readonly string[]; readonly alone: Alters };

function addClauses({ checks, periods, indexes }: KeyPlan, done: TableIndex | null): Added {
  // InnoDB makes one FULLTEXT index at a time (1795).
  const [, ...more] = indexes.add.filter(({ kind }) => kind === "fulltext");
  const first = indexes.add.filter((index) => index !== done && !more.includes(index));
  return { clauses: [...first, ...periods.add, ...checks.add].map(add), alone: more.map((index) => [add(index)]) };
}

function add({ text }: { readonly text: string }): string {
  return `ADD ${withoutIntroducers(text)}`;
}
