/**
 * The SQL of the triggers that tell a run's own writes from everybody else's: others' writes leave the row's key in the write log,
 * the run's own leave the row as it was before the run first changed it. Log row and row are one transaction.
 *
 * The time of a log row is UUID_SHORT(), a counter of the server that only grows and is read when the trigger runs, unlike NOW().
 * Sources: MySQL Reference Manual, "Miscellaneous Functions"; MariaDB documentation, "UUID_SHORT".
 */

const quote = (name: string): string => `\`${name.replaceAll("`", "``")}\``;
const qualified = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
  `${quote(schema)}.${quote(name)}`;

type Name = { readonly schema: string; readonly name: string };

/** Set in every session of the run; its writes are the run's own. */
export const OWN = "@flyback_own";

/** Bytes that the session may still keep in images of rows; NULL: no limit. */
export const ROOM = "@flyback_room";

/** Columns of the log tables that are not the table's. */
export const LOG_TIME = "flyback_at";
export const WAS_THERE = "flyback_was";
/** In the write log: the last that others did to the row was to delete it. */
export const GONE = "flyback_gone";

/** UUID_SHORT() begins with the server's id, in one byte. */
const server = (time: string): string => `${time} >> 56`;

/**
 * Whether others wrote after a moment of the run, in SQL. The run ends where its server does, so what was written on one that has taken over is
 * later, whatever the servers' clocks say.
 */
export const isLater = (written: string, moment: string): string =>
  `(${written} > ${moment} OR ${server(written)} <> ${server(moment)})`;

/** The same for a moment of the way back, which may be on the other server. */
export const isLaterHere = (written: string, moment: string): string =>
  `(${written} > ${moment} AND ${server(written)} = ${server(moment)})`;

/** A column of a log table and what the table calls it now. */
export type LoggedColumn = { readonly column: string; readonly now: string };

export type Trigger = { readonly name: string; readonly sql: string };

type Event = "INSERT" | "UPDATE" | "DELETE";

type Firing = {
  readonly name: string;
  readonly event: Event;
  /** It is the run that writes; false: somebody else. */
  readonly own: boolean;
  readonly time?: "BEFORE" | "AFTER";
};

function trigger(table: Name, { name, event, own, time = "AFTER" }: Firing, statements: readonly string[]): Trigger {
  const body = statements.map((statement) => `${statement};`).join(" ");
  return {
    name,
    sql:
      `CREATE TRIGGER ${quote(table.schema)}.${quote(name)} ${time} ${event} ON ${qualified(table)} FOR EACH ROW ` +
      `IF ${OWN} IS ${own ? "NOT NULL" : "NULL"} THEN ${body} END IF`,
  };
}

const EVENTS: readonly (readonly [Event, string])[] = [
  ["INSERT", "i"],
  ["UPDATE", "u"],
  ["DELETE", "d"],
];

/**
 * Triggers that write the keys of rows that others write.
 *
 * @param key null: the table has no key, and each write leaves a line of its own
 */
export function writeLogTriggers(
  table: Name,
  log: Name,
  key: readonly LoggedColumn[] | null,
  prefix: string,
): readonly Trigger[] {
  const line = (side: "OLD" | "NEW"): string => {
    if (key === null) return `INSERT INTO ${qualified(log)} (${quote(LOG_TIME)}) VALUES (UUID_SHORT())`;
    const columns = [...key.map(({ column }) => quote(column)), quote(LOG_TIME), quote(GONE)];
    // An UPDATE writes the key from before first, and the one of now over it where that is the same.
    const gone = side === "OLD" ? "1" : "0";
    const values = [...key.map(({ now }) => `${side}.${quote(now)}`), "UUID_SHORT()", gone];
    return (
      `INSERT INTO ${qualified(log)} (${columns.join(", ")}) VALUES (${values.join(", ")}) ` +
      `ON DUPLICATE KEY UPDATE ${quote(LOG_TIME)} = UUID_SHORT(), ${quote(GONE)} = ${gone}`
    );
  };
  return EVENTS.map(([event, letter]) => {
    const sides: readonly ("OLD" | "NEW")[] =
      event === "INSERT" ? ["NEW"] : event === "DELETE" || key === null ? ["OLD"] : ["OLD", "NEW"];
    return trigger(table, { name: `${prefix}w${letter}`, event, own: false }, sides.map(line));
  });
}

/** What a row of a table is in its images: key and other columns. */
export type LoggedRow = {
  readonly key: readonly LoggedColumn[];
  readonly columns: readonly LoggedColumn[];
  /** Names of now of columns whose values have a length of their own; null: the images are not counted. */
  readonly lengths: ReadonlySet<string> | null;
};

/** About what a row, and a value of fixed length, take beside that. */
const ROW_BYTES = 48;
const VALUE_BYTES = 8;

function sizeOf(columns: readonly LoggedColumn[], lengths: ReadonlySet<string>, side: string): string {
  const open = columns
    .filter(({ now }) => lengths.has(now))
    .map(({ now }) => `IFNULL(LENGTH(${side}.${quote(now)}), 0)`);
  return [ROW_BYTES + VALUE_BYTES * columns.length, ...open].join(" + ");
}

/** Statements before an image is written: what the session may keep shrinks, and once nothing is left its statement ends. */
function counted({ lengths }: LoggedRow, size: (lengths: ReadonlySet<string>) => string): readonly string[] {
  if (lengths === null) return [];
  return [
    `SET ${ROOM} = ${ROOM} - (${size(lengths)})`,
    `IF ${ROOM} < 0 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'flyback may keep no more rows (${ROOM})'; END IF`,
  ];
}

/**
 * Triggers that write a row's image before each change of it by the run; `columns` are those besides the key. Which of a row's images counts is
 * decided on the way back: the first one after others wrote it last.
 */
export function imageTriggers(table: Name, images: Name, row: LoggedRow, prefix: string): readonly Trigger[] {
  const added = (): readonly string[] => {
    const names = [...row.key.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
    const values = [...row.key.map(({ now }) => `NEW.${quote(now)}`), "0", "UUID_SHORT()"];
    return [
      ...counted(row, (lengths) => sizeOf(row.key, lengths, "NEW")),
      `INSERT INTO ${qualified(images)} (${names.join(", ")}) VALUES (${values.join(", ")})`,
    ];
  };
  const before = (): readonly string[] => {
    const all = [...row.key, ...row.columns];
    const names = [...all.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
    const values = [...all.map(({ now }) => `OLD.${quote(now)}`), "1", "UUID_SHORT()"];
    return [
      ...counted(row, (lengths) => sizeOf(all, lengths, "OLD")),
      `INSERT INTO ${qualified(images)} (${names.join(", ")}) VALUES (${values.join(", ")})`,
    ];
  };
  const keyChanges = row.key.map(({ now }) => `OLD.${quote(now)} <> NEW.${quote(now)}`).join(" OR ");
  return EVENTS.map(([event, letter]) => {
    const name = `${prefix}o${letter}`;
    if (event !== "UPDATE") {
      return trigger(table, { name, event, own: true }, event === "INSERT" ? added() : before());
    }
    const moved = `IF ${keyChanges} THEN ${added().join("; ")}; END IF`;
    return trigger(table, { name, event, own: true }, [...before(), moved]);
  });
}

/** One foreign key on the way from a table to one whose rows go or change with its own. */
export type CascadeStep = {
  readonly child: Name;
  readonly columns: readonly string[];
  readonly referencedColumns: readonly string[];
};

/**
 * Triggers on a parent that write the images of rows which foreign keys take along when the run deletes one of its rows, or changes the
 * values that they refer to: the server fires no triggers for these. They run before the change, when the rows are still as they were.
 */
export function cascadeTriggers(
  parent: Name,
  path: readonly CascadeStep[],
  target: { readonly images: Name; readonly row: LoggedRow },
  prefix: string,
): readonly Trigger[] {
  const [first, ...others] = path;
  const last = `t${path.length - 1}`;
  if (first === undefined) return [];
  const all = [...target.row.key, ...target.row.columns];
  const names = [...all.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
  const values = [...all.map(({ now }) => `${last}.${quote(now)}`), "1", "UUID_SHORT()"];
  const joins = others.map(({ child, columns, referencedColumns }, index) => {
    const on = columns.map(
      (column, i) => `t${index + 1}.${quote(column)} = t${index}.${quote(referencedColumns[i] ?? "")}`,
    );
    return ` JOIN ${qualified(child)} t${index + 1} ON ${on.join(" AND ")}`;
  });
  const of = first.columns.map((column, i) => `t0.${quote(column)} = OLD.${quote(first.referencedColumns[i] ?? "")}`);
  const from = `FROM ${qualified(first.child)} t0${joins.join("")} WHERE ${of.join(" AND ")}`;
  const insert = `INSERT INTO ${qualified(target.images)} (${names.join(", ")}) SELECT ${values.join(", ")} ${from}`;
  const count = counted(target.row, (lengths) => `SELECT IFNULL(SUM(${sizeOf(all, lengths, last)}), 0) ${from}`);
  const changes = first.referencedColumns
    .map((column) => `NOT (OLD.${quote(column)} <=> NEW.${quote(column)})`)
    .join(" OR ");
  const onUpdate = [...count, insert, ...newKey(path, target, from)].map((statement) => `${statement};`).join(" ");
  return [
    trigger(parent, { name: `${prefix}cd`, event: "DELETE", own: true, time: "BEFORE" }, [...count, insert]),
    trigger(parent, { name: `${prefix}cu`, event: "UPDATE", own: true, time: "BEFORE" }, [
      `IF ${changes} THEN ${onUpdate} END IF`,
    ]),
  ];
}

/** Where the key of the rows holds the value that changes, they will be found under another key, which is new. */
function newKey(
  path: readonly CascadeStep[],
  { images, row }: { readonly images: Name; readonly row: LoggedRow },
  from: string,
): readonly string[] {
  // The new value of each column that changes, level by level.
  let values = new Map<string, string>();
  for (const [level, { columns, referencedColumns }] of path.entries()) {
    const parents = values;
    values = new Map(
      columns.flatMap((column, i) => {
        const referenced = referencedColumns[i] ?? "";
        const value = level === 0 ? `NEW.${quote(referenced)}` : parents.get(referenced.toLowerCase());
        return value === undefined ? [] : [[column.toLowerCase(), value] as const];
      }),
    );
  }
  if (!row.key.some(({ now }) => values.has(now.toLowerCase()))) return [];
  const last = `t${path.length - 1}`;
  const names = [...row.key.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
  const keys = row.key.map(({ now }) => values.get(now.toLowerCase()) ?? `${last}.${quote(now)}`);
  return [
    `INSERT INTO ${qualified(images)} (${names.join(", ")}) SELECT ${[...keys, "0", "UUID_SHORT()"].join(", ")} ${from}`,
  ];
}
