/** What a dump is made of, so that it can be compared. */
export type NormalDump = {
  readonly text: string;
  /** The counter of each table that shows one, taken out of the text: `schema.table` → number. */
  readonly autoIncrements: ReadonlyMap<string, string>;
};

/**
 * What servers write in another way though it means the same. Each of these is the outcome of a copy that took the place of its
 * table and is equal in every other respect; nothing else is let through.
 */
const IN_TABLE: readonly { readonly why: string; readonly from: RegExp; readonly to: string }[] = [
  {
    why: "a literal in CHECK, DEFAULT or a generated column bears the character set of the session that made it (_utf8mb3'a', _utf8mb4'a')",
    from: /(?<=[\s(,=<>])_(?:utf8|utf8mb3|utf8mb4|latin1|ascii)\s*(?=\\?')/g,
    to: "",
  },
  {
    why: "MySQL remembers whether a character set was written beside the collation, which implies it",
    from: /\bCHARACTER SET \w+ (?=COLLATE \w)/g,
    to: "",
  },
];

/**
 * MariaDB's SHOW CREATE TRIGGER gives the text as it was written, but for the table's name once that was renamed: then it is quoted, and without
 * a schema, which is the trigger's own in any case.
 */
const TRIGGER_TABLE =
  /(\bTRIGGER\b.*?\b(?:BEFORE|AFTER)\s+(?:INSERT|UPDATE|DELETE)\s+ON\s+)(?:(?:`(?:[^`]|``)+`|[\w$]+)\s*\.\s*)?(?:`((?:[^`]|``)+)`|([\w$]+))(?=\s+FOR\s+EACH\s+ROW)/is;

/** Brings a dump that holds one row a line into a form that depends on nothing but the contents. `dropTrigger` leaves out triggers. */
export function normalise(dump: string, dropTrigger: (name: string) => boolean = () => false): NormalDump {
  const autoIncrements = new Map<string, string>();
  const lines: string[] = [];
  let rows: string[] = [];
  let schema = "";
  let table: string | null = null;
  for (const block of blocksOf(dump, dropTrigger)) {
    if (block.startsWith("INSERT INTO ")) {
      rows.push(block);
      continue;
    }
    // Rows have no order of their own: a table without a primary key gives them as they lie in it.
    lines.push(...rows.sort());
    rows = [];
    schema = /^USE `(.+)`;$/.exec(block)?.[1] ?? schema;
    table = /^CREATE TABLE `(.+)` \($/.exec(block)?.[1] ?? table;
    if (table === null) lines.push(block.replace(TRIGGER_TABLE, "$1`$2$3`"));
    else lines.push(tableLine(block, `${schema}.${table}`, autoIncrements));
    if (block.endsWith(";")) table = null;
  }
  return { text: [...lines, ...rows.sort()].join("\n"), autoIncrements };
}

function tableLine(line: string, table: string, autoIncrements: Map<string, string>): string {
  const counter = / AUTO_INCREMENT=(\d+)/.exec(line);
  // The last line of the definition alone: a comment of a column may hold the same words.
  const options = line.startsWith(")") && counter !== null;
  if (options) autoIncrements.set(table, counter[1] ?? "");
  const bare = options ? line.replace(counter[0], "") : line;
  return IN_TABLE.reduce((text, { from, to }) => text.replace(from, to), bare);
}

/** The lines, but a trigger with what is set around it as one, since it may be left out as a whole. */
function* blocksOf(dump: string, dropTrigger: (name: string) => boolean): Generator<string> {
  let settings: string[] = [];
  let trigger: string[] | null = null;
  for (const line of dump.split("\n")) {
    if (trigger !== null) {
      trigger.push(line);
      if (!/^\/\*!\d+ SET collation_connection\s+= @saved_col_connection \*\/ ?;$/.test(line)) continue;
      const text = trigger.join("\n");
      const name = /\bTRIGGER\s+(?:IF NOT EXISTS\s+)?(?:`[^`]+`\.)?`?([^`\s]+)`?/i.exec(text)?.[1] ?? "";
      trigger = null;
      if (!dropTrigger(name)) yield text;
    } else if (/^\/\*!\d+ SET @saved_(cs_client)\s/.test(line)) settings = [line];
    else if (settings.length > 0) {
      settings.push(line);
      if (/^\/\*!50003 CREATE\*\/|^\/\*!50003 TRIGGER/.test(line)) {
        trigger = settings;
        settings = [];
      } else if (!/^(?:\/\*!\d+ SET |DELIMITER ;;)/.test(line)) {
        yield* settings;
        settings = [];
      }
    } else yield line;
  }
  yield* [...settings, ...(trigger ?? [])];
}
