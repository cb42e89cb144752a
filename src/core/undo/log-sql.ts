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

/** Columns of the log tables that are not the table's. */
export const LOG_TIME = "flyback_at";
export const WAS_THERE = "flyback_was";

/** A column of a log table and what the table calls it now. */
export type LoggedColumn = { readonly column: string; readonly now: string };

export type Trigger = { readonly name: string; readonly sql: string };

type Event = "INSERT" | "UPDATE" | "DELETE";

function trigger(
  table: Name,
  { name, event, own }: { readonly name: string; readonly event: Event; readonly own: boolean },
  statements: readonly string[],
): Trigger {
  const body = statements.map((statement) => `${statement};`).join(" ");
  return {
    name,
    sql:
      `CREATE TRIGGER ${quote(table.schema)}.${quote(name)} AFTER ${event} ON ${qualified(table)} FOR EACH ROW ` +
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
    const columns = [...key.map(({ column }) => quote(column)), quote(LOG_TIME)];
    const values = [...key.map(({ now }) => `${side}.${quote(now)}`), "UUID_SHORT()"];
    return (
      `INSERT INTO ${qualified(log)} (${columns.join(", ")}) VALUES (${values.join(", ")}) ` +
      `ON DUPLICATE KEY UPDATE ${quote(LOG_TIME)} = UUID_SHORT()`
    );
  };
  return EVENTS.map(([event, letter]) => {
    const sides: readonly ("OLD" | "NEW")[] =
      event === "INSERT" ? ["NEW"] : event === "DELETE" || key === null ? ["OLD"] : ["OLD", "NEW"];
    return trigger(table, { name: `${prefix}w${letter}`, event, own: false }, sides.map(line));
  });
}

/** Triggers that write a row's image before the run's first change of it; `columns` are those besides the key. */
export function imageTriggers(
  table: Name,
  images: Name,
  row: { readonly key: readonly LoggedColumn[]; readonly columns: readonly LoggedColumn[] },
  prefix: string,
): readonly Trigger[] {
  const keep = `ON DUPLICATE KEY UPDATE ${quote(WAS_THERE)} = ${quote(images.name)}.${quote(WAS_THERE)}`;
  const added = (): string => {
    const names = [...row.key.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
    const values = [...row.key.map(({ now }) => `NEW.${quote(now)}`), "0", "UUID_SHORT()"];
    return `INSERT INTO ${qualified(images)} (${names.join(", ")}) VALUES (${values.join(", ")}) ${keep}`;
  };
  const before = (): string => {
    const all = [...row.key, ...row.columns];
    const names = [...all.map(({ column }) => quote(column)), quote(WAS_THERE), quote(LOG_TIME)];
    const values = [...all.map(({ now }) => `OLD.${quote(now)}`), "1", "UUID_SHORT()"];
    return `INSERT INTO ${qualified(images)} (${names.join(", ")}) VALUES (${values.join(", ")}) ${keep}`;
  };
  return EVENTS.map(([event, letter]) => {
    const statements = event === "INSERT" ? [added()] : event === "UPDATE" ? [before(), added()] : [before()];
    return trigger(table, { name: `${prefix}o${letter}`, event, own: true }, statements);
  });
}
