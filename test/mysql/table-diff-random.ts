import type { Connection } from "mysql2/promise";
import { parseDefinition } from "../../src/core/undo/table-definition.ts";
import type { TableDefinition } from "../../src/core/undo/table-definition.ts";
import { showTables } from "./table-diff-schema.ts";

/** Numbers that say what a random change does: which change, and what to. */
export type Dice = readonly [number, number, number, number];

const TYPES = [
  "int",
  "bigint unsigned not null",
  "varchar(20)",
  "varchar(20) character set latin1 not null default 'it''s'",
  "varchar(40) collate utf8mb4_bin comment 'a\\\\b'",
  "text",
  "datetime(3) not null default current_timestamp(3) on update current_timestamp(3)",
  "timestamp null",
  "decimal(10,2) default 1.50",
  "enum('a','b,c)') not null",
  "int invisible",
  "bit(3) default b'101'",
  "json",
  "point",
  "int not null auto_increment unique",
  "date not null",
  "double default -1.5",
] as const;

type Change = (table: TableDefinition, pick: Pick) => string;
type Pick = {
  readonly column: (n: 0 | 1 | 2) => string;
  readonly number: (n: 0 | 1 | 2, of: number) => number;
  readonly other: string;
};

const place = ({ column, number }: Pick): string => [" first", ` after ${column(2)}`, "", ""][number(2, 4)] ?? "";
const type = ({ number }: Pick): string => TYPES[number(1, TYPES.length)] ?? "int";
const fresh = ({ number }: Pick, prefix: string): string => `${prefix}${number(1, 6)}`;
const nameOf = (items: readonly { readonly name: string }[], { number }: Pick): string =>
  `\`${items[number(0, items.length)]?.name ?? "none"}\``;

/** Changes of one table; many are refused by the server, and do nothing then. */
const CHANGES: readonly Change[] = [
  (_, pick) => `add column ${fresh(pick, "c")} ${type(pick)}${place(pick)}`,
  (_, pick) => `add column ${fresh(pick, "c")} ${type(pick)}${place(pick)}`,
  (_, pick) => `drop column ${pick.column(0)}`,
  (_, pick) => `rename column ${pick.column(0)} to ${fresh(pick, "c")}`,
  (_, pick) => `change ${pick.column(0)} ${fresh(pick, "c")} ${type(pick)}${place(pick)}`,
  (_, pick) => `modify ${pick.column(0)} ${type(pick)}${place(pick)}`,
  ({ columns }, pick) => {
    const column = columns[pick.number(0, columns.length)];
    return `modify \`${column?.name ?? ""}\` ${column?.text ?? ""}${place(pick)}`;
  },
  (_, pick) =>
    `add column ${fresh(pick, "g")} int as (${pick.column(0)} + 1) ${pick.number(2, 2) === 0 ? "virtual" : "stored"}`,
  (_, pick) => `add index ${fresh(pick, "k")} (${pick.column(0)}, ${pick.column(2)})`,
  (_, pick) => `add index ${fresh(pick, "k")} (${pick.column(0)}${pick.number(2, 2) === 0 ? " desc" : ""})`,
  (_, pick) => `add index ${fresh(pick, "k")} (${pick.column(0)}(5))`,
  (_, pick) => `add unique index ${fresh(pick, "u")} (${pick.column(0)}, ${pick.column(2)})`,
  (_, pick) => `add unique index ${fresh(pick, "u")} (${pick.column(0)})`,
  (_, pick) => `add fulltext index ${fresh(pick, "k")} (${pick.column(0)})`,
  ({ indexes }, pick) => `drop index ${nameOf(indexes, pick)}`,
  ({ indexes }, pick) => `rename index ${nameOf(indexes, pick)} to ${fresh(pick, "k")}`,
  (_, pick) => `drop primary key, add primary key (${pick.column(0)}, ${pick.column(2)})`,
  (_, pick) => `drop primary key, add primary key (${pick.column(0)})`,
  () => "drop primary key",
  (_, pick) => `add primary key (${pick.column(0)})`,
  (_, pick) =>
    `add constraint ${fresh(pick, "f")} foreign key (${pick.column(0)}) references ${pick.other} (${pick.column(2)})`,
  (_, pick) =>
    `add constraint ${fresh(pick, "s")} foreign key (${pick.column(0)}) references ${pick.other} (id) on delete cascade`,
  ({ foreignKeys }, pick) => `drop foreign key ${nameOf(foreignKeys, pick)}`,
  (_, pick) => `add constraint ${fresh(pick, "x")} check (${pick.column(0)} <> 12345)`,
  ({ checks }, pick) => `drop constraint ${nameOf(checks, pick)}`,
  (_, { number }) => `convert to character set ${["latin1", "utf8mb4", "utf8mb3"][number(0, 3)] ?? ""}`,
  (_, { number }) => `default character set ${["latin1", "utf8mb4", "utf8mb3"][number(0, 3)] ?? ""}`,
  (_, { number }) =>
    `comment = '${["", "it''s", "x"][number(0, 3)] ?? ""}', row_format = ${["dynamic", "default", "compact"][number(1, 3)] ?? ""}`,
  (_, pick) => `partition by hash (${pick.column(0)}) partitions ${1 + pick.number(1, 3)}`,
  () => "remove partitioning",
  (_, pick) => `alter column ${pick.column(0)} set default ${pick.number(1, 4)}`,
];

export type Renames = Map<string, Map<string, string>>;

/** Runs one random change of one of the tables, and notes in `renames` what columns of before are called. */
export async function change(connection: Connection, [what, ...dice]: Dice, renames: Renames): Promise<void> {
  const tables = [...(await showTables(connection)).values()].map(parseDefinition);
  const table = tables[dice[0] % tables.length];
  const other = tables[dice[1] % tables.length];
  if (table === undefined || other === undefined) return;
  const columnAt = (n: number): string => table.columns[Math.floor(n / 7) % table.columns.length]?.name ?? "";
  const pick: Pick = {
    column: (n) => columnAt(dice[n]),
    number: (n, of) => Math.floor(dice[n] / 3) % Math.max(of, 1),
    other: other.name,
  };
  const clause = CHANGES[what % CHANGES.length]?.(table, pick) ?? "";
  try {
    await connection.query(`alter table ${table.name} ${clause}`);
  } catch {
    return;
  }
  noteNames(renames.get(table.name) ?? new Map<string, string>(), clause);
}

/** `names`: columns of before, all of them, and their names now. */
function noteNames(names: Map<string, string>, clause: string): void {
  const [, verb = "", from = "", to = ""] =
    /^(rename column|change|drop column) (\w+)(?: to)? ?(\w*)/.exec(clause) ?? [];
  if (verb === "") return;
  const before = [...names].find(([, now]) => now === from)?.[0];
  if (before === undefined) return;
  if (verb === "drop column") names.delete(before);
  else names.set(before, to);
}
