/**
 * The fingerprint of a database: for each object a text of all that its definition is, taken from information_schema and cleared of
 * what changes by itself (numbers of rows, times, AUTO_INCREMENT, index statistics), which the caller hashes.
 */
import { withoutEnd } from "./program-text.ts";

type Value = string | number | null;
type CatalogueRow = Readonly<Record<string, Value>>;

/** A view of information_schema that definitions are read from; servers lack some of them, and have other columns in the same. */
export type CatalogueView = {
  readonly name: string;
  /** Column with the schema that its rows belong to. */
  readonly schema: string;
  /** Columns that are no part of a definition. */
  readonly leaveOut: readonly string[];
  /** A further condition for its rows. */
  readonly where?: string;
  /** Columns that only name what a row is about. MySQL has a row for each column and key, and hardly ever one with anything else. */
  readonly names?: readonly string[];
};

const SIZES = ["TABLE_ROWS", "AVG_ROW_LENGTH", "DATA_LENGTH", "MAX_DATA_LENGTH", "INDEX_LENGTH", "DATA_FREE"];
const TIMES = ["CREATE_TIME", "UPDATE_TIME", "CHECK_TIME", "CHECKSUM"];
const ALTERED = ["CREATED", "LAST_ALTERED"];
/** These follow from COLUMN_TYPE and CHARACTER_SET_NAME, as was tried with some hundred types and 17 character sets on the four servers. */
const IN_THE_TYPE = [
  "DATA_TYPE",
  "CHARACTER_MAXIMUM_LENGTH",
  "CHARACTER_OCTET_LENGTH",
  "NUMERIC_PRECISION",
  "NUMERIC_SCALE",
  "DATETIME_PRECISION",
];

function view(name: string, schema = "TABLE_SCHEMA", leaveOut: readonly string[] = [], where?: string): CatalogueView {
  return { name, schema, leaveOut, ...(where === undefined ? {} : { where }) };
}

/** @param columns those that name what a row is about, the schema first */
function extensions(name: string, columns: readonly [string, ...string[]]): CatalogueView {
  return { ...view(name, columns[0]), names: columns };
}

/** All views that a fingerprint is made of. Columns whose names end in `_CATALOG` are left out everywhere: they are `def` always. */
export const CATALOGUE_VIEWS: readonly CatalogueView[] = [
  view("SCHEMATA", "SCHEMA_NAME"),
  view("SCHEMATA_EXTENSIONS", "SCHEMA_NAME"),
  view("TABLES", "TABLE_SCHEMA", [...SIZES, ...TIMES, "AUTO_INCREMENT", "VERSION", "MAX_INDEX_LENGTH", "TEMPORARY"]),
  extensions("TABLES_EXTENSIONS", ["TABLE_SCHEMA", "TABLE_NAME"]),
  view("COLUMNS", "TABLE_SCHEMA", ["PRIVILEGES", ...IN_THE_TYPE]),
  extensions("COLUMNS_EXTENSIONS", ["TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME"]),
  // PACKED is null always. NULLABLE is not that of COLUMNS for a part that is an expression: MySQL keeps what was true when it was made.
  view("STATISTICS", "TABLE_SCHEMA", ["CARDINALITY", "INDEX_SCHEMA", "PACKED"]),
  view("TABLE_CONSTRAINTS"),
  extensions("TABLE_CONSTRAINTS_EXTENSIONS", ["CONSTRAINT_SCHEMA", "CONSTRAINT_NAME", "TABLE_NAME"]),
  view("CHECK_CONSTRAINTS", "CONSTRAINT_SCHEMA"),
  // Which of several unique keys a foreign key uses is the server's choice of the moment.
  view("REFERENTIAL_CONSTRAINTS", "CONSTRAINT_SCHEMA", ["UNIQUE_CONSTRAINT_NAME"]),
  view("KEY_COLUMN_USAGE", "TABLE_SCHEMA", [], "REFERENCED_TABLE_NAME IS NOT NULL"),
  view("PARTITIONS", "TABLE_SCHEMA", [...SIZES, ...TIMES, "SECONDARY_LOAD"], "PARTITION_NAME IS NOT NULL"),
  view("PERIODS"),
  view("KEY_PERIOD_USAGE"),
  // Whether it can be updated, and whether its tables are there, is not its own.
  view("VIEWS", "TABLE_SCHEMA", ["IS_UPDATABLE"]),
  view("ROUTINES", "ROUTINE_SCHEMA", ALTERED),
  view("PARAMETERS", "SPECIFIC_SCHEMA"),
  view("TRIGGERS", "EVENT_OBJECT_SCHEMA", ["CREATED"]),
  view("EVENTS", "EVENT_SCHEMA", [...ALTERED, "LAST_EXECUTED"]),
  view("LIBRARIES", "LIBRARY_SCHEMA", ALTERED),
];

/** The name under which the rows of MariaDB's sequences are handed in, with TABLE_SCHEMA and TABLE_NAME. */
export const SEQUENCE_ROWS = "sequence rows";

/** Columns with an expression, in which servers write the character set of the session that made it (`_latin1'x'`). */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  "COLUMN_DEFAULT",
  "GENERATION_EXPRESSION",
  "CHECK_CLAUSE",
  "EXPRESSION",
  "PARTITION_EXPRESSION",
  "SUBPARTITION_EXPRESSION",
]);
const INTRODUCER = /(?<![\w$'"`])_[a-z][a-z0-9]{2,}(?=\\?')/g;

/**
 * Bodies of programs. MySQL keeps the semicolon at the end of one that came with others in a query, and cuts it off one that comes alone.
 * Source: alloc_query() in sql/sql_parse.cc.
 */
const BODIES: ReadonlySet<string> = new Set(["ACTION_STATEMENT", "ROUTINE_DEFINITION", "EVENT_DEFINITION"]);

/** Every Aria table has it unless it was made without; listed it is only after the first ALTER. */
const ARIA_DEFAULT = /\bpage_checksum=1 ?/i;

/** Rows of each view by its name. */
export type CatalogueRows = ReadonlyMap<string, readonly CatalogueRow[]>;

/** Objects that do not count. */
export type Ignored = {
  readonly tables: (schema: string, name: string) => boolean;
  readonly triggers: (schema: string, name: string) => boolean;
};

const textOf = (value: Value | undefined): string => String(value ?? "");
const at = (kind: string, schema: Value | undefined, name: Value | undefined): string =>
  `${kind} ${textOf(schema)}.${textOf(name)}`;

/** The object that a row belongs to: its kind and its name, as `table registry.patient`; null for one that says nothing of its own. */
type Owner = (row: CatalogueRow) => string | null;

function ownersOf(rows: CatalogueRows): Readonly<Record<string, Owner>> {
  const checks = new Map(
    (rows.get("TABLE_CONSTRAINTS") ?? [])
      .filter((row) => row["CONSTRAINT_TYPE"] === "CHECK")
      .map((row) => [at("", row["TABLE_SCHEMA"], row["CONSTRAINT_NAME"]), row["TABLE_NAME"]]),
  );
  const ofTable: Owner = (row) => at("table", row["TABLE_SCHEMA"] ?? row["CONSTRAINT_SCHEMA"], row["TABLE_NAME"]);
  const ofRoutine = (row: CatalogueRow, schema: string, name: string): string =>
    at(textOf(row["ROUTINE_TYPE"]).toLowerCase().replace(" ", "-"), row[schema], row[name]);
  const ofSchema: Owner = (row) => `schema ${textOf(row["SCHEMA_NAME"])}`;
  return {
    SCHEMATA: ofSchema,
    SCHEMATA_EXTENSIONS: ofSchema,
    TABLES: (row) => (isTable(row) ? ofTable(row) : null),
    // MySQL's names are unique in the schema and say no table.
    CHECK_CONSTRAINTS: (row) => {
      const schema = row["CONSTRAINT_SCHEMA"];
      return at("table", schema, row["TABLE_NAME"] ?? checks.get(at("", schema, row["CONSTRAINT_NAME"])));
    },
    [SEQUENCE_ROWS]: (row) => at("sequence", row["TABLE_SCHEMA"], row["TABLE_NAME"]),
    VIEWS: (row) => at("view", row["TABLE_SCHEMA"], row["TABLE_NAME"]),
    ROUTINES: (row) => ofRoutine(row, "ROUTINE_SCHEMA", "ROUTINE_NAME"),
    PARAMETERS: (row) => ofRoutine(row, "SPECIFIC_SCHEMA", "SPECIFIC_NAME"),
    TRIGGERS: (row) => at("trigger", row["TRIGGER_SCHEMA"], row["TRIGGER_NAME"]),
    EVENTS: (row) => at("event", row["EVENT_SCHEMA"], row["EVENT_NAME"]),
    LIBRARIES: (row) => at("library", row["LIBRARY_SCHEMA"], row["LIBRARY_NAME"]),
    "": ofTable,
  };
}

/** Base tables, system-versioned ones among them; MariaDB lists sequences and the session's temporary tables as well. */
function isTable(row: CatalogueRow): boolean {
  return row["TABLE_TYPE"] === "BASE TABLE" || row["TABLE_TYPE"] === "SYSTEM VERSIONED";
}

/** Triggers in the order in which they fire, numbered without those that do not count. */
function numberedTriggers(rows: readonly CatalogueRow[], ignored: Ignored): readonly CatalogueRow[] {
  const counts = new Map<string, number>();
  return rows
    .filter((row) => !ignored.triggers(textOf(row["TRIGGER_SCHEMA"]), textOf(row["TRIGGER_NAME"])))
    .toSorted((a, b) => Number(a["ACTION_ORDER"]) - Number(b["ACTION_ORDER"]))
    .map((row) => {
      const group = ["EVENT_OBJECT_SCHEMA", "EVENT_OBJECT_TABLE", "ACTION_TIMING", "EVENT_MANIPULATION"];
      const key = JSON.stringify(group.map((column) => row[column]));
      const order = (counts.get(key) ?? 0) + 1;
      counts.set(key, order);
      return { ...row, ACTION_ORDER: order };
    });
}

/** Takes out of a column's values what is no part of a definition. */
type Clean = (value: Value) => Value;

/** All rows of a view have the same columns; here in the order of their names. */
function columnsOf(rows: readonly CatalogueRow[]): readonly (readonly [string, Clean | null])[] {
  return Object.keys(rows[0] ?? {})
    .toSorted()
    .map((column) => [column, cleanerOf(column)]);
}

function cleanerOf(column: string): Clean | null {
  if (EXPRESSIONS.has(column)) return (value) => (typeof value === "string" ? value.replace(INTRODUCER, "") : value);
  if (BODIES.has(column)) return (value) => (typeof value === "string" ? withoutEnd(value) : value);
  if (column === "CREATE_OPTIONS")
    return (value) => (typeof value === "string" ? value.replace(ARIA_DEFAULT, "") : value);
  return null;
}

/** A database of a thousand tables has more than ten thousand rows, of up to twenty columns: this does no more than it must. */
function lineOf(name: string, columns: ReturnType<typeof columnsOf>, row: CatalogueRow): string {
  const values = columns.map(([column, clean]) => {
    const value = row[column] ?? null;
    return clean === null ? value : clean(value);
  });
  return name + JSON.stringify(values);
}

/**
 * The text of each object's definition by its name. It does not depend on the order in which rows came.
 *
 * @param rows of the views in CATALOGUE_VIEWS and of SEQUENCE_ROWS, with column names in upper case
 */
export function definitionTexts(rows: CatalogueRows, ignored: Ignored): ReadonlyMap<string, string> {
  const owners = ownersOf(rows);
  const lines = new Map<string, string[]>();
  const tables = new Set(
    (rows.get("TABLES") ?? [])
      .filter((row) => isTable(row) && !ignored.tables(textOf(row["TABLE_SCHEMA"]), textOf(row["TABLE_NAME"])))
      .map((row) => at("table", row["TABLE_SCHEMA"], row["TABLE_NAME"])),
  );
  for (const [name, viewRows] of rows) {
    const ownerOf = owners[name] ?? owners[""];
    const columns = columnsOf(viewRows);
    for (const row of name === "TRIGGERS" ? numberedTriggers(viewRows, ignored) : viewRows) {
      const owner = ownerOf?.(row) ?? null;
      // Columns of views and sequences follow from these.
      if (owner === null || (owner.startsWith("table ") && !tables.has(owner))) continue;
      const known = lines.get(owner) ?? [];
      known.push(lineOf(name, columns, row));
      lines.set(owner, known);
    }
  }
  return new Map([...lines].map(([owner, list]) => [owner, list.toSorted().join("\n")]));
}

/** A hash for each object, by its kind and name, such as `table registry.patient`; plain JSON. */
export type Fingerprint = Readonly<Record<string, string>>;

export type FingerprintDifference = {
  /** There before, not there after. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
};

/** What differs, in the order of names; nothing does if all three lists are empty. */
export function compareFingerprints(before: Fingerprint, after: Fingerprint): FingerprintDifference {
  const then = Object.keys(before).toSorted();
  return {
    missing: then.filter((name) => after[name] === undefined),
    added: Object.keys(after)
      .toSorted()
      .filter((name) => before[name] === undefined),
    changed: then.filter((name) => after[name] !== undefined && after[name] !== before[name]),
  };
}
